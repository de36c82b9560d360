"""All coefficients of some ratings, as rows of AGREEMENT."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from comity.coding.agreement.against import SCORES, given
from comity.coding.agreement.alpha import Level, krippendorff_alpha
from comity.coding.agreement.chance import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    weighted_kappa,
)
from comity.coding.agreement.coefficient import (
    Coefficient,
    Drawing,
    Estimate,
    all_bootstrapped,
    bootstrapped,
    estimated,
    linearised,
)
from comity.coding.agreement.matrix_file import Matrix
from comity.coding.agreement.ratings import MISSING, Kinds, Ratings, kinds_of
from comity.coding.agreement.sheet import FEWEST_DOCUMENTS, Sheet
from comity.coding.agreement.spans import Continuum, alpha_u, disagreement
from comity.resampling import draws

Parts = Mapping[str, tuple[Coefficient, Kinds]]
Row = dict[str, object]
NOBODY = "there is no unit that two of these coders read and could give the code"
OVER_DOCUMENTS = "bootstrap over documents"
NO_INTERVAL = "all draws give the same: too few cases to tell an interval"
NO_VARIATION = "all values are the same, and without variation nothing can agree beyond chance"
NEVER = {
    "precision": "the first coder never gives the code",
    "recall": "the second coder never gives the code",
    "f1": "neither gives the code",
    "stance_alpha": "all stances are the same, or no passage was given the same code by two of these coders",
}

AT_LEVEL = ("alpha", "weighted_kappa")

OF_TWO: Mapping[str, Callable[[Kinds], Coefficient]] = {
    "cohen_kappa": cohen_kappa,
    "ac1": gwet_ac1,
    "agreement": percent_agreement,
}
OF_MORE: Mapping[str, Callable[[Kinds], Coefficient]] = {
    "fleiss_kappa": fleiss_kappa,
    "conger_kappa": cohen_kappa,
    "ac1": gwet_ac1,
    "brennan_prediger": brennan_prediger,
    "agreement": percent_agreement,
}


def coefficients(ratings: Ratings, *, level: Level = "nominal") -> Parts:
    """Alpha and the coefficients that two coders, or more, are given, each with the kinds that it stands on.

    Two coders are compared on the units that both rated. Of more, a unit that one alone rated counts in what
    chance is taken to be (as in irrCAC), and not in alpha.
    """
    pairable = ratings.compared()
    kinds = kinds_of(pairable, by_coder=False)
    of_two = ratings.codes.shape[1] == 2
    used = kinds_of(pairable if of_two else ratings.where((ratings.codes != MISSING).any(axis=1)))
    others = {name: (make(used), used) for name, make in (OF_TWO if of_two else OF_MORE).items()}
    if of_two and level != "nominal":
        others = {"weighted_kappa": (weighted_kappa(used, level), used), **others}
    return {"alpha": (krippendorff_alpha(kinds, level), kinds), **others}


def agreement_on(sheet: Sheet, sets: Sequence[Sequence[str]], *, drawing: Drawing) -> list[Row]:
    """Rows of AGREEMENT for a study: per set of coders, all codes together, then each code that anybody used.

    All intervals of one set come from one bootstrap: over documents, or over passages where there are fewer
    than eight documents.
    """
    return [row for coders in sets for row in _of_set(sheet, coders, drawing)]


def _of_set(sheet: Sheet, coders: Sequence[str], drawing: Drawing) -> Iterator[Row]:
    n, documents = int(sheet.both_read(coders).sum()), sheet.documents(coders)
    common: Row = {"coders": list(coders), "documents": documents, "level": "nominal"}
    if not n:
        yield {**common, "quantity": "alpha", **told(Estimate(math.nan), 0)}
        return
    parts: dict[tuple[str | None, str], tuple[Coefficient, Kinds]] = {}
    counts: dict[str | None, Row] = {}
    units: dict[str | None, int] = {None: n}
    for code in (None, *sheet.used):
        ratings = sheet.all_presences(coders) if code is None else sheet.presence(coders, code)
        if code is not None:
            units[code] = len(ratings.compared().codes)
        found = dict(coefficients(ratings))
        if len(coders) == 2:
            kinds = found["cohen_kappa"][1]
            found |= {name: (make(kinds), kinds) for name, make in SCORES.items()}
            counts[code] = dict(zip(("first", "second"), given(kinds), strict=True))
        parts |= {(code, name): part for name, part in found.items()}
    agreed = kinds_of(sheet.stances(coders), by_coder=False)
    parts[None, "stance_alpha"] = krippendorff_alpha(agreed), agreed
    drawing = replace(drawing, over=sheet.drawn_over(coders))
    estimates = all_bootstrapped(list(parts.values()), drawing)
    for ((code, name), (_, kinds)), estimate in zip(parts.items(), estimates, strict=True):
        compared = int(kinds.times.sum()) if name == "stance_alpha" else units[code]
        why = NEVER.get(name, NO_VARIATION)
        row = {**common, "code": code, "quantity": name, **counts.get(code, {})}
        unsaid = _unsaid(sheet, coders) if estimate.is_defined else {}
        yield {**row, **told(estimate, compared, why), **unsaid}


def _unsaid(sheet: Sheet, coders: Sequence[str]) -> Row:
    """A note on people who do not say what they read."""
    silent = " and ".join(coder for coder in coders if coder in sheet.silent)
    note = f"only passages that {silent} coded: what was read and passed over is not said"
    return {"note": note} if silent else {}


def agreement_of_spans(
    sheet: Sheet,
    codings: pl.DataFrame,
    lengths: Mapping[str, int],
    sets: Sequence[Sequence[str]],
    drawing: Drawing,
) -> list[Row]:
    """Rows of AGREEMENT for alpha-u: per set of people, all codes together, then each code.

    Takes: `codings` (CODINGS), `lengths` of the texts by document. Compared are the documents that all of the set
    read whole; programs mark whole passages, and are left out. Intervals are drawn over documents, where there
    are eight.
    """
    chosen = [coders for coders in sets if sheet.people.issuperset(coders)]
    return [row for coders in chosen for row in _spans_of_set(sheet, codings, lengths, coders, drawing)]


def _spans_of_set(
    sheet: Sheet, codings: pl.DataFrame, lengths: Mapping[str, int], coders: Sequence[str], drawing: Drawing
) -> Iterator[Row]:
    documents = sheet.read_whole(coders)
    marked = sheet.spans(codings, documents, coders)
    sums = {
        code: disagreement(
            [Continuum(lengths[d], [spans.get((d, coder), ()) for coder in coders]) for d in documents]
        )
        for code, spans in marked.items()
    }
    enough = len(documents) >= FEWEST_DOCUMENTS
    for code in (None, *sums) if sums else ():
        parts = list(sums.values()) if code is None else [sums[code]]
        value = float(alpha_u(parts, len(coders))[0])
        spans = int(sum(part.spans.sum() for part in parts))
        row = told(Estimate(value), spans, "nobody marked anything")
        if enough:
            found = [
                alpha_u(parts, len(coders), weights)
                for weights in draws(len(documents), drawing.replicates, *drawing.names)
            ]
            row = told(estimated(value, np.concatenate(found), drawing, OVER_DOCUMENTS), spans)
        elif row["status"] == "ok":
            row["note"] = "too few documents to draw from for an interval"
        yield {
            "coders": list(coders),
            "code": code,
            "quantity": "alpha_u",
            "documents": len(documents),
            **row,
        }


def told(estimate: Estimate, n: int, why: str = NO_VARIATION) -> Row:
    """The columns of AGREEMENT that an estimate fills."""
    if estimate.is_defined:
        row: Row = {"value": estimate.value, "n": n, "status": "ok", "interval": estimate.interval}
        if estimate.interval is None:
            return {**row, "note": NO_INTERVAL}
        return {**row, "low": estimate.low, "high": estimate.high}
    status, note = ("cannot be computed", why) if n else ("no evidence", NOBODY)
    return {"n": n, "status": status, "note": note}


def sets_of(coders: Sequence[str]) -> list[tuple[str, ...]]:
    """All coders together where there are more than two, then each pair."""
    whole = [tuple(coders)] if len(coders) > 2 else []
    return [*whole, *itertools.combinations(coders, 2)]


def agreement_in(matrix: Matrix, *, level: Level = "nominal", drawing: Drawing) -> list[Row]:
    """Rows of AGREEMENT for a table of ratings.

    Intervals of alpha and of weighted kappa, which heed the level, are bootstrapped, the others linearised.
    """
    return [row for coders in sets_of(matrix.coders) for row in _of_some(matrix, coders, level, drawing)]


def _of_some(matrix: Matrix, coders: tuple[str, ...], level: Level, drawing: Drawing) -> Iterator[Row]:
    ratings = matrix.ratings.of([matrix.coders.index(c) for c in coders])
    n = len(ratings.compared().codes)
    common: Row = {"coders": list(coders), "code": None}
    if not n:
        yield {**common, "quantity": "alpha", "level": level, **told(Estimate(math.nan), 0)}
        return
    for name, (coefficient, kinds) in coefficients(ratings, level=level).items():
        at_level = name in AT_LEVEL
        estimate = (
            bootstrapped(coefficient, kinds, drawing)
            if at_level
            else linearised(coefficient, kinds, drawing.level)
        )
        used_level = level if at_level else "nominal"
        yield {**common, "quantity": name, "level": used_level, **told(estimate, n)}
