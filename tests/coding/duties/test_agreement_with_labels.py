"""How far the deontic coder agrees with labelled duties; docs/quality.md reports the figures."""

from __future__ import annotations

import pytest
from labelled_duties import found_in, labelled, scores, told_in


def agreement(name: str, *languages: str) -> dict[str, float]:
    """F1 of side, kind, force and condition."""
    gold = labelled(name, languages)
    found = told_in(found_in([(k, language, text) for k, (language, text, _) in gold.items()]))
    return scores({k: told for k, (_, _, told) in gold.items()}, found)


def test_english_duties_agree_with_labels_that_rules_were_tried_on():
    got = agreement("duties_development", "en")
    assert got["side"] >= 0.90
    assert got["force"] >= 0.92
    assert got["condition"] >= 0.85


@pytest.mark.parametrize("name", ["duties_development", "duties_held_out"])
def test_a_passage_without_a_duty_says_so_once(name):
    gold = labelled(name, ["en", "es", "fr", "de", "pt"])
    assert all(told or text for _, text, told in gold.values())
    assert sum(not told for _, _, told in gold.values()) > 10
