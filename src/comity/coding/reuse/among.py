"""The documents of a study beside one another: what stands in which, and what became of drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from comity.coding.reuse.table import SURVIVAL, Rules, reuse, survival_in
from comity.store import Store, code_version, fingerprint

if TYPE_CHECKING:
    from comity.coding.coded_texts import Coded

Dates = Mapping[str, str | None]


def compared_from(texts: Coded, dates: Dates, drafts: Mapping[str, str], rules: Rules) -> str:
    """A fingerprint of all that both tables depend on."""
    keys = [job.key for job in texts.jobs]
    return fingerprint(keys, *(sorted(part.items()) for part in (dates, drafts, rules)), code_version())


def reuse_among(texts: Coded, dates: Dates, rules: Rules, store: Store | None) -> pl.DataFrame:
    """REUSE of the documents among themselves; kept in the store, since it takes long where they are many."""

    def made() -> pl.DataFrame:
        return reuse(*texts.worded()[0], dates, rules)

    return (
        made() if store is None else store.get_or_make("reuse", compared_from(texts, dates, {}, rules), made)
    )


def survival_among(texts: Coded, drafts: Mapping[str, str], rules: Rules) -> pl.DataFrame:
    """SURVIVAL of drafts, each in the text that came of it; those of which either is not held are left out."""
    held = set(texts.passage_counts["document"])
    pairs = {draft: final for draft, final in drafts.items() if {draft, final} <= held}
    if not pairs:
        return SURVIVAL.empty()
    passages, whole = texts.worded()[0]
    told = [
        survival_in(final, [draft for draft, f in pairs.items() if f == final], passages, whole, rules)
        for final in sorted(set(pairs.values()))
    ]
    return pl.concat(told)
