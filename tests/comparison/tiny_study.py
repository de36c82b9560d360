"""A study of two contexts that one can check by hand: ten arrangements each, one statement, some provisions."""

from __future__ import annotations

from pathlib import Path

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
"""
ACTORS = "id,name,kind,sector\neu,European Union,supranational,foreign\nmoldova,Moldova,state,\n"
ACTORS += "usa,United States,state,\nmexico,Mexico,state,\n"
PROVISIONS = "id,arrangement,pillar,text,bearer,force,source\n"


def write(folder: Path, claims: str, **files: str) -> Analysis:
    """The study of :func:`put_down`, opened."""
    put_down(folder, claims, **files)
    return opened(folder, store=False)


def put_down(folder: Path, claims: str, **files: str) -> None:
    """The study with these claims: in eu the lead side chairs, in us the partner; `files` replace its own by name."""
    arrangements, roles = ["id,name,context,layer,legal_form,start"], ["id,arrangement,actor,role,source"]
    for context, chair in (("eu", "eu"), ("us", "mexico")):
        for number in range(10):
            name = f"{context}{number}"
            arrangements.append(f"{name},{name},{context},bilateral,declaration,2008")
            roles.append(f"r{name},{name},{chair},chair,{'note 1' if number < 4 else 'note 2'}")
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


_PLACES = {
    "study": "study.toml",
    "documents": "documents.csv",
    "statements": "statements.csv",
    "claims": "claims.yaml",
}
