"""All coefficients of some ratings, as rows of AGREEMENT."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import numpy as np

from comity.coding.agreement.alpha import Level, krippendorff_alpha
from comity.coding.agreement.chance import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from comity.coding.agreement.coefficient import (
    Coefficient,
    Drawing,
    Estimate,
    bootstrapped,
    linearised,
)
from comity.coding.agreement.matrix_file import Matrix
from comity.coding.agreement.ratings import MISSING, Kinds, Ratings, kinds_of

Intervals = Literal["linearised", "bootstrap"]
NOBODY = "no unit was read by two of these coders"
NO_VARIATION = "all values are the same, and without variation nothing can agree beyond chance"

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


def coefficients(
    ratings: Ratings, *, level: Level = "nominal", drawing: Drawing, intervals: Intervals = "bootstrap"
) -> Iterator[tuple[str, Estimate]]:
    """Each coefficient's name and estimate: alpha, then those that two coders, or more, are given.

    Two coders are compared on the units that both rated. Alpha's interval is always a bootstrap; that of the
    others is linearised or a bootstrap, as asked.
    """
    pairable = ratings.compared()
    kinds = kinds_of(pairable, by_coder=False)
    yield "alpha", bootstrapped(krippendorff_alpha(kinds, level), kinds, drawing)
    of_two = ratings.codes.shape[1] == 2
    used = kinds_of(pairable if of_two else ratings.where((ratings.codes != MISSING).any(axis=1)))
    for name, make in (OF_TWO if of_two else OF_MORE).items():
        if intervals == "linearised":
            yield name, linearised(make(used), used, drawing.level)
        else:
            yield name, bootstrapped(make(used), used, drawing)


def told(estimate: Estimate, n: int, why: str = NO_VARIATION) -> dict[str, object]:
    """The columns of AGREEMENT that an estimate fills."""
    if estimate.is_defined:
        ends = {} if math.isnan(estimate.low) else {"low": estimate.low, "high": estimate.high}
        return {"value": estimate.value, **ends, "interval": estimate.interval, "n": n, "status": "ok"}
    status, note = ("cannot be computed", why) if n else ("no evidence", NOBODY)
    return {"n": n, "status": status, "note": note}


def agreement_in(matrix: Matrix, *, level: Level = "nominal", drawing: Drawing) -> list[dict[str, object]]:
    """Rows of AGREEMENT for a table of ratings: all coders together, then each pair."""
    everybody = tuple(range(len(matrix.coders)))
    sets = [everybody, *itertools.combinations(everybody, 2)] if len(everybody) > 2 else [everybody]
    return [row for chosen in sets for row in _of_some(matrix, chosen, level, drawing)]


def _of_some(
    matrix: Matrix, chosen: tuple[int, ...], level: Level, drawing: Drawing
) -> Iterator[dict[str, object]]:
    ratings = matrix.ratings.of(chosen)
    n = len(ratings.compared().codes)
    coders = [matrix.coders[c] for c in chosen]
    if not n:
        yield {"coders": coders, "quantity": "alpha", "level": level, **told(Estimate(math.nan), 0)}
        return
    for name, estimate in coefficients(ratings, level=level, drawing=drawing, intervals="linearised"):
        yield {
            "coders": coders,
            "quantity": name,
            "level": level if name == "alpha" else "nominal",
            **told(estimate, n),
        }


def confusions_in(matrix: Matrix) -> list[dict[str, object]]:
    """Rows of CONFUSIONS for a table of ratings: pairs of values in which two coders differ, worst first."""
    found: list[dict[str, object]] = []
    for a, b in itertools.combinations(range(len(matrix.coders)), 2):
        said, instead = matrix.ratings.codes[:, a], matrix.ratings.codes[:, b]
        differ = np.flatnonzero((said != instead) & (said != MISSING) & (instead != MISSING))
        found += [
            {
                "first": matrix.coders[a],
                "second": matrix.coders[b],
                "said": word(matrix.ratings.values[said[unit]]),
                "instead": word(matrix.ratings.values[instead[unit]]),
                "unit": matrix.units[unit],
            }
            for unit in differ
        ]
    return found


def word(value: object) -> str:
    """A value as a person wrote it."""
    return f"{value:g}" if isinstance(value, float) else str(value)
