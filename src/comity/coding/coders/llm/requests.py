"""Which requests there are to make, what one looks like on its way, and what all will take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.coding.coders.llm.costs import Tokens, likely, most
from comity.coding.coders.llm.prompt import answer_format, messages
from comity.study.codebook import Code, Codebook
from comity.study.llm_settings import LlmSettings

_SPARE = 100  # tokens of an answer about its codings
_USUAL = 30  # tokens of an answer on one passage, most of which say nothing of the kind
_ROOMS = ("max_completion_tokens", "max_tokens")


@dataclass(frozen=True, slots=True)
class Request:
    """Some passages and the codes that are asked of them; ``tries`` were made in vain."""

    codes: tuple[Code, ...]
    passages: tuple[str, ...]
    tries: int = 0

    def halves(self) -> tuple[Request, ...]:
        """The same in two requests; none where there is one passage only."""
        middle = len(self.passages) // 2
        parts = (self.passages[:middle], self.passages[middle:]) if middle else ()
        return tuple(Request(self.codes, part) for part in parts)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What asking will take: tokens as they probably are, and as many as there can be."""

    requests: int
    passages: int
    likely: Tokens
    most: Tokens


def requests_for(
    unread: Iterable[tuple[str, tuple[str, ...]]], codebook: Codebook, settings: LlmSettings
) -> list[Request]:
    """The passages, each with the codes that it lacks, in requests of one set of codes each."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for text, lacking in unread:
        grouped.setdefault(lacking, []).append(text)
    each = settings.passages_per_request
    return [
        Request(tuple(codebook.codes[code] for code in lacking), tuple(texts[begin : begin + each]))
        for lacking, texts in grouped.items()
        for begin in range(0, len(texts), each)
    ]


def room(request: Request, settings: LlmSettings) -> int:
    """The most tokens that the answer may have."""
    own = next((settings.extra[name] for name in _ROOMS if name in settings.extra), None)
    if isinstance(own, int) and own > 0:
        return own
    return settings.answer_tokens * len(request.passages) + _SPARE


def body(request: Request, settings: LlmSettings, *, lacks: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The body of a request; `lacks` are the parameters that the endpoint does not know."""
    made: dict[str, Any] = {
        "model": settings.model,
        "messages": messages(request.codes, request.passages, settings.examples),
        "temperature": settings.temperature,
    }
    if not any(name in settings.extra for name in _ROOMS):
        named = "max_completion_tokens" if "max_tokens" in lacks else "max_tokens"
        made[named] = room(request, settings)
    if settings.seed is not None:
        made["seed"] = settings.seed
    if "response_format" not in lacks:
        made["response_format"] = answer_format(request.codes)
    return made | dict(settings.extra)


def estimated(requests: Sequence[Request], settings: LlmSettings) -> Estimate:
    """What the requests will take, if each is answered at once."""
    probable, ceiling = Tokens(), Tokens()
    for request in requests:
        sent: Mapping[str, Any] = body(request, settings)
        probable += likely(sent, _USUAL * len(request.passages))
        ceiling += most(sent, room(request, settings))
    return Estimate(len(requests), sum(len(r.passages) for r in requests), probable, ceiling)
