"""The page draws lanes, bars and gauges with its style sheet; here the same drawings become SVG for paper.

What is drawn and where comes from the page (classes, and places in per cent); the colours come from its style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

WIDE, LINE, EDGE = 400.0, 22.0, 9.0  # pixels: a lane, the height of its line, its margin at either side
BAR = 20.0
FONT = 'font-family="Helvetica Neue, Arial, sans-serif"'
SIGNS = 'font-family="DejaVu Sans, DejaVu Sans Mono, Segoe UI Symbol, Apple Symbols, sans-serif"'
SOLID = {"mandatory": "hue-1", "from-lead-to-partner": "hue-1", "taken-up": "hue-1"}
HATCHED = {
    "conditional": ("hue-2", 135, 4, 7), "from-partner-to-lead": ("hue-2", 135, 4, 7),
    "voluntary": ("hue-3", 0, 2, 6), "not-taken-up": ("hue-2", 45, 4, 7),
}  # fmt: skip
STEP = re.compile(r"step-\d+")


@cache
def colours() -> dict[str, str]:
    """The colours of the page in the light, by the names of its style sheet."""
    sheet = (resources.files("comity.report") / "assets" / "report.css").read_text(encoding="utf-8")
    light = sheet.partition(":root {")[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light)) | {"paper": "#ffffff"}


@cache
def steps() -> dict[str, str]:
    """The colour of each kind of event (``step-0`` …), as the style sheet of the page has it."""
    sheet = (resources.files("comity.report") / "assets" / "report.css").read_text(encoding="utf-8")
    rules = re.findall(r"((?:\.step-\d+,? ?)+)\{ color: var\(--([\w-]+)\)", sheet)
    return {step: colours()[hue] for kinds, hue in rules for step in STEP.findall(kinds)}


def classes(node: LexborNode) -> set[str]:
    """The classes of an element."""
    return set((node.attributes.get("class") or "").split())


def lane(node: LexborNode) -> str:
    """A lane or the axis above lanes: ticks, spans and marks."""
    if "axis" in classes(node):
        return _axis(node)
    levels = _style(node, "height", 1.5) / 1.5
    high = LINE * max(1.0, levels)
    hue = colours()
    parts = [f'<path d="M0 {high / 2:.1f}H{WIDE:.0f}" stroke="{hue["rule"]}"/>']
    for child in node.iter():
        kinds = classes(child)
        at = _place(_style(child, "left", 0.0))
        y = (
            (_style(child, "top", 0.75) / 1.5) * LINE
            if "top" in (child.attributes.get("style") or "")
            else high / 2
        )
        if "tick" in kinds:
            parts.append(f'<path d="M{at:.1f} 0V{high:.1f}" stroke="{hue["rule"]}"/>')
        elif "aim" in kinds:
            parts.append(_diamond(_place(100), y))
        elif "span" in kinds:
            parts.append(_span(kinds, at, (WIDE - 2 * EDGE) * _style(child, "width", 0.0) / 100, y))
        elif "mark" in kinds:
            parts.append(_mark(child, kinds, at, y))
    return _svg(WIDE, high, parts)


def _axis(node: LexborNode) -> str:
    words = [
        (child.text().strip(), _place(_style(child, "left", 0.0)))
        for child in node.iter()
        if child.tag == "span"
    ]
    made = []
    for word, at in words:
        half = len(word) * 3.3
        anchor, x = ("start", 0.0) if at - half < 0 else ("end", WIDE) if at + half > WIDE else ("middle", at)
        look = f'text-anchor="{anchor}" font-size="12" fill="{colours()["muted"]}" {FONT}'
        made.append(f'<text x="{x:.1f}" y="11" {look}>{escape(word)}</text>')
    return _svg(WIDE, 15, made)


def _span(kinds: set[str], left: float, width: float, y: float) -> str:
    hue = colours()
    look = {
        "interval": (2.0, hue["ink"]), "bond": (5.0, hue["rule"]), "fill": (12.0, hue["accent-soft"]),
        "range": (5.0, hue["rule"]), "time": (12.0, hue["hue-1"]),
    }  # fmt: skip
    thick, colour = next((look[k] for k in look if k in kinds), look["interval"])
    fill = colour
    fading, defined = kinds & {"unbegun", "unended"}, ""
    if fading:
        name = "fade-" + "-".join(sorted(fading))
        ends = (0.12 if "unbegun" in fading else 1.0, 0.12 if "unended" in fading else 1.0)
        middle = "" if len(fading) < 2 else f'<stop offset=".5" stop-color="{colour}"/>'
        defined = (
            f'<linearGradient id="{name}"><stop offset="0" stop-color="{colour}" stop-opacity="{ends[0]}"/>{middle}'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="{ends[1]}"/></linearGradient>'
        )
        fill = f"url(#{name})"
    box = f'x="{left:.1f}" y="{y - thick / 2:.1f}" width="{max(width, 1.5):.1f}" height="{thick:.1f}"'
    return f'{defined}<rect {box} fill="{fill}"/>'


def _mark(node: LexborNode, kinds: set[str], x: float, y: float) -> str:
    hue, sign = colours(), node.text().strip()
    if sign:
        step = next((k for k in kinds if STEP.fullmatch(k)), "")
        colour = steps().get(step, hue["ink"])
        look = f'text-anchor="middle" font-size="15" fill="{colour}" {SIGNS}'
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{hue["paper"]}"/>'
            f'<text x="{x:.1f}" y="{y + 5.4:.1f}" {look}>{escape(sign)}</text>'
        )
    around = f'stroke="{hue["paper"]}" stroke-width="1.5"'
    if "square" in kinds:
        return f'<rect x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11" fill="{hue["hue-2"]}" {around}/>'
    if "hollow" in kinds:
        ring = f'fill="{hue["paper"]}" stroke="{hue["hue-1"]}" stroke-width="2.4"'
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.2" {ring}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{hue["hue-1"]}" {around}/>'


def _diamond(x: float, y: float) -> str:
    hue = colours()
    points = f"{x},{y - 6.5} {x + 6.5},{y} {x},{y + 6.5} {x - 6.5},{y}"
    return f'<polygon points="{points}" fill="{hue["paper"]}" stroke="{hue["muted"]}" stroke-width="1.4"/>'


def stack(node: LexborNode) -> str:
    """A bar in parts, each with its number."""
    parts, left = [], 0.0
    for child in node.iter():
        width = max(_style(child, "width", 0.0) * WIDE / 100, 18.0)
        kind = next(iter(classes(child) - {"seg", "tells"}), "")
        count = escape(child.text().strip())
        parts += [_filled(kind, left + 0.5, 0.5, width - 1, BAR - 1), _badge(count, left + width / 2)]
        left += width + 2
    return _svg(max(WIDE, left), BAR, parts)


def _badge(count: str, x: float) -> str:
    half, hue = 3.4 * len(count) + 2.5, colours()
    return (
        f'<rect x="{x - half:.1f}" y="3.5" width="{2 * half:.1f}" height="13" rx="2" fill="{hue["paper"]}"/>'
        f'<text x="{x:.1f}" y="14" text-anchor="middle" font-size="11" fill="{hue["ink"]}" {FONT}>{count}</text>'
    )


def swatch(node: LexborNode) -> str:
    """The sample of a colour or a sign in a key."""
    kinds = classes(node)
    if "sample" in kinds:
        return _svg(14, 14, [_mark(node, kinds, 7, 7)])
    return _svg(24, 14, [_filled(next(iter(kinds - {"seg"}), ""), 0.5, 0.5, 23, 13)])


def _filled(kind: str, x: float, y: float, width: float, height: float) -> str:
    hue = colours()
    box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    if kind in SOLID:
        return f'<rect {box} fill="{hue[SOLID[kind]]}"/>'
    if kind in HATCHED:
        colour, angle, thick, period = HATCHED[kind]
        pattern = (
            f'<pattern id="h-{kind}" width="{period}" height="{period}" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate({angle})"><rect width="{period}" height="{thick}" fill="{hue[colour]}"/></pattern>'
        )
        return f'{pattern}<rect {box} fill="url(#h-{kind})" stroke="{hue[colour]}"/>'
    return f'<rect {box} fill="{hue["paper"]}" stroke="{hue["muted"]}" stroke-dasharray="3 2"/>'


def gauge(node: LexborNode) -> str:
    """A share as a bar, with the line of its interval."""
    hue = colours()
    parts = [
        f'<rect x=".5" y=".5" width="{WIDE - 1:.0f}" height="13" fill="{hue["faint"]}" stroke="{hue["rule"]}"/>'
    ]
    for child in node.iter():
        left, width = (_style(child, name, 0.0) * WIDE / 100 for name in ("left", "width"))
        if child.tag == "i":
            parts.append(f'<rect y="1" width="{width:.1f}" height="12" fill="{hue["hue-2"]}"/>')
        elif child.tag == "u":
            parts.append(f'<path d="M{left:.1f} 7h{width:.1f}" stroke="{hue["ink"]}" stroke-width="2.5"/>')
    return _svg(WIDE, 14, parts)


def _place(per_cent: float) -> float:
    return EDGE + (WIDE - 2 * EDGE) * per_cent / 100


def _style(node: LexborNode, name: str, without: float) -> float:
    found = re.search(rf"(?:^|;)\s*{name}:\s*(-?[\d.]+)", node.attributes.get("style") or "")
    return float(found.group(1)) if found else without


def _svg(width: float, height: float, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">{"".join(parts)}</svg>'
    )


def chart(node: LexborNode) -> tuple[str, float, float]:
    """A chart of the page without its links and what only a pointer finds; with its width and height in pixels."""
    from lxml import etree

    source = node.html or ""
    root = etree.fromstring(source.encode(), parser=etree.XMLParser(recover=True, resolve_entities=False))
    left_out = [e for e in root.iter() if _unseen(e)]
    for element in left_out:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in root.iter():
        _printed(element)
    box = [float(n) for n in (root.get("viewBox") or "0 0 300 150").split()]
    for name in ("style", "role", "aria-label", "class"):
        root.attrib.pop(name, "")
    root.set("width", f"{box[2]:g}")
    root.set("height", f"{box[3]:g}")
    return etree.tostring(root, encoding="unicode"), box[2], box[3]


def _unseen(element: object) -> bool:
    get = element.get  # type: ignore[attr-defined]
    return bool(
        get("fill-opacity") == "0"
        or get("opacity") == "0"
        or "wide" in (get("class") or "").split()
        or (get("fill") == "#010203")
        or (get("stroke") == "#010203")
    )


def _printed(element: object) -> None:
    """What the style sheet of the page adds to a drawing."""
    attributes = element.attrib  # type: ignore[attr-defined]
    kinds = (attributes.get("class") or "").split()
    if "halo" in kinds:
        attributes.update(
            {"paint-order": "stroke", "stroke": "#ffffff", "stroke-width": "4", "stroke-linejoin": "round"}
        )
    if "edge" in kinds:
        attributes["fill"] = "none"
    if str(element.tag).endswith("}text"):  # type: ignore[attr-defined]
        attributes["font-family"] = attributes.get("font-family", "Helvetica Neue, Arial, sans-serif")
    for name in [n for n in attributes if n.startswith(("data-", "aria-")) or n == "class"]:
        del attributes[name]


def told(node: LexborNode, most: int = 12) -> str:
    """What a drawing says to those who cannot see it: its name, and what its marks say."""
    name = node.attributes.get("aria-label") or ""
    marks = [m.attributes.get("aria-label") or "" for m in _marks(node)]
    said = [m for m in dict.fromkeys(marks) if m]
    more = f"; and {len(said) - most} more" if len(said) > most else ""
    listed = "; ".join(said[:most]) + more
    return f"{name}: {listed}" if name and listed else name or listed


def _marks(node: LexborNode) -> Iterator[LexborNode]:
    yield from node.css("a[aria-label]")
