"""What people get wrong in the registry, and the sentence that each mistake is answered with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from comity.cli.main import main
from comity.study.folder import StudyFolder

FILES = {
    "study.toml": 'name = "tiny"\ncoders = []\n[contexts.eu]\nlead = ["eu"]\npartner = ["moldova"]\n',
    "documents.csv": "id\n",
    "registry/actors.csv": "id,name,kind,start\neu,European Union,supranational,1993\n"
    "moldova,Moldova,state,1991\nghana,Ghana,state,\n",
    "registry/arrangements.csv": "id,name,context,start,source\nmp,Mobility Partnership,eu,2008,III\n",
}
ROLES = "id,arrangement,actor,role,start,source\n"
PROVISIONS = "id,arrangement,pillar,text,bearer,beneficiary,exchange_for,source\n"
FUNDING = "id,arrangement,funder,share,amount,date,source\n"
TRANSFERS = "id,arrangement,giver,receiver,kind,date,source\n"
LINKS = "id,from,to,kind,source\n"

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write the study, with files replaced or added; gives its path."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in {**FILES, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


def told(folder: Path) -> list[str]:
    return [f"{d.severity}: {d}" for d in StudyFolder.read(folder).diagnostics]


@pytest.mark.parametrize(
    ("table", "text", "sentence"),
    [
        (
            "roles",
            f"{ROLES}a,mp,ghana,member,,III\n",
            (
                "warning: registry/roles.csv:2: actor = 'ghana' stands on no side in the context 'eu' of 'mp'. "
                "Place it in [contexts.eu], or give the row a side."
            ),
        ),
        (
            "roles",
            f"{ROLES}a,mp,eu,drafter,1980,III\n",
            "error: registry/roles.csv:2: start = '1980' is before 'eu' exists (1993). Check the dates.",
        ),
        (
            "transfers",
            f"{TRANSFERS}a,mp,eu,moldova,training,1992,III\n",
            "error: registry/transfers.csv:2: date = '1992' is before 'eu' exists (1993). Check the dates.",
        ),
        (
            "funding",
            f"{FUNDING}a,mp,eu,0.5,,1980,III\n",
            "error: registry/funding.csv:2: date = '1980' is before 'eu' exists (1993). Check the dates.",
        ),
        (
            "roles",
            f"{ROLES}a,mp,eu,drafter,,III\na,mp,moldova,host,,III\n",
            (
                "error: registry/roles.csv:3: id = 'a' stands on line 2 already; id tells the rows apart. "
                "Give one of them another."
            ),
        ),
        (
            "roles",
            f'{ROLES}a,mp,eu,drafter,,"p. 1\np. 2"\nb,mp,eu,chairs,,III\n',
            (
                "error: registry/roles.csv:4: role = 'chairs' is not a word of 'role'. Did you mean 'chair'? "
                "A word of your own goes into study.toml: [vocabularies.role]."
            ),
        ),
        (
            "roles",
            "id,arrangement,actor,source\na,mp,eu,III\n",
            (
                "error: registry/roles.csv:1: the column 'role' is missing (initiator, drafter, host, member … "
                "(vocabulary role)). Add it to the first line."
            ),
        ),
        (
            "roles",
            "id,arrangement,actor,role,sides,source\na,mp,eu,drafter,lead,III\n",
            "error: registry/roles.csv:1:5: 'sides' is not a column of roles. Did you mean 'side'?",
        ),
        (
            "roles",
            "",
            (
                "error: registry/roles.csv: is empty. The first line names columns: id, arrangement, actor, role, side, "
                "start, end, inference, source, confidence, note."
            ),
        ),
        (
            "provisions",
            f"{PROVISIONS}a,mpp,control,Act.,lead,,,III\n",
            (
                "error: registry/provisions.csv:2: arrangement = 'mpp' is not an arrangement of "
                "registry/arrangements.csv. Did you mean 'mp'?"
            ),
        ),
        (
            "provisions",
            f"{PROVISIONS}a,mp,control,Act.,partners,,,III\n",
            (
                "error: registry/provisions.csv:2: bearer = 'partners' is neither a side (lead, partner, third, both) nor "
                "an actor. Did you mean 'partner'?"
            ),
        ),
        (
            "provisions",
            f'{PROVISIONS}a,mp,control,Act.,lead,"migrants,partner",,III\n',
            (
                "error: registry/provisions.csv:2: beneficiary = 'migrants,partner' is not a word of 'beneficiary'. "
                "Several stand with semicolons: 'migrants;partner'."
            ),
        ),
        (
            "provisions",
            f"{PROVISIONS}a,mp,control,Act.,lead,,b1,III\nb,mp,control,Act.,lead,,,III\n",
            (
                "error: registry/provisions.csv:2: exchange_for = 'b1' is not a provision of registry/provisions.csv. "
                "Did you mean 'b'?"
            ),
        ),
        (
            "provisions",
            f"{PROVISIONS}a,mp,control,Act.,lead,,a,III\n",
            "error: registry/provisions.csv:2: exchange_for = 'a' is the provision itself.",
        ),
        (
            "links",
            f"{LINKS}a,mp,nobody,part of,III\n",
            (
                "error: registry/links.csv:2: to = 'nobody' is neither an arrangement nor an actor of the registry. "
                "There is: eu, ghana, moldova, mp."
            ),
        ),
        (
            "links",
            f"{LINKS}a,mp,mp,part of,III\n",
            "error: registry/links.csv:2: to = 'mp' makes a circle: mp > mp. Take one of these away.",
        ),
        (
            "arrangements",
            "id,name,context,part_of,source\nmp,M,eu,ra,x\nra,R,eu,gam,x\ngam,G,eu,mp,x\n",
            (
                "error: registry/arrangements.csv:2: part_of = 'ra' makes a circle: mp > ra > gam > mp. "
                "Take one of these away."
            ),
        ),
        (
            "arrangements",
            "id,name,context,start,source\nmp,M,eu,2008-13,x\n",
            (
                "error: registry/arrangements.csv:2: start = '2008-13' is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD, "
                "as far as it is known (1997~ for about 1997)."
            ),
        ),
        (
            "arrangements",
            "id,name,context,start,source\nmp,M,eu,May-08,x\n",
            (
                "error: registry/arrangements.csv:2: start = 'May-08' is not a date in the form YYYY-MM-DD. "
                "Did you mean '2008-05'?"
            ),
        ),
        (
            "funding",
            f"{FUNDING}a,mp,eu,80%,,,x\n",
            "error: registry/funding.csv:2: share = '80%' is not a number. Did you mean 0.8?",
        ),
        (
            "funding",
            f"{FUNDING}a,mp,eu,80,,,x\n",
            "error: registry/funding.csv:2: share = '80' is not between 0 and 1. Did you mean 0.8?",
        ),
        (
            "funding",
            f"{FUNDING}a,mp,eu,0.8,,2009,x\nb,mp,moldova,0.3,,2009,x\n",
            (
                "error: registry/funding.csv:3: share = '0.3' the shares of 'mp' add up to 110%: lines 2, 3. "
                "Shares are of the whole; give the rows different dates where they are of different years."
            ),
        ),
        (
            "funding",
            f"{FUNDING}a,mp,eu,,1.000.000,,x\n",
            (
                "error: registry/funding.csv:2: amount = '1.000.000' is not a number. "
                "Write it without separators: 1000000."
            ),
        ),
        (
            "funding",
            f'{FUNDING}a,mp,eu,"0,8",,,x\n',
            "error: registry/funding.csv:2: share = '0,8' is not a number. Write a point for the decimals: 0.8.",
        ),
    ],
)
def test_a_mistake_is_told_with_file_row_column_value_and_what_would_be_right(
    make: Make, table: str, text: str, sentence: str
) -> None:
    assert told(make({f"registry/{table}.csv": text})) == [sentence]


def test_shares_of_different_years_may_add_up_to_more(make: Make) -> None:
    assert told(make({"registry/funding.csv": f"{FUNDING}a,mp,eu,0.8,,2009,x\nb,mp,eu,0.8,,2010,x\n"})) == []


def test_a_table_in_another_encoding_is_read_with_a_warning(make: Make) -> None:
    actors = "id,name,kind\neu,Europäische Union,supranational\nmoldova,Moldova,state\nghana,Ghana,state\n"
    study = StudyFolder.read(make({"registry/actors.csv": actors.encode("cp1252")}))
    assert study.registry["actors"]["name"][0] == "Europäische Union"
    assert [str(d) for d in study.diagnostics] == [
        (
            "registry/actors.csv:2: is not UTF-8; it was read as Windows-1252 (Latin-1). "
            "Check the accents, and save it as UTF-8."
        )
    ]


def test_a_change_of_side_needs_a_date_and_an_actor_that_there_is(make: Make) -> None:
    changes = '[[contexts.eu.changes]]\nactor = "moldova"\nside = "lead"\n'
    changes += '[[contexts.eu.changes]]\nactor = "moldava"\nside = "lead"\nfrom = "2015"\n'
    found = told(make({"study.toml": FILES["study.toml"] + changes}))
    assert len(found) == 2
    assert "study.toml:6" in found[0]
    assert "from" in found[0]
    assert found[1] == (
        "error: study.toml:10:1: 'moldava', which changes sides in 'eu', is not an actor of the registry. "
        "Did you mean 'moldova'?"
    )


def test_a_case_names_arrangements_that_there_are(make: Make) -> None:
    cases = '[cases.one]\nlabel = "One"\narrangements = ["mp", "mpp"]\n'
    assert told(make({"study.toml": FILES["study.toml"] + cases})) == [
        (
            "error: study.toml:8:23: 'mpp', of the case 'one', is not an arrangement of registry/arrangements.csv. "
            "Did you mean 'mp'?"
        )
    ]


ALL_WRONG = {
    "registry/roles.csv": f"{ROLES}a,mp,eu,draftr,,III\n",
    "registry/provisions.csv": f"{PROVISIONS}a,mpp,control,Act.,lead,,,III\n",
    "registry/funding.csv": f"{FUNDING}a,mp,eu,80,,,x\n",
    "claims.yaml": "claims:\n- id: a\n  text: It steers.\n  measure: I22\n  expect: {sign: positive}\n",
}


def test_who_did_not_exist_yet_held_no_role_in_what_had_ended_by_then(make: Make) -> None:
    files = {
        "registry/arrangements.csv": "id,name,context,start,end,source\nold,Old talks,eu,1985,1990,III\n",
        "registry/roles.csv": f"{ROLES}a,old,eu,drafter,,III\n",
    }
    assert told(make(files)) == [
        (
            "error: registry/roles.csv:2: actor = 'eu' did not exist before 1993, and 'old' had ended by then (1990). "
            "Check the dates."
        )
    ]


@pytest.mark.parametrize("verb", ["check", "measure", "report"])
def test_broken_references_stop_every_figure_and_all_are_told_at_once(
    make: Make, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    folder = make(ALL_WRONG)
    assert main([verb, str(folder)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    for place in ("roles.csv:2", "provisions.csv:2", "funding.csv:2", "claims.yaml:4", "4 problems."):
        assert place in said.err
    assert "there is no measure 'I22'. Did you mean 'I2'?" in said.err


@pytest.mark.parametrize("verb", ["check", "measure"])
def test_a_mere_warning_stops_nothing(make: Make, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    claims = "claims:\n- id: a\n  text: It steers.\n  measure: I2\n  where: {context: eu}\n  expect: {sign: positive}\n"
    files = {"registry/roles.csv": "id,arrangement,actor,role\na,mp,eu,drafter\n", "claims.yaml": claims}
    assert main([verb, str(make(files))]) == 0
    said = capsys.readouterr()
    assert "warning: registry/roles.csv:2: id = 'a' has no source (roles)." in said.err
    assert "I2" in said.out
