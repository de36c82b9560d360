from pathlib import Path

import pytest

from comity.study.folder import StudyFolder

STUDY = 'name = "tiny"\n[contexts.eu]\nlead = ["eu"]\npartner = ["moldova"]\n'
GOOD = {
    "actors": "id,name,kind,start\neu,European Union,supranational,1993\nmoldova,Moldova,state,1991\n",
    "arrangements": "id,name,context,start,source\nmp,Mobility Partnership,eu,2008,III\n",
    "roles": "id,arrangement,actor,role,source\na,mp,eu,drafter,III\n",
}


def read(folder: Path, **csv: str) -> StudyFolder:
    (folder / "registry").mkdir(exist_ok=True)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (folder / "documents.csv").write_text("id\n", encoding="utf-8")
    for name, text in csv.items():
        (folder / "registry" / f"{name}.csv").write_text(text, encoding="utf-8")
    return StudyFolder.read(folder)


def test_a_registry_in_which_all_holds_together_says_nothing(tmp_path: Path) -> None:
    study = read(tmp_path, **GOOD)
    assert not [d for d in study.diagnostics if d.file.startswith("registry")]
    assert study.registry["roles"]["actor"].to_list() == ["eu"]


@pytest.mark.parametrize(
    ("code", "table", "text"),
    [
        ("unknown-word", "roles", "id,arrangement,actor,role,source\na,mp,eu,draftr,III\n"),
        ("unknown-arrangement", "roles", "id,arrangement,actor,role,source\na,mpp,eu,drafter,III\n"),
        ("unknown-actor", "roles", "id,arrangement,actor,role,source\na,mp,moldov,drafter,III\n"),
        ("before-it-exists", "roles", "id,arrangement,actor,role,start,source\na,mp,eu,drafter,1980,III\n"),
        ("no-source", "roles", "id,arrangement,actor,role\na,mp,eu,drafter\n"),
        ("cycle", "arrangements", "id,name,context,part_of,source\nmp,M,eu,ra,x\nra,R,eu,mp,x\n"),
        ("reversed-dates", "arrangements", "id,name,context,start,end,source\nmp,M,eu,2008,2001,x\n"),
        ("shares-over-one", "funding", "id,arrangement,funder,share,source\na,mp,eu,.8,x\nb,mp,eu,.3,x\n"),
        ("bad-share", "funding", "id,arrangement,funder,share,source\na,mp,eu,75,x\n"),
    ],
)
def test_each_rule_tells_of_what_breaks_it(tmp_path: Path, code: str, table: str, text: str) -> None:
    told = [d for d in read(tmp_path, **{**GOOD, table: text}).diagnostics if d.code == code]
    assert told, code
    assert told[0].file == f"registry/{table}.csv"
    if code.startswith("unknown"):
        assert "Did you mean" in told[0].fix


def test_a_change_of_side_has_a_date(tmp_path: Path) -> None:
    read(tmp_path, **GOOD)
    text = STUDY + '[[contexts.eu.changes]]\nactor = "moldova"\nside = "lead"\n'
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    told = StudyFolder.read(tmp_path).diagnostics
    assert [d for d in told if d.file == "study.toml" and d.severity == "error"]
