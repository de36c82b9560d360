import csv
import json
from pathlib import Path

import pytest
from lipset import CONDITIONS, FUZZY, crisp

import comity
from comity.cli.main import main
from comity.diagnostics import StudyError, UsageError

HIGH = dict.fromkeys(("industrialized", "high", "stable", "developed", "survival"), 1.0)


@pytest.fixture
def table(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "cases.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def expressions(outcome, kind):
    models = outcome.tables["models"].to_dicts()
    return [m["expression"].partition(" => ")[0] for m in models if m["solution"] == kind]


def told(outcome):
    return [str(d) for d in outcome.diagnostics]


def test_the_crisp_states_have_the_solutions_that_the_textbooks_print(table):
    found = comity.qca(table(crisp()), outcome="SURV", incl_cut=1, directional=CONDITIONS)
    assert expressions(found, "conservative") == ["DEV*~URB*LIT*STB + DEV*LIT*IND*STB"]
    assert expressions(found, "parsimonious") == ["DEV*STB"]
    assert expressions(found, "intermediate") == ["DEV*LIT*STB"]


def test_the_fuzzy_states_have_the_solutions_that_the_textbooks_print(table):
    found = comity.qca(table(FUZZY), outcome="SURV", directional=CONDITIONS)
    assert expressions(found, "conservative") == ["DEV*URB*LIT*IND*STB + DEV*~URB*LIT*~IND*STB"]
    assert expressions(found, "parsimonious") == ["DEV*~IND + URB*STB"]
    assert expressions(found, "intermediate") == ["DEV*URB*LIT*STB + DEV*LIT*~IND*STB"]
    model = found.tables["models"].row(1, named=True)
    assert model["consistency"] == pytest.approx(0.850350, abs=1e-6)
    assert model["pri"] == pytest.approx(0.818644, abs=1e-6)
    assert model["coverage"] == pytest.approx(0.713615, abs=1e-6)


def test_a_row_of_the_truth_table_names_its_cases(table):
    found = comity.qca(table(FUZZY), outcome="SURV")
    row = next(r for r in found.tables["truth_table"].to_dicts() if r["row"] == 32)
    assert row["configuration"] == "DEV*URB*LIT*IND*STB"
    assert row["cases"] == ["BE", "CZ", "NL", "UK"]
    assert row["consistency"] == pytest.approx(0.904206, abs=1e-6)


def test_without_expectations_no_intermediate_solution_is_claimed(table):
    found = comity.qca(table(FUZZY), outcome="SURV")
    assert expressions(found, "intermediate") == []


def test_a_higher_cut_in_cases_makes_rows_remainders(table):
    found = comity.qca(table(FUZZY), outcome="SURV", n_cut=2)
    outs = dict(zip(*found.tables["truth_table"].select("row", "out"), strict=True))
    assert outs[6] == "?"
    assert outs[22] == "1"


def test_a_cut_in_pri_turns_a_row_of_low_pri_down(table):
    found = comity.qca(table(FUZZY), outcome="SURV", pri_cut=0.75)
    outs = dict(zip(*found.tables["truth_table"].select("row", "out"), strict=True))
    assert (outs[22], outs[32]) == ("0", "1")


def test_the_negated_outcome_is_explained_with_a_tilde(table):
    found = comity.qca(table(crisp()), outcome="~SURV", incl_cut=1)
    assert expressions(found, "parsimonious") == ["~DEV + ~STB"]


LEVELS = "case,REGION,RICH,OUT\na,0,1,1\nb,0,0,1\nc,1,1,0\nd,1,0,0\ne,2,1,1\nf,2,0,0\n"


def test_a_condition_with_three_levels_is_written_with_its_level(table):
    found = comity.qca(table(LEVELS), outcome="OUT", incl_cut=1)
    assert expressions(found, "conservative") == ["REGION[0] + REGION[2]*RICH"]


CYCLE = "case,A,B,C,Y\n" + "".join(
    f"{n},{n >> 2 & 1},{n >> 1 & 1},{n & 1},{int(n not in (0, 7))}\n" for n in range(8)
)


def test_equally_short_models_are_all_listed(table):
    found = comity.qca(table(CYCLE), outcome="Y", incl_cut=1)
    assert expressions(found, "conservative") == ["A*~B + ~A*C + B*~C", "A*~C + ~A*B + ~B*C"]


def test_fewer_models_listed_are_still_counted(table):
    found = comity.qca(table(CYCLE), outcome="Y", incl_cut=1, models=1)
    models = found.tables["models"].to_dicts()
    assert [m["solution"] for m in models] == ["conservative", "parsimonious"]
    assert {m["of"] for m in models} == {2}
    assert "Conservative: 2 models." in found.summary


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        (FUZZY, {"outcome": "SURVI"}, "has no column 'SURVI'. Did you mean 'SURV'?"),
        (FUZZY, {"outcome": "SURV", "conditions": ["DEV,SURV"]}, "'SURV' is the outcome"),
        (FUZZY, {"outcome": "SURV", "conditions": ["DEV,DEV"]}, "the condition 'DEV' is named twice"),
        ("case,A,Y\na,1,1\nb,,0\n", {"outcome": "Y"}, "cases.csv:3: the case has no value for 'A'."),
        ("case,A,Y\na,1,1\nb,NA,0\n", {"outcome": "Y"}, "cases.csv:3: the case has no value for 'A'."),
        ("case,A,Y\na,1,1\nb,many,0\n", {"outcome": "Y"}, "cases.csv:3: A = 'many' is not a number."),
        ("case,A,Y\na,720,1\nb,0.2,0\n", {"outcome": "Y"}, "A = '720' is outside 0 to 1. Calibrate it"),
        ("case,A,Y\na,1,10\nb,0.2,-3\n", {"outcome": "Y"}, "Y = '10' is outside 0 to 1"),
        ("case,A,Y\n", {"outcome": "Y"}, "has no cases"),
        (LEVELS, {"outcome": "REGION"}, "the outcome 'REGION' has several levels"),
        (LEVELS, {"outcome": "REGION[7]"}, "no case has the outcome REGION[7]"),
    ],
)
def test_what_stops_the_work_is_told_with_its_place_and_remedy(table, text, options, sentence):
    with pytest.raises(StudyError) as error:
        comity.qca(table(text), **options)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"incl_cut": 1.2}, "--incl-cut 1.2 is outside 0 to 1"),
        ({"n_cut": 0}, "--n-cut must be 1 at least"),
        ({"contradiction_cut": 0.9}, "--contradiction-cut 0.9 is above --incl-cut 0.8"),
        ({"calibrate": ["DEB=1,2,3"]}, "there is no column 'DEB'. Did you mean 'DEV'?"),
        ({"calibrate": ["DEV"]}, "'DEV' has no thresholds"),
        ({"calibrate": ["DEV=1,x"]}, "thresholds are numbers"),
        ({"calibrate": ["DEV=1,2"]}, "has 2 thresholds; direct takes three"),
        ({"calibrate": ["DEV=1,3,2"]}, "the crossover must lie between"),
        ({"calibrate": ["DEV=guess:1,3"]}, "'guess' is no way to calibrate"),
        ({"directional": ["DEB"]}, "--directional 'DEB' is no condition. Did you mean 'DEV'?"),
    ],
)
def test_cuts_and_expectations_that_make_no_sense_are_refused(table, options, sentence):
    with pytest.raises(UsageError, match=sentence.replace("[", r"\[").replace("?", r"\?")):
        comity.qca(table(FUZZY), outcome="SURV", **options)


def test_a_case_on_the_crossover_is_named_and_stands_in_no_row(table):
    found = comity.qca(table(FUZZY.replace("EE,0.16", "EE,0.5")), outcome="SURV")
    assert any("EE stands at exactly 0.5 in 'DEV'" in d for d in told(found))
    assert "EE" not in {c for cases in found.tables["truth_table"]["cases"] for c in cases}
    assert sum(found.tables["truth_table"]["n"]) == 17


def test_contradictory_rows_are_named_with_the_cases_on_either_side(table):
    found = comity.qca(table("case,A,B,Y\na,1,1,1\nb,1,1,0\nc,0,1,0\n"), outcome="Y")
    assert any("row 4 (A*B) is contradictory: a with the outcome, b without" in d for d in told(found))
    assert any("all cases are on the same side of the condition 'B'" in d for d in told(found))


def test_contradictions_may_be_told_apart_and_included(table):
    text = table("case,A,B,Y\na,1,1,1\nb,1,0,1\nc,1,0,0\nd,0,1,0\n")
    cuts = {"outcome": "Y", "incl_cut": 1, "contradiction_cut": 0.5}
    assert "C" in comity.qca(text, **cuts).tables["truth_table"]["out"]
    assert expressions(comity.qca(text, **cuts), "conservative") == ["A*B"]
    assert expressions(comity.qca(text, **cuts, include=True), "conservative") == ["A"]


def test_no_positive_row_is_an_answer_and_no_failure(table):
    found = comity.qca(table("case,A,Y\na,1,0\nb,0,0\n"), outcome="Y")
    assert found.exit_code == 0
    assert any("the highest consistency is 0.000" in d for d in told(found))
    assert any("every case lacks the outcome" in d for d in told(found))


def test_more_configurations_than_cases_are_counted_as_remainders(table):
    found = comity.qca(table(FUZZY), outcome="SURV")
    assert any("make 32 configurations for 18 cases; 23 are logical remainders" in d for d in told(found))


def test_the_command_prints_json_that_holds_what_the_schema_promises(table, capsys):
    from jsonschema import Draft202012Validator

    from comity.cli.schema import json_schema

    code = main(
        ["qca", str(table(FUZZY)), "--outcome", "SURV", "--directional", "DEV,URB,LIT,IND,STB", "--json"]
    )
    printed = capsys.readouterr().out
    assert code == 0
    assert "NaN" not in printed
    Draft202012Validator(json_schema()).validate(json.loads(printed))


def test_the_command_takes_the_words_of_the_field(table, capsys):
    options = ["--outcome", "~SURV", "--conditions", "DEV,STB", "--incl-cut", "0.7", "--n-cut", "2"]
    assert main(["qca", str(table(FUZZY)), *options]) == 0
    assert "outcome ~SURV" in capsys.readouterr().out


@pytest.mark.shared
@pytest.mark.parametrize("name", ["LC", "LF_08"])
def test_truth_tables_equal_those_of_the_reference_program(name, table, shared):
    found = comity.qca(
        table(reference_data(shared, name[:2])), outcome="SURV", incl_cut=1 if name == "LC" else 0.8
    )
    ours = {r["row"]: r for r in found.tables["truth_table"].to_dicts()}
    for row in reference(shared, f"{name}_truthtable.csv"):
        number = int(row["configuration"])
        if row["n"] == "0":
            assert number not in ours
            continue
        mine = ours.pop(number)
        assert (mine["out"], str(mine["n"]), ",".join(mine["cases"])) == (row["OUT"], row["n"], row["cases"])
        assert mine["consistency"] == pytest.approx(float(row["incl"]), abs=1e-12)
        assert mine["pri"] == pytest.approx(float(row["PRI"]), abs=1e-12)
    assert ours == {}


@pytest.mark.shared
def test_solutions_equal_those_of_the_reference_program(table, shared):
    figures = {"inclS": "consistency", "PRI": "pri", "covS": "coverage"}
    by_table: dict[str, list[dict[str, str]]] = {}
    for row in reference(shared, "solutions.csv"):
        by_table.setdefault(row["id"], []).append(row)
    for rows in by_table.values():
        cut, n = float(rows[0]["incl.cut"]), int(rows[0]["n.cut"])
        file = table(reference_data(shared, rows[0]["data"]))
        found = comity.qca(file, outcome="SURV", incl_cut=cut, n_cut=n, directional=CONDITIONS)
        terms = {(r["model"], r["term"]): r for r in found.tables["terms"].to_dicts()}
        models = {r["model"]: r for r in found.tables["models"].to_dicts()}
        for row in rows:
            model = f"{row['kind']}/{row['model']}"
            mine = terms.pop((model, row["term"]))
            for theirs, ours in figures.items():
                assert mine[ours] == pytest.approx(float(row[theirs]), abs=1e-12)
                assert models[model][ours] == pytest.approx(float(row[f"sol.{theirs}"]), abs=1e-12)
            if row["covU"] != "NA":
                assert mine["unique_coverage"] == pytest.approx(float(row["covU"]), abs=1e-12)
        assert terms == {}


@pytest.mark.shared
def test_parameters_of_fit_equal_those_of_the_reference_program(table, shared):
    found = {}
    for data in ("LC", "LF"):
        for outcome in ("SURV", "~SURV"):
            made = comity.qca(table(reference_data(shared, data)), outcome=outcome).tables[
                "single_conditions"
            ]
            found |= {(data, outcome, r["condition"], r["relation"]): r for r in made.to_dicts()}
    for row in reference(shared, "pof.csv"):
        mine = found.pop(tuple(row[c] for c in ("data", "outcome", "condition", "relation")))
        second = "relevance" if row["relation"] == "necessity" else "pri"
        for ours, theirs in (("consistency", "incl"), (second, "RoN_or_PRI"), ("coverage", "cov")):
            assert mine[ours] == pytest.approx(float(row[theirs]), abs=1e-12)
    assert found == {}


def reference(shared, name):
    with (shared / "qca" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reference_data(shared, name):
    """The data as numbers; the reference prints some memberships of 0 and 1 as their labels."""
    with (shared / "qca" / f"data_{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return "\n".join(",".join([r[0], *(_number(c) for c in r[1:])]) for r in [head, *rows]) + "\n"


def _number(cell):
    if cell.replace(".", "").isdigit() or cell.isupper():
        return cell
    return "1" if cell.split()[0].casefold() in HIGH else "0"


PRESENT = ["Developed,High urbanization,High literacy,Industrialized,Stable,Survival"]
ABSENT = ["Undeveloped,Low urbanization,Low literacy,Not industrialized,Unstable,Collapse"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "cut", "solution"), [("LC", 1.0, "DEV*STB"), ("LF", 0.8, "DEV*~IND + URB*STB")]
)
def test_the_files_of_the_reference_program_are_read_as_they_are(name, cut, solution, shared):
    """It writes 0 and 1 as words, in a column of numbers too."""
    file = shared / "qca" / f"data_{name}.csv"
    found = comity.qca(file, outcome="SURV", incl_cut=cut, present=PRESENT, absent=ABSENT)
    assert expressions(found, "parsimonious") == [solution]


@pytest.mark.shared
def test_raw_figures_calibrated_directly_have_the_solutions_of_the_published_memberships(shared):
    anchors = {"DEV": "400,550,900", "URB": "25,50,65", "LIT": "50,75,90", "IND": "20,30,40", "STB": "15,10,5",
               "SURV": "-9,0,10"}  # fmt: skip
    ways = [f"{name}={given}" for name, given in anchors.items()]
    file = shared / "qca" / "data_LR.csv"
    found = comity.qca(file, outcome="SURV", calibrate=ways, directional=CONDITIONS)
    assert expressions(found, "conservative") == ["DEV*URB*LIT*IND*STB + DEV*~URB*LIT*~IND*STB"]
    assert expressions(found, "parsimonious") == ["DEV*~IND + URB*STB"]
    assert expressions(found, "intermediate") == ["DEV*URB*LIT*STB + DEV*LIT*~IND*STB"]


@pytest.mark.shared
def test_raw_figures_as_several_levels_part_the_states_by_hand(shared):
    """Above 850 every state survived; between 550 and 850 those whose cabinets were fewer than ten."""
    file = shared / "qca" / "data_LR.csv"
    ways = ["DEV=levels:550,850", "STB=10", "SURV=0"]
    found = comity.qca(file, outcome="SURV", conditions=["DEV,STB"], calibrate=ways, incl_cut=1)
    assert expressions(found, "conservative") == ["DEV[2]*~STB + DEV[1]*~STB"]
    assert expressions(found, "parsimonious") == ["DEV[2] + DEV[1]*~STB"]
    model = found.tables["models"].row(1, named=True)
    assert (model["consistency"], model["coverage"]) == (1.0, 1.0)


def test_words_that_nobody_explained_are_refused_with_how_to_explain_them(table):
    text = "case,A,Y\na,rich,yes\nb,poor,no\n"
    with pytest.raises(StudyError, match="--present WORD, --absent WORD"):
        comity.qca(table(text), outcome="Y")
    found = comity.qca(table(text), outcome="Y", present=["Rich"], absent=["poor"])
    assert expressions(found, "parsimonious") == ["A"]


RAW = "case,GDP,Y\na,300,0\nb,320,0\nc,800,1\nd,850,1\n"


def test_raw_figures_are_refused_with_the_gaps_in_them(table):
    with pytest.raises(StudyError, match="part most plainly at"):
        comity.qca(table(RAW), outcome="Y")


@pytest.mark.parametrize(
    "way", ["GDP=300,500,800", "GDP=500", "GDP=linear:300,500,800", "GDP=indirect:400,600"]
)
def test_a_raw_column_is_calibrated_as_asked_and_the_anchors_are_shown(table, way):
    found = comity.qca(table(RAW), outcome="Y", calibrate=[way])
    assert expressions(found, "parsimonious") == ["GDP"]
    assert found.sections[0].title == "Calibration"


def test_levels_are_made_from_thresholds(table):
    found = comity.qca(table(RAW), outcome="Y", calibrate=["GDP=levels:310,500"])
    assert expressions(found, "parsimonious") == ["GDP[2]"]


def test_moving_a_cut_tells_where_the_solution_changes(table):
    found = comity.qca(table(FUZZY), outcome="SURV", robustness=True).tables["robustness"].to_dicts()
    simple = {(r["cut"], round(r["value"], 3)): r for r in found if r["solution"] == "parsimonious"}
    assert not simple["incl", 0.709]["same"]
    assert simple["incl", 0.709]["expression"] == "DEV*STB"
    assert simple["incl", 0.804]["same"]
    assert simple["incl", 0.904]["positive_rows"] == 1


def test_a_cut_that_nothing_reaches_has_no_solution_and_says_so(table):
    found = comity.qca(table("case,A,Y\na,1,1\nb,0,0\nc,0,0\n"), outcome="Y", robustness=True)
    moved = [r for r in found.tables["robustness"].to_dicts() if r["cut"] == "n"]
    assert [(r["value"], r["expression"], r["same"]) for r in moved] == [(2, None, False)] * 2
    assert "no solution" in str(found)


def test_the_page_names_every_case_and_each_mark_leads_to_its_row(table, tmp_path):
    found = comity.qca(table(FUZZY), outcome="SURV", output=tmp_path / "qca.html")
    page = (tmp_path / "qca.html").read_text(encoding="utf-8")
    assert found.written == (tmp_path / "qca.html",)
    assert 'href="#case-AU"' in page
    assert 'id="case-AU"' in page
    assert "BE: URB*STB 0.89, SURV 0.95, typical" in page
    assert "membership in URB*STB" in page
