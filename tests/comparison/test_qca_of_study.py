"""Five deals that one can check by hand: what the lead side chairs and makes binding is delivered."""

import json
from pathlib import Path

import pytest

import comity
from comity.analysis import opened
from comity.cli.main import main
from comity.diagnostics import StudyError, UsageError

QCA = """
[qca]
cases = "arrangement"
[qca.outcome]
name = "DONE"
measure = "P8"
quantity = "delivered"
anchors = [0.2, 0.5, 0.8]
reason = "Half is neither kept nor broken."
[[qca.conditions]]
name = "LEAD"
measure = "I2"
anchors = [-0.5, 0.0, 0.5]
[[qca.conditions]]
name = "BINDING"
measure = "P2"
quantity = "mandatory"
anchors = [0.2, 0.5, 0.8]
expect = "present"
"""
STUDY = """\
name = "deals"
coders = []
[intervals]
replicates = 100
[contexts.eu]
lead = ["eu"]
partner = ["moldova"]
[contexts.us]
lead = ["usa"]
partner = ["mexico"]
"""
ACTORS = "id,name,kind\neu,European Union,supranational\nmoldova,Moldova,state\n"
ACTORS += "usa,United States,state\nmexico,Mexico,state\n"
# Who chairs, how many of two provisions are mandatory, and how many of them were delivered.
DEALS = {
    "a": ("eu", 2, 2), "b": ("eu", 2, 2), "c": ("eu", 0, 0), "d": ("moldova", 2, 0), "e": ("moldova", 0, 0),
    "unknown": ("eu", None, None),
}  # fmt: skip


@pytest.fixture
def study(tmp_path):
    """Writes the deals and opens them with what study.toml says beside its contexts."""

    def write(toml: str = QCA, deals=DEALS, *, store: bool = False):
        arrangements, roles = ["id,name,context,layer,legal_form,start"], ["id,arrangement,actor,role"]
        provisions = ["id,arrangement,pillar,text,bearer,force,date,promised,delivered"]
        for name, (chair, binding, delivered) in deals.items():
            context = "eu" if chair in ("eu", "moldova") else "us"
            arrangements.append(f"{name},Deal {name},{context},bilateral,declaration,2005")
            roles.append(f"r{name},{name},{chair},chair")
            for n in range(0 if binding is None else 2):
                force, when = "mandatory" if n < binding else "voluntary", "2007" if n < delivered else ""
                provisions.append(f"p{name}{n},{name},mobility,x,lead,{force},2005,2007,{when}")
        (tmp_path / "registry").mkdir(exist_ok=True)
        for file, lines in (("arrangements", arrangements), ("roles", roles), ("provisions", provisions)):
            (tmp_path / f"registry/{file}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (tmp_path / "registry/actors.csv").write_text(ACTORS, encoding="utf-8")
        (tmp_path / "documents.csv").write_text("id\n", encoding="utf-8")
        (tmp_path / "study.toml").write_text(STUDY + toml, encoding="utf-8")
        return opened(tmp_path, store=store)

    return write


def expressions(outcome, kind):
    models = outcome.tables["models"].to_dicts()
    return [m["expression"] for m in models if m["solution"] == kind]


def warned(outcome, code):
    return [d for d in outcome.diagnostics if d.code == code]


def cell(outcome, case, name):
    return outcome.tables["calibrated"].filter(case=case, set=name).row(0, named=True)


def full(value: float, crossover: float, end: float) -> float:
    """Ragin's direct calibration by hand: odds of 19 at the anchor."""
    odds = 19 ** ((value - crossover) / abs(end - crossover))
    return odds / (1 + odds)


def test_the_deals_of_a_study_are_compared_by_their_figures(study):
    found = comity.qca(study())
    for kind in ("conservative", "parsimonious", "intermediate"):
        assert expressions(found, kind) == ["LEAD*BINDING => DONE"]
    rows = {r["configuration"]: (r["out"], r["cases"]) for r in found.tables["truth_table"].to_dicts()}
    assert rows == {
        "LEAD*BINDING": ("1", ["a", "b"]),
        "LEAD*~BINDING": ("0", ["c"]),
        "~LEAD*BINDING": ("0", ["d"]),
        "~LEAD*~BINDING": ("0", ["e"]),
    }


def test_a_membership_is_the_figure_between_its_anchors_and_names_it(study):
    found = comity.qca(study())
    assert cell(found, "a", "LEAD")["membership"] == pytest.approx(full(1, 0, 0.5), abs=1e-12)
    assert cell(found, "d", "LEAD")["membership"] == pytest.approx(full(-1, 0, 0.5), abs=1e-12)
    done = cell(found, "a", "DONE")
    assert (done["figure"], done["value"], done["n"]) == ("P8.delivered/a", 1.0, 2)
    assert done["membership"] == pytest.approx(full(1, 0.5, 0.8), abs=1e-12)
    assert done["reason"] == "Half is neither kept nor broken."


def test_the_figure_of_a_membership_opens_its_rows(study):
    analysis = study()
    shown = comity.show(cell(comity.qca(analysis), "b", "DONE")["figure"], study=analysis)
    assert "provisions/pb0" in str(shown)


def test_a_case_without_a_figure_is_left_out_and_said_so_where_the_set_stands(study):
    found = comity.qca(study())
    assert "5 cases" in found.summary[0]
    told = warned(found, "left-out")
    assert ["unknown" in d.problem for d in told] == [True, True]
    assert {(d.file, d.line) for d in told} == {("study.toml", 16), ("study.toml", 26)}
    assert cell(found, "unknown", "DONE")["why"].startswith("no evidence")
    assert cell(found, "unknown", "LEAD")["membership"] is not None


def test_a_study_may_say_what_it_means_that_nothing_is_recorded(study):
    """The judgement is told, and shown beside the membership; it names no figure that could be opened."""
    means = QCA.replace("quantity =", "nothing_means = 0\nquantity =")
    found = comity.qca(study(means))
    assert "6 cases" in found.summary[0]
    row = cell(found, "unknown", "BINDING")
    assert row["membership"] == pytest.approx(full(0, 0.5, 0.8), abs=1e-12)
    assert row["why"] == "no evidence: taken as 0, as the study says"
    assert warned(found, "left-out") == []
    assert ["nothing is recorded of unknown" in d.problem for d in warned(found, "nothing-recorded")] == [
        True,
        True,
    ]


def test_a_case_whose_interval_reaches_over_the_crossover_is_doubted(study):
    """Two deals of the EU, all binding, are too few to be sure of it; the US stand on the crossover itself."""
    deals = {
        "a": ("eu", 2, 2),
        "b": ("eu", 2, 2),
        "f": ("usa", 2, 2),
        "g": ("usa", 1, 1),
        "h": ("mexico", 0, 0),
    }
    found = comity.qca(study(QCA.replace('cases = "arrangement"', ""), deals))
    assert any(
        "BINDING: the interval of eu reaches" in d.problem and d.line == 26
        for d in warned(found, "unsure-side")
    )
    assert cell(found, "us", "BINDING")["least"] < 0.5 < cell(found, "us", "BINDING")["most"]


def test_the_interval_over_one_arrangement_says_nothing_of_a_case(study):
    found = comity.qca(study())
    assert warned(found, "unsure-side") == []
    assert cell(found, "a", "BINDING")["least"] is None


def test_what_is_said_on_the_command_line_stands_above_the_study(study):
    analysis = study()
    assert expressions(comity.qca(analysis, outcome="~DONE"), "parsimonious") == ["~LEAD + ~BINDING => ~DONE"]
    assert expressions(comity.qca(analysis, conditions=["LEAD"], incl_cut=0.6), "conservative") == [
        "LEAD => DONE"
    ]
    assert {*comity.qca(analysis, conditions=["LEAD"], n_cut=9).tables["truth_table"]["out"]} == {"?"}


def test_expectations_of_the_study_are_for_its_own_outcome_alone(study):
    assert expressions(comity.qca(study(), outcome="~DONE"), "intermediate") == []


def test_the_cuts_of_the_study_count(study):
    found = comity.qca(study(QCA.replace('cases = "arrangement"', 'cases = "arrangement"\nn_cut = 2')))
    outs = dict(found.tables["truth_table"].select("configuration", "out").iter_rows())
    assert outs == {"LEAD*BINDING": "1", "LEAD*~BINDING": "?", "~LEAD*BINDING": "?", "~LEAD*~BINDING": "?"}
    assert warned(found, "nothing-to-minimise")


def test_only_the_cases_that_are_meant_are_compared(study):
    found = comity.qca(study(QCA.replace("[qca]", '[qca]\namong = ["a", "c", "d"]', 1)))
    assert found.tables["calibrated"]["case"].unique().sort().to_list() == ["a", "c", "d"]


US = {"f": ("usa", 2, 2), "g": ("usa", 1, 1), "h": ("mexico", 0, 0)}


def test_cases_may_be_those_of_the_study(study):
    named = "[cases.one]\narrangements=['a']\n[cases.two]\narrangements=['d', 'e']\n[cases.three]\ncontexts=['us']\n"
    found = comity.qca(study(named + QCA.replace('cases = "arrangement"', ""), DEALS | US))
    assert cell(found, "one", "BINDING")["value"] == 1
    assert cell(found, "two", "BINDING")["value"] == 0.5
    assert cell(found, "three", "DONE")["value"] == 0.5
    assert cell(found, "two", "LEAD")["figure"] == "I2/two"


def test_cases_are_contexts_where_the_study_names_none(study):
    found = comity.qca(study(QCA.replace('cases = "arrangement"', ""), DEALS | US))
    assert cell(found, "us", "BINDING")["figure"] == "P2/us"
    assert found.tables["calibrated"]["case"].unique().sort().to_list() == ["eu", "us"]


def test_cases_may_be_told_apart_by_two_columns(study):
    found = comity.qca(study(QCA.replace('"arrangement"', '["context", "year"]'), DEALS | US))
    assert cell(found, "us 2005", "DONE")["figure"] == "P8.delivered/us/2005"


def test_a_condition_may_be_taken_from_the_context_of_the_arrangement(study):
    wide = QCA.replace('measure = "I2"', 'measure = "I2"\nby = "context"')
    found = comity.qca(study(wide, DEALS | US))
    assert cell(found, "a", "LEAD")["figure"] == cell(found, "e", "LEAD")["figure"] == "I2/eu"
    assert cell(found, "f", "LEAD")["figure"] == "I2/us"


WAYS = [
    ('way = "linear"\nanchors = [0.0, 0.5, 1.0]', [0.0, 0.5, 1.0]),
    ("anchors = [0.5]", [0, 1, 1]),
    ('way = "levels"\nanchors = [0.5, 1.0]', [0, 1, 2]),
    ("anchors = [0.2, 0.5, 0.8]\ninvert = true", [1 - full(0, 0.5, 0.8), 0.5, 1 - full(1, 0.5, 0.8)]),
]


@pytest.mark.parametrize(("anchors", "members"), WAYS)
def test_each_way_of_calibration_by_hand(study, anchors, members):
    toml = QCA.replace('anchors = [0.2, 0.5, 0.8]\nexpect = "present"', anchors)
    found = comity.qca(study(toml, DEALS | {"half": ("eu", 1, 2)}))
    made = [cell(found, case, "BINDING")["membership"] for case in ("c", "half", "a")]
    assert made == pytest.approx(members)


def test_the_indirect_way_keeps_the_order_of_the_values(study):
    toml = QCA.replace(
        "anchors = [0.2, 0.5, 0.8]\nexpect", 'way = "indirect"\nanchors = [0.25, 0.75]\nexpect'
    )
    found = comity.qca(study(toml, DEALS | {"half": ("eu", 1, 2)}))
    low, mid, high = (cell(found, case, "BINDING")["membership"] for case in ("c", "half", "a"))
    assert low < mid < high
    assert cell(found, "a", "BINDING")["least"] is None


def test_a_membership_in_a_type_needs_no_anchors(study):
    typed = "[types.steered]\n[[types.steered.conditions]]\nmeasure='I2'\nanchors=[-0.5, 0.0, 0.5]\n"
    bare = QCA.replace('cases = "arrangement"', "").replace(
        'measure = "I2"\nanchors = [-0.5, 0.0, 0.5]', 'measure = "C2"\nwhere = { code = "steered" }'
    )
    found = comity.qca(study(typed + bare, DEALS | US))
    row = cell(found, "us", "LEAD")
    assert (row["way"], row["value"]) == ("as it is", row["membership"])


def test_a_figure_without_anchors_is_refused_with_where_its_values_part(study):
    bare = QCA.replace('measure = "I2"\nanchors = [-0.5, 0.0, 0.5]', 'measure = "I2"')
    with pytest.raises(StudyError) as error:
        comity.qca(study(bare))
    (told,) = error.value.diagnostics
    assert (told.code, told.line) == ("bad-anchors", 22)
    assert "The values part most plainly at 0 (2 cases below)." in str(told)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('name = "LEAD"', "", "bad-id"),
        ('name = "LEAD"', 'name = "1 LEAD"', "bad-id"),
        ('name = "LEAD"', 'name = "DONE"', "doubled-id"),
        ('measure = "I2"', 'measure = "I22"', "unknown-measure"),
        ('measure = "I2"', "", "missing-value"),
        ('measure = "I2"', 'measure = "D5"', "unknown-grouping"),
        ('quantity = "mandatory"', 'quantity = "binding"', "unknown-quantity"),
        ("anchors = [-0.5, 0.0, 0.5]", "anchors = [0.5, 0.0, -0.5]", "bad-anchors"),
        ("anchors = [-0.5, 0.0, 0.5]", "anchors = [0.0, 0.5]", "bad-anchors"),
        ("anchors = [-0.5, 0.0, 0.5]", "anchors = [1.5]", "cannot-fail"),
        ("anchors = [-0.5, 0.0, 0.5]", "way = 'fuzzy'\nanchors = [0]", "unknown-way"),
        ("anchors = [-0.5, 0.0, 0.5]", "anchors = [0]\ninvert = 1", "bad-type"),
        ("anchors = [-0.5, 0.0, 0.5]", "way='levels'\nanchors = [0]\ninvert = true", "bad-value"),
        ('expect = "present"', 'expect = "yes"', "bad-value"),
        ('expect = "present"', 'where = { arrangement = "a" }', "unknown-grouping"),
        ('expect = "present"', 'by = "side"', "unknown-grouping"),
        ('expect = "present"', 'nothing_means = "0"', "bad-type"),
        ('cases = "arrangement"', 'cases = "deal"', "unknown-grouping"),
        ('cases = "arrangement"', 'cases = ["case", "year"]', "unknown-grouping"),
        ('cases = "arrangement"', 'cases = "arrangement"\nincl_cut = 8', "bad-cut"),
        ('cases = "arrangement"', 'cases = "arrangement"\nn_cut = 0', "bad-cut"),
        ('cases = "arrangement"', 'cases = "arrangement"\ncontradiction_cut = 0.9', "bad-cut"),
        ('cases = "arrangement"', 'cases = "arrangement"\ncut = 0.9', "unknown-key"),
        ("[qca.outcome]", "[qca.result]", "missing-value"),
    ],
)
def test_what_is_wrong_in_qca_is_told_where_it_stands(study, old, new, code):
    with pytest.raises(StudyError) as error:
        study(QCA.replace(old, new, 1))
    told = error.value.diagnostics
    assert code in [d.code for d in told]
    assert all(d.file == "study.toml" and d.line and d.line >= 9 for d in told if d.severity == "error")


def test_a_case_that_there_is_not_is_told_with_those_that_there_are(study):
    with pytest.raises(StudyError, match=r"study.toml:14: .*no case 'aa'"):
        comity.qca(study(QCA.replace('cases = "arrangement"', 'cases = "arrangement"\namong = ["aa"]')))


def test_no_case_with_all_figures_is_refused(study):
    with pytest.raises(StudyError, match="no case has a figure for every condition"):
        comity.qca(study(deals={"x": ("eu", None, None)}))


def test_conditions_that_do_not_vary_are_told_where_they_stand(study):
    told = warned(comity.qca(study(deals={"a": ("eu", 2, 2), "b": ("eu", 0, 0)})), "no-variation")
    assert [(d.line, "'LEAD'" in d.problem) for d in told] == [(22, True)]


def test_more_configurations_than_cases_are_told_with_the_remainders(study):
    told = warned(
        comity.qca(study(deals={"a": ("eu", 2, 2), "b": ("moldova", 0, 0)})), "more-configurations-than-cases"
    )
    assert "2 conditions make 4 configurations for 2 cases; 2 are logical remainders." in told[0].problem


def test_what_belongs_to_tables_is_refused_of_a_study(study):
    with pytest.raises(UsageError, match="--calibrate is for a table"):
        comity.qca(study(), calibrate=["LEAD=0"])
    with pytest.raises(UsageError, match=r"study.toml has no \[qca\]"):
        comity.qca(study(""))
    with pytest.raises(UsageError, match=r"\[qca\] has no condition 'LEED'. Did you mean 'LEAD'"):
        comity.qca(study(), conditions=["LEED"])


def test_anchors_that_move_leave_the_figures_in_the_store(study, tmp_path):
    comity.qca(study(store=True))
    before = {path.name for path in (tmp_path / ".comity").rglob("figures*")}
    moved = comity.qca(study(QCA.replace("[0.2, 0.5, 0.8]", "[0.1, 0.4, 0.8]"), store=True))
    assert {path.name for path in (tmp_path / ".comity").rglob("figures*")} == before
    assert cell(moved, "a", "DONE")["membership"] == pytest.approx(full(1, 0.4, 0.8), abs=1e-12)


def test_the_command_takes_the_folder_and_writes_page_tables_and_pictures(study, tmp_path, capsys):
    study()
    page, folder = tmp_path / "out" / "qca.html", tmp_path / "out"
    arguments = ["qca", str(tmp_path), "--json", "-o", str(page), "--csv", str(folder), "--svg", str(folder)]
    assert main(arguments) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["calibrated"][0]["figure"] == "I2/a"
    assert {Path(p).name for p in made["written"]} >= {"calibrated.csv", "xy.csv", "conservative-1.svg"}
    html = page.read_text(encoding="utf-8")
    assert "Half is neither kept nor broken." in html
    assert "P8.delivered/a" in html
    picture = (folder / "conservative-1.svg").read_text(encoding="utf-8")
    assert "LEAD*BINDING" in picture
    assert "<a " not in picture


def test_the_study_as_an_object_answers_the_same(study, tmp_path):
    study()
    assert expressions(comity.open(tmp_path).qca(), "conservative") == ["LEAD*BINDING => DONE"]
