"""The words in which figures are said: titles, answers, what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import answer, number
from comity.measures.measure import CATALOGUE

if TYPE_CHECKING:
    from comity.report.content import Content

SIGNS = {"present": "●", "weak": "◐", "absent": "○", "unknown": "?", "no evidence": "–"}
MEASURES = {
    "D1": "Presence",
    "D2": "Prevalence",
    "D3": "Drift",
    "D4": "Discourse network",
    "D5": "Contestation",
}
QUANTITIES = {
    "documents": "share of documents",
    "documents_share": "share of documents",
    "share_of_documents": "share of documents",
    "congruence": "positions shared",
    "conflict": "positions contradicted",
    "polarisation": "polarisation",
}
LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese"}
INTERVALS = {
    "bootstrap": "bootstrap over {clusters}",
    "jeffreys": "Jeffreys interval over {clusters}, since they are few",
    "conservative": "from the ends of its parts' intervals",
    "scaled": "the ends brought between the anchors",
    "newcombe": "from the intervals of both shares, after Newcombe",
}
CLUSTERS = {"text": "documents", "registry": "arrangements", "both": "documents and arrangements"}
FIELDS = (
    "actor",
    "other",
    "side",
    "layer",
    "register",
    "pillar",
    "role",
    "kind",
    "period",
    "year",
    "case",
    "arrangement",
)


def named(row: Mapping[str, Any], content: Content) -> str:
    """What the figure is of: ``Shared responsibility, EU external policy, 2004``."""
    parts = [content.labels.get(row["code"], row["code"])] if row.get("code") else []
    parts += [content.labels.get(row["context"], row["context"])] if row.get("context") else []
    told = {f: content.names.get(str(row[f]), str(row[f])) for f in FIELDS if row.get(f) is not None}
    if row["measure"] == "D8" and "other" in told:
        told["actor"] = f"{told.get('actor', 'anybody')} in the words of {told.pop('other')}"
    parts += told.values()
    return ", ".join(parts) or "All documents"


def measured(row: Mapping[str, Any]) -> str:
    """What is measured: ``Prevalence``, ``Prevalence, share of documents``."""
    card = CATALOGUE.all().get(row["measure"])
    title = MEASURES.get(row["measure"]) or (_capital(card.name) if card else row["measure"])
    quantity = QUANTITIES.get(row["quantity"], "")
    if row["measure"] not in MEASURES and card and row["quantity"] != card.quantities[0].name:
        quantity = next((q.title for q in card.quantities if q.name == row["quantity"]), row["quantity"])
    return f"{title}, {quantity}" if quantity else title


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def valued(row: Mapping[str, Any]) -> str:
    """The answer with its unit: ``12 in 1,000 passages``, ``34%``, ``present in 3 of 12 documents``."""
    said = answer(dict(row))
    if row["status"] in {"no evidence", "unknown"}:
        return said
    if row["measure"] == "D1" and row["category"]:
        return f"{said}: affirmed in {row['documents']:,} of {documents(row['read'] or 0)}"
    if row["value"] is not None and "per 1,000" in row["unit"]:
        return f"{said} in 1,000 passages"
    if row["unit"].startswith("positions"):
        return (
            f"{said} {row['unit'] if row['value'] != 1 else row['unit'].replace('positions', 'position', 1)}"
        )
    if row["value"] is not None and row["category"]:
        return f"{said} ({number(row['value'], row['unit'])})"
    return said


def interval(row: Mapping[str, Any], level: float, ground: str = "text") -> str:
    """``95% interval 8 to 17 (bootstrap over documents)``, or nothing."""
    if row["low"] is None or row["high"] is None:
        return ""
    how = INTERVALS.get(row["interval"] or "", "").format(clusters=CLUSTERS[ground])
    ends = f"{number(row['low'], row['unit'])} to {number(row['high'], row['unit'])}"
    return f"{level * 100:.0f}% interval {ends}" + (f" ({how})" if how else "")


def rests_on(row: Mapping[str, Any], content: Content) -> list[str]:
    """The lines under a figure: interval, evidence, coders, paraphrases, what else to know."""
    ground = content.ground(row["figure"], row["measure"])
    lines = [interval(row, content.settings.intervals.level, ground)]
    lines.append(f"{_much(row, ground)}{_seen(row, ground)}")
    lines.append(f"coded by {listed(row['coders'])}" if row["coders"] else "")
    told = row["paraphrased"] or 0
    if told:
        whole = "rests on paraphrases alone" if told >= 1 else f"{told * 100:.0f}% of it rests on paraphrases"
        lines.append(f"{whole}, not on documents")
    lines.append(in_words(row["note"], content) if row["note"] else "")
    return [line for line in lines if line]


def counted_in(total: int, row: Mapping[str, Any], content: Content) -> str:
    """What stands behind a figure, for the head of its list: ``12 passages``, ``3 rows of the registry``."""
    return _pieces(total, content.ground(row["figure"], row["measure"]))


def _pieces(count: int, ground: str) -> str:
    one, many = {
        "text": ("passage", "passages"),
        "registry": ("row of the registry", "rows of the registry"),
        "both": ("passage or row", "passages and rows of the registry"),
    }[ground]
    return f"{count:,} {one if count == 1 else many}"


def _much(row: Mapping[str, Any], ground: str) -> str:
    if ground == "text":
        return f"{row['n']:,} counted in {documents(row['documents'])}"
    where = counted(row["documents"], "arrangement" if ground == "registry" else "document or arrangement")
    if ground == "both" and row["documents"] != 1:
        where = f"{row['documents']:,} documents and arrangements"
    return f"{_pieces(row['n'], ground)}, in {where}"


def _seen(row: Mapping[str, Any], ground: str) -> str:
    if row["read"] is None:
        return ""
    if ground == "text":
        return f"; {documents(row['read'])} read"
    return f"; {counted(row['read'], 'arrangement')} looked at"


def documents(count: int) -> str:
    """``1 document``, ``12 documents``."""
    return counted(count, "document")


def counted(count: int, noun: str) -> str:
    """``1 passage``, ``3,410 passages``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(words: Sequence[str] | Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}" if every else ""


def spelled(count: int) -> str:
    """Small numbers in words, as in running text."""
    words = (
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    )
    return words[count] if count < len(words) else f"{count:,}"


def in_words(note: str, content: Content) -> str:
    """A note with the names of frames instead of their ids."""
    for frame in content.codebook.frames:
        note = re.sub(rf"\b{re.escape(frame)}(?= (?:rises|falls))", content.labels[frame].lower(), note)
    return note


def years_of(years: pl.Series, between: str) -> str:
    """``1994``, ``1994–2022``."""
    ends = sorted({int(str(years.min())), int(str(years.max()))})
    return between.join(map(str, ends))
