"""The examples in the docstrings of the measures run and are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import comity.measures
from comity.measures.explained import PARTS, explained
from comity.measures.measure import CATALOGUE

MODULES = [m.name for m in pkgutil.walk_packages(comity.measures.__path__, "comity.measures.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) >= 10


@pytest.mark.parametrize("name", sorted(CATALOGUE.all()))
def test_each_measure_is_explained_with_an_example_that_runs(name):
    told = explained(CATALOGUE.get(name))
    assert [part for part in PARTS if not told.parts.get(part)] == []
    assert "worked(" in told.example
    example = doctest.DocTestParser().get_doctest(told.example, {}, name, None, 0)
    assert doctest.DocTestRunner().run(example).failed == 0
