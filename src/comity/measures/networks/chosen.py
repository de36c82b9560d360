"""Which statements a network counts: filters, missing values, duplicates."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from comity.diagnostics import UsageError
from comity.measures.networks.settings import Asked
from comity.measures.networks.statements import Kind, Statements, counted

UNITS = {"week": "%G-%V", "month": "%Y-%m", "year": "%Y"}  # a week is that of ISO 8601, from Monday


@dataclass(frozen=True, slots=True)
class Chosen:
    """The statements that count, in the order of time, with what became of the others.

    ``frame``: columns of PLACE and ``one``, ``other``, ``qualifier``, as asked for. ``kind`` is the qualifier's, ``scale``
    the least and the greatest value of an integer qualifier, over all statements. ``nodes`` and ``others``: labels that are
    there whether or not a statement that counts has them (isolates). ``notes`` says in sentences what was left out and why.
    """

    frame: pl.DataFrame
    kind: Kind
    notes: tuple[str, ...]
    scale: tuple[int, ...] = ()
    nodes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def choose(statements: Statements, asked: Asked, *, dated: bool = False) -> Chosen:
    """The statements that count.

    Left out, and told in a note: those without a value of a variable, those that the filters exclude, and, where time
    decides (a range, duplicates per week, month or year; ``dated``: windows), those without a date. Of duplicates the
    earliest stands, and among those of one time the first by identity, so that the order of rows changes nothing.

    Raises: UsageError for variables and values that there are not.
    """
    one, other = statements.variable(asked.variable1), statements.variable(asked.variable2)
    qualifier = None if asked.qualifier is None else statements.variable(asked.qualifier)
    needs_time = dated or asked.duplicates in UNITS or asked.start is not None or asked.stop is not None
    frame, notes = statements.frame, list(statements.notes)
    steps = [
        *(_coders(frame, asked)),
        *_values(statements, asked),
        *(
            (pl.col(name).is_not_null(), f"have no {word}")
            for name, word in _named(asked, one, other, qualifier)
        ),
        *([(pl.col("time").is_not_null(), "have no date")] if needs_time else []),
        *_range(asked),
    ]
    for keep, why in steps:
        kept = frame.filter(keep)
        if len(kept) < len(frame):
            notes.append(f"{counted(len(frame) - len(kept))} left out: they {why}.")
        frame = kept
    told = pl.lit(1) if qualifier is None else pl.col(qualifier)
    kind = "boolean" if qualifier is None else statements.kinds[qualifier]
    place = [name for name in statements.frame.columns if name not in statements.kinds or name == "document"]
    made = frame.select(
        *place, pl.col(one).cast(pl.String).alias("one"), pl.col(other).cast(pl.String).alias("other"),
        told.alias("qualifier"),
    ).sort("time", pl.col("row").str.len_bytes(), "row", nulls_last=True)  # fmt: skip
    single = without_duplicates(made, asked)
    if len(single) < len(made):
        unit = "the whole range" if asked.duplicates == "range" else f"one {asked.duplicates}"
        notes.append(f"{counted(len(made) - len(single))} not counted again: repeated within {unit}.")
    notes += _of_several_coders(single)
    return Chosen(
        single,
        kind,
        tuple(notes),
        _scale(statements.frame[qualifier]) if kind == "integer" and qualifier else (),
        _labels(statements.frame[one]) if asked.isolates else (),
        _labels(statements.frame[other]) if asked.isolates else (),
    )


def _scale(values: pl.Series) -> tuple[int, ...]:
    return tuple(sorted({int(v) for v in (values.min(), values.max()) if isinstance(v, int)}))


def _labels(values: pl.Series) -> tuple[str, ...]:
    return tuple(values.cast(pl.String).drop_nulls().unique().to_list())


def without_duplicates(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Of statements that say the same within the unit asked for, the first.

    The same: both variables, and the qualifier unless it is ignored.
    """
    if asked.duplicates == "include":
        return frame
    keys: list[pl.Expr] = [pl.col("one"), pl.col("other")]
    if asked.aggregation != "ignore":
        keys.append(pl.col("qualifier"))
    if asked.duplicates == "document":
        keys.append(pl.col("document"))
    if asked.duplicates in UNITS:
        keys.append(pl.col("time").dt.strftime(UNITS[asked.duplicates]).alias("unit"))
    return frame.filter(pl.struct(keys).is_first_distinct())


def _named(asked: Asked, one: str, other: str, qualifier: str | None) -> list[tuple[str, str]]:
    named = [(one, asked.variable1), (other, asked.variable2)]
    # A qualifier that is ignored may be missing: it decides nothing.
    if qualifier is not None and asked.qualifier is not None and asked.aggregation != "ignore":
        named.append((qualifier, asked.qualifier))
    return named


def _coders(frame: pl.DataFrame, asked: Asked) -> list[tuple[pl.Expr, str]]:
    if not asked.coders:
        return []
    known = set(frame["coder"].drop_nulls())
    _all_known("coder", asked.coders, known)
    return [(pl.col("coder").is_in(list(asked.coders)), "are by other coders")]


def _values(statements: Statements, asked: Asked) -> list[tuple[pl.Expr, str]]:
    made = []
    for names, keeps in ((asked.exclude, False), (asked.only, True)):
        for name, values in names.items():
            column = statements.variable(name)
            text = pl.col(column).cast(pl.String)
            _all_known(name, values, set(statements.frame[column].cast(pl.String).drop_nulls()))
            chosen = text.is_in(list(values)).fill_null(value=False)
            why = f"have another {name} than asked for" if keeps else f"have an excluded {name}"
            made.append((chosen if keeps else ~chosen, why))
    return made


def _all_known(name: str, values: tuple[str, ...], known: set[str]) -> None:
    from comity.diagnostics import did_you_mean

    for value in values:
        if value not in known:
            raise UsageError(f"No statement has the {name} {value!r}. {did_you_mean(value, known, limit=6)}")


def _range(asked: Asked) -> list[tuple[pl.Expr, str]]:
    made = []
    if asked.start is not None:
        made.append((pl.col("time") >= asked.start, "are earlier than the start"))
    if asked.stop is not None:
        made.append((pl.col("time") <= asked.stop, "are later than the stop"))
    return made


def _of_several_coders(frame: pl.DataFrame) -> list[str]:
    """A warning where two coders marked the same words alike: each of them counts."""
    said = ["document", "start", "end", "one", "other", "qualifier"]
    placed = frame.filter(pl.col("start").is_not_null())
    twice = placed.group_by(said).agg(pl.col("coder").n_unique()).filter(pl.col("coder") > 1)
    if not len(twice):
        return []
    alike = f"{len(twice):,} passages are coded alike by several coders and count for each of them."
    return [f"{alike} Name one coder, or leave out duplicates."]
