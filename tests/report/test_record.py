"""The registry in the report: figures on its rows, drawings of it, and rows that open by themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import polars as pl
import pytest
from carried import carried
from made_up_record import FIGURED, MEMBERSHIPS, registry, with_record
from made_up_study import study

from comity.charts.theme import number
from comity.report import bars, conclusion, events, institution, layers, passing, power
from comity.report.bundles import Bundles
from comity.report.content import gather
from comity.report.findings import findings
from comity.report.page import render
from comity.report.tracks import strip
from comity.report.wording import called, in_words, rests_on

CONTENT = gather(with_record(study()))


def drawn(html: str, section: str) -> str:
    found = re.search(rf'<section id="{section}".*?</section>', html, re.DOTALL)
    assert found is not None, section
    return found.group(0)


def test_a_figure_on_rows_carries_them_with_sentence_source_and_note(record_html: str) -> None:
    data = carried(record_html)
    figure = data["figures"]["I2/eu"]
    told = [data["passages"][row] for row in figure["rows"]]
    assert [t["record"] for t in told] == ["roles/r1", "roles/r2"]
    assert told[0]["quote"] == "Commission: broker of Mobility Partnership."
    assert told[0]["after"].strip() == "Holds the gate."
    assert told[0]["locator"] == "III, §3"
    assert "The researcher's inference. Confidence 0.6." in told[1]["after"]
    assert figure["counted"] == "2 rows of the registry"
    assert data["documents"][told[0]["document"]]["id"] == "Mobility Partnership"


def test_what_a_figure_on_rows_rests_on_is_told_in_rows_and_arrangements() -> None:
    row = CONTENT.figures.filter(pl.col("figure") == "I2/eu").row(0, named=True)
    lines = rests_on(row, CONTENT)
    assert lines[0] == "2 rows of the registry, in 1 arrangement; 3 arrangements looked at"
    assert not any("document" in line for line in lines)


def test_every_link_of_the_drawings_opens_something(record_html: str) -> None:
    data = carried(record_html)
    linked = {m for m in re.findall(r'href="#([^"?]+)"', record_html) if "/" in m}
    assert {unquote(m) for m in linked} <= set(data["figures"])


def test_rows_that_open_without_a_figure_are_not_listed_among_the_figures(record_html: str) -> None:
    assert '<tr id="events/e1"' not in record_html
    bundle = carried(record_html)["figures"]["events/e1"]
    assert (bundle["status"], bundle["total"]) == ("", 1)


def test_two_rows_of_one_holder_open_together() -> None:
    bundles = Bundles()
    roles = institution.roles(CONTENT, bundles)[0]
    drafter = next(r for r in roles.rows if r.role == "drafter")
    assert [(h.name, h.count) for h in drafter.holders[0]] == [("European Union", 2)]
    opened = next(b for b in bundles.all() if len(b.rows) == 2)
    assert opened.rows == ("roles/r2", "roles/r6")


def test_the_profile_leaves_a_property_without_evidence_empty() -> None:
    block = institution.profile(CONTENT)[0]
    marks = {t.label: [m.at for m in t.marks] for t in block.tracks}
    assert marks == {"Informality": [75.0], "Horizontality": [0.0], "Openness": []}
    assert "one side" in block.remark


def test_a_part_stands_below_its_whole_and_unknown_dates_are_told() -> None:
    (placed,) = layers.layers(CONTENT, Bundles())
    rows = {t.label: t for g in placed.groups for t in g.tracks}
    assert [(t.label, t.depth) for g in placed.groups for t in g.tracks] == [
        ("Older talks", 0), ("Global Approach", 0), ("Mobility Partnership", 1),
    ]  # fmt: skip
    assert rows["Older talks"].text == "dates unknown"
    assert "grew out of Global Approach" in rows["Older talks"].note
    assert rows["Mobility Partnership"].spans[0].shape == "time unended"


def test_arrangements_of_which_no_date_is_known_are_listed_all_the_same() -> None:
    undated = CONTENT.registry["arrangements"].with_columns(
        start=pl.lit(None, pl.String), end=pl.lit(None, pl.String)
    )
    content = replace(CONTENT, registry={**CONTENT.registry, "arrangements": undated})
    (placed,) = layers.layers(content, Bundles())
    assert {t.text for g in placed.groups for t in g.tracks} == {"dates unknown"}


def test_a_study_without_contexts_shows_its_registry_whole() -> None:
    bare = with_record(study(contexts=(), documents=6))
    rows = {
        name: frame.with_columns(context=pl.lit(None, pl.String)) if "context" in frame.columns else frame
        for name, frame in bare.registry.items()
    }
    figures = bare.tables["figures"].with_columns(context=pl.lit(None, pl.String))
    html = render(replace(bare, registry=rows, tables={**bare.tables, "figures": figures})).html
    for section in ("profile", "roles", "layers", "force", "production", "gap"):
        assert f'id="{section}"' in html


def test_who_meets_whom_goes_through_the_broker(record_html: str) -> None:
    graph = drawn(record_html, "meetings")
    said = set(re.findall(r'<a [^>]*aria-label="([^"]* meets [^"]*)"', graph))
    assert said == {"Commission meets European Union", "Commission meets Moldova"}
    assert re.search(r"Gatekeeper: <a href=\"#I3/eu/commission\">Commission</a>", graph)


def test_what_is_not_known_of_a_proposal_stays_unknown() -> None:
    (proposed,) = bars.uptake(CONTENT, Bundles())
    assert {b.label: b.text for b in proposed.bars} == {
        "Lead side": "1 taken up",
        "Partner side": "1 unknown",
    }


def test_what_has_no_date_stands_apart_and_same_years_stand_below_one_another() -> None:
    blocks, _ = events.production(CONTENT, Bundles())
    moldova = next(t for b in blocks for t in b.tracks if t.label == "Moldova")
    assert sorted(m.level for m in moldova.marks) == [0, 1]
    assert [m.sign for m in moldova.aside] == ["■"]
    assert [b.label for b in blocks] == ["EU external policy", events.UNPLACED]


def test_what_is_passed_on_twice_is_a_branch_of_a_branch() -> None:
    (root,) = passing.diffusion(CONTENT, Bundles())
    assert root.name == "Morocco <b>bold</b>"
    assert root.below[0].name == "Organisation for Migration"
    assert root.below[0].below[0].name == "to others not named"


def test_a_circle_that_no_root_reaches_is_drawn_all_the_same() -> None:
    told = CONTENT.registry["events"]
    row = told.filter(pl.col("what") == "passed on").head(1)
    circle = [
        row.with_columns(actor=pl.lit(a), other=pl.lit(b), id=pl.lit(f"circle-{a}"))
        for a, b in (("moldova", "eu"), ("eu", "moldova"))
    ]
    content = replace(CONTENT, registry={**CONTENT.registry, "events": pl.concat([told, *circle])})
    first, second = passing.diffusion(content, Bundles())
    assert first.name == "Morocco <b>bold</b>"
    assert len(second.below) == 1
    assert second.below[0].below[0].name == second.name
    assert second.below[0].below[0].below == ()


@pytest.mark.parametrize(
    ("had", "passed", "told"),
    [
        ("2005", "2008-03", "2008, 3 years later"),
        ("2007", "2008", "2008, 1 year later"),
        ("2008-01", "2008-11", "2008, in the same year"),
        ("2005/2006", "2008", "2008, 2–3 years later"),
        ("2009", "2008", "2008, 1 year before"),
        ("2007/2009", "2008", "2008, order not known"),
        (None, "2008", "2008, start undated"),
        ("2005/..", "2008", "2008, pace not known"),
        ("2005", None, "undated"),
    ],
)
def test_the_pace_of_a_passing_on_is_no_surer_than_its_dates(had: str | None, passed: str, told: str) -> None:
    assert passing.pace(had, passed) == told


def test_every_actor_and_line_of_the_tree_is_a_link_that_says_itself(record_html: str) -> None:
    told = re.findall(r'<a href="#[^"]+" aria-label="([^"]*)"', drawn(record_html, "diffusion"))
    assert told == [
        "Morocco &lt;b&gt;bold&lt;/b&gt;",
        "Morocco &lt;b&gt;bold&lt;/b&gt; passed it on to Organisation for Migration: dialogue undated",
        "Organisation for Migration",
        "Organisation for Migration passed it on to others not named: dialogue undated",
        "to others not named",
    ]
    rows = [
        carried(record_html)["figures"][unquote(h)]["rows"]
        for h in re.findall(r'<a href="#([^"]+)" aria-label', drawn(record_html, "diffusion"))
    ]
    assert [len(r) for r in rows] == [1, 1, 2, 1, 1]


def test_the_parts_at_the_top_lead_to_all_that_is_there(record_html: str) -> None:
    nav = re.search(r'<nav class="parts.*?</nav>', record_html, re.DOTALL)
    assert nav is not None
    linked = re.findall(r'href="#([^"]+)"', nav.group())
    assert all(f'<section id="{part}"' in record_html for part in linked)
    parts = ("presence", "ledger", "words", "duties", "production", "configurations", "claims")
    assert {p for p in parts if f'<section id="{p}"' in record_html} <= set(linked)


def test_a_pair_is_told_once_with_who_delivers_first() -> None:
    (pair,) = power.exchanges(CONTENT, Bundles())
    assert (pair.first.text, pair.second.text, pair.order) == (
        "Take people back.",
        "Open channels.",
        "Partner side first",
    )


def test_promise_and_practice_stand_on_one_line() -> None:
    (block,) = conclusion.gap(CONTENT)
    equality, dialogue = block.tracks
    assert [m.at for m in equality.marks] == [20.0, 70.0]
    assert (equality.text, equality.more) == ("+0.50", "+0.10 to +0.80")
    assert (dialogue.text, dialogue.note) == ("no evidence", "no evidence of uptake (P3)")


def test_claims_carry_verdict_figure_and_reason(record_html: str) -> None:
    claims = drawn(record_html, "claims")
    assert re.search(r"</b> supported</td>.*?The lead side steers\..*?#I2/eu.*?\+1\.00", claims, re.DOTALL)
    assert "our inference" in claims
    assert "<b>1</b> contradicted" in claims


def test_types_are_shown_where_there_are_any(record_html: str) -> None:
    types = drawn(record_html, "types")
    assert "Conditional partnership" in types
    assert "cannot be computed" in types
    assert 'href="#C2/eu/conditional_partnership"' in types
    assert "decided by Role asymmetry" in types
    assert "0 | 0.3 | 0.8" in types
    assert "Two roles in three." in types
    without = {**with_record(study()).tables, "memberships": MEMBERSHIPS.clear()}
    bare = with_record(study())
    assert 'id="types"' not in render(type(bare)(**{**bare.__dict__, "tables": without})).html


def test_a_difference_opens_both_figures_and_says_how_it_was_tested(record_html: str) -> None:
    shown = drawn(record_html, "cases")
    assert 'href="#I2/eu"' in shown
    assert re.search(r"\+1\.50.*?&lt; 0\.001.*?0\.040.*?all 20 of 3 \+ 3", shown, re.DOTALL)
    assert "Not tested: 1 (a number, which grows with what was read)" in shown
    assert "All 1 figures, case by case" in shown


def test_findings_come_the_surest_first_and_say_their_doubts() -> None:
    told = findings(CONTENT)
    grades = [f.grade for f in told if f.strength]
    assert grades == sorted(grades)
    text = " ".join(map(str, told))
    assert "the lead side holds more of the steering roles (+1.00, from 2 rows, without an interval)" in text
    assert "the sides meet only through Commission" in text
    assert "Less is done than is promised: in EU external policy of equality (+0.50)." in text
    assert "EU external policy reads as rhetoric (0.70, next cooperative 0.10)." in text
    assert str(told[-1]) == (
        "Of 3 claims that the study makes, 1 is supported, 1 is contradicted and 1 is undecided."
    )
    assert "transfers go" not in text  # a balance of zero says nothing


@pytest.mark.parametrize(("partners", "said"), [(1, False), (2, True)])
def test_one_partner_alone_is_not_most_partners(partners: int, said: bool) -> None:
    made = CONTENT.figures.filter(pl.col("figure") == "I2/eu").with_columns(
        pl.lit("P5/eu").alias("figure"), pl.lit("P5").alias("measure"), pl.lit("production").alias("quantity"),
        pl.lit(1.0).alias("value"), pl.lit(partners).cast(CONTENT.figures.schema["documents"]).alias("documents"),
    )  # fmt: skip
    others = CONTENT.figures.filter(pl.col("measure") != "P5")
    text = " ".join(map(str, findings(replace(CONTENT, figures=pl.concat([others, made])))))
    assert ("ost partners took on a duty" in text) is said


def test_what_a_single_change_turns_is_marked_fragile_wherever_it_is_told() -> None:
    page = render(with_record(study()), sensitivity=True)
    told = " ".join(map(str, findings(page.content)))
    assert "Fragile: without arrangement mp: negative." in told
    assert "Fragile: EU external policy without document speech: cooperative." in told
    assert "1 hang on a single document, source or number" in told
    claims = drawn(page.html, "claims")
    assert re.search(r"supported.*fragile.*The lead side steers", claims, re.DOTALL)
    assert "decided by Role asymmetry; fragile: without arrangement mp: out" in drawn(page.html, "types")
    section = drawn(page.html, "doubts")
    assert "EU external policy: conditional partnership" in section
    assert "Role asymmetry (I2): EU external policy" in section
    assert "present documents −1: supported" in section  # what would decide an undecided claim
    assert "1 stands whatever is changed" in section


def test_without_sensitivity_nothing_is_said_to_be_fragile(record_html: str) -> None:
    assert 'id="doubts"' not in record_html
    assert 'class="fragile"' not in record_html


def test_no_section_stands_without_its_rows() -> None:
    html = render(study()).html
    for section in ("profile", "roles", "layers", "force", "production", "gap", "reading", "claims"):
        assert f'id="{section}"' not in html


def test_a_name_is_never_markup(record_html: str) -> None:
    assert "<b>bold</b>" not in record_html
    assert "Morocco &lt;b&gt;bold&lt;/b&gt;" in record_html


def test_figures_in_words_stand_side_by_side_by_context() -> None:
    lines = strip(CONTENT, "I2")
    place = list(CONTENT.contexts).index("eu")
    assert lines[0].cells[place] == ("#I2/eu", "+1.00", "n = 2", True)
    assert lines[0].cells[1 - place] is None


def test_a_pillar_is_not_called_by_the_code_of_its_name() -> None:
    """The codebook labels the code `control`; the pillar `control` keeps its own name, as in the bars above it."""
    figures = CONTENT.figures.filter(pl.col("figure") == "I2/eu").with_columns(
        measure=pl.lit("P1"),
        quantity=pl.lit("share"),
        pillar=pl.lit("control"),
        figure=pl.lit("P1/eu/control"),
    )
    content = replace(CONTENT, figures=figures)
    assert content.labels["control"] != "control"
    assert [line.label for line in strip(content, "P1", "pillar")] == ["Control"]


def test_a_reason_names_figures_and_does_not_spell_their_ids() -> None:
    why = "I2/eu = 1 against P3.difference/eu/mp: too little; D2.documents, from G1"
    assert in_words(why, CONTENT) == (
        "Role asymmetry: EU external policy = 1 against Uptake, lead less partner: EU external policy, "
        "Mobility Partnership: too little; prevalence, share of documents, from promise practice (G1)"
    )


def test_a_claim_on_presence_says_in_how_many_documents() -> None:
    frame = CONTENT.verdicts
    assert frame is not None
    figure = CONTENT.select("D1", "code").filter(pl.col("category") == "present").row(0, named=True)
    row = frame.head(1).with_columns(
        figure=pl.lit(figure["figure"]),
        category=pl.lit("present"),
        why=pl.lit(f"{figure['figure']} is present."),
    )
    (verdict,) = conclusion.verdicts(replace(CONTENT, verdicts=row))
    assert verdict.value == f"present, in {figure['documents']} of {figure['read']} documents"
    assert verdict.why == f"{called(figure['figure'], CONTENT)} is present."
    assert figure["figure"] not in verdict.why


def test_a_minus_is_a_minus_in_every_unit() -> None:
    assert number(-0.44, "ln(partner : lead)") == "−0.44"
    assert number(-0.44, "(lead - partner) / (lead + partner)") == "−0.44"


def test_a_balance_is_no_share() -> None:
    unit = "(lead - partner) / (lead + partner)"
    assert [number(v, unit) for v in (0.334, -0.5, 0.0, 0.001)] == ["+0.33", "−0.50", "0", "0"]
    assert number(0.25, "rejecting / (affirming + rejecting)") == "25%"


def test_the_same_record_gives_the_same_bytes(record_html: str) -> None:
    assert render(with_record(study())).html == record_html


def test_the_made_up_record_is_whole() -> None:
    rows = {row for frame in registry(study().settings).values() for row in frame["row"]}
    assert {e["row"] for _, evidence in FIGURED for e in evidence} <= rows
