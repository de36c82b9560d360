from tiny_study import write

from comity.analysis import Analysis
from comity.comparison.changes import Record
from comity.comparison.overturn import overturn
from comity.verbs.show import show

# Rhetoric in eu: equality is promised by two documents, one side chairs all, no partner is transformed.
DOCUMENTS = "id,title,context,status\n" + "".join(f"d{n},D,eu,cited\n" for n in range(1, 7))
SAID = "id,document,locator,code,stance,text\n"
SAID += "s1,d1,p. 1,equality,affirms,We are equals.\ns2,d2,p. 1,equality,affirms,As equals.\n"
EVENTS = "id,actor,arrangement,event,date,text\n"
EVENTS += "".join(f"e{n},moldova,eu{n},became a partner,2008,Joins.\n" for n in range(3))


def fewest(analysis: Analysis):
    folder = analysis.folder
    record = Record(
        analysis.table("coded"), analysis.table("read"), folder.registry, folder.sides, analysis.settings,
        analysis.codebook, folder.vocabularies, folder.claims,
    )  # fmt: skip
    return {row["case"]: row for row in overturn(record).iter_rows(named=True)}


def test_a_promise_of_two_documents_takes_two_rows_to_be_no_promise(tmp_path):
    row = fewest(write(tmp_path, "claims: []\n", documents=DOCUMENTS, statements=SAID, events=EVENTS))["eu"]
    # gap 1, asymmetry 1, production 0: rhetoric 1, cooperative 0, productive 0. Without one statement half a
    # promise is left, and rhetoric is still ahead with a half; without both there is no gap to read.
    assert (row["reading"], row["least"], row["most"], row["becomes"]) == ("rhetoric", 2, 2, None)
    assert row["rows"] == ["s1", "s2"]


def test_what_hangs_on_one_row_hangs_on_one_row(tmp_path):
    said = SAID.replace("s2,d2,p. 1,equality,affirms,As equals.\n", "")
    row = fewest(write(tmp_path, "claims: []\n", documents=DOCUMENTS, statements=said, events=EVENTS))["eu"]
    assert (row["reading"], row["least"], row["most"]) == ("rhetoric", 1, 1)
    assert row["rows"] == ["s1"]


def test_without_a_reading_there_is_nothing_to_overturn(tmp_path):
    assert fewest(write(tmp_path, "claims: []\n")) == {}


def test_the_rows_that_are_named_do_turn_it(tmp_path):
    analysis = write(tmp_path, "claims: []\n", documents=DOCUMENTS, statements=SAID, events=EVENTS)
    gone = fewest(analysis)["eu"]["rows"]
    kept = "".join(line + "\n" for line in SAID.splitlines() if line.split(",")[0] not in gone)
    (tmp_path / "statements.csv").write_text(kept, encoding="utf-8")
    assert fewest(write(tmp_path, "claims: []\n", documents=DOCUMENTS, statements=kept, events=EVENTS)) == {}
    assert kept != SAID


def test_each_case_is_searched_by_itself(tmp_path):
    said = SAID + "s3,x1,p. 1,equality,affirms,Equals.\ns4,x2,p. 1,equality,affirms,Equals.\n"
    documents = DOCUMENTS + "".join(f"x{n},D,us,cited\n" for n in range(1, 7))
    events = EVENTS + "".join(f"u{n},mexico,us{n},became a partner,2008,Joins.\n" for n in range(3))
    found = fewest(write(tmp_path, "claims: []\n", documents=documents, statements=said, events=events))
    # In us the partner side chairs, so that the asymmetry counts 0: with half a promise left, cooperative is level.
    assert {case: row["rows"] for case, row in found.items()} == {"eu": ["s1", "s2"], "us": ["s3"]}


def test_a_reading_and_a_claim_on_it_are_shown_with_the_rows_that_would_turn_them(tmp_path):
    claims = (
        "claims:\n- {id: empty, text: It is rhetoric., measure: G2, quantity: rhetoric, where: {context: eu},"
    )
    claims += " expect: {value: {above: 0.5}}}\n"
    analysis = write(tmp_path, claims, documents=DOCUMENTS, statements=SAID, events=EVENTS)
    for name in ("G2.rhetoric/eu", "empty"):
        outcome = show(name, study=analysis)
        assert outcome.tables["overturn"]["rows"].to_list() == [["s1", "s2"]]
        (told,) = (s for s in outcome.sections if s.title == "What would turn the reading")
        assert told.remark == "eu reads as rhetoric, and without 2 rows as none of them."
        assert [row for row, _ in told.rows] == ["s1", "s2"]
        assert "We are equals." in told.rows[0][1]
    assert show("I2/eu", study=analysis).tables["overturn"].is_empty()
