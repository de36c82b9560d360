"""The report as one HTML file: the sections in order, the passages they cite, nothing fetched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import link
from comity.report import (
    audit,
    bars,
    basis,
    cases,
    conclusion,
    configuration_section,
    debates,
    doubts,
    drafts,
    drawings,
    duties,
    events,
    institution,
    layers,
    ledger,
    meetings,
    method,
    passing,
    power,
    sections,
    words,
)
from comity.report.bundles import Bundles
from comity.report.content import Content, Source, gather
from comity.report.evidence import cited
from comity.report.findings import findings
from comity.report.packing import packed
from comity.report.sentences import paragraphs
from comity.report.tracks import strip

if TYPE_CHECKING:
    from jinja2 import Environment

    from comity.coding.reuse.beside import Beside

FEW = 300  # a table of figures up to this length stands open
MANY = 3_000  # and up to this length it is written out whole


@dataclass(frozen=True, slots=True)
class Page:
    """The finished page, the passages that it cites (CITED), and what it was made of."""

    html: str
    passages: pl.DataFrame
    content: Content


def render(
    source: Source,
    *,
    audit_sides: pl.DataFrame | None = None,
    beside: Beside | None = None,
    sensitivity: bool = False,
) -> Page:
    """The report of a study, or the page of an audit where its sides are given.

    `sensitivity`: also which conclusions a single change would turn.
    `audit_sides` has ``side``, ``actor``, ``mentions`` (null where a person named the actor) and ``guessed``.
    `beside` is the comparison of an audit with earlier texts.
    """
    content = gather(source, sides=audit_sides, sensitivity=sensitivity)
    figures = sections.listing(content)
    bundles = Bundles()
    parts = _parts(content, bundles)
    passages = _with_rows(source, content.passages, bundles)
    template = templates().get_template(f"{content.kind}.html.j2")
    codes = {c.id: (c.label, str(c.definition or "").strip()) for c in content.codebook.codes.values()}
    chosen = pl.concat(
        [content.chosen.select(bundles.chosen().columns).cast(bundles.chosen().schema), bundles.chosen()]
    )
    data = packed(passages, chosen, [*figures, *bundles.listing()], content.documents, codes)
    found = findings(content)
    html = template.render(
        content=content,
        basis=basis.basis(content),
        notice=basis.notice(content),
        findings=found,
        summary=paragraphs(content, told={str(f.sentence) for f in found}),
        listed_documents=basis.listed_documents(content),
        method=method.cards(content),
        listing=_written(figures),
        figures=len(figures),
        open_listing=len(figures) <= FEW,
        data=data,
        beside=beside,
        style=asset("report.css"),
        script=asset("report.js"),
        **parts,
    )
    return Page(html, passages, content)


def _with_rows(source: Source, passages: pl.DataFrame, bundles: Bundles) -> pl.DataFrame:
    """The passages, and the rows of the registry that open without a figure."""
    known = set(passages["row"])
    missing = [row for row in bundles.rows() if row not in known]
    return pl.concat([passages, cited(source, missing)]).sort("row") if missing else passages


def _parts(content: Content, bundles: Bundles) -> dict[str, Any]:
    if content.kind == "audit":
        return {
            "glance": audit.glance(content),
            "found": audit.found(content),
            "silent": audit.silent(content),
            "frames": audit.frames(content),
            "sides": audit.sides(content),
            "ledgers": ledger.ledgers(content, bundles),
            "unlooked": ledger.unlooked(content),
        }
    return {
        "presence": sections.presence(content),
        "prevalence": drawings.prevalence(content),
        "unspoken": drawings.unspoken(content),
        "root_scaled": drawings.is_root_scaled(content),
        "drift": drawings.drift(content, bundles),
        "contestation": sections.contestation(content),
        "ledgers": ledger.ledgers(content, bundles),
        "unlooked": ledger.unlooked(content),
        **_duties(content, bundles),
        "debates": debates.debates(content, bundles),
        "words": words.whose_words(content),
        **_institution(content, bundles),
        **_power(content, bundles),
        **_conclusion(content, bundles),
        "appendix": audit.found(content),
    }


def _duties(content: Content, bundles: Bundles) -> dict[str, Any]:
    names, years = duties.names(content, bundles)
    return {
        "tellings": duties.tellings(content),
        "conditions": duties.conditions(content),
        "technical": duties.technical(content),
        "names": names,
        "names_years": years,
    }


def _institution(content: Content, bundles: Bundles) -> dict[str, Any]:
    return {
        "profile": institution.profile(content),
        "roles": institution.roles(content, bundles),
        "layers": layers.layers(content, bundles),
        "meetings": meetings.meetings(content, bundles),
        "sectors": institution.sectors(content),
        "candidates": institution.candidates(content, bundles),
    }


def _power(content: Content, bundles: Bundles) -> dict[str, Any]:
    blocks, years = events.production(content, bundles)
    return {
        "force": bars.force(content, bundles),
        "uptake": bars.uptake(content, bundles),
        "drafts": drafts.drafts(content),
        "purse": power.purse(content, bundles),
        "production": blocks,
        "production_years": years,
        "production_signs": events.signs(blocks),
        "diffusion": passing.drawn(content, bundles),
        "resistance": events.resistance(content, bundles),
        "exchanges": power.exchanges(content, bundles),
        "transfers": bars.transfers(content, bundles),
        "strip": partial(strip, content),
    }


def _conclusion(content: Content, bundles: Bundles) -> dict[str, Any]:
    verdicts = conclusion.verdicts(content)
    return {
        "gap": conclusion.gap(content),
        "readings": conclusion.readings(content),
        "types": cases.types(content),
        "of_types": cases.conditions(content),
        "differences": cases.differences(content),
        "shown": cases.SHOWN,
        "side_by_side": cases.side_by_side(content),
        "configurations": configuration_section.configurations(content, bundles),
        "verdicts": verdicts,
        "doubts": doubts.doubts(content),
        "overturned": doubts.overturned(content, bundles),
        "verdict_tally": conclusion.tally(verdicts),
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
def templates() -> Environment:
    """The templates of all pages."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("comity.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["link"] = link
    made.filters["fromjson"] = json.loads
    made.filters["thousands"] = lambda n: f"{n:,}"
    return made


@cache
def asset(name: str) -> str:
    """A style sheet or script that a page carries inside."""
    return (resources.files("comity.report") / "assets" / name).read_text(encoding="utf-8")
