"""From a Vega-Lite specification to an SVG that a page can hold: links stay inside, names are heard."""

from __future__ import annotations

import re
from html import escape
from typing import Any

_BASE = (
    "https://vega.github.io/vega-datasets/#"  # what the renderer puts before a link that is only a fragment
)
_LINK = re.compile(r'<a xlink:href="([^"]*)"><(\w+) aria-label="([^"]*)"')
_ROLES = re.compile(r' (?:role|aria-roledescription|aria-label|aria-hidden)="[^"]*"')
_ROOT = re.compile(
    r'<svg (xmlns="[^"]*") xmlns:xlink="[^"]*" version="1.1" class="marks"[^>]* (viewBox="[^"]*")'
)
_EMPTY = re.compile(
    r'<path class="(?:background|foreground)" d="(?:M0,0h0v0h0Z)?"(?: (?:pointer-events|display)="none")*/>'
)
_SHAPE = re.compile(r' (?:d|transform)="[^"]*"')
_DECIMAL = re.compile(r"-?\d*\.\d{3,}(?:e-?\d+)?")
_ID = re.compile(r'\bid="([^"]+)"')


def svg_of(spec: dict[str, Any], *, name: str) -> str:
    """The chart as SVG text, scaling with its place; `name` keeps its inner ids apart from other charts'.

    Each link carries the words of its mark, the rest of the drawing is hidden from screen readers: what it
    says stands in the links and in the table of figures.
    """
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    inner = _ROLES.sub("", _LINK.sub(r'<a href="\1" data-said="\3"><\2', drawn)).replace(
        "data-said=", "aria-label="
    )
    inner = inner.replace(f'href="{_BASE}', 'href="#')
    # The renderer counts its ids through all charts of a process; ours do not depend on earlier ones.
    numbers = {found: f"{name}-{place}" for place, found in enumerate(dict.fromkeys(_ID.findall(inner)))}
    inner = _ID.sub(lambda m: f'id="{numbers[m.group(1)]}"', inner)
    inner = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{numbers[m.group(1)]})", inner)
    inner = inner.replace("<text ", '<text aria-hidden="true" ')
    inner = _SHAPE.sub(lambda m: _DECIMAL.sub(_rounded, m.group()), _EMPTY.sub("", inner))
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', inner)
    assert size is not None
    label = escape(str(spec.get("description", "")), quote=True)
    head = f'<svg role="group" aria-label="{label}" style="max-width:{size.group(1)}px"'
    return _ROOT.sub(rf"{head} \1 \2", inner, count=1)


def _rounded(found: re.Match[str]) -> str:
    """A hundredth of a pixel is finer than any screen, and half as long."""
    return f"{round(float(found.group()), 2):g}"
