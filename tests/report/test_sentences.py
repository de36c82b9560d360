"""The summary says what the figures say, with their doubts."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest
from made_up_study import study

from comity.report.content import Content, gather
from comity.report.sentences import sentences, summary


@pytest.fixture(scope="module")
def content() -> Content:
    return gather(study())


def having(content: Content, figure: str, **columns: object) -> Content:
    """The content with some cells of one figure changed."""
    here = pl.col("figure") == figure
    changed = content.figures.with_columns(
        pl.when(here).then(pl.lit(v)).otherwise(pl.col(c)).alias(c) for c, v in columns.items()
    )
    return dataclasses.replace(content, figures=changed)


def test_it_opens_with_what_it_rests_on(content: Content) -> None:
    assert summary(content)[0].startswith("This rests on 37 documents in three contexts (")


def test_an_absent_code_is_named_with_how_much_was_read(content: Content) -> None:
    line = next(s for s in summary(content) if s.startswith("EU external policy: Five of the six"))
    assert line.endswith("not found, though 12 documents were read: Capacity.")


def test_an_unknown_code_is_not_called_absent(content: Content) -> None:
    told = having(content, "D1/eu/capacity", category="unknown", status="unknown", value=None)
    line = next(s for s in summary(told) if "Five of the six" in s)
    assert "too little was read to say: Capacity" in line
    assert "not found" not in line


def test_a_code_in_one_document_is_weak(content: Content) -> None:
    told = having(content, "D1/eu/capacity", category="weak", documents=1, n=1)
    assert any("in a single document only: Capacity" in s for s in summary(told))


def test_two_rates_whose_intervals_meet_are_about_as_frequent(content: Content) -> None:
    line = next(s for s in summary(content) if s.startswith("EU external policy: The most frequent"))
    assert "about as much so, within the uncertainty" in line


def test_a_clear_lead_is_called_clear(content: Content) -> None:
    told = having(content, "D2/eu/security", value=90.0, low=80.0, high=95.0)
    assert any("Security, 90 in 1,000 passages (80 to 95); clearly less so is" in s for s in summary(told))


def test_contexts_are_said_to_differ_only_where_intervals_do_not_meet(content: Content) -> None:
    flat = dataclasses.replace(
        content, figures=content.figures.with_columns(low=pl.lit(0.0), high=pl.lit(999.0))
    )
    assert "Within the uncertainty, no code is said more often in one context than in another." in summary(
        flat
    )
    assert any("the intervals do not meet" in s for s in summary(content))


def test_a_break_is_told_with_its_stability_and_its_turn(content: Content) -> None:
    assert (
        "EU external policy: The mix of frames changes in 2004 (found again in 84% of the resamples): "
        "security rises from 12% to 40%, prosperity falls from 30% to 9%." in summary(content)
    )


def test_too_little_for_a_break_is_not_no_break(content: Content) -> None:
    assert "International: Too few dated passages to speak of a break between frames." in summary(content)
    found = having(content, "D3.break/international", status="ok", category="no break", value=0.9)
    assert "International: No break was found in the mix of frames." in summary(found)


def test_paraphrases_are_named(content: Content) -> None:
    told = having(content, "D1/mexico-us/equality", paraphrased=1.0)
    assert (
        "Resting on paraphrases alone, not on documents: Equality in Mexico and the United States."
        in summary(told)
    )


def test_every_figure_named_is_a_link_to_one_that_exists(content: Content) -> None:
    linked = [part.figure for s in sentences(content) for part in s.parts if part.figure]
    assert len(linked) > 10
    assert set(linked) <= set(content.figures["figure"])


def test_one_context_is_told_without_its_name_before_every_sentence() -> None:
    assert not any(": The most" in s for s in summary(gather(study(contexts=("eu",)))))


def test_a_study_of_nothing_coded_still_has_a_summary() -> None:
    assert summary(gather(study(contexts=("eu",), documents=2, per_document=0)))


def test_an_audit_says_what_is_affirmed_and_what_is_not() -> None:
    sides = pl.DataFrame(
        schema={"side": pl.String, "actor": pl.String, "mentions": pl.Int64, "guessed": pl.Boolean}
    )
    told = summary(gather(study(contexts=(), documents=1, per_document=10, seed=5), sides=sides))
    line = next(s for s in told if "elements of partnership discourse" in s)
    assert "affirmed: " in line
    assert "not found: " in line
    assert not any("break" in s for s in told)
