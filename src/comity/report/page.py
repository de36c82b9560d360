"""The report as one HTML file: the sections in order, the passages they cite, nothing fetched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import link
from comity.report import audit, basis, drawings, method, sections
from comity.report.content import Content, Source, gather
from comity.report.packing import packed
from comity.report.sentences import paragraphs

if TYPE_CHECKING:
    from jinja2 import Environment

FEW = 300  # a table of figures up to this length stands open
MANY = 3_000  # and up to this length it is written out whole


@dataclass(frozen=True, slots=True)
class Page:
    """The finished page, the passages that it cites (CITED), and what it was made of."""

    html: str
    passages: pl.DataFrame
    content: Content


def render(source: Source, *, audit_sides: pl.DataFrame | None = None) -> Page:
    """The report of a study, or the page of an audit where its sides are given.

    `audit_sides` has ``side``, ``actor``, ``mentions`` (null where a person named the actor) and ``guessed``.
    """
    content = gather(source, sides=audit_sides)
    figures = sections.listing(content)
    template = _templates().get_template(f"{content.kind}.html.j2")
    codes = {c.id: (c.label, str(c.definition or "").strip()) for c in content.codebook.codes.values()}
    data = packed(content.passages, content.chosen, figures, content.documents, codes)
    html = template.render(
        content=content,
        basis=basis.basis(content),
        notice=basis.notice(content),
        summary=paragraphs(content),
        listed_documents=basis.listed_documents(content),
        method=method.cards(content),
        listing=_written(figures),
        figures=len(figures),
        open_listing=len(figures) <= FEW,
        data=data,
        style=_asset("report.css"),
        script=_asset("report.js"),
        **_parts(content),
    )
    return Page(html, content.passages, content)


def _parts(content: Content) -> dict[str, Any]:
    if content.kind == "audit":
        return {
            "glance": audit.glance(content),
            "found": audit.found(content),
            "silent": audit.silent(content),
            "frames": audit.frames(content),
            "sides": audit.sides(content),
        }
    return {
        "presence": sections.presence(content),
        "prevalence": drawings.prevalence(content),
        "unspoken": drawings.unspoken(content),
        "root_scaled": drawings.is_root_scaled(content),
        "drift": drawings.drift(content),
        "contestation": sections.contestation(content),
        "appendix": audit.found(content),
    }


def render_report(source: Source) -> str:
    """The HTML of a study's report."""
    return render(source).html


def render_audit(source: Source, *, sides: pl.DataFrame) -> str:
    """The HTML of an audit."""
    return render(source, audit_sides=sides).html


def _written(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures whose rows stand in the page as such; of very many, those of single years come by script."""
    return figures if len(figures) <= MANY else [f for f in figures if not f["yearly"]]


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("comity.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["link"] = link
    made.filters["thousands"] = lambda n: f"{n:,}"
    return made


@cache
def _asset(name: str) -> str:
    return (resources.files("comity.report") / "assets" / name).read_text(encoding="utf-8")
