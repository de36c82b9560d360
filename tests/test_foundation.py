import os
import subprocess
import sys
from pathlib import Path

import pytest

from comity.catalogue import Catalogue
from comity.diagnostics import Diagnostic, UsageError, did_you_mean
from comity.measures.measure import CATALOGUE, Measure
from comity.progress import shown_by, steps
from comity.seeds import generator
from comity.workers import map_chunks


def test_a_diagnostic_names_place_value_rule_and_remedy():
    told = Diagnostic(
        "bad-role", "registry/roles.csv", "is not a role.", "Did you mean 'chair'?", 17, "role", "chiar"
    )
    assert str(told) == "registry/roles.csv:17: role = 'chiar' is not a role. Did you mean 'chair'?"


def test_an_unknown_name_is_answered_with_the_nearest_or_with_all():
    assert did_you_mean("chiar", ["chair", "host"]) == "Did you mean 'chair'?"
    assert did_you_mean("xyz", ["host", "chair"]) == "There is: chair, host."
    assert did_you_mean("xyz", []) == "There is none yet."


def test_the_catalogue_names_what_exists_and_refuses_doubles():
    assert list(CATALOGUE.all())[:3] == ["C2", "D1", "D2"]
    with pytest.raises(UsageError, match="There is no measure 'D77'"):
        CATALOGUE.get("D77")
    assert list(Catalogue("comity.measures", Measure, entry_points="none", noun="measure").all()) == list(
        CATALOGUE.all()
    )


def test_the_same_names_give_the_same_numbers():
    assert generator("D2", "eu").integers(0, 10**9) == generator("D2", "eu").integers(0, 10**9)
    assert generator("D2", "eu").integers(0, 10**9) != generator("D2", "us").integers(0, 10**9)


def test_progress_reaches_whoever_listens_and_nobody_else():
    heard = []

    class Listener:
        def start(self, label, total):
            heard.append((label, total))

        def advance(self, units):
            heard.append(units)

        def end(self):
            heard.append("end")

    assert list(steps("ab", "reading", 2)) == ["a", "b"]
    with shown_by(Listener()):
        assert list(steps("ab", "reading", 7, units=[3, 4])) == ["a", "b"]
    assert heard == [("reading", 7), 3, 4, "end"]


def square(n: int) -> int:
    return n * n


def die_once(path: str) -> str:
    if not Path(path).exists():
        Path(path).touch()
        os._exit(1)
    return path


def test_chunks_give_the_same_here_and_on_all_cores(monkeypatch):
    monkeypatch.setenv("COMITY_WORKERS", "2")
    assert sorted(map_chunks(square, [1, 2, 3], parallel=True)) == [(0, 1), (1, 4), (2, 9)]
    assert list(map_chunks(square, [1, 2, 3], parallel=False)) == [(0, 1), (1, 4), (2, 9)]


def test_a_worker_that_dies_costs_nothing_but_time(monkeypatch, tmp_path):
    monkeypatch.setenv("COMITY_WORKERS", "2")
    paths = [str(tmp_path / name) for name in "ab"]
    (tmp_path / "b").touch()
    assert sorted(map_chunks(die_once, paths, parallel=True)) == [(0, paths[0]), (1, paths[1])]


def test_nothing_heavy_is_imported_before_it_is_needed():
    heavy = {"polars", "numpy", "cyclopts", "rich", "yaml"}
    look = f"import comity, comity.cli.main, sys; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
