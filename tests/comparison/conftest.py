"""A study of ten arrangements in each of two contexts, and whatever a test adds to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from comity.analysis import Analysis, opened

STUDY = """\
name = "tiny"
coders = []
[contexts.eu]
lead = ["eu"]
partner = ["moldova"]
[contexts.us]
lead = ["usa"]
partner = ["mexico"]
[periods]
early = [1990, 1999]
late = [2000, 2009]
[intervals]
replicates = 100
"""
ACTORS = "id,name,kind\neu,European Union,supranational\nmoldova,Moldova,state\n"
ACTORS += "usa,United States,state\nmexico,Mexico,state\n"

Write = Callable[..., Analysis]


@pytest.fixture
def study(tmp_path: Path) -> Write:
    """Opens a study: `toml` is added to study.toml; `roles` are lists of chairs by arrangement; files by name."""

    def write(toml: str = "", *, chairs: dict[str, str] | None = None, **files: str) -> Analysis:
        arrangements, roles = ["id,name,context,layer,legal_form,start"], ["id,arrangement,actor,role"]
        for name, held in (chairs or {}).items():
            context, _, year = name.partition("-")
            arrangements.append(f"{name},{name},{context[:2]},bilateral,declaration,{year or 2008}")
            for number, actor in enumerate(held.split()):
                roles.append(f"{name}.{number},{name},{actor},chair")
        texts = {
            "study.toml": STUDY + toml,
            "documents.csv": "id\n",
            "registry/actors.csv": ACTORS,
            "registry/arrangements.csv": "\n".join(arrangements) + "\n",
            "registry/roles.csv": "\n".join(roles) + "\n",
            **{name.replace("__", "/") + ".csv": text for name, text in files.items()},
        }
        (tmp_path / "registry").mkdir(exist_ok=True)
        for file, text in texts.items():
            (tmp_path / file).write_text(text, encoding="utf-8")
        return opened(tmp_path, store=False)

    return write
