"""Series of networks: which windows there are, what stands in them, and that each is the network of its statements."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from said import said

from comity.diagnostics import UsageError
from comity.measures.networks.chosen import choose
from comity.measures.networks.moving import Networks
from comity.measures.networks.settings import Asked
from comity.measures.networks.windows import length, windows

DEBATE = said(
    "a return + d1 2020-01-01",
    "b return + d2 2020-01-02",
    "c return - d3 2020-01-04",
    "a aid - d4 2020-01-04",
    "b aid - d5 2020-01-06",
)


def series(
    size: str, step: str | None = None, statements=DEBATE, placement: str = "backward", **asked
) -> Networks:
    settings = Asked(**asked)
    chosen = choose(statements, settings, dated=True)
    made = windows(
        chosen.frame["time"].to_numpy(),
        length(size),
        step=None if step is None else length(step),
        placement=placement,
        start=settings.start,
        stop=settings.stop,
    )
    return Networks(settings, made, chosen, chosen.notes)


def told(networks: Networks) -> list[tuple[str, str, int, int]]:
    table = networks.table
    return [
        (f"{w['start']:%d}", f"{w['date']:%d}", w["statements"], w["ties"])
        for w in table.iter_rows(named=True)
    ]


def test_a_sliding_window_covers_whole_days_and_stays_within_the_series():
    # six days have four windows of three; a day without statements still counts as a day
    assert told(series("3d")) == [
        ("01", "03", 2, 1),
        ("02", "04", 3, 0),
        ("03", "05", 2, 0),
        ("04", "06", 3, 1),
    ]


def test_the_placement_moves_the_date_and_nothing_else():
    assert [row[1] for row in told(series("3d", placement="forward"))] == ["01", "02", "03", "04"]
    assert [row[1] for row in told(series("3d", placement="centred"))] == ["02", "03", "04", "05"]
    ties = series("3d", placement="forward").edges.select("window", "from", "to", "weight")
    assert ties.equals(series("3d").edges.select("window", "from", "to", "weight"))


def test_a_window_is_moved_by_its_step():
    assert [row[0] for row in told(series("3d", "2d"))] == ["01", "03"]


def test_calendar_windows_begin_where_the_calendar_does():
    debate = said("a return + d1 2019-12-30", "b return + d2 2020-01-02", "a return + d3 2020-02-29")
    assert [f"{d:%Y-%m-%d}" for d in series("month", statements=debate).table["start"]] == [
        "2019-12-01", "2020-01-01", "2020-02-01",
    ]  # fmt: skip
    weekly = series("week", statements=debate).table
    assert (f"{weekly['start'][0]:%A %d}", weekly["statements"][0], weekly["ties"][0]) == ("Monday 30", 2, 1)
    assert series("year", statements=debate).table["statements"].to_list() == [1, 2]


def test_months_have_their_own_lengths():
    debate = said("a return + d1 2020-01-31", "b return + d2 2020-02-29", "b return + d3 2020-03-31")
    made = series("1 month", "1 month", statements=debate).table
    assert [f"{s:%m-%d} {e:%m-%d}" for s, e in made.select("start", "stop").rows()] == [
        "01-31 02-29",
        "02-29 03-29",
    ]


def test_windows_of_events_hold_so_many_and_those_of_the_same_moment():
    assert [row[2] for row in told(series("2 events"))] == [2, 3, 2, 3]
    # the third and the fourth statement are of one day: whoever has one has both
    assert [(n.statements, f"{n.start:%d}", f"{n.stop:%d}") for n in series("2e")][1] == (3, "02", "04")


def test_a_window_longer_than_the_series_cannot_be_computed_and_says_so():
    with pytest.raises(UsageError, match="A window of 30 days is longer than the series, which has 6 days"):
        series("30d")
    with pytest.raises(
        UsageError, match="A window of 9 events is longer than the series, which has 5 statements"
    ):
        series("9 events")
    with pytest.raises(UsageError, match="No statement is left"):
        series("1d", statements=said("a return + d1 ."))


# The following are worked by hand from the source of Discourse Network Analyzer 3.0.11 (Exporter.computeTimeWindowMatrices):
# from the start on, unit by unit, a window reaches round((size - 1) / 2) units to either side of a moment, both ends
# included, and is kept where both lie within the series.


def cut(size: str, *statements: str, **asked) -> list[tuple[str, str, str, int]]:
    made = series(size, statements=said(*statements), placement="dna", **asked).table
    return [
        (f"{w['start']:%m-%d}", f"{w['date']:%m-%d}", f"{w['stop']:%m-%d}", w["statements"])
        for w in made.iter_rows(named=True)
    ]


FIVE = (
    "a return + d1 2020-01-01", "b return + d2 2020-01-02", "c return - d3 2020-01-04", "a aid - d4 2020-01-04",
    "b aid - d5 2020-01-06",
)  # fmt: skip


def test_of_an_odd_number_of_days_and_dates_to_the_day_dna_has_the_same_windows():
    assert cut("3d", *FIVE) == [
        ("01-01", "01-02", "01-03", 2), ("01-02", "01-03", "01-04", 3), ("01-03", "01-04", "01-05", 2),
        ("01-04", "01-05", "01-06", 3),
    ]  # fmt: skip
    ours, theirs = series("3d", placement="centred"), series("3d", placement="dna")
    columns = ["window", "from", "to", "weight"]
    assert ours.edges.select(columns).equals(theirs.edges.select(columns))
    assert ours.table["date"].dt.date().equals(theirs.table["date"].dt.date())


def test_of_an_even_number_of_days_dna_has_one_more():
    assert cut("4d", *FIVE) == [("01-01", "01-03", "01-05", 4), ("01-02", "01-04", "01-06", 4)]
    assert [row[2] for row in told(series("4d"))] == [4, 3, 3]


def test_three_weeks_of_dna_are_two_weeks_and_a_moment():
    statements = ("a x + d1 2020-01-01", "b x + d2 2020-01-08", "c x + d3 2020-01-15", "d x + d4 2020-01-16",
                  "e x + d5 2020-01-22")  # fmt: skip
    assert cut("3 weeks", *statements) == [("01-01", "01-08", "01-15", 3), ("01-08", "01-15", "01-22", 4)]
    assert [row[2] for row in told(series("3 weeks", statements=said(*statements)))] == [4]


def test_a_month_of_dna_is_a_moment_and_its_day_shrinks_with_the_shortest_month():
    statements = ("a x + d1 2020-01-31", "b x + d2 2020-02-29", "c x + d3 2020-03-29", "d x + d4 2020-03-31")
    assert cut("1 month", *statements) == [
        ("01-31", "01-31", "01-31", 1), ("02-29", "02-29", "02-29", 1), ("03-29", "03-29", "03-29", 1),
    ]  # fmt: skip


def test_what_is_said_later_on_the_last_day_is_outside_a_window_of_dna():
    statements = (
        "a x + d1 2020-01-01",
        "b x + d2 2020-01-02",
        "c x + d3 2020-01-03T14:00",
        "d x + d4 2020-01-04",
    )
    assert [row[3] for row in cut("3d", *statements)] == [2, 3]
    assert [row[2] for row in told(series("3d", statements=said(*statements)))] == [3, 3]


def test_windows_of_events_of_dna_have_so_many_on_either_side_of_a_statement():
    one_a_day = tuple(f"a x + d{day} 2020-01-0{day}" for day in range(1, 6))
    assert cut("3 events", *one_a_day) == [
        ("01-01", "01-02", "01-03", 3), ("01-02", "01-03", "01-04", 3), ("01-03", "01-04", "01-05", 3),
    ]  # fmt: skip
    assert cut("4 events", *one_a_day) == [("01-01", "01-03", "01-05", 5)]
    assert [row[2] for row in told(series("4 events", statements=said(*one_a_day)))] == [4, 4]


def test_statements_of_one_moment_stand_together_where_dna_draws_some_of_them():
    """Around the second and the fourth statement of one day DNA takes one of the two by chance; here both stand."""
    assert [row[3] for row in cut("3 events", *FIVE)] == [4, 3, 3]


def test_windows_of_dna_that_cannot_be_are_told():
    with pytest.raises(UsageError, match="has no windows of the calendar"):
        series("year", placement="dna")
    with pytest.raises(UsageError, match="A window of 30 days is longer than the series"):
        series("30d", placement="dna")
    with pytest.raises(
        UsageError, match="A window of 7 events is longer than the series, which has 5 statements"
    ):
        series("6 events", placement="dna")


def test_duplicates_of_a_month_are_those_of_its_year():
    """Discourse Network Analyzer compares the number of the month alone, and would count one of the two."""
    twice = said("a x + d1 2019-01-05", "a x + d2 2020-01-05", "b x + d3 2020-01-06")
    assert choose(twice, Asked(duplicates="month")).frame.height == 3
    assert choose(twice, Asked(duplicates="week")).frame.height == 3


def test_an_empty_window_is_a_network_of_nobody():
    empty = series("1d")[2]
    assert (empty.statements, empty.rows, empty.edges.height) == (0, (), 0)


def test_bounds_of_time_bound_the_windows():
    start, stop = dt.datetime.fromisoformat("2019-12-31"), dt.datetime.fromisoformat("2020-01-03")
    assert [row[:2] for row in told(series("2d", start=start, stop=stop))] == [
        ("31", "01"),
        ("01", "02"),
        ("02", "03"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a while", "is no length of a window"),
        ("30 dys", "no unit 'dys'. Did you mean 'days'"),
        ("0d", "is no length of a window"),
    ],
)
def test_a_length_that_is_none_is_told(text: str, sentence: str):
    with pytest.raises(UsageError, match=sentence):
        length(text)


def test_steps_and_placements_that_do_not_fit_are_told():
    with pytest.raises(UsageError, match="of the calendar are not moved"):
        series("year", "1d")
    with pytest.raises(UsageError, match="of time, or of events"):
        series("3d", "2 events")
    with pytest.raises(UsageError, match=r"placement 'central' is none\. Did you mean 'centred'"):
        series("3d", placement="central")
    with pytest.raises(UsageError, match="makes more than 1,000,000 windows"):
        series("1s", statements=said("a return + d1 2000-01-01", "b return + d1 2020-01-01"))


def many(number: int = 400) -> object:
    random = np.random.default_rng(4)
    days = np.sort(random.integers(1, 90, number))
    return said(
        *(
            f"a{random.integers(9)} c{random.integers(5)} {random.choice(['+', '-'])} d{random.integers(99)} "
            f"{dt.date(2020, 1, 1) + dt.timedelta(days=int(day))}"
            for day in days
        )
    )


MANY = many()
HOW = [
    {"aggregation": a, "normalization": n}
    for a in ("congruence", "conflict", "subtract", "ignore")
    for n in ("no", "average", "jaccard", "cosine")
] + [
    {"two_mode": True, "aggregation": "combine"},
    {"two_mode": True, "aggregation": "subtract", "normalization": "activity"},
]


@pytest.mark.parametrize("size", ["7d", "40d", "month", "50 events"])
@pytest.mark.parametrize("asked", HOW, ids=lambda how: "-".join(map(str, how.values())))
def test_each_window_is_to_the_bit_the_network_of_its_statements(size: str, asked: dict):
    networks = series(size, statements=MANY, **asked)
    alone = [
        n.edges.select(pl.lit(i, pl.Int64).alias("window"), "from", "to", "weight")
        for i, n in enumerate(networks)
    ]
    assert networks.edges.select("window", "from", "to", "weight").equals(pl.concat(alone))


def test_windows_with_too_many_pairs_at_once_are_computed_one_by_one_to_the_same_end(monkeypatch):
    quick = series("40d", statements=MANY, normalization="jaccard").edges
    monkeypatch.setattr("comity.measures.networks.moving.MOST_PAIRS", 10)
    assert series("40d", statements=MANY, normalization="jaccard").edges.equals(quick)
