import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tiny_study import STUDY, write

from comity.analysis import opened
from comity.cli.main import main
from comity.comparison.changes import LEFT_OUT, Change, Changed, Record, changed, changes
from comity.comparison.conclusions import Standing
from comity.comparison.sensitivity import sensitivity
from comity.study.shipped import write_study

STEERS = "- {id: steers, text: The lead side steers., measure: I2, where: {context: eu}, expect: {value: {above: 0.5}}}\n"
EQUALS = (
    "- {id: equals, text: Equality is said., measure: D1, where: {context: eu, code: equality},"
    " expect: {category: present}}\n"
)
DOCUMENTS = "id,title,context,status\n" + "".join(f"d{n},D,eu,cited\n" for n in range(1, 7))
SAID = "id,document,locator,code,stance,text\n"
SAID += "s1,d1,p. 1,equality,affirms,We are equals.\ns2,d2,p. 1,equality,affirms,As equals.\n"


def record_of(analysis):
    folder = analysis.folder
    return Record(
        analysis.table("coded"), analysis.table("read"), folder.registry, folder.sides, analysis.settings,
        analysis.codebook, folder.vocabularies, folder.claims, analysis.table("borne"),
    )  # fmt: skip


def doubted(analysis, kind, conclusion, *kinds):
    """The row of a conclusion, and what turns it: change to answer; by changes of some kinds."""
    record = record_of(analysis)
    frame, flips = sensitivity(record, [c for c in changes(record) if c.kind in kinds])
    own = (pl.col("kind") == kind) & (pl.col("conclusion") == conclusion)
    turning = flips.filter(own).select("change", "after").iter_rows()
    return frame.filter(own).row(0, named=True), dict(turning)


def test_what_two_documents_say_hangs_on_each_of_them_and_on_the_threshold(tmp_path):
    analysis = write(tmp_path, "claims:\n" + EQUALS, documents=DOCUMENTS, statements=SAID)
    row, turning = doubted(analysis, "claim", "equals", "document", "threshold")
    assert turning == {
        "without document d1": "contradicted",  # weak: one document is left
        "without document d2": "contradicted",
        "present documents +1": "contradicted",  # it would take three
    }
    assert (row["answer"], row["fragile"], row["reversed"], row["flips"]) == ("supported", True, True, 3)


def test_what_four_texts_lay_on_a_side_hangs_on_each_of_them(tmp_path):
    (tmp_path / "documents").mkdir()
    documents = "id,file,title,context,date\n"
    for name in "abcd":
        (tmp_path / "documents" / f"{name}.txt").write_text("Moldova shall take back its nationals.\n")
        documents += f"{name},{name}.txt,Pact,eu,2008\n"
    claim = "{id: bound, text: Duties., measure: D7, where: {context: eu}, expect: {value: {above: 0.5}}}"
    row, turning = doubted(
        write(tmp_path, f"claims:\n- {claim}\n", documents=documents), "claim", "bound", "document"
    )
    assert row["answer"] == "supported"
    assert turning == {f"without document {name}": "undecided" for name in "abcd"}  # three are too few


def test_a_conclusion_on_ten_arrangements_hangs_on_none_of_them_but_on_their_source(tmp_path):
    row, turning = doubted(write(tmp_path, "claims:\n" + STEERS), "claim", "steers", "source", "arrangement")
    # without note 1 six arrangements are left, without note 2 four: too few for an interval
    assert turning == {"without source note 1": "undecided", "without source note 2": "undecided"}
    assert (row["fragile"], row["reversed"]) == (True, False)


def test_a_row_with_two_sources_stands_when_one_of_them_is_left_out(tmp_path):
    roles = ["id,arrangement,actor,role,source", *(f"r{n},eu{n},eu,chair,note 1; note 2" for n in range(10))]
    roles += ["x,us1,mexico,chair,note 1", "y,us2,mexico,chair,note 2"]
    analysis = write(tmp_path, "claims:\n" + STEERS, roles="\n".join(roles) + "\n")
    assert {c.subject for c in changes(record_of(analysis)) if c.kind == "source"} == {"note 1", "note 2"}
    assert doubted(analysis, "claim", "steers", "source")[1] == {}


def test_a_document_goes_with_the_rows_of_the_registry_that_stand_on_it_alone(tmp_path):
    roles = [
        "id,arrangement,actor,role,source",
        *(f'r{n},eu{n},eu,chair,"d3, p. {n + 1}"' for n in range(10)),
    ]
    analysis = write(tmp_path, "claims:\n" + STEERS, documents=DOCUMENTS, roles="\n".join(roles) + "\n")
    assert doubted(analysis, "claim", "steers", "document")[1] == {"without document d3": "undecided"}


def test_an_undecided_claim_is_never_fragile_but_what_would_decide_it_is_told(tmp_path):
    roles = ["id,arrangement,actor,role,source", *(f"r{n},eu{n},eu,chair,note 1" for n in range(10))]
    roles += [f"x{n},eu{n},moldova,chair,note 2" for n in range(8)]
    claims = "claims:\n" + STEERS.replace("0.5", "0")
    row, turning = doubted(
        write(tmp_path, claims, roles="\n".join(roles) + "\n"), "claim", "steers", "source"
    )
    assert (row["answer"], row["fragile"]) == ("undecided", False)
    assert turning == {"without source note 1": "contradicted", "without source note 2": "supported"}


STEERED = """\
[types]
steered.conditions = [{ measure = "I2", anchors = [0, 0.38, 0.75] }]
balanced.conditions = [{ measure = "I2", anchors = [0, 0.38, 0.75], invert = true }]
"""


def test_a_case_that_is_just_in_a_type_falls_out_of_it_without_a_source_or_by_another_crossover(tmp_path):
    # seven of ten chairs are the lead side's: 0.4. The first four stand on note 1; without them it is 3 of 6: 0.
    chairs = {f"eu{n}": "eu" if n < 7 else "moldova" for n in range(10)}
    analysis = write(tmp_path, study=STUDY + STEERED, chairs=chairs)
    kinds = ("source", "calibration")
    row, turning = doubted(analysis, "membership", "eu/steered", *kinds)
    assert (row["answer"], row["fragile"], row["reversed"]) == ("in", True, True)
    assert turning == {"without source note 1": "out", "steered I2, crossover +0.037": "out"}
    row, turning = doubted(analysis, "type", "eu", *kinds)
    assert (row["answer"], row["fragile"], row["reversed"]) == ("steered", True, True)
    assert turning["without source note 1"] == "balanced"


def test_the_sign_and_the_order_of_main_figures_are_conclusions_too(tmp_path):
    analysis = write(tmp_path, "claims:\n" + STEERS)
    assert doubted(analysis, "sign", "I2/us")[0]["answer"] == "negative"
    assert doubted(analysis, "order", "I2/eu/us")[0]["answer"] == "more"


def test_the_step_by_which_numbers_move_stands_in_the_study(tmp_path):
    record = record_of(write(tmp_path, "claims: []\n", study=STUDY + "[rubrics.sensitivity]\nstep = 0.25\n"))
    moved = {str(c) for c in changes(record) if c.kind in ("rubric", "word")}
    assert moved >= {
        "inclusiveness kinds +1.75",
        "soft_hierarchy informality −0.175",
        "legal_form declaration +0.25",
    }


def test_changes_are_made_to_copies(tmp_path):
    record = record_of(write(tmp_path, "claims:\n" + EQUALS, documents=DOCUMENTS, statements=SAID))
    tables = record.tables()
    before = {name: table.clone() for name, table in tables.items() if isinstance(table, pl.DataFrame)}
    for change in changes(record):
        changed(record, tables, change)
    for name, table in before.items():
        assert_frame_equal(table, tables[name])


def test_one_process_and_several_give_the_same(tmp_path, monkeypatch):
    record = record_of(write(tmp_path, "claims:\n" + EQUALS + STEERS, documents=DOCUMENTS, statements=SAID))
    some = [c for c in changes(record) if c.kind in LEFT_OUT]
    monkeypatch.setenv("COMITY_WORKERS", "1")
    alone = sensitivity(record, some)
    monkeypatch.setenv("COMITY_WORKERS", "2")
    for one, other in zip(alone, sensitivity(record, some), strict=True):
        assert_frame_equal(one, other)


def test_the_command_lists_what_is_fragile_and_an_example(tmp_path, capsys):
    write(tmp_path, "claims:\n" + EQUALS + STEERS, documents=DOCUMENTS, statements=SAID)
    assert main(["sensitivity", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "conclusions are fragile" in told
    assert "without document d1" in told


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    root = tmp_path_factory.mktemp("reference") / "study"
    write_study("migration-partnerships", root)
    return Standing.of(record_of(opened(root, store=False)))


@pytest.mark.parametrize(
    "change",
    [
        Change("document", "com-2006-409"),
        Change("source", "III, Institutional dimensions, §3"),
        Change("arrangement", "mobility-partnership"),
        Change("word", "legal_form", "declaration", 0.1),
        Change("anchor", "equality", "practice high", -0.1),
        Change("calibration", "conditional_partnership", "D2.documents (code linkage), crossover", 0.1),
    ],
    ids=str,
)
def test_what_a_change_cannot_reach_need_not_be_computed_again(reference, change):
    made = changed(reference.record, reference.figures.tables, change)
    everything = frozenset({*made.tables, "principles", "types"})
    whole = reference.after(Changed(made.tables, everything))
    assert reference.after(made).answers == whole.answers
