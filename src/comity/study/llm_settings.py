"""Which language model a study asks, [llm] of study.toml: where it is, what it costs and how it is asked.

The key to an endpoint never stands in a file: the settings name the environment variable that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from comity.diagnostics import did_you_mean

LLM = "llm"
"""What the coder is called in the list of coders; its codings stand under ``llm:MODEL``."""

_PATH = ("llm",)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_NEAR = ("localhost", "127.0.0.1", "::1")
_OURS = ("messages", "model", "response_format", "seed", "stream", "temperature")
_SECRET = ("key", "api_key", "apikey", "token", "secret", "password", "authorization")


class Tell(Protocol):
    """How a mistake is told: code, path of the key, problem, remedy."""

    def __call__(self, code: str, path: tuple[str | int, ...], problem: str, fix: str = "") -> None:
        """Note a mistake."""
        ...


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """An endpoint that speaks the protocol of OpenAI's chat completions, and the model to be asked there.

    ``key_variable`` names the environment variable with the key (none: no key is sent). Prices are per million
    tokens; null where the study does not say. ``answer_tokens`` is the room for an answer, per passage;
    ``examples`` how many examples of a code are shown, per language. ``extra`` goes into each request as it is.
    """

    endpoint: str = ""
    model: str = ""
    key_variable: str = ""
    price_in: float | None = None
    price_out: float | None = None
    currency: str = ""
    requests_per_minute: int | None = None
    passages_per_request: int = 10
    temperature: float = 0.0
    seed: int | None = None
    timeout: float = 120.0
    attempts: int = 5
    answer_tokens: int = 150
    examples: int = 3
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def coder(self) -> str:
        """The name under which its codings stand."""
        return f"{LLM}:{self.model}"

    @property
    def address(self) -> str:
        """Where requests go."""
        return f"{self.endpoint.rstrip('/')}/chat/completions"

    @property
    def file(self) -> str:
        """Where its answers stand in the study."""
        return f"answers/{re.sub(r'[^A-Za-z0-9._-]+', '-', self.model).strip('.-') or 'model'}.jsonl"


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: tuple[type, ...]
    holds: Callable[[Any], bool]
    words: str


_WHOLE = _Rule((int,), lambda v: v >= 1, "a whole number from 1")
_PRICE = _Rule((int, float), lambda v: 0 <= v < float("inf"), "a number from 0, per million tokens")
_RULES: dict[str, _Rule] = {
    "endpoint": _Rule((str,), bool, 'an address, as "http://localhost:11434/v1"'),
    "model": _Rule((str,), lambda v: bool(v.strip()), "the name of a model"),
    "key_variable": _Rule(
        (str,),
        lambda v: bool(_VARIABLE.fullmatch(v)),
        "the name of an environment variable (capitals, digits and _), in which the key stands",
    ),
    "price_in": _PRICE,
    "price_out": _PRICE,
    "currency": _Rule((str,), lambda _: True, "text"),
    "requests_per_minute": _WHOLE,
    "passages_per_request": _WHOLE,
    "temperature": _Rule((int, float), lambda v: 0 <= v <= 2, "a number from 0 to 2"),
    "seed": _Rule((int,), lambda _: True, "a whole number"),
    "timeout": _Rule((int, float), lambda v: 0 < v < float("inf"), "a number of seconds"),
    "attempts": _WHOLE,
    "answer_tokens": _WHOLE,
    "examples": _Rule((int,), lambda v: v >= 0, "a whole number from 0"),
    "extra": _Rule((dict,), lambda _: True, "a table"),
}


def read_llm(values: Mapping[str, Any] | None, coders: tuple[str, ...], tell: Tell) -> LlmSettings | None:
    """The settings of ``[llm]``; null where there are none, or where they cannot be used. What is wrong is told."""
    if values is None:
        if LLM in coders:
            fix = 'Write [llm] with endpoint = "…" and model = "…" (docs/llm.md).'
            tell("no-model", ("coders", coders.index(LLM)), "the coder llm has no settings.", fix)
        return None
    for name in values:
        if name not in _RULES:
            _unknown(name, tell)
    known = {name: values[name] for name in values if name in _RULES}
    fine = {name: value for name, value in known.items() if _follows(name, value, tell)}
    for name in ("endpoint", "model"):
        if name not in known:
            tell("missing-value", _PATH, f"[llm] names no {name}.", f"Write {name} as {_RULES[name].words}.")
    settings = LlmSettings(**fine)
    if "extra" in fine:
        _extra_is_free(settings, tell)
    if "endpoint" in fine:
        _endpoint_is_an_address(settings, tell)
    return settings if settings.endpoint and settings.model else None


def _follows(name: str, value: object, tell: Tell) -> bool:
    rule = _RULES[name]
    if not isinstance(value, bool) and isinstance(value, rule.kind) and rule.holds(value):
        return True
    # What was written for a key may be the key itself, and is not repeated.
    shown = "what stands there" if name == "key_variable" else repr(value)
    tell("bad-value", (*_PATH, name), f"{name} is {shown}, not {rule.words}.")
    return False


def _unknown(name: str, tell: Tell) -> None:
    if name.casefold() in _SECRET:
        told = "a key does not stand in a file of the study, which other people read."
        fix = 'Put it into an environment variable and write key_variable = "ITS_NAME".'
        tell("key-in-a-file", (*_PATH, name), told, fix)
    else:
        tell("unknown-key", (*_PATH, name), f"{name!r} is not a key of [llm].", did_you_mean(name, _RULES))


def _extra_is_free(settings: LlmSettings, tell: Tell) -> None:
    for name in settings.extra:
        if name in _OURS:
            told = f"{name!r} of a request is not for [llm.extra]."
            tell("bad-value", (*_PATH, "extra", name), told, "Leave it out; comity writes it.")


def _endpoint_is_an_address(settings: LlmSettings, tell: Tell) -> None:
    path = (*_PATH, "endpoint")
    try:
        parts = urlsplit(settings.endpoint)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not host:
        fix = 'Write it with http:// or https://, as "http://localhost:11434/v1".'
        tell("bad-value", path, "endpoint is not an address.", fix)
    elif parts.username or parts.password or parts.query or parts.fragment:
        fix = "Write the address alone, up to /v1 or the like; the key goes into an environment variable."
        tell("key-in-a-file", path, "the endpoint has more than an address: a name, password or query.", fix)
    elif parts.scheme == "http" and host not in _NEAR and settings.key_variable:
        fix = "Write https://, or leave key_variable out."
        tell("key-in-the-open", path, f"a key would go to {host} in the open.", fix)
