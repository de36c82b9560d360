"""The examples in the docstrings of the measures run and are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import comity.measures

MODULES = [m.name for m in pkgutil.walk_packages(comity.measures.__path__, "comity.measures.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) >= 10
