import polars as pl

from comity.coding import coded_texts
from comity.coding.batches import forget
from comity.coding.coded_texts import Input, code_documents
from comity.coding.kept_codings import Groups, group_of
from comity.coding.matching import Matcher
from comity.store import Store
from comity.study.codebook import read_codebook_text
from comity.study.patterns import Pattern

DOCUMENT = Input("d", None, b"A fair share for all. We share a border.", "d.txt", "en")


def _codebook(pattern: str):
    text = f"""
groups: {{all: All}}
codes:
- {{id: border, label: Border, group: all, definition: D., use_when: U., not_when: N., patterns: {{en: [border]}}}}
- {{id: share, label: Share, group: all, definition: D., use_when: U., not_when: N., patterns: {{en: [{pattern}]}}}}
"""
    return read_codebook_text(text, "codebook.yaml")[0]


def _codes(store, pattern: str) -> list[tuple[str, int]]:
    coded = code_documents([DOCUMENT], _codebook(pattern), store)
    return coded.codings.select("code", "start").sort("code", "start").rows()


def test_a_changed_code_makes_one_small_file_and_leaves_the_others_answers(tmp_path):
    store = Store(tmp_path)
    assert _codes(store, "share") == [("border", 22), ("share", 0), ("share", 22)]
    assert _codes(store, "fair share") == [("border", 22), ("share", 0)]
    assert _codes(store, "share") == [("border", 22), ("share", 0), ("share", 22)]
    files = store.keys("codings")
    assert len(files) == 2
    assert sorted(pl.read_parquet(store.path("codings", name)).height for name in files) == [1, 3]


def test_codings_are_made_anew_where_their_file_or_the_list_of_a_group_is_gone(tmp_path, monkeypatch):
    store = Store(tmp_path)
    before = _codes(store, "share")
    for table in ("codings", "groups", "index"):
        for path in (tmp_path / table).iterdir():
            path.unlink()
        forget()
        monkeypatch.setattr(coded_texts, "_lately", {})
        assert _codes(store, "share") == before


def test_of_several_files_those_are_taken_that_together_have_the_codes():
    groups = Groups()
    groups.add("job", ["a", "b", "c"])
    groups.add("job", ["d"])
    assert groups.lacking("job", {"one": "a", "two": "e"}) == ("two",)
    assert [*groups.covering("job", ["a", "b", "d"])] == [
        ("d", frozenset("d"), True),
        (group_of(["a", "b", "c"]), frozenset("ab"), False),
    ]


def test_a_changed_code_is_coded_from_what_its_other_phrases_found(tmp_path, monkeypatch):
    store = Store(tmp_path)
    _codes(store, "share")
    forget()
    sought: list[str] = []
    find = Matcher.find

    def found(matcher: Matcher, pattern: Pattern):
        sought.append(pattern.source)
        return find(matcher, pattern)

    monkeypatch.setattr(Matcher, "find", found)
    assert _codes(store, "share, fair share") == [("border", 22), ("share", 0), ("share", 22)]
    assert sought == ["fair share"]
