"""The report as PDF, set by Typst: no browser, the same bytes for the same report."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.report.formats.paper import Paper


def pdf(paper: Paper) -> bytes:
    """The paper as a tagged PDF.

    The words travel as JSON beside the layout (paper.typ), so that none of them is ever read as markup.
    """
    import typst

    layout = (resources.files("comity.report") / "formats" / "paper.typ").read_bytes()
    made = typst.compile(
        layout,
        format="pdf",
        sys_inputs={"paper": json.dumps(asdict(paper), ensure_ascii=False)},
        timestamp=0,
        ignore_system_fonts=True,  # the same bytes on every machine
        pdf_standards="ua-1",  # refuses what somebody who cannot see it could not read
    )
    assert isinstance(made, bytes)
    return made
