"""Tokens and money: what a request may cost at most, what it probably will, and what has been spent.

No tokeniser is asked: each model has its own. Byte-level tokenisers never make more tokens than there are bytes, so
the bytes of a request are a ceiling that holds, and a quarter of them is the usual guess for Latin script.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comity.study.llm_settings import LlmSettings

_BYTES_PER_TOKEN = 4
_FRAME = 64  # tokens that a chat template may put about the messages
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens that go in and come out."""

    into: int = 0
    out: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        """Both together."""
        return Tokens(self.into + other.into, self.out + other.out)


def most(body: Mapping[str, Any], room: int) -> Tokens:
    """The most tokens that a request with so much room for its answer can have."""
    return Tokens(_bytes(body) + _FRAME, room)


def likely(body: Mapping[str, Any], answer: int) -> Tokens:
    """A guess at the tokens of a request whose answer has `answer` tokens."""
    return Tokens(-(-_bytes(body) // _BYTES_PER_TOKEN), answer)


def _bytes(body: Mapping[str, Any]) -> int:
    # The form of the answer counts too: some endpoints write it into the prompt.
    told = [message["content"] for message in body["messages"]]
    told += [json.dumps(body["response_format"])] if "response_format" in body else []
    return sum(len(text.encode("utf-8", "replace")) for text in told)


def price(tokens: Tokens, settings: LlmSettings) -> float | None:
    """What tokens cost; null where the study does not say what they do."""
    if settings.price_in is None or settings.price_out is None:
        return None
    return (tokens.into * settings.price_in + tokens.out * settings.price_out) / _MILLION


@dataclass(slots=True)
class Purse:
    """What may be spent in a run (null: no end), and what has been, counted in tokens."""

    settings: LlmSettings
    limit: float | None = None
    spent: Tokens = Tokens()

    def allows(self, request: Tokens) -> bool:
        """Whether a request of at most so many tokens keeps within the limit, whatever comes of it."""
        after = price(self.spent + request, self.settings)
        return self.limit is None or (after is not None and after <= self.limit)

    def pay(self, tokens: Tokens) -> None:
        """Count tokens as spent."""
        self.spent += tokens

    @property
    def cost(self) -> float | None:
        """What was spent."""
        return price(self.spent, self.settings)
