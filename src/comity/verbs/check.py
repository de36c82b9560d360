"""comity check: what the record says of the study's claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.outcome import Outcome, Section, StudyPlace

if TYPE_CHECKING:
    import polars as pl

ORDER = ("contradicted", "undecided", "supported")


def check(study: StudyPlace = Path(), *, junit: Path | None = None) -> Outcome:
    """Say of each claim in claims.yaml whether the record supports it, contradicts it or leaves it undecided.

    The exit code is 1 where a claim is contradicted, and 2 where a claim names what does not exist or could
    never fail.

    Examples
    --------
    comity check
    comity check my-study --json
    comity check my-study --junit claims.xml

    Parameters
    ----------
    study
        The folder of the study.
    junit
        Also write the verdicts as JUnit XML: contradicted is a failure, undecided is skipped.
    """
    from comity.analysis import opened
    from comity.diagnostics import UsageError

    analysis = opened(study)
    if not analysis.folder.claims:
        raise UsageError("The study states no claims. Write them in claims.yaml, beginning with 'claims:'.")
    verdicts = analysis.table("verdicts")
    written = []
    if junit is not None:
        from comity.store import write_atomically

        write_atomically(junit, junit_xml(verdicts, analysis.settings.name))
        written.append(junit)
    counts = {word: verdicts.filter(verdicts["verdict"] == word).height for word in ORDER}
    said = ", ".join(f"{counts[word]} {word}" for word in reversed(ORDER))
    return Outcome(
        "check",
        summary=[f"{verdicts.height} claims: {said}."],
        sections=[_section(verdicts, word) for word in ORDER if counts[word]],
        tables={"verdicts": verdicts},
        diagnostics=tuple(analysis.diagnostics),
        written=written,
        exit_code=1 if counts["contradicted"] else 0,
    )


def _section(verdicts: pl.DataFrame, word: str) -> Section:
    rows = [
        [str(r["claim"]), str(r["text"]), str(r["expected"]), str(r["n"] or 0), str(r["why"])]
        for r in verdicts.filter(verdicts["verdict"] == word).iter_rows(named=True)
    ]
    return Section(word.capitalize(), rows, ("claim", "says", "expects", "n", "why"), frozenset({3}))


def junit_xml(verdicts: pl.DataFrame, name: str) -> str:
    """The verdicts as JUnit XML, one test case per claim."""
    from xml.etree import ElementTree as ET

    counts = {word: verdicts.filter(verdicts["verdict"] == word).height for word in ORDER}
    suite = ET.Element(
        "testsuite",
        name=name or "claims",
        tests=str(verdicts.height),
        failures=str(counts["contradicted"]),
        skipped=str(counts["undecided"]),
    )
    for row in verdicts.iter_rows(named=True):
        case = ET.SubElement(suite, "testcase", classname=row["measure"], name=row["claim"])
        if row["verdict"] == "contradicted":
            ET.SubElement(case, "failure", message=row["why"]).text = row["text"]
        elif row["verdict"] == "undecided":
            ET.SubElement(case, "skipped", message=row["why"])
    ET.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"
