"""comity code: read, split and code the documents of a study."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.diagnostics import Diagnostic, UsageError, did_you_mean
from comity.outcome import Outcome, Section, StudyPlace, worst

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis
    from comity.coding.coders.llm.asking import Asked
    from comity.coding.coders.llm.costs import Purse
    from comity.coding.coders.llm.reading import Reading
    from comity.coding.coders.llm.requests import Estimate
    from comity.study.llm_settings import LlmSettings

_SHOWN = 10  # refusals shown; --json lists all


def code(
    study: StudyPlace = Path(),
    *,
    coder: str | None = None,
    document: Sequence[str] = (),
    dry_run: bool = False,
    max_cost: float | None = None,
) -> Outcome:
    """Read the documents, split them into passages and code them; only what changed is done anew.

    Nothing goes over a network unless `--coder llm` says so. It asks the language model of [llm] in study.toml about
    the passages that it has not yet read; each answer is kept in answers/ as it comes, so that a run may be
    stopped at any time and the study needs the model no more.

    Examples
    --------
    comity code
    comity code my-study --json
    comity code --coder llm --dry-run
    comity code --coder llm --document speech-2004
    comity code --coder llm --max-cost 2.50

    Parameters
    ----------
    study
        The folder of the study.
    coder
        Ask this coder, which does not work here: llm.
    document
        With --coder: ask about the passages of these documents alone, by their ids.
    dry_run
        With --coder: say how many passages, requests and tokens there are, and the price; ask nothing.
    max_cost
        With --coder: stop before the request that could bring the cost of this run above this sum.
    """
    from comity.analysis import opened

    if coder is None and (document or dry_run or max_cost is not None):
        raise UsageError("--document, --dry-run and --max-cost go with --coder llm.")
    if coder not in {None, "llm"}:
        raise UsageError(f"{coder!r} is no coder that has to be asked. {did_you_mean(str(coder), ['llm'])}")
    analysis = opened(study)
    if coder is None:
        return _coded(analysis)
    for name in document:
        if name not in analysis.folder.files:
            raise UsageError(f"No document {name!r} is held. {did_you_mean(name, analysis.folder.files)}")
    return _by_model(analysis, document, dry_run=dry_run, limit=max_cost)


def _coded(analysis: Analysis) -> Outcome:
    """The codings of all coders as they stand."""
    import polars as pl

    codings, read = analysis.table("codings"), analysis.table("read")
    held = read.filter(pl.col("status") == "held")
    per_coder = (
        codings.group_by("coder").agg(pl.len().alias("codings"), pl.col("document").n_unique()).sort("coder")
    )
    rows = [[coder, f"{n:,}", f"{documents:,}"] for coder, n, documents in per_coder.iter_rows()]
    diagnostics = tuple(analysis.diagnostics)
    return Outcome(
        "code",
        summary=(
            f"{held.height:,} documents read, {held['passages'].sum():,} passages, {codings.height:,} codings.",
        ),
        sections=(Section("Codings", rows, ("coder", "codings", "documents"), frozenset({1, 2})),),
        tables={"documents": analysis.table("documents"), "codings": codings},
        diagnostics=diagnostics,
        exit_code=worst(diagnostics),
    )


def _by_model(analysis: Analysis, documents: Sequence[str], *, dry_run: bool, limit: float | None) -> Outcome:
    """Ask the study's language model what it has not yet read, or say what that takes."""
    from comity.coding.coders.llm.asking import ask
    from comity.coding.coders.llm.client import key_of
    from comity.coding.coders.llm.costs import Purse
    from comity.coding.coders.llm.requests import estimated, requests_for
    from comity.study.answers import append

    settings, model = analysis.settings.llm, analysis.model
    if settings is None or model is None:
        raise UsageError("study.toml has no [llm]: write it with endpoint and model (docs/llm.md).")
    if limit is not None and (limit < 0 or settings.price_in is None or settings.price_out is None):
        told = "--max-cost takes price_in and price_out in [llm] of study.toml (0 for a model of your own)"
        raise UsageError(f"{told}, and a sum from 0.")
    requests = requests_for(
        model.to_ask(analysis.coded_texts.texts_of, documents), analysis.codebook, settings
    )
    if dry_run:
        return _foretold(analysis, estimated(requests, settings))
    purse = Purse(settings, limit)
    file = analysis.folder.path / settings.file
    asked = ask(
        requests,
        settings,
        key=key_of(settings, os.environ) if requests else "",
        keep=lambda record: append(file, record),
        purse=purse,
    )
    return _told(analysis.reread(), asked, purse)


def _foretold(analysis: Analysis, estimate: Estimate) -> Outcome:
    """What asking would take."""
    from comity.coding.coders.llm.costs import price

    model = analysis.model
    assert model is not None, "asked only where there is a model"
    settings = model.settings
    row = {
        "requests": estimate.requests,
        "tokens_in": estimate.likely.into,
        "tokens_out": estimate.likely.out,
        "tokens_in_most": estimate.most.into,
        "tokens_out_most": estimate.most.out,
        "cost": price(estimate.likely, settings),
        "cost_most": price(estimate.most, settings),
    }
    return Outcome(
        "code",
        summary=[*_state(model), *(_takes(estimate, settings) if estimate.requests else [])],
        tables={"asking": _asking(analysis, row)},
        diagnostics=tuple(analysis.folder.diagnostics),
    )


def _state(model: Reading) -> list[str]:
    """How far the model has read."""
    read = model.passages - model.unread
    told = [f"{model.coder} has read {read:,} of {model.passages:,} passages on every code."]
    return told if model.unread else [*told, "Nothing is left to ask."]


def _takes(estimate: Estimate, settings: LlmSettings) -> list[str]:
    """What asking would take, in sentences."""
    from comity.coding.coders.llm.costs import price

    likely, most = estimate.likely, estimate.most
    cost, ceiling = price(likely, settings), price(most, settings)
    return [
        f"To ask: {_counted(estimate.passages, 'passage')} in {_counted(estimate.requests, 'request')}.",
        f"About {likely.into:,} tokens in (a quarter of the bytes that are sent) and {likely.out:,} out.",
        f"There can be {most.into:,} in and {most.out:,} out, and no more.",
        "No price: price_in and price_out in [llm] say what a million tokens cost."
        if cost is None or ceiling is None
        else f"About {_sum(cost, settings)}, at most {_sum(ceiling, settings)}.",
        "Nothing was asked.",
    ]


def _told(analysis: Analysis, asked: Asked, purse: Purse) -> Outcome:
    """What came of asking."""
    from comity.coding.coders.llm.tables import REFUSED, UNANSWERED

    model = analysis.model
    assert model is not None, "asked only where there is a model"
    settings = model.settings
    refused = REFUSED.frame(
        [
            {"passage": p or None, "code": r.code, "stance": r.stance, "quotation": r.quotation, "why": r.why}
            for p, r in asked.refused
        ]
    )
    unanswered = UNANSWERED.frame([{"passage": p, "why": why} for p, why in asked.unanswered.items()])
    row = {
        "requests": asked.requests,
        "tokens_in": purse.spent.into,
        "tokens_out": purse.spent.out,
        "cost": purse.cost,
    }
    diagnostics = (*analysis.folder.diagnostics, *_problems(asked, settings), *model.diagnostics())
    return Outcome(
        "code",
        summary=_came(analysis, model, asked, purse),
        sections=[
            *_listed("Refused", refused, ("why", "code", "quotation")),
            *_listed("Not answered", unanswered),
        ],
        tables={"asking": _asking(analysis, row), "refused": refused, "unanswered": unanswered},
        diagnostics=diagnostics,
        written=[analysis.folder.path / settings.file] if asked.answered else [],
        exit_code=worst(diagnostics),
    )


def _came(analysis: Analysis, model: Reading, asked: Asked, purse: Purse) -> list[str]:
    """What came of asking, in sentences."""
    if not asked.requests:
        return _state(model) + ([f"Nothing was asked: {asked.stopped}."] if asked.stopped else [])
    answered, found = _counted(asked.answered, "passage"), _counted(asked.found, "coding")
    requests, cost = _counted(asked.requests, "request"), purse.cost
    told = [
        f"{model.coder} answered on {answered} in {requests}: {found}, {len(asked.refused):,} refused.",
        f"{purse.spent.into:,} tokens in, {purse.spent.out:,} out"
        + ("." if cost is None else f": {_sum(cost, model.settings)}."),
    ]
    if asked.stopped and not asked.failed:
        told.append(f"Stopped: {asked.stopped}. What was answered is kept.")
    if "llm" not in analysis.settings.coders:
        told.append("Its codings do not count yet: llm is not among the coders of study.toml.")
    return told


def _problems(asked: Asked, settings: LlmSettings) -> list[Diagnostic]:
    found = []
    if asked.failed:
        found.append(Diagnostic("endpoint", "study.toml", asked.stopped, "What was answered before is kept."))
    if asked.is_cut:
        told = f"the endpoint counted far fewer tokens than it was sent: is the context of {settings.model} too small?"
        fix = "Look at what it read before believing that it found nothing; make its context longer."
        found.append(Diagnostic("cut", "study.toml", told, fix, severity="warning"))
    return found


def _asking(analysis: Analysis, row: dict[str, Any]) -> pl.DataFrame:
    from comity.coding.coders.llm.tables import ASKING

    model = analysis.model
    assert model is not None, "asked only where there is a model"
    known = {"coder": model.coder, "passages": model.passages, "unread": model.unread}
    return ASKING.frame([{**known, "currency": model.settings.currency or None, **row}])


def _listed(title: str, frame: pl.DataFrame, names: tuple[str, ...] = ("why", "passage")) -> list[Section]:
    rows = [[str(cell) for cell in row] for row in frame.select(names).head(_SHOWN).iter_rows()]
    rest = f"{frame.height - _SHOWN:,} more; --json lists them all." if frame.height > _SHOWN else ""
    return [Section(f"{title}: {frame.height:,}", rows, names, remark=rest)] if rows else []


def _sum(amount: float, settings: LlmSettings) -> str:
    """A sum of money to the hundredth, or to the first two digits where it is less."""
    told = f"{amount:,.2f}" if amount >= 1 or amount == 0 else f"{amount:.2g}"
    return f"{told} {settings.currency}".rstrip()


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
