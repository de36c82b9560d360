"""The summary: what the figures say, in sentences, each with its doubt and a link to what it stands on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import number
from comity.report.wording import counted, documents, in_words, listed, spelled, years_of

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
FEWEST = 3  # rows before a code is called frequent
NAMED = 4  # codes named one by one; more are counted


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; with a figure it is a link to it."""

    text: str
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in pieces; ``place`` names the context that it speaks of, where it is one of several."""

    parts: tuple[Part, ...]
    place: str = ""

    def __str__(self) -> str:
        said = "".join(part.text for part in self.parts)
        return f"{self.place}: {said}" if self.place else said


def sentences(content: Content) -> list[Sentence]:
    """The summary: what was read; context by context what is present, how much, what changes; what differs.

    Each sentence hedges as its figures do: *weak*, *about as often*, *too little read to say*.
    """
    made = [_read(content)]
    for place, label in content.contexts.items():
        name = label if len(content.contexts) > 1 else ""
        told: list[tuple[Part, ...]] = []
        for tell in _PER_PLACE:
            told += tell(content, place)
        made += [Sentence(capital(parts), name) for parts in told]
    for across in _ACROSS:
        made += [Sentence(capital(parts)) for parts in across(content)]
    return made


def summary(content: Content) -> list[str]:
    """The same as plain text."""
    return [str(sentence) for sentence in sentences(content)]


def paragraphs(content: Content, *, told: Collection[str] = ()) -> list[tuple[str, list[Sentence]]]:
    """The sentences by the context they speak of, in order; "" for those that speak of all.

    `told`: sentences that stand elsewhere, and are not told twice.
    """
    made: list[tuple[str, list[Sentence]]] = []
    for sentence in (s for s in sentences(content) if str(s) not in told):
        if not made or made[-1][0] != sentence.place:
            made.append((sentence.place, []))
        made[-1][1].append(sentence)
    return made


def _read(content: Content) -> Sentence:
    read = content.documents.filter(pl.col("passages").is_not_null())
    passages = int(read["passages"].sum() or 0)
    years = read["year"].drop_nulls()
    span = "" if years.is_empty() else f", dated {years_of(years, ' to ')}"
    places = list(content.contexts.values())
    named = "; ".join(places) if any(" and " in place for place in places) else listed(places)
    where = f" in {spelled(len(places))} contexts ({named})" if len(places) > 1 else ""
    told = counted(content.statements, "statement")
    much = [counted(passages, "passage")] if passages or not content.statements else []
    much += [f"{told} in the researcher's words"] if content.statements else []
    return Sentence((Part(f"This rests on {documents(read.height)}{where}{span}, with {listed(much)}."),))


def _present(content: Content, place: str) -> Iterator[tuple[Part, ...]]:
    found = content.select("D1", "code", quantity="presence").filter(pl.col("place") == place)
    here = {r["code"]: r for r in found.iter_rows(named=True)}
    tell = _affirmed if content.kind == "audit" else _presence
    for group in list(content.groups)[:2]:
        rows = [here[c] for c in content.groups[group] if c in here]
        if rows:
            yield tell(content, content.group_label(group), rows)


def _presence(content: Content, group: str, rows: Sequence[Row]) -> tuple[Part, ...]:
    by = {w: [r for r in rows if r["category"] == w] for w in ("present", "weak", "absent", "unknown")}
    total, name = len(rows), _lower(group)
    if len(by["unknown"]) == total:
        return (Part(f"too few documents were read to say which {name} are present."),)
    parts = [
        Part(
            f"{_many(len(by['present']), total)} {name} {'is' if len(by['present']) == 1 else 'are'} present"
        )
    ]
    if by["present"]:
        parts += [Part(": "), *_codes(content, by["present"])]
    if by["weak"]:
        alone = (
            "; in a single document only: " if all(r["documents"] == 1 for r in by["weak"]) else "; weakly: "
        )
        parts += [Part(alone), *_codes(content, by["weak"])]
    if by["absent"]:
        read = max(r["read"] or 0 for r in by["absent"])
        parts += [Part(f"; not found, though {documents(read)} were read: "), *_codes(content, by["absent"])]
    if by["unknown"]:
        parts += [Part("; too little was read to say: "), *_codes(content, by["unknown"])]
    return (*parts, Part("."))


def _affirmed(content: Content, group: str, rows: Sequence[Row]) -> tuple[Part, ...]:
    said = sorted((r for r in rows if r["n"]), key=lambda r: (-r["n"], r["figure"]))
    parts = [
        Part(f"{_many(len(said), len(rows))} {_lower(group)} {'is' if len(said) == 1 else 'are'} affirmed")
    ]
    if said:
        named = [
            Part(f"{content.labels[r['code']]} ({counted(r['n'], 'passage')})", r["figure"]) for r in said
        ]
        parts += [Part(": "), *_joined(named)]
    silent = [content.labels[r["code"]] for r in rows if not r["n"]]
    if silent and said:
        parts.append(Part(f"; not found: {listed(silent)}"))
    return (*parts, Part("."))


def _many(some: int, total: int) -> str:
    if some == total and total > 1:
        return f"all {spelled(total)}"
    return f"{'none' if not some else spelled(some)} of the {spelled(total)}"


def _frequent(content: Content, place: str) -> Iterator[tuple[Part, ...]]:
    found = content.select("D2", "code", quantity=content.rate).filter(
        (pl.col("status") == "ok") & (pl.col("value") > 0)
    )
    children = {c.id for c in content.codebook.codes.values() if c.parent}
    rows = found.filter(pl.col("place") == place).sort(["value", "figure"], descending=[True, False])
    top = [r for r in rows.iter_rows(named=True) if r["code"] not in children][:2]
    if not top or top[0]["n"] < FEWEST:
        return
    most = "the most frequent code is " if content.rate == "per_thousand" else "the most widespread code is "
    parts = [Part(most), _code(content, top[0]), Part(f", {_rate(top[0])}")]
    if len(top) > 1:
        how = (
            "; clearly less so is "
            if _apart(top[0], top[1])
            else "; about as much so, within the uncertainty, is "
        )
        parts += [Part(how), _code(content, top[1]), Part(f", {_rate(top[1])}")]
    yield (*parts, Part("."))


def compared(content: Content) -> Iterator[tuple[Part, ...]]:
    """What is said more often in one context than in another, where the intervals lie apart."""
    if len(content.contexts) < 2:
        return
    found = content.select("D2", "code", quantity=content.rate).filter(pl.col("status") == "ok")
    gaps = []
    for code in content.codebook.codes:
        rows = sorted(
            found.filter(pl.col("code") == code).iter_rows(named=True),
            key=lambda r: (r["value"], r["figure"]),
        )
        if len(rows) > 1 and _apart(rows[-1], rows[0]):
            gaps.append((rows[-1]["low"] - rows[0]["high"], rows[-1], rows[0]))
    gaps.sort(key=lambda g: (-g[0], g[1]["figure"]))
    if not gaps:
        yield (Part("Within the uncertainty, no code is said more often in one context than in another."),)
        return
    for _, most, least in gaps[:2]:
        more, less = content.contexts[most["place"]], content.contexts[least["place"]]
        yield (
            _code(content, most),
            Part(f" is said more often in {more} than in "),
            Part(less, least["figure"]),
            Part(f", {_rate(most)} against {_ends(least)}; the intervals do not meet."),
        )


def _framed(content: Content, place: str) -> Iterator[tuple[Part, ...]]:
    """Of an audit, in which no year can be compared with another: which frames lead."""
    whole = [f for f in content.codebook.frames if not content.codebook.codes[f].parent]
    found = content.select("D1", "code", quantity="presence").filter(
        (pl.col("place") == place) & pl.col("code").is_in(whole)
    )
    total = int(found["n"].sum() or 0)
    if content.kind != "audit" or not total:
        return
    ranked = found.filter(pl.col("n") > 0).sort(["n", "figure"], descending=[True, False]).head(3)
    named = [
        Part(f"{content.labels[r['code']]} ({r['n'] / total:.0%})", r["figure"])
        for r in ranked.iter_rows(named=True)
    ]
    yield (Part(f"of the {counted(total, 'framing')} found, most go to "), *_joined(named), Part("."))


def _drifting(content: Content, place: str) -> Iterator[tuple[Part, ...]]:
    if content.kind == "audit":
        return
    here = content.at_place("D3", place)
    breaks = here.filter(pl.col("category") == "break").sort("year")
    for row in breaks.iter_rows(named=True):
        stable = (
            ""
            if row["value"] is None
            else f" (found again in {number(row['value'], 'share')} of the resamples)"
        )
        turn = f": {in_words(row['note'], content)}" if row["note"] else ""
        yield (
            Part("the mix of frames "),
            Part(f"changes in {row['year']}", row["figure"]),
            Part(f"{stable}{turn}."),
        )
    silent = here.filter(
        pl.col("quantity").str.starts_with("break") & (pl.col("category").fill_null("") != "break")
    )
    if breaks.is_empty() and silent.height:
        row = silent.row(0, named=True)
        fine = row["status"] == "ok"
        why = (
            "no break was found in the mix of frames"
            if fine
            else "too few dated passages to speak of a break between frames"
        )
        yield (Part(why, row["figure"]), Part("."))


def _contested(content: Content) -> Iterator[tuple[Part, ...]]:
    found = content.select("D5", "code").filter(
        (pl.col("status") == "ok") & (pl.col("value") > 0) & (pl.col("n") >= 5)
    )
    rows = found.sort(["value", "n", "figure"], descending=[True, True, False]).head(1)
    for row in rows.iter_rows(named=True):
        rejecting = round(row["value"] * row["n"])
        where = f" in {content.contexts[row['place']]}" if row["place"] else ""
        ends = (
            f", interval {number(row['low'], 'share')} to {number(row['high'], 'share')}"
            if row["low"] is not None
            else ""
        )
        yield (
            Part("most contested is "),
            _code(content, row),
            Part(
                f"{where}: rejected in {rejecting:,} of the {row['n']:,} {_pieces(row)} that take a stance{ends}."
            ),
        )


def _pieces(row: Row) -> str:
    """What was counted: passages of documents, or what the researcher says that they hold."""
    return "statements" if (row["paraphrased"] or 0) >= 1 else "passages"


def _paraphrased(content: Content) -> Iterator[tuple[Part, ...]]:
    voiced = content.select("D1", "code", quantity="presence").filter(pl.col("n") > 0)
    found = voiced.filter(pl.col("paraphrased").fill_null(0) >= 1)
    if found.height == voiced.height > 0:
        yield (Part("all of this rests on paraphrases, not on documents."),)
    elif found.height:
        named = [_code(content, r, place=True) for r in found.head(NAMED).iter_rows(named=True)]
        more = found.height - len(named)
        rest = [Part(f"{more:,} more")] if more else []
        yield (Part("resting on paraphrases alone, not on documents: "), *_joined([*named, *rest]), Part("."))


def _code(content: Content, row: Row, *, place: bool = False) -> Part:
    label = content.labels.get(row["code"], str(row["code"]))
    where = f" in {content.contexts[row['place']]}" if place and row["place"] else ""
    return Part(label + where, row["figure"])


def _codes(content: Content, rows: Sequence[Row]) -> list[Part]:
    shown = [_code(content, r) for r in rows]
    return _joined(shown)


def _joined(parts: Sequence[Part]) -> list[Part]:
    made: list[Part] = []
    for place, part in enumerate(parts):
        joint = "" if place == 0 else " and " if place == len(parts) - 1 else ", "
        made += [Part(joint), part] if joint else [part]
    return made


def _rate(row: Row) -> str:
    if row["quantity"] == "documents":
        return f"in {number(row['value'], row['unit'])} of the documents" + _interval(row)
    return f"{number(row['value'], row['unit'])} in 1,000 passages" + _interval(row)


def _ends(row: Row) -> str:
    return number(row["value"], row["unit"]) + _interval(row)


def _interval(row: Row) -> str:
    return (
        ""
        if row["low"] is None
        else f" ({number(row['low'], row['unit'])} to {number(row['high'], row['unit'])})"
    )


def _apart(more: Row, less: Row) -> bool:
    return more["low"] is not None and less["high"] is not None and more["low"] > less["high"]


def _lower(heading: str) -> str:
    return heading[:1].lower() + heading[1:]


def capital(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The sentence with a capital at its start."""
    first = parts[0]
    return (Part(first.text[:1].upper() + first.text[1:], first.figure), *parts[1:])


_PER_PLACE = (_present, _frequent, _framed, _drifting)
_ACROSS = (compared, _contested, _paraphrased)
