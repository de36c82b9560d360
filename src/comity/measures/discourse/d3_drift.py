"""D3: does the talk turn? The yearly mix of frames, and the years in which it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity.measures.breaks import cuts, fewest_passages, noise_between, penalty_of, spans
from comity.measures.counted import (
    Counted,
    Figured,
    Frame,
    documents_in,
    figures_asked,
    ordered,
    passages_once,
)
from comity.measures.intervals import draws
from comity.measures.measure import Quantity, measure
from comity.measures.statistics import share
from comity.measures.tables import FIGURES
from comity.measures.yearly import Yearly

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.settings import Settings

NEAR = 1  # years by which a break may shift in a replicate and still be the same
BREAK_UNIT = "share of replicates that agree, to a year"
NAMED = {"measure": "D3", "quantity": "break", "unit": BREAK_UNIT}


@measure(
    "D3",
    question="How do the frames shift over the years, and where do they break?",
    quantities=(
        Quantity("share", "share of the framed passages of the year", (0, 1), share("frame", of=("framed",))),
        Quantity("break", BREAK_UNIT, (0, 1)),
    ),
    by=("context", "actor", "side", "layer", "register"),
    always=("code", "year"),
    source="method D3",
)
def drift(
    coded: Frame, read: Frame, settings: Settings, codebook: Codebook, by: tuple[str, ...]
) -> tuple[Counted, Figured]:
    """Yearly share of the frames among framed passages, and the years in which the mix changes.

    *share* = passages affirming the frame in the year / the same summed over all frames. A passage with two
    frames counts once for each, so that the shares of a year add up to 1. Frames are the codes that the
    codebook marks as such; rejected and reported ones do not count. A statement counts in its own year.

    *break*: the years are cut into pieces of constant shares so that the multinomial deviance of the pieces,
    divided by the noise between neighbouring years, plus a penalty of (number of frames) x ln(framed
    passages) per cut, is least (the optimum that PELT gives). A piece takes ``thresholds.read`` documents.
    The year given is the first of the new mix. value = *stability*: the share of bootstrap replicates over
    documents in which a break lies within one year of it (a break after years that the replicate leaves empty
    lies anywhere in them); with no break, the share in which there is none
    either.

    Takes: coded (row, document, code, stance, coder, year, grouping columns), read (the same),
    ``codebook.frames``.
    Gives: shares in [0, 1] with intervals as in D2; breaks with the passages before and after as evidence.
    Undefined: years in which nothing is framed are "no evidence"; too few dated passages or documents for any
    break are "undecided", and the note says how many there are and how many it takes.
    Source: method D3.

    Caveat: a share falls also where another frame rises; years with few passages swing widely, as their
    intervals show.

    >>> from comity.measures.worked import worked
    >>> worked("D3", "share",
    ... read=["document, year", "a, 2000", "b, 2001"],
    ... coded=[
    ...     "document, code, year",
    ...     "a, prosperity, 2000",
    ...     "b, prosperity, 2001",
    ...     "b, security, 2001",
    ... ],
    ... )
    D3/case/security/2000 = 0  (n 0, 0 to 0.85)
    D3/case/prosperity/2000 = 1  (n 1, 0.15 to 1)
    D3/case/security/2001 = 0.5  (n 1, 0.025 to 0.97)
    D3/case/prosperity/2001 = 0.5  (n 1, 0.025 to 0.97)
    """
    frames = list(codebook.frames)
    dated = pl.col("year").is_not_null()
    framed = coded.filter(pl.col("code").is_in(frames) & (pl.col("stance") == "affirms") & dated)
    columns = ordered((*by, "code", "year"))
    rows = passages_once(framed, columns)
    documents = documents_in(coded.filter(dated), read.filter(dated), (*by, "year"))
    behind = rows.group_by(*by, "year", "document").agg(pl.col("amount").sum(), part=pl.lit("framed"))
    was_read = documents.with_columns(part=pl.lit("read"), amount=pl.lit(1, pl.Int64))
    shares = Counted(
        rows=rows.with_columns(part=pl.lit("frame")),
        groups=figures_asked(documents, (*by, "year"), frames).sort(
            *by, "year", nulls_last=True, maintain_order=True
        ),
        background=pl.concat([was_read, behind.select(was_read.columns).sort(*by, "year", "document")]),
        judge=_explained,
    )
    return shares, _breaks(rows, documents, by, frames, settings)


def _explained(figures: Frame) -> Frame:
    return figures.with_columns(
        note=pl.when(pl.col("status") == "no evidence")
        .then(pl.lit("nothing is framed in this year"))
        .when(pl.col("paraphrased") == 1)
        .then(pl.lit("rests on paraphrases alone"))
        .when(pl.col("paraphrased") > 0)
        .then(pl.lit("rests in part on paraphrases"))
    )


def _breaks(
    rows: Frame, documents: Frame, by: tuple[str, ...], frames: list[str], settings: Settings
) -> Figured:
    """The breaks of every group, or one figure that says there is none, or that it cannot be told."""
    figures: list[dict[str, object]] = []
    evidence: list[Frame] = []
    groups = documents.select(by).unique().sort(by, nulls_last=True).to_dicts() if by else [{}]
    for group in groups if len(documents) and frames else []:
        where = [pl.col(c).eq_missing(pl.lit(v)) for c, v in group.items()]
        own = documents.filter(where) if where else documents
        series = Yearly.of(rows.filter(where) if where else rows, frames, own, settings.thresholds.read)
        for figure, counted in _found(series, group, settings):
            counts = {"read": own["document"].n_unique(), **_described(counted)}
            figures.append({**group, **figure, **counts, **NAMED})
            evidence.append(_listed(counted).with_columns(figure=pl.lit(len(figures) - 1, pl.UInt32)))
    used = (*by, "measure", "quantity", "unit", "year", "value", "category", "status", "note")
    used = (*used, "n", "documents", "read", "coders", "paraphrased")
    shape = {name: kind for name, kind in FIGURES.schema().items() if name in used}
    nothing = _listed(rows.clear().with_columns(part=pl.lit(""))).with_columns(figure=pl.lit(0, pl.UInt32))
    return Figured(pl.DataFrame(figures, schema=shape), pl.concat([nothing, *evidence]))


def _found(
    series: Yearly, group: dict[str, object], settings: Settings
) -> list[tuple[dict[str, object], Frame]]:
    """Each break of one series with the rows on its two sides."""
    everything = series.rows.with_columns(part=pl.lit("framed"))
    passages, frames, fewest = int(series.counts.sum()), len(series.frames), settings.thresholds.read
    held = series.rows["document"].n_unique()
    needed = fewest_passages(max(2, frames))
    if held < 2 * fewest or passages < needed or len(series.years) < 2:
        note = (
            f"too little for a break: {passages} dated framed passages in {held} documents and "
            f"{len(series.years)} years; it takes {2 * fewest} documents, {fewest} on either side, "
            f"and {needed} passages"
        )
        return [({"status": "undecided", "note": _with_paraphrase(note, series.rows)}, everything)]
    noise, penalty = noise_between(series.counts), penalty_of(frames, passages)
    places = np.flatnonzero(
        cuts(series.counts[None], penalty=penalty, noise=noise, allowed=series.allowed)[0]
    ).tolist()
    seed = ("D3", "break", *(str(v) for v in group.values()))
    first, last = _drawn_anew(series, penalty, noise, seed, settings.intervals.replicates)
    if not places:
        stable = float(np.mean(~(last > 0).any(axis=1)))
        figure = {"category": "no break", "status": "ok", "value": stable}
        return [({**figure, "note": _with_paraphrase("", series.rows) or None}, everything)]
    return [_break(series, places, number, first, last) for number in range(len(places))]


def _drawn_anew(
    series: Yearly, penalty: float, noise: float, seed: tuple[str, ...], replicates: int
) -> tuple[np.ndarray, np.ndarray]:
    """Between which years the cuts of each bootstrap replicate lie: two arrays (replicates, years)."""
    made = []
    for weights in draws(series.documents, replicates, *seed):
        counts = series.drawn(weights)
        found = cuts(counts, penalty=penalty, noise=noise, allowed=series.allowed)
        made.append(spans(found, counts.sum(axis=2) > 0, series.years))
    return np.concatenate([m[0] for m in made]), np.concatenate([m[1] for m in made])


def _break(
    series: Yearly, places: list[int], number: int, first: np.ndarray, last: np.ndarray
) -> tuple[dict[str, object], Frame]:
    """One break: its stability, what rose and what fell, and the rows of the pieces on its two sides."""
    edges = [0, *places, len(series.years)]
    start, place, end = edges[number : number + 3]
    before, year = series.years[place - 1], series.years[place]
    agree = (first <= year + NEAR) & (last > before - NEAR)
    column = pl.col("year")
    sides = series.rows.filter(column.is_between(series.years[start], series.years[end - 1])).with_columns(
        part=pl.when(column < year).then(pl.lit("before")).otherwise(pl.lit("after"))
    )
    figure: dict[str, object] = {
        "year": year,
        "category": "break",
        "status": "ok",
        "value": float(np.mean(agree.any(axis=1))),
        "note": _with_paraphrase(_turn(series, start, place, end), sides),
    }
    return figure, sides


def _turn(series: Yearly, start: int, place: int, end: int) -> str:
    """What rose most and what fell most, in words."""
    before, after = series.counts[start:place].sum(axis=0), series.counts[place:end].sum(axis=0)
    old, new = before / before.sum(), after / after.sum()
    rose, fell = int(np.argmax(new - old)), int(np.argmin(new - old))
    words = f"{series.frames[rose]} rises from {old[rose]:.0%} to {new[rose]:.0%}"
    words += f", {series.frames[fell]} falls from {old[fell]:.0%} to {new[fell]:.0%}"
    last = series.years[place - 1]
    if series.years[place] - last > 1:
        words += f"; nothing is framed between {last} and {series.years[place]}"
    return words


def _with_paraphrase(note: str, rows: Frame) -> str:
    told = int((rows["table"] == "statements").sum())
    if not told:
        return note
    part = f"{told} of {len(rows)} rows are paraphrases"
    rests = "rests on paraphrases alone" if told == len(rows) else part
    return f"{note}; {rests}" if note else rests


def _described(rows: Frame) -> dict[str, object]:
    return {
        "n": len(rows),
        "documents": rows["document"].n_unique(),
        "coders": sorted({c for some in rows["coders"].to_list() for c in some}),
        "paraphrased": (rows["table"] == "statements").mean() if len(rows) else None,
    }


def _listed(rows: Frame) -> Frame:
    """Rows as evidence; a coding that counts for a frame and for its parent counts twice in one row."""
    keys = ["table", "row", "document", "part"]
    return rows.group_by(keys).agg(pl.col("amount").sum()).sort(keys)
