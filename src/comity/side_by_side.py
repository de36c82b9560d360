"""The ledger in words: what each side takes on, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.outcome import Section

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis

_ACT, _CONDITION = 150, 90
HEADINGS = {
    "lead": "lead",
    "partner": "partner",
    "both": "both alike",
    "third": "third parties",
    "other": "others",
    "nobody": "nobody named",
}


def names(analysis: Analysis) -> dict[str, str]:
    """Who the sides are, where the text alone tells: the actor named most."""
    from comity.study.side_lists import known_actors

    if analysis.settings.contexts:
        return {}
    known = known_actors()
    guess = {"lead": analysis.guess.lead, "partner": analysis.guess.partner}
    return {
        side: ", ".join(analysis.named.get(side) or [known[a].name for a in actors[:2]])
        for side, actors in guess.items()
    }


def summary(frame: pl.DataFrame, passages: pl.DataFrame) -> list[str]:
    """The balance in a sentence or two, and what was not looked at."""
    from comity.coding.duties.ledger import overview, unread

    left = [said for said in [unread(passages)] if said]
    if not frame.height:
        nothing = "No duty, permission or commitment was found. That is a fact about words: they may be told otherwise."
        looked = not left or not left[0].startswith(f"Not looked for in {passages.height:,} of")
        return [nothing, *left] if looked else left
    lines = {line.id: line.counts for line in overview(frame)}
    bound = {s: lines["must"][s] + lines["must_not"][s] for s in ("lead", "partner", "both")}
    told = f"Bound by mandatory words: lead {bound['lead']:,}, partner {bound['partner']:,}, both alike {bound['both']:,}."
    only = lines["conditional"]
    only_if = (
        f"On a condition: lead {only['lead']:,}, partner {only['partner']:,}, both alike {only['both']:,}."
    )
    return [told, only_if, *left, "Found by rules over sentences (deontic coder); no person has checked it."]


def sections(frame: pl.DataFrame, named: dict[str, str], *, most: int) -> list[Section]:
    """The overview, then what each column holds."""
    from comity.coding.duties.ledger import columns_of, overview

    columns = columns_of(frame)
    heads = [f"{HEADINGS[c]}{f' ({named[c]})' if named.get(c) else ''}" for c in columns]
    numbers = frozenset(range(1, len(columns) + 1))
    rows = [[line.label, *(str(line.counts[c] or "–") for c in columns)] for line in overview(frame)]
    made = [Section("Who takes on what", rows, ("", *heads), numbers)] if frame.height else []
    for column, head in zip(columns, heads, strict=True):
        own = [row for row in frame.iter_rows(named=True) if row["side"] == column]
        if own:
            made.append(_listed(head, own, most))
    return made


def _listed(head: str, own: Sequence[dict[str, object]], most: int) -> Section:
    rest = len(own) - most
    return Section(
        f"{head[:1].upper()}{head[1:]}: {len(own):,}",
        [_line(row) for row in own[:most]],
        ("force", "page", "what"),
        frozenset({1}),
        f"{rest:,} more; --most {len(own)} lists all, --csv writes them." if rest > 0 else "",
    )


def _line(row: dict[str, object]) -> list[str]:
    from comity.coding.duties.ledger import entry

    condition = f"  [{shortened(str(row['condition']), _CONDITION)}]" if row["condition"] else ""
    page = "" if row["page"] is None else f"p. {row['page']}"
    return [str(row["force"]), page, shortened(entry(row), _ACT) + condition]


def shortened(text: str, most: int) -> str:
    """At most so many characters, from whole words."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"
