"""A study folder of a few lines, as a person would write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from comity.study.folder import StudyFolder

CODEBOOK = """\
name: small
groups: {element: Elements}
codes:
  - id: win_win
    label: Win-win
    group: element
    definition: Everybody gains.
    patterns: {en: ["win win"]}
"""
SETTINGS = """\
codebook = "codebook.yaml"
[contexts.eu]
lead = ["eu"]
partner = ["moldova"]
[contexts.eu.phrases]
lead = ["Member State*"]
partner = ["third countr*"]
"""
SMALL = {
    "study.toml": SETTINGS,
    "codebook.yaml": CODEBOOK,
    "documents.csv": "id,file,issuer,date,context\na,a.txt,eu,2007-05-16,eu\n",
    "documents/a.txt": "A win-win for all.",
    "registry/actors.csv": "id,name,aliases,member_of\neu,European Union,EU; the Union,\n"
    "commission,European Commission,COM,eu\nmoldova,Republic of Moldova,Moldova,\n",
}

MakeFolder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> MakeFolder:
    """Write the small study, with files replaced, added or (null) left out; gives its path."""

    def make(files: dict[str, str | bytes | None] | None = None) -> Path:
        for name, content in {**SMALL, **(files or {})}.items():
            path = tmp_path / "study" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "study"

    return make


@pytest.fixture
def told(folder: MakeFolder) -> Callable[..., list[str]]:
    """What is said of the small study with such files, as a person reads it."""

    def read(files: dict[str, str | bytes | None] | None = None) -> list[str]:
        return [str(d) for d in StudyFolder.read(folder(files)).diagnostics]

    return read
