"""From a Vega-Lite specification to an SVG that a page can hold: links that stay inside, names that are heard."""

from __future__ import annotations

import re
from html import escape
from typing import Any

_BASE = "https://vega.github.io/vega-datasets/#"  # what the renderer puts before a link that is only a fragment
_LINK = re.compile(r'<a xlink:href="([^"]*)"><(\w+) aria-label="([^"]*)"')
_ROLES = re.compile(r' (?:role|aria-roledescription|aria-label|aria-hidden)="[^"]*"')
_ID = re.compile(r'\bid="([^"]+)"')


def svg_of(spec: dict[str, Any], *, name: str) -> str:
    """The chart as SVG text, scaling with its place; `name` keeps its inner ids apart from other charts'.

    Each link carries the words of its mark, the rest of the drawing is hidden from screen readers: what it
    says stands in the links and in the table of figures.
    """
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    inner = _ROLES.sub("", _LINK.sub(r'<a href="\1" data-said="\3"><\2', drawn)).replace("data-said=", "aria-label=")
    inner = inner.replace(f'href="{_BASE}', 'href="#')
    for found in sorted(set(_ID.findall(inner))):
        inner = inner.replace(f'id="{found}"', f'id="{name}-{found}"').replace(f"url(#{found})", f"url(#{name}-{found})")
    inner = inner.replace("<text ", '<text aria-hidden="true" ')
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', inner)
    assert size is not None
    head = f'<svg role="group" aria-label="{escape(str(spec.get("description", "")), quote=True)}" style="max-width:{size.group(1)}px" '
    return re.sub(r'<svg (xmlns="[^"]*") xmlns:xlink="[^"]*" version="1.1" class="marks"[^>]* (viewBox="[^"]*")', rf"{head}\1 \2", inner, count=1)
