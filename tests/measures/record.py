"""A registry of a few rows, written as a user would write it: CSV text per table, sides by actor id."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from comity.measures.registry import placed
from comity.measures.tables import CODED, READ, WORDS
from comity.study.folder import StudyFolder

SIDES = """\
name = "tiny"
[contexts.eu]
lead = ["eu", "commission"]
partner = ["moldova", "morocco"]
third = ["iom"]
[contexts.us]
lead = ["usa"]
partner = ["mexico"]
[intervals]
replicates = 200
"""
ACTORS = """\
id,name,kind,sector,level
eu,European Union,supranational,,
commission,Commission,supranational,home affairs,official
moldova,Moldova,state,foreign,minister
morocco,Morocco,state,,
iom,IOM,international organisation,migration,
usa,United States,state,,
mexico,Mexico,state,,
"""
ARRANGEMENTS = """\
id,name,context,layer,legal_form,start
mp,Mobility Partnership,eu,bilateral,declaration,2008
ra,Readmission agreement,eu,bilateral,agreement,2007
bnc,Binational Commission,us,bilateral,consultation,1981
"""


def tables(folder: Path, *, settings: str = SIDES, **csv: str) -> dict[str, object]:
    """What measures take (registry, settings, vocabularies), from CSV text by table; actors and arrangements ship."""
    given = {"actors": ACTORS, "arrangements": ARRANGEMENTS, **csv}
    (folder / "registry").mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(settings, encoding="utf-8")
    (folder / "documents.csv").write_text("id\n", encoding="utf-8")
    for name, text in given.items():
        (folder / "registry" / f"{name}.csv").write_text(text, encoding="utf-8")
    study = StudyFolder.read(folder).require()
    made: Mapping[str, pl.DataFrame] = placed(study.registry, study.sides, study.settings, study.vocabularies)
    return {
        **made,
        "coded": CODED.empty(),
        "read": READ.empty(),
        **{table.name: table.empty() for table in WORDS},
        "settings": study.settings,
        "codebook": study.codebook,
        "vocabularies": study.vocabularies,
    }
