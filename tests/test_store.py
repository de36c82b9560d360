import os
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from comity.store import Store, fingerprint, write_atomically, written


def test_a_fingerprint_changes_with_every_part_and_its_place():
    assert fingerprint("a", "b") == fingerprint("a", "b")
    assert (
        len(
            {
                fingerprint("ab"),
                fingerprint("a", "b"),
                fingerprint(("a",), "b"),
                fingerprint(b"ab"),
                fingerprint(),
            }
        )
        == 5
    )


def test_a_table_is_made_once_and_then_read(tmp_path):
    store, made = Store(tmp_path / "cache"), []

    def make() -> pl.DataFrame:
        made.append(1)
        return pl.DataFrame({"x": [1, 2]})

    assert store.get_or_make("t", "k", make).equals(store.get_or_make("t", "k", make))
    assert made == [1]


def test_a_torn_file_is_made_anew(tmp_path):
    store = Store(tmp_path)
    path = store.write("t", "k", pl.DataFrame({"x": [1]}))
    path.write_bytes(path.read_bytes()[:20])
    assert store.get_or_make("t", "k", lambda: pl.DataFrame({"x": [2]}))["x"].to_list() == [2]


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "documents.csv"
    write_atomically(path, "old")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fdopen", stop)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["documents.csv"]


def test_many_writers_at_once_leave_one_whole_file(tmp_path):
    store = Store(tmp_path)
    frame = pl.DataFrame({"x": range(10_000)})
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.get_or_make("t", "k", lambda: frame), range(32)))
    assert store.read("t", "k").equals(frame)
    assert [p.name for p in (tmp_path / "t").iterdir()] == ["k.parquet"]


def test_what_other_inputs_left_behind_is_dropped(tmp_path):
    store = Store(tmp_path)
    for key in "abc":
        store.write("t", key, pl.DataFrame({"x": [1]}))
    store.keep_only("t", ["b"])
    assert [p.stem for p in (tmp_path / "t").iterdir()] == ["b"]


def test_the_bytes_of_a_frame_depend_on_its_values_and_not_on_how_they_lie():
    made = pl.DataFrame(
        {"code": ["a code with a long name", "another one, longer still"] * 3, "n": [1, None] * 3}
    )
    gathered = pl.concat([made.slice(4), made.slice(0, 4)], rechunk=False)[[2, 3, 4, 5, 0, 1]]
    assert gathered.equals(made)
    assert written(gathered) == written(made)
    assert written(made.with_columns(n=pl.lit(2))) != written(made)
