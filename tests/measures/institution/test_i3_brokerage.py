from __future__ import annotations

from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record import ARRANGEMENTS, tables

from comity.measures.figures import Figures
from comity.measures.institution import i3_brokerage
from comity.measures.measure import compute

ROLES = """\
id,arrangement,actor,role
a,mp,eu,member
b,mp,commission,member
c,mp,moldova,member
d,mp,iom,broker
"""
FIVE = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")
COUNTRY = ARRANGEMENTS.replace("start\n", "start,part_of\n").replace("2008", "2008,").replace("2007", "2007,")
COUNTRY = (
    COUNTRY.replace("1981", "1981,")
    + "mp-moldova,Partnership with Moldova,eu,bilateral,declaration,2008,mp\n"
)


def values(made: Figures, actor: str) -> dict[str, float | None]:
    return dict(made.frame.filter(actor=actor).select("quantity", "value").iter_rows())


def gatekeepers(made: Figures) -> list[str]:
    return made.frame.filter(category="gatekeeper")["actor"].unique().sort().to_list()


def test_who_goes_between_the_sides_is_on_every_path(tmp_path: Path) -> None:
    made = compute("I3", tables(tmp_path, roles=ROLES), "context")
    broker = values(made, "iom")
    # a star with three ends: all three pairs pass through the middle, whose constraint is 3 x (1/3)^2
    assert broker["betweenness"] == broker["gate"] == 1
    assert abs((broker["constraint"] or 0) - 1 / 3) < 1e-12
    assert [broker[role] for role in FIVE] == [0, 0, 0, 2, 4]
    assert gatekeepers(made) == ["iom"]


@pytest.mark.parametrize("by", [(), ("context",)])
def test_where_nobody_is_recorded_nobody_stands_between(tmp_path: Path, by: tuple[str, ...]) -> None:
    made = compute("I3", tables(tmp_path, roles="id,arrangement,actor,role\n"), by)
    assert made.frame.is_empty()


def test_without_a_broker_all_meet_and_nobody_brokers(tmp_path: Path) -> None:
    made = compute("I3", tables(tmp_path, roles=ROLES.replace("broker", "member")), "context")
    assert made.frame.filter(quantity="betweenness")["value"].to_list() == [0, 0, 0, 0]
    assert made.frame.filter(quantity="gate")["value"].to_list() == [
        0,
        0,
        0,
        None,
    ]  # without Moldova no partner
    assert gatekeepers(made) == []


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (("eu", "usa"), {"coordinator": 2}),
        (("moldova", "usa"), {"gatekeeper": 1, "representative": 1}),
        (("moldova", "morocco"), {"itinerant": 2}),
        (("moldova", "iom"), {"liaison": 2}),
    ],
)
def test_the_five_roles_of_gould_and_fernandez_by_the_sides_of_three(
    tmp_path: Path, ends: tuple[str, str], expected: dict[str, int]
) -> None:
    # The Commission, of the lead side, between two who do not meet: each of the two ways counts once.
    links = f"id,from,to,kind,arrangement\na,{ends[0]},commission,meets,mp\nb,commission,{ends[1]},meets,mp\n"
    sides = '"eu", "commission", "usa"'
    study = tables(tmp_path, links=links, settings=_study().replace('"eu", "commission"', sides))
    made = values(compute("I3", study, "context"), "commission")
    assert {role: made[role] for role in FIVE if made[role]} == expected


def _study() -> str:
    from record import SIDES

    return SIDES


def test_a_broker_named_for_the_general_arrangement_goes_between_in_its_parts(tmp_path: Path) -> None:
    roles = "id,arrangement,actor,role\na,mp,commission,broker\nb,mp-moldova,eu,member\nc,mp-moldova,moldova,member\n"
    made = compute("I3", tables(tmp_path, roles=roles, arrangements=COUNTRY), ("context", "arrangement"))
    assert gatekeepers(made) == ["commission"]
    rows = made.evidence("I3.gate/eu/mp-moldova/commission")
    assert rows.select("row", "part").rows() == [
        ("roles/a", "itself"), ("roles/b", "with eu"), ("roles/c", "with moldova"),
    ]  # fmt: skip


def test_a_part_that_names_its_own_broker_or_members_keeps_them(tmp_path: Path) -> None:
    own = "id,arrangement,actor,role\na,mp,commission,broker\nb,mp-moldova,eu,member\nc,mp-moldova,moldova,member\n"
    own += "d,mp-moldova,iom,broker\ne,mp,morocco,member\n"
    made = compute("I3", tables(tmp_path, roles=own, arrangements=COUNTRY), ("context", "arrangement"))
    part = made.frame.filter(arrangement="mp-moldova", quantity="gate")
    assert part["actor"].to_list() == ["eu", "iom", "moldova"]
    assert part["category"].to_list() == [None, "gatekeeper", None]


def test_the_roles_of_a_whole_in_another_context_do_not_hold_for_the_part(tmp_path: Path) -> None:
    away = COUNTRY.replace("mp-moldova,Partnership with Moldova,eu", "mp-moldova,Partnership with Moldova,us")
    roles = "id,arrangement,actor,role\na,mp,commission,broker\nb,mp-moldova,usa,member\nc,mp-moldova,mexico,member\n"
    made = compute("I3", tables(tmp_path, roles=roles, arrangements=away), ("context", "arrangement"))
    assert made.frame.filter(arrangement="mp-moldova")["actor"].unique().sort().to_list() == ["mexico", "usa"]


def test_a_gate_past_which_one_pair_meets_is_no_gatekeeper_but_counts_by_its_share(tmp_path: Path) -> None:
    roles = ROLES.replace("iom,broker", "commission,broker").replace("b,mp,commission,member\n", "")
    links = "id,from,to,kind,arrangement\na,eu,morocco,meets,ra\n"
    made = compute("I3", tables(tmp_path, roles=roles, links=links), "context")
    # of eu-moldova and eu-morocco the first pair alone needs the Commission
    assert values(made, "commission")["gate"] == 0.5
    assert gatekeepers(made) == []


def test_whoever_cuts_off_only_those_of_one_side_holds_no_gate(tmp_path: Path) -> None:
    links = "id,from,to,kind,arrangement\na,eu,moldova,meets,mp\nb,moldova,morocco,meets,mp\n"
    made = compute("I3", tables(tmp_path, links=links), "context")
    assert values(made, "moldova")["gate"] == 1  # between eu and morocco
    assert values(made, "eu")["gate"] is None  # no lead actor is left
    note = made.frame.filter(actor="eu", quantity="gate")["note"].item()
    assert note == "no two actors of the two sides reach each other"


def test_who_stands_on_two_sides_in_what_is_counted_together_stands_on_none(tmp_path: Path) -> None:
    roles = "id,arrangement,actor,role,side\na,mp,eu,member,\nb,mp,moldova,member,\nc,mp,morocco,broker,\n"
    roles += "d,bnc,morocco,member,lead\ne,bnc,mexico,member,\n"
    given_tables = tables(tmp_path, roles=roles)
    apart, together = compute("I3", given_tables, "context"), compute("I3", given_tables, ())
    assert apart.frame.filter(figure="I3.representative/eu/morocco")["value"].item() == 1
    assert values(together, "morocco")["representative"] is None
    notes = together.frame.filter(actor="morocco")["note"].unique().to_list()
    assert notes == ["stands on two sides in what is counted together here, so on none"]
    assert values(together, "morocco")["gate"] == 1  # between eu and moldova, and eu and mexico


@st.composite
def graphs(draw: Any) -> tuple[list[tuple[int, int]], list[str]]:
    size = draw(st.integers(3, 9))
    pairs = draw(st.lists(st.sampled_from(list(combinations(range(size), 2))), min_size=1, unique=True))
    return pairs, draw(st.lists(st.sampled_from(["lead", "partner", "third"]), min_size=size, max_size=size))


def placed(pairs: list[tuple[int, int]], sides: list[str]) -> dict[str, pl.DataFrame]:
    """Links alone, each a meeting of two actors whose sides are given."""
    place = {"context": "eu", "arrangement": "mp", "layer": "x", "period": None, "year": 2000}
    links = pl.DataFrame(
        [
            {
                **place, "from": f"a{one}", "to": f"a{other}", "kind": "meets", "document": "mp",
                "table": "links", "row": f"links/{one}-{other}", "from_side": sides[one], "to_side": sides[other],
            }
            for one, other in pairs
        ]
    )  # fmt: skip
    nobody = {**place, "actor": "", "role": "", "side": "", "table": "", "row": "", "document": ""}
    arrangements = {**place, "id": "mp", "part_of": None}
    strings = {"period": pl.String, "part_of": pl.String}
    return {
        "links": links.cast({"period": pl.String}),
        "roles": pl.DataFrame([nobody], schema_overrides=strings).clear(),
        "arrangements": pl.DataFrame([arrangements], schema_overrides=strings),
    }


@settings(max_examples=60, deadline=None)
@given(drawn=graphs())
def test_values_counted_from_the_evidence_alone_are_those_of_networkx(
    drawn: tuple[list[tuple[int, int]], list[str]],
) -> None:
    pairs, sides = drawn
    made = compute("I3", placed(pairs, sides), "context")
    graph = nx.Graph()
    for figure, part in made.evidence().select("figure", "part").iter_rows():
        graph.add_edge(figure.split("/")[-1], part.removeprefix("with "))
    between, constraint = nx.betweenness_centrality(graph), nx.constraint(graph)
    side = {f"a{number}": s for number, s in enumerate(sides)}
    for actor in graph:
        own = values(made, actor)
        if len(graph) > 2:
            assert own["betweenness"] == pytest.approx(between[actor], abs=1e-12)
        assert own["constraint"] == pytest.approx(constraint[actor])
        assert {role: own[role] for role in FIVE} == brokered(graph, actor, side)
        assert own["gate"] == pytest.approx(gate(graph, actor, side), nan_ok=True)


def brokered(graph: Any, b: str, side: dict[str, str]) -> dict[str, int]:
    """Gould and Fernandez, counted triad by triad."""
    counts = dict.fromkeys(FIVE, 0)
    for a, c in permutations(graph[b], 2):
        if not graph.has_edge(a, c):
            alike = side[a] == side[b], side[b] == side[c], side[a] == side[c]
            role = {
                (True, True, True): "coordinator", (False, True, False): "gatekeeper",
                (True, False, False): "representative", (False, False, True): "itinerant",
                (False, False, False): "liaison",
            }[alike]  # fmt: skip
            counts[role] += 1
    return counts


def gate(graph: Any, b: str, side: dict[str, str]) -> float | None:
    """Pair by pair: who of the two sides reaches whom with the actor, and who without."""
    rest = graph.subgraph([actor for actor in graph if actor != b])
    pairs = [(x, y) for x, y in permutations(rest, 2) if (side[x], side[y]) == ("lead", "partner")]
    reached = [pair for pair in pairs if nx.has_path(graph, *pair)]
    return sum(not nx.has_path(rest, *pair) for pair in reached) / len(reached) if reached else None


def test_many_actors_counted_on_all_processors_are_as_exact_to_nine_decimals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = nx.gnm_random_graph(60, 150, seed=2)
    pairs = [(min(p), max(p)) for p in drawn.edges]
    monkeypatch.setattr(i3_brokerage, "MANY", 20)
    made = compute("I3", placed(pairs, ["lead", "partner"] * 30), "context")
    expected = nx.betweenness_centrality(drawn)
    for number in range(60):
        if drawn.degree(number):
            value = values(made, f"a{number}")["betweenness"]
            alone = sum(1 for d in drawn if not drawn.degree(d))
            scale = 59 * 58 / ((59 - alone) * (58 - alone))
            assert value == np.round(value, 9)
            assert value == pytest.approx(expected[number] * scale, abs=1e-9)
