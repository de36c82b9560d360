"""A study of two short documents, an endpoint that codes them, and time that goes by without waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from endpoint import Coding, Endpoint, running

from comity.analysis import opened
from comity.coding.coders.llm.asking import Asked, ask
from comity.coding.coders.llm.client import Clock
from comity.coding.coders.llm.costs import Purse
from comity.coding.coders.llm.requests import requests_for
from comity.study.answers import append
from made_study import study

WORDS = {"win-win": "win_win", "border": "control", "readmit": "control_return"}


def finds(text: str) -> list[Coding]:
    """A model that knows three words."""
    return [(code, "affirms", word) for word, code in WORDS.items() if word in text]


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value)


@dataclass
class Time:
    """A clock that jumps where others wait."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def endpoint(monkeypatch) -> Iterator[Endpoint]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running(Endpoint(finds)) as server:
        yield server


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def made(tmp_path: Path, endpoint: Endpoint) -> Callable[..., Path]:
    """Make the study, with settings of its own in [llm]."""

    def make(
        *,
        coders: str = '["llm"]',
        people: dict[str, list[str]] | None = None,
        texts=None,
        codebook="",
        **llm: object,
    ) -> Path:
        settings = {"endpoint": endpoint.address, "model": "m-1", "attempts": 1, **llm}
        lines = "\n".join(f"{name} = {_toml(value)}" for name, value in settings.items())
        files = {"study.toml": f'name = "S"\ncodebook = "codebook.yaml"\ncoders = {coders}\n[llm]\n{lines}\n'}
        files |= {"codebook.yaml": codebook} if codebook else {}
        return study(tmp_path / "study", people or {}, **({"texts": texts} if texts else {}), **files)

    return make


@pytest.fixture
def asked(time: Time) -> Callable[..., Asked]:
    """Ask what a study has left to ask, as the command does, and without waiting."""

    def go(folder: Path, *, limit: float | None = None, key: str = "") -> Asked:
        analysis = opened(folder, store=False)
        settings = analysis.settings.llm
        assert settings is not None
        assert analysis.model is not None
        requests = requests_for(
            analysis.model.to_ask(analysis.coded_texts.texts_of), analysis.codebook, settings
        )
        return ask(
            requests,
            settings,
            key=key,
            keep=lambda record: append(folder / settings.file, record),
            purse=Purse(settings, limit),
            clock=time.clock,
        )

    return go
