"""How charts look, and how a figure is said in words where it cannot be seen.

The four hues stay apart under deuteranopia, protanopia and tritanopia and reach 4.5:1 on paper; none of them
says anything alone: groups are also told apart by shape and heading. A page turns them for dark mode by
matching the very values below, so they stand here once.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

INK, MUTED, RULE, HIT = "#1f1d1a", "#5f5b53", "#dcd6ca", "#010203"
HUES = ("#0072b2", "#b8500b", "#00795a", "#9a4f84")
SHAPES = ("circle", "square", "triangle-up", "diamond")
FONT = "Helvetica Neue, Arial, sans-serif"

CONFIG: dict[str, Any] = {
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "titleFontWeight": "normal",
        "labelFontSize": 11,
        "titleFontSize": 11,
        "gridColor": RULE,
        "domainColor": RULE,
        "tickColor": RULE,
        "ticks": False,
        "domain": False,
        "labelPadding": 6,
    },
    "header": {"labelColor": INK, "labelFontSize": 11.5, "labelFontWeight": "bold", "title": None},
    "text": {"color": INK, "fontSize": 11, "font": FONT},
    "title": {"color": INK, "anchor": "start", "fontSize": 13},
}


def link(figure: str) -> str:
    """The address of a figure inside the report: ``#D2/eu/security``."""
    return "#" + quote(figure, safe="/.'()-_~!*")


def said(row: dict[str, Any], name: str) -> str:
    """A figure in one line, for whoever hears the chart: name, value, interval, evidence, doubts."""
    parts = [f"{name}: {answer(row)}"]
    if row.get("low") is not None and row.get("high") is not None:
        parts.append(f"interval {number(row['low'], row['unit'])} to {number(row['high'], row['unit'])}")
    documents = row.get("documents") or 0
    parts.append(f"{row.get('n') or 0:,} counted in {documents:,} document{'s' if documents != 1 else ''}")
    if (row.get("paraphrased") or 0) > 0:
        parts.append("rests on paraphrases" if row["paraphrased"] > 0.5 else "rests partly on paraphrases")
    return ", ".join(parts)


def answer(row: dict[str, Any]) -> str:
    """The value in words, or why there is none."""
    if row.get("status") == "no evidence":
        return "no evidence"
    if row.get("status") == "unknown":
        return "unknown, too few documents read" if row.get("category") else "unknown"
    if row.get("category"):
        return str(row["category"])
    if row.get("value") is None:
        return str(row.get("status") or "unknown")
    told = number(row["value"], row["unit"])
    return "<1%" if told == "0%" and row["value"] > 0 else told


def number(value: float, unit: str) -> str:
    """A value in its unit: shares as per cent, the rest plainly, never with more digits than it bears."""
    if is_balance(unit):
        return f"{value:+.2f}".replace("-", "−").replace("+0.00", "0").replace("−0.00", "0")
    if is_share(unit):
        return f"{value * 100:.0f}%"
    if "per 1,000" in unit and 0 < value < 0.05:
        return "<0.1"
    if "per 1,000" in unit:
        return f"{value:.0f}" if value >= 9.95 or value == 0 else f"{value:.1f}"
    return f"{value:,.0f}" if value == int(value) else f"{value:.2f}"


def is_share(unit: str) -> bool:
    """Whether the unit is a part of a whole, read best as per cent."""
    return not is_balance(unit) and (unit.startswith("share") or " / " in unit)


def is_balance(unit: str) -> bool:
    """Whether the unit is a difference of two sides, whose sign says which of them is the greater."""
    return " - " in unit
