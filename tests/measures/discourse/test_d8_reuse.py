"""D8: whose words, from passages to figures with their pairs."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from comity.analysis import Analysis, opened
from comity.measures.borrowing import earlier_sides
from made_study import study

DUTY = "The parties shall cooperate on readmission of their own nationals without delay."
SOFTER = "The parties may cooperate on readmission of their own nationals without delay."
VISA = "Visa fees are waived for students, researchers and drivers of lorries."
REPORT = "The secretariat reports to ministers twice a year on what was done."
ACTORS = "id,name\neu,European Union\nmali,Mali\nchad,Chad\nghana,Ghana\n"
SETTINGS = """name = "Words"
codebook = "codebook.yaml"
[intervals]
replicates = 200
[contexts.sahel]
lead = ["eu"]
partner = ["mali", "chad"]
[contexts.coast]
lead = ["eu"]
partner = ["ghana"]
"""


def own(name: str) -> str:
    """A sentence that nobody else wrote."""
    return " ".join(["Only", *(f"{name}{n}" for n in "abcdefg")]) + "."


def words(folder: Path, *documents: tuple[str, str, str, list[str]], context: str = "sahel") -> Analysis:
    """A study of documents given as id, issuer, date and sentences."""
    rows = [f"{name},{name}.txt,{issuer},{date},{context}" for name, issuer, date, _ in documents]
    return opened(
        study(
            folder,
            {},
            {name: " ".join(sentences) for name, *_, sentences in documents},
            **{
                "study.toml": SETTINGS,
                "documents.csv": "\n".join(["id,file,issuer,date,context", *rows]),
                "registry/actors.csv": ACTORS,
            },
        )
    )


def treaty_and_pact(folder: Path) -> Analysis:
    """The EU's treaty has two sentences; Mali's later pact takes over one of them with a word changed, of three."""
    return words(
        folder,
        ("treaty", "eu", "2001-05", [DUTY, VISA]),
        ("pact", "mali", "2008", [SOFTER, REPORT, own("Mali")]),
    )


def values(analysis: Analysis, *by: str) -> dict[str, tuple[float | None, str]]:
    frame = analysis.measure("D8", by).frame
    return {
        figure: (value, status)
        for figure, value, status in frame.select("figure", "value", "status").iter_rows()
    }


def test_it_is_the_share_of_passages_that_stand_in_an_earlier_document(tmp_path: Path):
    analysis = treaty_and_pact(tmp_path)
    told = values(analysis, "context")
    assert told["D8/sahel"] == (1 / 5, "ok")
    assert told["D8.from_lead/sahel"] == (1 / 5, "ok")
    assert values(analysis, "actor")["D8/mali"] == (1 / 3, "ok")
    assert values(analysis, "context", "actor", "other") == {"D8/sahel/mali/eu": (1 / 3, "ok")}


def test_the_evidence_are_the_passages_and_opens_both(tmp_path: Path):
    analysis = treaty_and_pact(tmp_path)
    figures = analysis.measure("D8", ("context",))
    assert figures.evidence("D8/sahel").select("table", "row", "document", "part").rows() == [
        ("reused", f"reused/pact#0-{len(SOFTER)}", "pact", "from lead")
    ]
    quote = analysis.quotes(figures.evidence("D8/sahel")["row"].to_list()).row(0, named=True)
    assert (quote["document"], quote["quote"]) == ("pact", SOFTER)
    assert (quote["other_document"], quote["other_quote"]) == ("treaty", DUTY)
    assert quote["other_after"].strip() == VISA
    assert quote["likeness"] == pytest.approx(11 / 12)


def test_ones_own_earlier_words_are_not_those_of_others(tmp_path: Path):
    analysis = words(tmp_path, ("old", "eu", "2001", [DUTY]), ("new", "eu", "2005", [DUTY, VISA]))
    told = values(analysis, "context")
    assert told["D8/sahel"] == (1 / 3, "ok")
    assert told["D8.others/sahel"] == (0, "ok")
    assert analysis.measure("D8", ("context",)).evidence("D8/sahel")["part"].to_list() == [
        "from lead, its own"
    ]


def test_the_earliest_document_has_nothing_to_borrow_from(tmp_path: Path):
    told = values(treaty_and_pact(tmp_path), "actor")
    assert told["D8/eu"] == (None, "no evidence")
    assert values(treaty_and_pact(tmp_path), "context")["D8.from_partner/sahel"] == (None, "no evidence")


def test_without_dates_it_cannot_be_computed_and_shared_passages_stand_apart(tmp_path: Path):
    analysis = words(tmp_path, ("one", "eu", "", [DUTY, VISA]), ("two", "mali", "", [SOFTER, REPORT]))
    told = values(analysis, "context")
    assert told["D8/sahel"] == (None, "cannot be computed")
    assert told["D8.undirected/sahel"] == (2 / 4, "ok")
    note = analysis.measure("D8", ("context",)).frame.row(0, named=True)["note"]
    assert note == "none of 2 texts has a date that says what is earlier"


def test_texts_without_date_are_left_out_and_the_note_counts_them(tmp_path: Path):
    analysis = words(
        tmp_path,
        ("old", "eu", "2001", [DUTY]),
        ("new", "mali", "2005", [DUTY]),
        ("loose", "chad", "", [REPORT]),
    )
    row = analysis.measure("D8", ("context",)).frame.row(0, named=True)
    assert (row["value"], row["note"]) == (1 / 2, "1 of 3 texts have no date and are left out")


def test_documents_of_which_no_text_is_held_are_unknown(tmp_path: Path):
    folder = study(
        tmp_path,
        {},
        {"a": DUTY},
        **{
            "study.toml": SETTINGS,
            "documents.csv": "id,file,issuer,date,context,status\na,a.txt,eu,2001,sahel,held\nb,,eu,2002,coast,cited",
            "registry/actors.csv": ACTORS,
        },
    )
    told = values(opened(folder), "context")
    assert told["D8/coast"] == (None, "unknown")
    assert told["D8/sahel"] == (None, "no evidence")


def test_what_stands_in_most_documents_is_nobodys_words(tmp_path: Path):
    documents = [(name, "eu", str(2000 + n), [DUTY, own(name)]) for n, name in enumerate("abcd")]
    told = values(words(tmp_path, *documents), "context")
    assert (told["D8/sahel"], told["D8.boilerplate/sahel"]) == ((0, "ok"), (4 / 8, "ok"))


def test_the_figures_are_those_of_the_command(tmp_path: Path):
    from comity.verbs.reuse import reuse

    analysis = treaty_and_pact(tmp_path)
    told = reuse(analysis)
    ((name, passages, share, _),) = next(s for s in told.sections if s.title == "Documents that borrow").rows
    figure = analysis.measure("D8", ("actor",)).frame.filter(pl.col("figure") == "D8/mali").row(0, named=True)
    assert (name, passages, share) == ("pact", str(figure["n"]), f"{figure['value']:.0%}")
    ((writer, whose, number),) = next(s for s in told.sections if s.title == "Whose words").rows
    pair = analysis.measure("D8", ("actor", "other")).frame.row(0, named=True)
    assert (writer, whose, number) == (pair["actor"], pair["other"], str(pair["n"]))


def test_a_document_of_another_context_that_shares_nothing_changes_nothing(tmp_path: Path):
    before = treaty_and_pact(tmp_path / "before").measure("D8", ("context",)).frame
    folder = tmp_path / "after"
    treaty_and_pact(folder)
    (folder / "documents" / "else.txt").write_text(own("elsewhere"), encoding="utf-8")
    with (folder / "documents.csv").open("a", encoding="utf-8") as rows:
        rows.write("else,else.txt,ghana,1990,coast\n")
    after = opened(folder).measure("D8", ("context",)).frame.filter(context="sahel")
    without = pl.col("figure").is_in(["D8.from_partner/sahel"])
    assert_frame_equal(before.filter(~without), after.filter(~without))


SENTENCES = [DUTY, SOFTER, VISA, REPORT]


@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(st.sampled_from(["eu", "mali", "chad"]), st.lists(st.sampled_from(SENTENCES), min_size=1,
       max_size=3)), min_size=2, max_size=5), st.randoms(use_true_random=False))  # fmt: skip
def test_the_order_of_documents_never_matters_and_counting_the_evidence_gives_the_value(
    tmp_path_factory, made, chance
):
    documents = [(f"d{n}", issuer, str(2000 + n // 2), said) for n, (issuer, said) in enumerate(made)]
    shuffled = documents.copy()
    chance.shuffle(shuffled)
    one = words(tmp_path_factory.mktemp("one"), *documents)
    figures = one.measure("D8", ("context",))
    other = words(tmp_path_factory.mktemp("other"), *shuffled).measure("D8", ("context",))
    assert_frame_equal(figures.frame, other.frame)
    total = sum(len(said) for _, said in made)
    for row in figures.frame.filter(status="ok").iter_rows(named=True):
        assert row["value"] == figures.evidence(row["figure"]).height / total


def test_earlier_is_what_had_ended_before():
    frame = pl.DataFrame(
        {"date": ["2001", "2001-06", "2002", None, "2003"], "side": ["lead", None, "partner", "lead", "lead"],
         "passages": [3, 3, 3, 3, 0]}
    )  # fmt: skip
    assert earlier_sides(frame) == [[], [], ["lead", "no side"], None, None]


CLAIM = """claims:
- id: words
  text: Mali writes in the words of the EU.
  measure: D8
  where: {{actor: mali, other: {other}}}
  expect: {{{expect}}}
"""


@pytest.mark.parametrize(
    ("expect", "verdict"),
    [
        ("value: {above: 0.0001}", "supported"),
        ("value: {above: 0.999}", "contradicted"),
        ("value: {above: 0.3}", "undecided"),
    ],
)
def test_a_claim_on_whose_words_is_judged_with_its_figure(tmp_path: Path, expect: str, verdict: str):
    treaty_and_pact(tmp_path)
    (tmp_path / "claims.yaml").write_text(CLAIM.format(other="eu", expect=expect), encoding="utf-8")
    row = opened(tmp_path).table("verdicts").row(0, named=True)
    assert (row["verdict"], row["figure"], row["n"]) == (verdict, "D8/mali/eu", 1)


def test_a_claim_on_the_words_of_somebody_who_is_not_there_is_refused(tmp_path: Path):
    treaty_and_pact(tmp_path)
    (tmp_path / "claims.yaml").write_text(
        CLAIM.format(other="ue", expect="value: {above: 0.3}"), encoding="utf-8"
    )
    (told,) = opened(tmp_path).claim_diagnostics()
    assert told.code == "unknown-other"
    assert "ue" in told.problem


def test_without_the_document_the_words_came_from_nobody_wrote_them(tmp_path: Path):
    from comity.comparison.changes import Change, changed

    record = treaty_and_pact(tmp_path)._record
    tables = record.tables()
    left = changed(record, tables, Change("document", "treaty"))
    assert (tables["reused"].height, left.tables["reused"].height) == (1, 0)
    assert "reused" in left.touched
