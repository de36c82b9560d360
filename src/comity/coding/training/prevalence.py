"""How often a code is said, when a program that errs looked everywhere and people at a random sample.

*Definition.* Let f be what the program says of each passage (1: it says the code) and y what people say of the
passages in a random sample of n out of N. Then

    as coded   = mean of f over all N passages
    corrected  = mean of f over all N passages + mean of (y - f) over the sample

The second term is the program's error, estimated where people looked; so the corrected share is right on average
however bad the program is, and the better the program, the narrower its interval. The passages of one document resemble one
another, so variance is taken between documents: with e = y - f in the sample and documents d,
Var = G/(G-1) Σ_d (Σ_{i in d} (e_i - ē))² / n², of G documents in the sample, times (1 - n/N): the mean of f over all
passages is known and has no error of its own. Documents are so taken for drawn too, which is on the careful side. The
interval is ± t (G - 1 degrees of freedom) standard errors, within [0, 1]. Where the sample shows no error at all, the
interval reaches -ln(1 - level) / n to either side (three in n at 95 percent: so rare may errors be that n passages
show none). Where people are evenly split, y is a half.

A program that was learnt from these very passages knows their answers, and its errors on them are no measure of its
errors elsewhere. For the trained coder f is therefore what it says of a passage when learnt without that passage's
document, and the mean over all passages is taken over those learners (cross-prediction).

*Undefined.* No interval with fewer than two documents in the sample; nothing without a sample.

*Source.* The difference estimator of survey sampling (Särndal, Swensson and Wretman 1992, 6.3); prediction-powered
inference (Angelopoulos et al. 2023, Science 382); design-based supervised learning (Egami et al. 2023, NeurIPS);
cross-prediction (Zrnic and Candès 2024, PNAS 121).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from comity.table import Column, Table

PREVALENCE = Table(
    "prevalence",
    "Share of the passages that say a code: as a program coded them, and corrected by what people found in a random "
    "sample.",
    (
        Column("code", "a code of the codebook", required=True),
        Column("coder", "the program", required=True),
        Column("passages", "passages of the study", kind="integer", required=True),
        Column("sample", "passages drawn at random and read by people", kind="integer", required=True),
        Column("documents", "documents in which these stand", kind="integer", required=True),
        Column("coded", "passages that the program gave the code", kind="integer", required=True),
        Column(
            "program", "passages of the sample that the program gave the code", kind="integer", required=True
        ),
        Column(
            "people",
            "passages of the sample that people gave the code; a half where they are split",
            kind="number",
            required=True,
        ),
        Column("as_coded", "coded / passages", kind="number"),
        Column("corrected", "as_coded + (people - program) / sample, within 0 and 1", kind="number"),
        Column("low", "lower end of its interval", kind="number"),
        Column("high", "upper end", kind="number"),
        Column("status", "ok, or why there is no interval", required=True),
    ),
    key=("code", "coder"),
)


@dataclass(frozen=True, slots=True)
class Share:
    """A corrected share with its interval; null where it cannot be told."""

    corrected: float | None
    low: float | None
    high: float | None
    status: str


def corrected(
    as_coded: float, error: NDArray[np.floating], document: Sequence[str], *, passages: int, level: float
) -> Share:
    """The corrected share: `error` is people's answer less the program's on each passage of the sample (-1, 0, 1).

    `as_coded` is the program's share over all `passages`; `document` is that of each passage of the sample.
    """
    n = len(error)
    if n == 0:
        return Share(None, None, None, "no passage drawn at random has been read")
    raw = as_coded + float(error.sum()) / n
    share = min(1.0, max(0.0, raw))
    _, number = np.unique(np.asarray(document), return_inverse=True)
    groups = int(number.max()) + 1
    if groups < 2:
        return Share(share, None, None, "the sample stands in one document")
    residual = np.bincount(number.ravel(), weights=error - error.mean(), minlength=groups)
    variance = groups / (groups - 1) * float((residual**2).sum()) / n**2 * max(0.0, 1 - n / passages)
    from scipy.stats import t

    reach = float(t.ppf((1 + level) / 2, groups - 1)) * sqrt(variance)
    if not error.any():  # no error seen is not no error
        reach = min(1.0, -log(1 - level) / n)
    return Share(share, max(0.0, raw - reach), min(1.0, raw + reach), "ok")
