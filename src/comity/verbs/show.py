"""comity show: one row, passage, figure or claim, with what it stands on and what stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from comity.outcome import Outcome, Section, StudyPlace

if TYPE_CHECKING:
    import polars as pl

    from comity.references import Row
    from comity.standing.ground import Ground

MOST = 12
_BARE = ("figures", "passages", "codings", "duties")  # nothing else bears such a name


def show(name: str, *, study: StudyPlace = Path(), most: int = MOST, all: bool = False) -> Outcome:  # noqa: A002
    """Show a row, passage, figure or claim with what it stands on and with all that stands on it.

    A provision shows its arrangement and source, the rows that name it, the figures that count it and the
    claims that rest on these; an actor, a document or a source all rows that name it; a figure its card and the
    rows that it counts; a claim its verdict, its figures and their rows; a reading, and a claim on one, also the rows
    without which the case would be read otherwise.

    Examples
    --------
    comity show I2/eu
    comity show G2/eu
    comity show pv-readmission
    comity show roles/mp-drafter --all
    comity show "speech-2004#1200-1310" --json

    Parameters
    ----------
    name
        Its id, as the report and the tables give it; TABLE/ID where one id stands in two tables.
    study
        The folder of the study.
    most
        How many lines of each kind to print at most.
    all
        Print all of them.
    """
    import polars as pl

    from comity.analysis import opened
    from comity.measures.tables import FIGURES
    from comity.report.evidence import cited
    from comity.standing.ground import CLAIMS, Ground
    from comity.standing.telling import things

    analysis = opened(study)
    ground = Ground(analysis)
    standing = ground.standing(ground.found(name))
    shown = things(ground, [(standing.row, "")])
    stands_on = things(ground, [(r.to, r.column) for r in standing.names])
    named_by = things(ground, [(r.by, r.column) for r in standing.named_by])
    counted = standing.counted["row"].unique(maintain_order=True)
    quoted = cited(analysis, counted.to_list() if all else counted.head(most).to_list())
    turning = list(standing.overturned["rows"].explode().drop_nulls())
    limit = None if all else most
    sections = (
        *_itself(ground, standing.row),
        *_named("It stands on", stands_on, limit),
        *_counted(standing.counted, quoted, limit),
        *_overturned(ground, standing.overturned, cited(analysis, turning)),
        *_named("Rows that name it", named_by, limit),
        *_figures("Figures that stand on it", standing.figures, limit),
        *(_claims(standing.claims, limit) if standing.row.table != CLAIMS else ()),
    )
    return Outcome(
        "show",
        summary=_title(shown),
        sections=sections,
        tables={
            "shown": shown,
            "stands_on": stands_on,
            "named_by": named_by,
            "figures": FIGURES.conform(pl.concat([standing.rests_on, standing.figures.drop("how")])),
            "evidence": standing.counted,
            "verdicts": standing.claims,
            "overturn": standing.overturned,
            "passages": quoted,
        },
        diagnostics=tuple(analysis.diagnostics),
    )


def _title(shown: pl.DataFrame) -> list[str]:
    """Name, place and words of the thing itself."""
    from comity.standing.ground import NOUNS

    thing = shown.row(0, named=True)
    place = f"  ({thing['file']}:{thing['line']})" if thing["line"] else ""
    return [f"{NOUNS[thing['table']].capitalize()} {thing['row']}{place}", thing["text"]]


def _itself(ground: Ground, row: Row) -> Iterator[Section]:
    """Its cells; of a figure the card and its companions."""
    from comity.standing.telling import cells

    written = [[name, _said(value)] for name, value in cells(ground, row).items()]
    if row.table == "figures":
        yield Section("Measure", _card(ground, row))
    yield Section("As it stands", written)
    if row.table == "figures":
        yield from _figures("Beside it", ground.companions(row.id), None)


def _card(ground: Ground, row: Row) -> list[list[str]]:
    from comity.measures.explained import explained
    from comity.measures.measure import CATALOGUE

    figure = ground.figures.filter(ground.figures["figure"] == row.id).row(0, named=True)
    card = CATALOGUE.get(figure["measure"])
    told = explained(card)
    caveat = told.parts.get("Caveat", "")
    return [["question", card.question], ["is", told.summary], ["mind", caveat], ["source", card.source]]


def _named(title: str, things: pl.DataFrame, limit: int | None) -> Iterator[Section]:
    told = things.head(things.height if limit is None else limit)
    rows = [
        [column, f"{row}: {text}" if table in _BARE else f"{table}/{row}: {text}"]
        for table, row, column, text in told.select("table", "row", "column", "text").iter_rows()
    ]
    if rows:
        yield Section(title, rows, ("as", "row"), remark=_more(things.height, limit))


def _counted(counted: pl.DataFrame, quoted: pl.DataFrame, limit: int | None) -> Iterator[Section]:
    """The rows that a figure counts, part by part."""
    says = {row: f"p. {page}: {quote}" if page else quote for row, page, quote in
            quoted.select("row", "page", "quote").iter_rows()}  # fmt: skip
    rows = [[part, f"{row}: {' '.join(says[row].split())}"] for part, row in
            counted.select("part", "row").unique(maintain_order=True).iter_rows() if row in says]  # fmt: skip
    if rows:
        total = counted["row"].n_unique()
        title = f"It counts {total:,} row{'' if total == 1 else 's'}"
        yield Section(title, rows, ("as", "row"), remark=_more(total, limit))


def _overturned(ground: Ground, overturned: pl.DataFrame, quoted: pl.DataFrame) -> Iterator[Section]:
    """The rows without which a case would be read otherwise, as the report tells it."""
    from comity.report.doubts import fewest

    says = dict(quoted.select("row", "quote").iter_rows())
    labels = ground.analysis.settings.compared
    for each in overturned.iter_rows(named=True):
        case = labels[each["case"]].label if each["case"] in labels else "The whole study"
        rows = [[row, " ".join(says[row].split())] for row in each["rows"]]
        told = f"{case} {fewest(each)}".removesuffix(":")
        yield Section(
            "What would turn the reading",
            rows,
            ("without", "which says"),
            remark=f"{told}.".replace("..", "."),
        )


def _figures(title: str, figures: pl.DataFrame, limit: int | None) -> Iterator[Section]:
    from comity.standing.telling import answer

    kept = figures.head(limit if limit is not None else figures.height)
    rows = [[f["figure"], answer(f), f"{f['n']:,}", f.get("how", "")] for f in kept.iter_rows(named=True)]
    if rows:
        yield Section(title, rows, ("figure", "value", "n", ""), frozenset({2}), _more(figures.height, limit))


def _claims(claims: pl.DataFrame, limit: int | None) -> Iterator[Section]:
    rows = [
        [c["claim"], c["verdict"], c["figure"] or "", c["text"]]
        for c in claims.head(limit if limit is not None else claims.height).iter_rows(named=True)
    ]
    if rows:
        columns = ("claim", "verdict", "figure", "says")
        yield Section("Claims that rest on it", rows, columns, remark=_more(claims.height, limit))


def _said(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _more(total: int, limit: int | None) -> str:
    return "" if limit is None or total <= limit else f"… {total - limit:,} more; --all shows them."
