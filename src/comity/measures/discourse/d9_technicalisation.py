"""D9: whether disputes are turned into numbers and procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity.measures.counted import PLACE, Figured, Frame, passages_once
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import shares
from comity.measures.statistics import Statistic, share
from comity.measures.tally import Confidence
from comity.study.asked_codes import asked_codes

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.settings import Settings

_SHARE = Quantity(
    "technicalisation",
    "technical / passages on the matter",
    (0, 1),
    share("technical", of=("technical", "other")),
)
_AGREED = Quantity("figures_agreed", "events", (0, None), Statistic("count", ("agreed",)))
_WITHOUT_EVENTS = {"side", "register"}


@measure(
    "D9",
    question="Are disputes turned into technical matters?",
    quantities=(_SHARE, _AGREED),
    by=("context", "side", "layer", "register", "period", "year"),
    always=(),
    shown=(("context",), ("context", "period")),
    source="method D9",
)
def technicalisation(  # noqa: PLR0917 (its tables)
    coded: Frame,
    read: Frame,
    events: Frame,
    settings: Settings,
    codebook: Codebook,
    by: tuple[str, ...],
    confidence: Confidence,
) -> tuple[Figured, ...]:
    """The share of technical passages among those on the matter, which periods set side by side: before and after.

    technical / (technical or on the matter), in passages and statements, affirmed or reported: who reports that
    a dispute became a question of figures tells of it all the same. Which codes are technical, and which the
    matter (management and control), stands in ``measures.yaml`` and may be replaced in study.toml. A passage
    with both counts once, as technical. *figures_agreed*: events in which contested figures became agreed ones.

    Takes: coded (row, document, code, stance), read (document), events (what). Gives: a share in [0, 1] with its
    interval over documents; a count. Undefined: "no evidence" where nothing of it is said; the note names codes
    that the codebook does not have. Source: method D9.

    Caveat: a technical word is not yet a technical treatment of the matter; read the rows.

    >>> from comity.measures.worked import worked
    >>> worked("D9",
    ... read=["document", "a", "b", "c"],
    ... coded=["document, code", "a, control", "b, control", "b, technical"],
    ... )
    D9/case = 0.333  (n 3, 0.024 to 0.88)
    D9.figures_agreed/case: no evidence (no agreement on figures is recorded)
    """
    codes = asked_codes(settings, "D9")
    every = [code for key in ("technical", "among") for code in codes[key]]
    missing = sorted(set(every) - set(codebook.codes) - set(coded["code"]))
    nothing = "nothing is said of the matter" + (
        f"; no code is called {', '.join(missing)}" if missing else ""
    )
    spoken = coded.filter(pl.col("code").is_in(every) & pl.col("stance").is_in(["affirms", "reports"]))
    passage = pl.col("row").str.extract(PLACE).fill_null(pl.col("row"))
    technical = pl.col("code").is_in(codes["technical"]).any().over("table", "document", passage)
    rows = spoken.with_columns(part=pl.when(technical).then(pl.lit("technical")).otherwise(pl.lit("other")))
    made = shares(
        passages_once(rows, [*by, "part"]), by, _SHARE, measure="D9", confidence=confidence,
        arrangements=read, nothing=nothing,
    )  # fmt: skip
    if _WITHOUT_EVENTS & set(by):
        return (made,)
    agreed = events.filter(pl.col("what") == "agreed on figures").with_columns(part=pl.lit("agreed"))
    return made, shares(
        agreed, by, _AGREED, measure="D9", confidence=confidence, arrangements=read,
        nothing="no agreement on figures is recorded",
    )  # fmt: skip
