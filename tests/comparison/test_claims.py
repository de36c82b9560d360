from xml.etree import ElementTree as ET

import polars as pl
import pytest
from tiny_study import put_down

from comity.analysis import Analysis
from comity.cli.main import main
from comity.study.folder import StudyFolder

CLAIM = (
    "claims:\n- id: a\n  text: The lead side steers.\n  measure: I2\n  where: {{context: eu}}\n  expect: {}\n"
)


@pytest.fixture
def study(tmp_path):
    """Ten arrangements of eu, in each of which the lead side chairs; ten of us, chaired by the partner."""

    def written(claims: str) -> Analysis:
        put_down(tmp_path, claims)
        return Analysis(StudyFolder.read(tmp_path), None)

    return written


@pytest.mark.parametrize(
    ("expect", "verdict"),
    [
        ("{value: {above: 0.5}}", "supported"),
        ("{value: {below: 0.1}}", "contradicted"),
        ("{sign: positive}", "supported"),
        ("{sign: negative}", "contradicted"),
        ("{greater_than: {where: {context: us}}}", "supported"),
        ("{status: no evidence}", "contradicted"),
        ("{category: present}", "undecided"),
    ],
)
def test_a_claim_is_judged_by_where_the_whole_interval_lies(study, expect, verdict):
    assert study(CLAIM.format(expect)).table("verdicts")["verdict"].to_list() == [verdict]


def test_a_verdict_names_its_figure_and_says_why(study):
    row = study(CLAIM.format("{value: {above: 0.5}}")).table("verdicts").row(0, named=True)
    assert (row["figure"], row["value"], row["n"]) == ("I2/eu", 1.0, 10)
    assert "I2/eu = 1" in row["why"]


@pytest.mark.parametrize(
    ("expect", "code"),
    [
        ("{value: {above: -2}}", "cannot-fail"),
        ("{value: {between: [-1, 1]}}", "cannot-fail"),
        ("{value: {above: 1}}", "cannot-hold"),
        ("{category: [present, weak, absent]}", "cannot-fail"),
        ("{greater_than: {where: {context: eu}}}", "cannot-hold"),
        ("{greater_than: {where: {context: eq}}}", "unknown-context"),
        ("{greater_than: {measure: I22}}", "unknown-measure"),
    ],
)
def test_a_claim_that_cannot_fail_or_hold_or_be_found_is_refused(study, expect, code):
    assert [d.code for d in study(CLAIM.format(expect)).claim_diagnostics()] == [code]


def test_all_that_is_wrong_is_told_at_once_with_its_place(study):
    text = CLAIM.format("{sign: positive}").replace("context: eu", "contxt: eu, arrangement: eu99")
    told = study(text).claim_diagnostics()
    assert [(d.code, d.line, d.column) for d in told] == [
        ("unknown-grouping", 5, 19),
        ("unknown-arrangement", 5, 36),
    ]


@pytest.mark.parametrize(
    ("measure", "where", "problem"),
    [
        ("I3", "actor: moldowa", "there is no actor 'moldowa'. Did you mean 'moldova'?"),
        ("I2", "role: chiar", "there is no role 'chiar'. Did you mean 'chair'?"),
        ("I5", "role: foreing", "there is no role 'foreing'. Did you mean 'foreign'?"),
        ("P2", "pillar: controll", "there is no pillar 'controll'. Did you mean 'control'?"),
        ("I2", "layer: bilatteral", "there is no layer 'bilatteral'. Did you mean 'bilateral'?"),
        ("I2", "year: 1808", "there is no year '1808'."),
        ("P9", "kind: trainings", "there is no kind 'trainings'. Did you mean 'training'?"),
        ("D2", "register: operational, code: equality", "there is no register 'operational'."),
        ("D2", "period: 1990s, code: equality", "there is no period '1990s'."),
    ],
)
def test_a_claim_about_somebody_or_something_unknown_is_refused_with_what_there_is(
    study, measure, where, problem
):
    text = (
        CLAIM.format("{sign: positive}")
        .replace("I2", measure)
        .replace("context: eu", f"context: eu, {where}")
    )
    (told,) = study(text).claim_diagnostics()
    assert problem in str(told)


def test_what_a_claim_may_name_is_not_refused_where_nothing_is_recorded_of_it(study):
    text = CLAIM.format("{sign: positive}").replace("context: eu", "context: eu, role: drafter")
    analysis = study(text)
    assert analysis.claim_diagnostics() == []
    assert analysis.table("verdicts")["verdict"].to_list() == ["undecided"]


def test_check_exits_1_where_a_claim_is_contradicted_and_writes_junit(study, tmp_path, capsys):
    study(CLAIM.format("{sign: negative}"))
    junit = tmp_path / "out.xml"
    assert main(["check", str(tmp_path), "--junit", str(junit)]) == 1
    assert "0 supported, 0 undecided, 1 contradicted" in capsys.readouterr().out
    suite = next(ET.parse(junit).iter("testsuite"))  # noqa: S314 (we wrote it ourselves)
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    assert [(case.get("name"), [told.tag for told in case]) for case in suite] == [("a", ["failure"])]


def test_that_there_is_any_is_contradicted_where_enough_was_counted_and_none_is_found(study, tmp_path):
    read = "id,title,context,status\n" + "".join(f"d{n},D,eu,cited\n" for n in range(8))
    said = [
        "id,document,locator,code,stance,text",
        *(f"s{n},d{n},p. 1,equality,affirms,As equals." for n in range(8)),
    ]
    claim = CLAIM.replace("I2", "D5").replace("context: eu", "context: eu, code: equality")

    def verdict(statements: list[str]) -> str:
        put_down(
            tmp_path,
            claim.format("{sign: positive}"),
            documents=read,
            statements="\n".join(statements) + "\n",
        )
        return Analysis(StudyFolder.read(tmp_path), None).table("verdicts")["verdict"].item()

    assert verdict(said) == "contradicted"  # eight documents affirm, none rejects
    assert verdict(said[:-1]) == "undecided"  # seven are too few to say so
    assert verdict([*said, "t,d0,p. 2,equality,rejects,No equals."]) == "undecided"


def test_check_exits_2_where_a_claim_cannot_fail(study, tmp_path, capsys):
    study(CLAIM.format("{value: {above: -2}}"))
    assert main(["check", str(tmp_path)]) == 2
    assert "claims.yaml:6" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("measure", "where"),
    [("I3", "actor: moldowa"), ("I2", "year: 1808"), ("D2", "register: operational, code: equality")],
)
def test_check_and_report_refuse_a_claim_about_what_only_the_documents_could_have_brought(
    study, tmp_path, capsys, measure, where
):
    text = CLAIM.format("{sign: positive}").replace("I2", measure)
    study(text.replace("context: eu", f"context: eu, {where}"))
    for verb in ("check", "report"):
        assert main([verb, str(tmp_path)]) == 2
        assert "claims.yaml:5" in capsys.readouterr().err


def test_the_shipped_pairs_are_given_even_where_nothing_is_recorded(study):
    frame = study(CLAIM.format("{sign: positive}")).measure("G1", ("context",)).frame
    frame = frame.filter(pl.col("quantity") == "gap")
    assert frame.height == 14
    assert set(frame["status"]) == {"no evidence"}


def test_a_reading_without_texts_is_no_evidence_and_says_what_is_missing(study):
    frame = study(CLAIM.format("{sign: positive}")).measure("G2", ("context",)).frame
    assert set(frame["status"]) == {"no evidence"}
    assert "no evidence of a promise (G1)" in frame["note"][0]
