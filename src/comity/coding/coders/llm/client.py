"""One request to an endpoint and what can come of it: an answer, a failure that passes, one that stays.

This is the only place that speaks to a network (the contracts in pyproject.toml hold that). The key goes into the
header of the request and nowhere else: it is struck out of all that comes back before anybody sees it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from comity.diagnostics import UsageError
from comity.study.llm_settings import LlmSettings

if TYPE_CHECKING:
    import httpx2

_LARGEST = 8_000_000  # bytes of an answer; a chat completion has some thousands
_TOLD = 200  # characters of a server's own words in a sentence of ours
_TOO_LONG = re.compile(
    r"context.{0,12}(length|window|size)|(prompt|input|request) (is )?too (long|large)", re.IGNORECASE
)
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


class EndpointError(UsageError):
    """The endpoint cannot be used as it is set up, or gave up for now; the sentence says what to do."""


class PassingError(Exception):
    """A failure that may pass: ``wait`` is how many seconds the server asks for, ``billed`` whether it may cost."""

    def __init__(self, what: str, *, wait: float | None = None, billed: bool = False) -> None:
        super().__init__(what)
        self.what, self.wait, self.billed = what, wait, billed


class TooLongError(Exception):
    """The model cannot take as much as the request holds."""


class UnknownParameterError(Exception):
    """The endpoint does not know one of the parameters of a request; ``name`` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote, why it stopped, and the tokens that the endpoint counted (null: it did not say)."""

    content: str
    stopped: str
    tokens_in: int | None
    tokens_out: int | None
    served_by: str


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that go on, and waiting; another one stands in for it in tests."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Client:
    """A connection to the endpoint of a study, open while its block lasts."""

    settings: LlmSettings
    key: str = field(default="", repr=False)
    clock: Clock = field(default_factory=Clock)
    _http: httpx2.Client | None = field(default=None, init=False, repr=False)

    def __enter__(self) -> Self:
        library = _library()
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        # A redirect is told and not followed: the key would go along to wherever it leads.
        self._http = library.Client(headers=headers, timeout=self.settings.timeout, follow_redirects=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http is not None:
            self._http.close()

    def post(self, body: Mapping[str, Any]) -> Reply:
        """The reply to one request, asked once.

        Raises: PassingError, TooLongError, UnknownParameterError, or EndpointError with what to do.
        """
        library = _library()
        assert self._http is not None, "the client is used outside its block"
        try:
            with self._http.stream("POST", self.settings.address, json=dict(body)) as response:
                text = self._read(response)
        except (library.ConnectError, library.ConnectTimeout, library.PoolTimeout):
            raise PassingError("nothing answers there") from None
        except library.TimeoutException:
            raise PassingError(f"no answer came within {self.settings.timeout:g} s", billed=True) from None
        except (library.InvalidURL, library.UnsupportedProtocol):
            raise EndpointError(f"{self.settings.address} is not an address that can be asked.") from None
        except (library.TransportError, library.DecodingError):
            raise PassingError("the connection broke off", billed=True) from None
        if response.status_code != library.codes.OK:
            raise self._failure(response, text, body)
        return _reply(text)

    def _read(self, response: httpx2.Response) -> str:
        """The body of a response, without the key; no longer and no longer in coming than it may be."""
        until = self.clock.now() + self.settings.timeout
        held = bytearray()
        for chunk in response.iter_bytes():
            held += chunk
            if len(held) > _LARGEST:
                raise PassingError("the answer has no end", billed=True)
            if self.clock.now() > until:
                raise PassingError(f"no whole answer came within {self.settings.timeout:g} s", billed=True)
        text = held.decode("utf-8", "replace")
        return text.replace(self.key, "…") if self.key else text

    def _failure(self, response: httpx2.Response, text: str, body: Mapping[str, Any]) -> Exception:
        status, said = response.status_code, _said(text)
        if status in _PASSING:
            return PassingError(f"it answers {status}{said}", wait=_wait(response.headers.get("Retry-After")))
        if status == 413 or (status in {400, 422} and _TOO_LONG.search(text)):
            return TooLongError()
        unknown = _unknown_parameter(text, body) if status in {400, 422} else None
        if unknown is not None:
            return UnknownParameterError(unknown)
        return EndpointError(f"{self.settings.endpoint} answers {status}{said}. {self._remedy(status)}")

    def _remedy(self, status: int) -> str:
        variable = self.settings.key_variable
        if status in {401, 403}:
            if variable:
                return f"Is the key in the environment variable {variable} the right one?"
            return "Does it take a key? Write key_variable in [llm]: the environment variable that holds it."
        if status == 404:
            return (
                f"Is the address right up to /v1 or the like, and is there a model {self.settings.model!r}?"
            )
        if 300 <= status < 400:
            return "It has moved: write its new address in [llm]."
        return "See [llm] in study.toml."


def key_of(settings: LlmSettings, environment: Mapping[str, str]) -> str:
    """The key from the environment variable that the settings name; nothing where they name none."""
    if not settings.key_variable:
        return ""
    key = environment.get(settings.key_variable, "").strip()
    if not key:
        told = f"The environment variable {settings.key_variable}, in which study.toml says the key is, is not set."
        raise EndpointError(told)
    if not key.isascii() or not key.isprintable() or " " in key:
        raise EndpointError(
            f"What stands in {settings.key_variable} cannot be a key: it has blanks or accents."
        )
    return key


def _library() -> Any:
    try:
        import httpx2
    except ImportError:
        told = "The coder llm takes an HTTP client that is not installed:  pip install 'comity[llm]'"
        raise EndpointError(told) from None
    return httpx2


def _reply(text: str) -> Reply:
    """What stands in the body of a completion, which may be nothing. Raises: PassingError where it is half."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise PassingError("half an answer came, which is not JSON", billed=True) from None
    choices = value.get("choices") if isinstance(value, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    used = value.get("usage") if isinstance(value, dict) else None
    used = used if isinstance(used, dict) else {}
    if isinstance(content, list):  # some endpoints give what the model wrote in parts
        content = "".join(part["text"] for part in content if isinstance(part, dict) and _is_text(part))
    return Reply(
        content if isinstance(content, str) else "",
        str(first.get("finish_reason") or "") if isinstance(first, dict) else "",
        _count(used.get("prompt_tokens")),
        _count(used.get("completion_tokens")),
        _server(value) if isinstance(value, dict) else "",
    )


def _is_text(part: Mapping[str, Any]) -> bool:
    return part.get("type") == "text" and isinstance(part.get("text"), str)


def _server(value: Mapping[str, Any]) -> str:
    """What the endpoint calls the model that answered."""
    return " ".join(str(value[name])[:_TOLD] for name in ("model", "system_fingerprint") if value.get(name))


def _count(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _said(text: str) -> str:
    """A server's own words for what is wrong, shortened, on one line."""
    try:
        value = json.loads(text)
        error = value.get("error", value.get("message", value.get("detail", "")))
        words = error.get("message", "") if isinstance(error, dict) else error
    except (ValueError, AttributeError, RecursionError):
        words = "" if "<" in text else text
    flat = " ".join("".join(c if c.isprintable() else " " for c in str(words or "")).split()).rstrip(".")
    return f" ({flat if len(flat) <= _TOLD else f'{flat[: _TOLD - 1]}…'})" if flat else ""


def _unknown_parameter(text: str, body: Mapping[str, Any]) -> str | None:
    """The parameter that a refusal is about, of those that an endpoint may do without."""
    names = {"response_format": ("response_format", "json_schema"), "max_tokens": ("max_tokens",)}
    return next(
        (name for name, words in names.items() if name in body and any(word in text for word in words)), None
    )


def _wait(header: str | None) -> float | None:
    """Seconds that a server asks to wait for: a number, or a date."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        then = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
