"""A study of two contexts that one can check by hand: arrangements with their chairs, and whatever a test adds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
ACTORS = "id,name,kind,sector\neu,European Union,supranational,foreign\nmoldova,Moldova,state,\n"
ACTORS += "usa,United States,state,\nmexico,Mexico,state,\n"
PROVISIONS = "id,arrangement,pillar,text,bearer,force,source\n"
CHAIRS = {f"{context}{n}": chair for context, chair in (("eu", "eu"), ("us", "mexico")) for n in range(10)}
_EARLY = 4  # of the arrangements of a context stand on note 1, the others on note 2
_PLACES = {
    "study": "study.toml",
    "documents": "documents.csv",
    "statements": "statements.csv",
    "claims": "claims.yaml",
}


def write(folder: Path, claims: str = "claims: []\n", **added: Any) -> Analysis:
    """The study of :func:`put_down`, opened."""
    put_down(folder, claims, **added)
    return opened(folder, store=False)


def put_down(
    folder: Path, claims: str = "claims: []\n", *, chairs: Mapping[str, str] = CHAIRS, **files: str
) -> None:
    """The study with these claims; `files` replace its own by name.

    `chairs`: the actors who chair, by arrangement, which is named by its context, its number and, where it is not 2008,
    its year: ``eu1-1995``. Left out: ten arrangements each, chaired by the lead side in eu, by the partner in us.
    """
    arrangements, roles = ["id,name,context,layer,legal_form,start"], ["id,arrangement,actor,role,source"]
    met: dict[str, int] = {}
    for name, held in chairs.items():
        context, _, year = name.partition("-")
        met[context[:2]] = met.get(context[:2], 0) + 1
        note = "note 1" if met[context[:2]] <= _EARLY else "note 2"
        arrangements.append(f"{name},{name},{context[:2]},bilateral,declaration,{year or 2008}")
        roles += [f"{name}.{number},{name},{actor},chair,{note}" for number, actor in enumerate(held.split())]
    (folder / "registry").mkdir(exist_ok=True)
    written = {
        "study": STUDY,
        "documents": "id\n",
        "actors": ACTORS,
        "arrangements": "\n".join(arrangements) + "\n",
        "roles": "\n".join(roles) + "\n",
        "claims": claims,
        **files,
    }
    for name, text in written.items():
        (folder / _PLACES.get(name, f"registry/{name}.csv")).write_text(text, encoding="utf-8")
