"""Whose words: passages that stand, nearly word for word, in another document."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.coding.reuse.pairs import alike, worded
from comity.coding.reuse.table import borrowed, changed, marked, reuse, survival
from comity.documents.words import index_words

RULES = {"least": 0.7, "retained": 0.9, "words": 6, "boilerplate": 0.5}
DUTY = "The parties shall cooperate on readmission of their own nationals without delay."
SOFTER = "The parties may cooperate on readmission of their own nationals without delay."
OTHER = "Visa fees are waived for students, researchers and drivers of lorries."
THIRD = "The secretariat reports to ministers twice a year on what was done."
SHORT = "The parties agree."


def read(documents):
    """Passages (document, start, end) of documents given as lists of sentences, and their words."""
    rows, lengths = [], []
    for name, sentences in documents.items():
        start = 0
        for sentence in sentences:
            rows.append((name, start, start + len(sentence)))
            lengths.append(len(sentence))
            start += len(sentence) + 1
    text = "\n".join(s for sentences in documents.values() for s in sentences)
    begins = np.cumsum([0, *(n + 1 for n in lengths)])[:-1]
    index = index_words(text, begins, begins + np.asarray(lengths, dtype=np.int64))
    frame = pl.DataFrame(
        rows, schema={"document": pl.String, "start": pl.UInt32, "end": pl.UInt32}, orient="row"
    )
    return frame, worded([index])


def found(documents, dates):
    frame = reuse(*read(documents), dates, RULES)
    return {
        (r["document"], r["start"]): (r["kind"], r["source"], round(r["likeness"], 2))
        for r in frame.to_dicts()
    }


def apart(documents, later):
    """The later documents and the earlier ones with words from one numbering."""
    frame, whole = read(documents)
    own = frame["document"].is_in(later)
    return tuple(
        (frame.filter(chosen), whole.take(np.flatnonzero(chosen.to_numpy()))) for chosen in (own, ~own)
    )


def test_a_sentence_with_one_word_changed_is_borrowed_from_the_earlier_document():
    told = found({"draft": [SOFTER, OTHER], "treaty": [DUTY, THIRD]}, {"draft": "2008", "treaty": "2001-05"})
    assert told == {("draft", 0): ("borrowed", "treaty", 0.92)}  # 11 of 12 words in common


def test_the_nearest_wording_is_the_source_and_among_equals_the_earliest():
    documents = {"a": [DUTY], "b": [SOFTER], "c": [DUTY], "d": [DUTY]}
    told = found(documents, {"a": "1999", "b": "1998", "c": "2001", "d": "2004"})
    assert told["d", 0] == ("boilerplate", "a", 1.0)
    without = found({k: documents[k] for k in "abc"}, {"a": "1999", "b": "1998", "c": "2001"})
    assert without["c", 0] == ("borrowed", "a", 1.0)
    assert without["a", 0] == ("borrowed", "b", 0.92)
    assert ("b", 0) not in without


def test_what_stands_in_most_documents_is_nobodys_own():
    documents = {name: [DUTY, f"Only here stands the {name} clause about matter number {n} alone."]
                 for n, name in enumerate(("one", "two", "three", "four"))}  # fmt: skip
    told = found(documents, dict.fromkeys(documents, "2000"))
    assert {kind for (_, start), (kind, *_) in told.items() if start == 0} == {"boilerplate"}


def test_dates_that_overlap_or_are_missing_give_no_direction():
    documents = {"one": [DUTY], "two": [DUTY]}
    for dates in ({"one": "2001", "two": "2001-09"}, {"one": None, "two": "2001"}):
        told = found(documents, dates)
        assert {kind for kind, *_ in told.values()} == {"undirected"}
        assert set(told) == {("one", 0), ("two", 0)}


def test_short_and_unlike_passages_are_left_out():
    assert found({"one": [SHORT, OTHER], "two": [SHORT, THIRD]}, {"one": "2000", "two": "2001"}) == {}


def test_a_document_does_not_borrow_from_itself():
    assert found({"one": [DUTY, SOFTER], "two": [OTHER]}, {"one": "2000", "two": "2001"}) == {}


def test_proposals_are_retained_altered_or_dropped():
    documents = {
        "final": [DUTY, "Visa fees are waived for students, researchers and most drivers."],
        "ours": [SOFTER, OTHER],
        "theirs": [THIRD],
    }
    final, drafts = apart(documents, ["final"])
    told = survival(drafts, final, RULES)
    assert told.select("document", "fate").rows() == [
        ("ours", "retained"), ("ours", "altered"), ("theirs", "dropped"),
    ]  # fmt: skip
    assert told["in"].to_list() == ["final", "final", None]


def test_a_draft_beside_earlier_texts_needs_no_dates():
    later, earlier = apart({"draft": [SOFTER, THIRD], "old": [DUTY]}, ["draft"])
    frame = borrowed(later, earlier, {}, RULES)
    assert frame.select("document", "start", "kind", "source").rows() == [("draft", 0, "borrowed", "old")]


def test_changed_words_are_marked():
    assert marked(SOFTER, DUTY).startswith("The parties [-shall-] {+may+} cooperate")
    assert "".join(come for _, _, come in changed(SOFTER, DUTY)).replace(" ", "") == SOFTER.replace(" ", "")


WORDS = st.lists(st.sampled_from([f"word{n}" for n in range(60)]), min_size=6, max_size=14)


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(sentences, chance):
    documents = {f"d{n}": [" ".join(words)] for n, words in enumerate(sentences)}
    dates = {name: str(1990 + n // 2) for n, name in enumerate(documents)}
    shuffled = list(documents)
    chance.shuffle(shuffled)
    assert found({n: documents[n] for n in shuffled}, dates) == found(documents, dates)


@settings(deadline=None, max_examples=100)
@given(WORDS, st.data())
def test_likeness_is_that_of_the_longest_common_order(words, data):
    """One word taken away, of n: 2 (n - 1) / (2 n - 1)."""
    gone = data.draw(st.integers(0, len(words) - 1))
    less = words[:gone] + words[gone + 1 :]
    (frame, whole) = read({"one": [" ".join(words)], "two": [" ".join(less)]})
    assert frame.height == 2
    pairs = alike(whole.take(np.array([0])), whole.take(np.array([1])), least=0.7)
    shared = set(pairwise(words)) & set(pairwise(less))
    if shared:
        assert pairs.likeness.tolist() == pytest.approx([2 * len(less) / (len(words) + len(less))], abs=1e-6)
