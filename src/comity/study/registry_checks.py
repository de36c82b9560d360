"""What must hold within the registry: references, words, sides in time, cycles, shares.

One function per rule, like checks.py; a new rule is a function of :class:`Record` and its name in ``RULES``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from comity.dates import is_before
from comity.diagnostics import Diagnostic, Severity, did_you_mean
from comity.study.registry_tables import REGISTRY, WORDS
from comity.study.tables import SIDES
from comity.study.vocabularies import Vocabularies

if TYPE_CHECKING:
    from comity.study.settings import Settings
    from comity.study.sides import Sides
    from comity.study.toml_lines import TomlPlaces
    from comity.table import Column

_MOST_UNSOURCED = 5
_BEARERS = (*SIDES, "both")
_BORNE_BY_SIDES = ("bearer", "target", "proposed_by")
_ACTS = (
    ("roles", "actor", "start"), ("events", "actor", "date"), ("transfers", "giver", "date"),
    ("transfers", "receiver", "date"), ("funding", "funder", "date"),
)  # fmt: skip
_CODES = {
    "bearer": "unknown-bearer",
    "target": "unknown-bearer",
    "proposed_by": "unknown-bearer",
    "from": "unknown-end",
    "to": "unknown-end",
}


@dataclass(frozen=True, slots=True)
class Record:
    """All that the rules look at: the tables by name (with ``line`` and ``file``), and the study's words."""

    tables: Mapping[str, pl.DataFrame]
    settings: Settings
    places: TomlPlaces
    sides: Sides
    vocabularies: Vocabularies

    def ids(self, table: str) -> set[str]:
        """The ids of a table."""
        return set(self.tables[table]["id"].drop_nulls())


def run(record: Record) -> list[Diagnostic]:
    """Everything that breaks a rule."""
    return [told for rule in RULES for told in rule(record)]


def words_are_of_the_vocabulary(record: Record) -> Iterator[Diagnostic]:
    """Roles, legal forms and the like come from the vocabularies."""
    for (table, column), name in WORDS.items():
        known = record.vocabularies[name]
        frame = record.tables[table]
        wordy = frame.explode(column) if frame.schema[column] == pl.List(pl.String) else frame
        for file, line, value in _unknown(wordy, column, known):
            fix = f"{did_you_mean(value, known)} A word of your own goes into study.toml: [vocabularies.{name}]."
            if all(part.strip() in known for part in value.split(",")):
                fix = f"Several stand with semicolons: {value.replace(',', ';')!r}."
            severity: Severity = "warning" if table == "actors" else "error"
            yield _cell(
                "unknown-word", (file, line, column, value), f"is not a word of {name!r}.", fix, severity
            )


def references_lead_to_rows(record: Record) -> Iterator[Diagnostic]:
    """What a row names is there: the columns that refer to a table of the registry, as they are declared."""
    for table in REGISTRY:
        for column in table.columns:
            if column.refers and not column.cites and table.name != "actors":
                yield from _unknown_rows(record, table.name, column)


def _unknown_rows(record: Record, table: str, column: Column) -> Iterator[Diagnostic]:
    words = _BEARERS if column.name in _BORNE_BY_SIDES else ()
    known = {*words, *(row for other in column.refers for row in record.ids(other))}
    for file, line, value in _unknown(record.tables[table], column.name, known):
        near = did_you_mean(value, words)
        fix = near if near.startswith("Did") else did_you_mean(value, known)
        yield _cell(_CODES.get(column.name, f"unknown-{column.refers[0][:-1]}"), (file, line, column.name, value),
                    _not_one_of(column, words), fix)  # fmt: skip


def _not_one_of(column: Column, words: Collection[str]) -> str:
    kinds = [f"an {other[:-1]}" if other[0] == "a" else f"a {other[:-1]}" for other in column.refers]
    if words:
        return f"is neither a side ({', '.join(words)}) nor {kinds[0]}."
    if len(kinds) > 1:
        return f"is neither {' nor '.join(kinds)} of the registry."
    return f"is not {kinds[0]} of registry/{column.refers[0]}.csv."


def exchanges_are_between_two(record: Record) -> Iterator[Diagnostic]:
    """A provision is given for another provision, not for itself."""
    frame = record.tables["provisions"]
    for file, line, value in _rows(frame.filter(pl.col("exchange_for") == pl.col("id")), "exchange_for"):
        yield _cell(
            "exchange-with-itself", (file, line, "exchange_for", value), "is the provision itself.", ""
        )


def contexts_are_known(record: Record) -> Iterator[Diagnostic]:
    """The contexts of arrangements and events are those of study.toml."""
    known = record.settings.contexts
    for table in ("arrangements", "events", "attributes"):
        for file, line, value in _unknown(record.tables[table], "context", known):
            fix = did_you_mean(value, known) if known else f"Add [contexts.{value}] to study.toml."
            yield _cell(
                "unknown-context", (file, line, "context", value), "is not a context of study.toml.", fix
            )


def cases_name_arrangements(record: Record) -> Iterator[Diagnostic]:
    """The cases of study.toml name arrangements of the registry."""
    known = record.ids("arrangements")
    for case in record.settings.cases.values():
        for number, arrangement in enumerate(case.arrangements):
            if arrangement not in known:
                told = f"{arrangement!r}, of the case {case.id!r}, is not an arrangement of registry/arrangements.csv."
                line, column = record.places.place(("cases", case.id, "arrangements", number))
                fix = did_you_mean(arrangement, known)
                yield Diagnostic("unknown-arrangement", "study.toml", told, fix, line, column)


def parts_make_no_cycle(record: Record) -> Iterator[Diagnostic]:
    """Nothing is part of itself, by whatever way (``part_of``, and links of the kind *part of*)."""
    arrangements, links = record.tables["arrangements"], record.tables["links"]
    edges = [
        *arrangements.drop_nulls(["id", "part_of"])
        .select("id", "part_of", "file", "line", column=pl.lit("part_of")).iter_rows(),
        *links.filter(pl.col("kind") == "part of").drop_nulls(["from", "to"])
        .select("from", "to", "file", "line", column=pl.lit("to")).iter_rows(),
    ]  # fmt: skip
    above: dict[str, list[str]] = {}
    for part, whole, *_ in edges:
        above.setdefault(part, []).append(whole)
    told: set[frozenset[str]] = set()
    for part, whole, file, line, column in edges:
        path = _path(whole, part, above)
        if path and frozenset(path) not in told:
            told.add(frozenset(path))
            way = " > ".join((part, *path))
            yield _cell(
                "cycle", (file, line, column, whole), f"makes a circle: {way}.", "Take one of these away."
            )


def roles_are_held_by_those_who_are_there(record: Record) -> Iterator[Diagnostic]:
    """Who holds a role has a side in the arrangement's context, and both were there at the time."""
    arrangements = {r["id"]: r for r in record.tables["arrangements"].iter_rows(named=True)}
    actors = dict(record.tables["actors"].select("id", "start").iter_rows())
    for role in record.tables["roles"].iter_rows(named=True):
        arrangement = arrangements.get(role["arrangement"])
        if arrangement is None or role["actor"] not in actors:
            continue
        context = arrangement["context"]
        place = (role["file"], role["line"], "actor", role["actor"])
        if context and not role["side"] and record.sides.side(role["actor"], context) is None:
            told = f"stands on no side in the context {context!r} of {role['arrangement']!r}."
            fix = f"Place it in [contexts.{context}], or give the row a side."
            yield _cell("no-side", place, told, fix, "warning")
        if role["end"] and is_before(role["end"], arrangement["start"]):
            told = f"ends before {role['arrangement']!r} begins ({arrangement['start']})."
            yield _cell(
                "before-it-exists", (role["file"], role["line"], "end", role["end"]), told, "Check the dates."
            )
        born = actors[role["actor"]]
        if not role["start"] and born and is_before(arrangement["end"], born):
            told = f"did not exist before {born}, and {role['arrangement']!r} had ended by then ({arrangement['end']})."
            yield _cell("before-it-exists", place, told, "Check the dates.")
        if role["start"] and is_before(arrangement["end"], role["start"]):
            told = f"begins after {role['arrangement']!r} has ended ({arrangement['end']})."
            yield _cell(
                "after-it-ended",
                (role["file"], role["line"], "start", role["start"]),
                told,
                "Check the dates.",
            )


def actors_act_while_they_exist(record: Record) -> Iterator[Diagnostic]:
    """Nobody holds a role, acts, gives, receives or pays before it exists or after it has ended."""
    lives = {a["id"]: (a["start"], a["end"]) for a in record.tables["actors"].iter_rows(named=True)}
    for table, who, column in _ACTS:
        for row in record.tables[table].drop_nulls([column]).iter_rows(named=True):
            start, end = lives.get(row[who], (None, None))
            place = (row["file"], row["line"], column, row[column])
            if start and is_before(row[column], start):
                yield _cell(
                    "before-it-exists",
                    place,
                    f"is before {row[who]!r} exists ({start}).",
                    "Check the dates.",
                )
            if end and is_before(end, row[column]):
                yield _cell(
                    "after-it-ended",
                    place,
                    f"is after {row[who]!r} has ended ({end}).",
                    "Check the dates.",
                )


def beginnings_come_before_ends(record: Record) -> Iterator[Diagnostic]:
    """Nothing ends before it begins."""
    for table in ("actors", "arrangements", "roles"):
        for row in record.tables[table].drop_nulls(["start", "end"]).iter_rows(named=True):
            if is_before(row["end"], row["start"]):
                told = f"is before its start, {row['start']}."
                yield _cell(
                    "reversed-dates",
                    (row["file"], row["line"], "end", row["end"]),
                    told,
                    "Did you swap them?",
                )


def shares_are_shares(record: Record) -> Iterator[Diagnostic]:
    """A share lies between 0 and 1, and those of one arrangement add up to 1 at most."""
    funding = record.tables["funding"]
    for row in funding.filter((pl.col("share") < 0) | (pl.col("share") > 1)).iter_rows(named=True):
        fix = f"Did you mean {row['share'] / 100:g}?" if 1 < row["share"] <= 100 else ""
        place = (row["file"], row["line"], "share", f"{row['share']:g}")
        yield _cell("bad-share", place, "is not between 0 and 1.", fix)
    whole = funding.filter(pl.col("pillar").is_null() & pl.col("share").is_between(0, 1))
    for (arrangement, _), rows in whole.group_by(["arrangement", "date"], maintain_order=True):
        total = rows["share"].sum()
        if total > 1 + 1e-9:
            told = f"the shares of {arrangement!r} add up to {total:.0%}: lines {', '.join(map(str, rows['line']))}."
            fix = "Shares are of the whole; give the rows different dates where they are of different years."
            place = (rows["file"][-1], rows["line"][-1], "share", f"{rows['share'][-1]:g}")
            yield _cell("shares-over-one", place, told, fix)


def confidences_are_shares(record: Record) -> Iterator[Diagnostic]:
    """Confidence lies between 0 and 1."""
    for table, frame in record.tables.items():
        if table != "actors":
            wrong = frame.filter((pl.col("confidence") < 0) | (pl.col("confidence") > 1))
            for row in wrong.iter_rows(named=True):
                place = (row["file"], row["line"], "confidence", f"{row['confidence']:g}")
                yield _cell("bad-confidence", place, "is not between 0 and 1.", "")


def rows_have_sources(record: Record) -> Iterator[Diagnostic]:
    """A row without a source cannot be checked by anybody; an actor is a name and no finding."""
    for table, frame in record.tables.items():
        if table == "actors":
            continue
        bare = frame.filter(pl.col("source").is_null() & pl.col("id").is_not_null())
        for row in bare.head(_MOST_UNSOURCED).iter_rows(named=True):
            fix = "Say where it stands: section, document, key of sources.bib."
            yield _cell(
                "no-source",
                (row["file"], row["line"], "id", row["id"]),
                f"has no source ({table}).",
                fix,
                "warning",
            )
        if bare.height > _MOST_UNSOURCED:
            told = f"{bare.height - _MOST_UNSOURCED} more rows have no source."
            yield Diagnostic("no-source", bare["file"][0], told, "Say where each stands.", severity="warning")


def changes_of_side_name_actors(record: Record) -> Iterator[Diagnostic]:
    """Who changes sides in study.toml is an actor of the registry."""
    known = record.ids("actors")
    for context in record.settings.contexts.values():
        for change in context.changes:
            if known and change.actor not in known:
                told = f"{change.actor!r}, which changes sides in {context.id!r}, is not an actor of the registry."
                line, column = record.places.place(
                    ("contexts", context.id, "changes", change.number, "actor")
                )
                yield Diagnostic(
                    "unknown-actor", "study.toml", told, did_you_mean(change.actor, known), line, column
                )


RULES: tuple[Callable[[Record], Iterable[Diagnostic]], ...] = (
    words_are_of_the_vocabulary,
    references_lead_to_rows,
    exchanges_are_between_two,
    contexts_are_known,
    cases_name_arrangements,
    parts_make_no_cycle,
    roles_are_held_by_those_who_are_there,
    actors_act_while_they_exist,
    beginnings_come_before_ends,
    shares_are_shares,
    confidences_are_shares,
    rows_have_sources,
    changes_of_side_name_actors,
)

TABLE_NAMES = tuple(table.name for table in REGISTRY)


def _path(start: str, goal: str, above: Mapping[str, list[str]]) -> list[str]:
    """A way upwards from one to the other, both included; empty where there is none."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == goal:
            return way
        for following in above.get(way[-1], ()):
            if following == goal or following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _rows(frame: pl.DataFrame, column: str) -> Iterator[tuple[str, int, str]]:
    yield from frame.select("file", "line", column).drop_nulls(column).iter_rows()


def _unknown(frame: pl.DataFrame, column: str, known: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """File, line and text of the cells that are neither empty nor known."""
    for file, line, value in _rows(frame, column):
        if value not in known:
            yield file, line, value


def _cell(
    code: str, place: tuple[str, int, str, str], problem: str, fix: str, severity: Severity = "error"
) -> Diagnostic:
    file, line, column, value = place
    return Diagnostic(code, file, problem, fix, line, column, value, severity)
