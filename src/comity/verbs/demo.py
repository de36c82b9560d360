"""comity demo: a shipped study, from its files to its report."""

from __future__ import annotations

from pathlib import Path

from comity.outcome import Outcome, worst


def demo(folder: Path | None = None, *, study: str = "migration-partnerships") -> Outcome:
    """Write a shipped study into a folder, run it, say what it found, and write the report.

    Examples
    --------
    comity demo
    comity demo my-copy
    comity demo --study us-presidents
    comity demo --study energy-partnership-example

    Parameters
    ----------
    folder
        Where to put the study; comity-demo-NAME where it is left out. A folder that holds this study already is run again.
    study
        migration-partnerships (the reference study: three contexts, coded statements, a registry, claims),
        us-presidents (State of the Union addresses since 1980, whole texts) or energy-partnership-example (an
        invented case from another field, with its own codebook).
    """
    from comity.analysis import opened
    from comity.report.findings import findings
    from comity.report.page import render
    from comity.report.sentences import summary
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
        summary=[*map(str, findings(page.content)), *summary(page.content)],
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
