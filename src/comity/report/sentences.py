"""The summary: what the figures say, in sentences, each with its doubt and a link to what it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import number
from comity.report.wording import counted, documents, listed, spelled

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
NAMED = 4  # codes named one by one; more are counted


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; with a figure it is a link to it."""

    text: str
    figure: str | None = None


Sentence = tuple[Part, ...]


def sentences(content: Content) -> list[Sentence]:
    """The summary of a report: what was read, what is present, how much of it, what changes, what is contested."""
    tellers: tuple[Callable[[Content], Iterator[Sentence]], ...] = (_read, _present, _frequent, _compared, _drifting, _contested, _paraphrased)
    return [sentence for tell in tellers for sentence in tell(content)]


def summary(content: Content) -> list[str]:
    """The same as plain text."""
    return ["".join(part.text for part in sentence) for sentence in sentences(content)]


def _read(content: Content) -> Iterator[Sentence]:
    read = content.documents.filter(pl.col("passages").is_not_null())
    passages = int(read["passages"].sum() or 0)
    years = read["year"].drop_nulls()
    span = "" if years.is_empty() else f", dated {years.min()}" + (f" to {years.max()}" if years.min() != years.max() else "")
    places = list(content.contexts.values()) if "" not in content.contexts else []
    where = f" in {spelled(len(places))} contexts ({listed(places)})" if len(places) > 1 else f" ({places[0]})" if places else ""
    yield (Part(f"This rests on {documents(read.height)}{where}{span}, with {counted(passages, 'passage')}."),)


def _present(content: Content) -> Iterator[Sentence]:
    found = content.select("D1", "code", quantity="presence")
    for place, label in content.contexts.items():
        here = {r["code"]: r for r in found.filter(pl.col("place") == place).iter_rows(named=True)}
        for group in list(content.groups)[:2]:
            rows = [here[c] for c in content.groups[group] if c in here]
            if rows:
                yield _presence(content, label, content.group_label(group), rows)


def _presence(content: Content, place: str, group: str, rows: Sequence[Row]) -> Sentence:
    by = {w: [r for r in rows if r["category"] == w] for w in ("present", "weak", "absent", "unknown")}
    total = len(rows)
    name = group[0].lower() + group[1:]
    if len(by["unknown"]) == total:
        return (Part(f"{place}: too few documents were read to say which {name} are present."),)
    many = "all" if len(by["present"]) == total else "none" if not by["present"] else spelled(len(by["present"]))
    opening = f"{place}: {many} of the {spelled(total)} {name} {'is' if len(by['present']) == 1 else 'are'} present"
    parts = [Part(opening)]
    if by["present"] and len(by["present"]) < total:
        parts += [Part(" ("), *_codes(content, by["present"]), Part(")")]
    if by["weak"]:
        parts += [Part("; in one document alone " if all(r["documents"] == 1 for r in by["weak"]) else "; weakly "), *_codes(content, by["weak"])]
    if by["absent"]:
        read = max(r["read"] or 0 for r in by["absent"])
        parts += [Part("; not found, though "), Part(f"{documents(read)} were read: "), *_codes(content, by["absent"])]
    if by["unknown"]:
        parts += [Part("; too little read to say: "), *_codes(content, by["unknown"])]
    return (*parts, Part("."))


def _frequent(content: Content) -> Iterator[Sentence]:
    found = content.select("D2", "code", quantity="per_thousand").filter((pl.col("status") == "ok") & (pl.col("value") > 0))
    children = {c.id for c in content.codebook.codes.values() if c.parent}
    for place, label in content.contexts.items():
        rows = found.filter(pl.col("place") == place).sort(["value", "figure"], descending=[True, False])
        top = [r for r in rows.iter_rows(named=True) if r["code"] not in children][:2]
        if not top:
            continue
        first = top[0]
        parts = [Part(f"{label}: the most frequent is "), _code(content, first), Part(f", {_rate(first)}")]
        if len(top) > 1:
            apart = _apart(first, top[1])
            parts += [Part("; clearly less often comes " if apart else "; about as often, within the uncertainty, comes "), _code(content, top[1]), Part(f" ({_rate(top[1])})")]
        yield (*parts, Part("."))


def _compared(content: Content) -> Iterator[Sentence]:
    if len(content.contexts) < 2:
        return
    found = content.select("D2", "code", quantity="per_thousand").filter(pl.col("status") == "ok")
    gaps = []
    for code in content.codebook.codes:
        rows = sorted(found.filter(pl.col("code") == code).iter_rows(named=True), key=lambda r: (r["value"], r["figure"]))
        if len(rows) > 1 and _apart(rows[-1], rows[0]):
            gaps.append((rows[-1]["low"] - rows[0]["high"], rows[-1], rows[0]))
    gaps.sort(key=lambda g: (-g[0], g[1]["figure"]))
    if not gaps:
        yield (Part("No code is said more often in one context than in another beyond what the uncertainty allows."),)
        return
    for _, most, least in gaps[:2]:
        yield (
            _code(content, most),
            Part(f" is said more often in {content.contexts[most['place']]} ({_rate(most)}) than in "),
            Part(content.contexts[least["place"]], least["figure"]),
            Part(f" ({_rate(least)}); the intervals do not meet."),
        )


def _drifting(content: Content) -> Iterator[Sentence]:
    drift = content._grouped.filter(pl.col("measure") == "D3")
    for place, label in content.contexts.items():
        here = drift.filter(pl.col("place") == place)
        breaks = here.filter(pl.col("category") == "break").sort("year")
        for row in breaks.iter_rows(named=True):
            stable = "" if row["value"] is None else f" (found again in {number(row['value'], 'share')} of the resamples)"
            yield (Part(f"{label}: the mix of frames "), Part(f"changes in {row['year']}", row["figure"]), Part(f"{stable}."))
        silent = here.filter(pl.col("quantity").str.starts_with("break") & (pl.col("category").fill_null("") != "break"))
        if breaks.is_empty() and silent.height:
            row = silent.row(0, named=True)
            why = "no break was found in the mix of frames" if row["status"] == "ok" else "too few dated passages to speak of a break between frames"
            yield (Part(f"{label}: "), Part(why, row["figure"]), Part("."))


def _contested(content: Content) -> Iterator[Sentence]:
    found = content.select("D5", "code").filter((pl.col("status") == "ok") & (pl.col("value") > 0) & (pl.col("n") >= 3))
    rows = found.sort(["value", "n", "figure"], descending=[True, True, False]).head(1)
    for row in rows.iter_rows(named=True):
        rejecting = round(row["value"] * row["n"])
        where = f" in {content.contexts[row['place']]}" if row["place"] else ""
        ends = f", interval {number(row['low'], 'share')} to {number(row['high'], 'share')}" if row["low"] is not None else ""
        yield (Part("Most contested is "), _code(content, row), Part(f"{where}: rejected in {rejecting:,} of the {row['n']:,} passages that take a stance{ends}."))


def _paraphrased(content: Content) -> Iterator[Sentence]:
    found = content.select("D1", "code", quantity="presence").filter(pl.col("paraphrased").fill_null(0) >= 1)
    if found.height:
        named = [_code(content, r, place=True) for r in found.head(NAMED).iter_rows(named=True)]
        more = f" and {found.height - NAMED} more" if found.height > NAMED else ""
        yield (Part("Resting on paraphrases alone, not on documents: "), *_joined(named), Part(f"{more}."))


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
    ends = f", interval {number(row['low'], row['unit'])} to {number(row['high'], row['unit'])}" if row["low"] is not None else ""
    return f"{number(row['value'], row['unit'])} in 1,000 passages{ends}"


def _apart(more: Row, less: Row) -> bool:
    return more["low"] is not None and less["high"] is not None and more["low"] > less["high"]
