"""A study of a few rows in which everything stands on something."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.analysis import Analysis, opened

FILES = {
    "study.toml": 'name = "tiny"\n[contexts.eu]\nlead = ["eu"]\npartner = ["moldova"]\n',
    "documents.csv": "id,file,title,issuer,date,context,source\n"
    "draft,draft.txt,A draft,the Union,2007,eu,sources.bib: com-2007\nnote,,A note,Moldova,2008,eu,\n",
    "documents/draft.txt": "Managing migration is a shared responsibility of all.",
    "statements.csv": "id,document,locator,code,stance,text\n"
    "said,note,p. 3,shared_responsibility,rejects,Responsibility is not shared.\n",
    "sources.bib": "@techreport{com-2007, author = {{European Commission}}, title = {On partnerships}, year = {2007}}\n"
    "@misc{mp, title = {The partnership itself}}\n",
    "registry/actors.csv": "id,name,aliases,member_of\neu,European Union,the Union,\ncommission,Commission,,eu\n"
    "moldova,Moldova,,\n",
    "registry/arrangements.csv": "id,name,context,start,part_of,source\n"
    "approach,Global Approach,eu,2005,,II\nmp,Mobility Partnership,eu,2008,approach,com-2007\n",
    "registry/roles.csv": "id,arrangement,actor,role,source\n"
    "drafting,mp,eu,drafter,com-2007\nhosting,mp,moldova,host,II\n",
    "registry/provisions.csv": "id,arrangement,pillar,text,bearer,force,exchange_for,timing,source\n"
    "return,mp,control,Take people back.,partner,mandatory,visas,before,II\n"
    "visas,mp,mobility,Ease visas.,eu,voluntary,,,II\n",
    "claims.yaml": "claims:\n  - id: control-leads\n    text: Control outweighs the rest.\n    measure: P1\n"
    "    where: {context: eu}\n    expect: {value: {above: 0.5}}\n"
    "  - id: more-from-partners\n    text: Partners are bound more often.\n    measure: P2\n"
    "    where: {context: eu, side: partner}\n    expect: {greater_than: {where: {context: eu, side: lead}}}\n",
}


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the study, which no test changes."""
    tmp_path = tmp_path_factory.mktemp("standing")
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def analysis(study: Path) -> Analysis:
    """The study, opened."""
    return opened(study)
