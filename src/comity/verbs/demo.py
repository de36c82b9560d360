"""comity demo: a shipped study, from its files to its report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.outcome import Outcome, worst

if TYPE_CHECKING:
    from comity.report.content import Content

FEW, MOST = (
    4,
    7,
)  # findings: below, all that is said is told; above, the strongest and the tally of the claims


def demo(folder: Path | None = None, *, study: str = "migration-partnerships") -> Outcome:
    """Write a shipped study into a folder, run it, say what it found, and write the report.

    Examples
    --------
    comity demo
    comity demo my-copy
    comity demo --study us-presidents
    comity demo --study energy-partnership-example
    comity demo --study fisheries-agreements-example

    Parameters
    ----------
    folder
        Where to put the study; comity-demo-NAME where it is left out. A folder that holds this study already is run again.
    study
        migration-partnerships (the reference study: three contexts, coded statements, a registry, claims),
        us-presidents (State of the Union addresses since 1980, whole texts), energy-partnership-example (an
        invented case from another field, with its own codebook) or fisheries-agreements-example (invented agreements,
        compared as configurations).
    """
    from comity.analysis import opened
    from comity.report.page import render
    from comity.store import write_atomically
    from comity.study.shipped import write_study

    root = Path(folder) if folder is not None else Path(f"comity-demo-{study}")
    if not (root / "study.toml").exists():
        write_study(study, root)
    analysis = opened(root)
    page = render(analysis)
    path = root / "report.html"
    write_atomically(path, page.html)
    diagnostics = tuple(analysis.diagnostics)
    return Outcome(
        "demo",
        summary=_told(page.content),
        tables={
            "documents": analysis.table("documents"),
            "figures": analysis.table("figures"),
            "evidence": analysis.table("evidence"),
            "passages": page.passages,
        },
        diagnostics=diagnostics,
        written=(path,),
        exit_code=worst(diagnostics),
    )


def _told(content: Content) -> list[str]:
    """About a dozen lines: what it rests on, what is said in each context, what the comparison finds, its doubt."""
    from comity.report.findings import findings
    from comity.report.sentences import sentences

    said, found = sentences(content), findings(content)
    if len(found) < FEW:
        return [*map(str, said), *map(str, found)]
    places = dict.fromkeys(sentence.place for sentence in said if sentence.place)
    first = [next(s for s in said if s.place == place) for place in places]
    last = [said[-1]] if not said[-1].place else []
    return [str(line) for line in (said[0], *first, *found[: MOST - 1], found[-1], *last)]
