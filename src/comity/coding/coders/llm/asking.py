"""Ask an endpoint, request by request, and hand each answer on to be kept before the next is asked.

Failures that pass are tried again, later and later, or when the server says. An answer that is none is asked once
more, then in halves, so that one passage that a model cannot answer costs itself alone. What was not answered stays
unread: it is asked again by the next run, and never counts as "nothing found".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from comity.coding.coders.llm.answer import Judged, MalformedError, judged
from comity.coding.coders.llm.client import (
    Client,
    Clock,
    EndpointError,
    PassingError,
    Reply,
    TooLongError,
    UnknownParameterError,
)
from comity.coding.coders.llm.costs import Purse, Tokens, most
from comity.coding.coders.llm.prompt import code_key, prompt_key
from comity.coding.coders.llm.requests import Request, body, room
from comity.progress import steps
from comity.study.answers import Record, Refused
from comity.study.llm_settings import LlmSettings

_LONGEST_WAIT = 600.0  # seconds; who asks for more is asked another day
_FIRST_WAIT, _USUAL_WAIT = 1.0, 60.0
_IN_A_ROW = 20  # useless answers, after which the model is not up to it
_BYTES_PER_TOKEN = 12  # no tokeniser comes near: an endpoint that counts fewer tokens has cut the request


@dataclass(slots=True)
class Asked:
    """What came of a run.

    ``refused``: what was answered and not taken, with its passage (none: it was for no passage that was asked).
    ``unanswered``: passages without an answer, with the reason. ``stopped`` says why the run ended before all was
    asked, ``failed`` that the endpoint is the reason.
    """

    requests: int = 0
    answered: int = 0
    found: int = 0
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    unanswered: dict[str, str] = field(default_factory=dict)
    stopped: str = ""
    failed: bool = False
    is_cut: bool = False


class _OutOfMoneyError(Exception):
    """The next request could cost more than is left."""


@dataclass(slots=True)
class _Asking:
    settings: LlmSettings
    keep: Callable[[Record], None]
    purse: Purse
    client: Client
    clock: Clock
    asked: Asked = field(default_factory=Asked)
    lacks: frozenset[str] = frozenset()
    last: float | None = None
    in_vain: int = 0

    def run(self, requests: Sequence[Request], done: Callable[[int], None]) -> Iterator[None]:
        left = deque(requests)
        try:
            while left:
                request = left.popleft()
                again = self.one(request)
                left.extendleft(reversed(again))
                done(len(request.passages) - sum(len(part.passages) for part in again))
                yield
        except _OutOfMoneyError:
            self.asked.stopped = "the next request could cost more than --max-cost leaves"
        except EndpointError as error:
            self.asked.stopped, self.asked.failed = str(error), True

    def one(self, request: Request) -> Sequence[Request]:
        """Ask one request, and keep its answer; gives the requests to be asked in its place where it had none."""
        try:
            reply = self.reply(request)
            found = _answers(reply, request)
        except TooLongError:
            return self.useless(request, _TOO_LONG)
        except MalformedError as error:
            return self.useless(request, str(error))
        self.in_vain = 0
        self.take(request, reply, found)
        return ()

    def take(self, request: Request, reply: Reply, found: Judged) -> None:
        asked, settings = self.asked, self.settings
        codes = {code.id: code_key(code, settings) for code in request.codes}
        if found.answers:
            tokens = (reply.tokens_in, reply.tokens_out)
            key = prompt_key(settings)
            self.keep(Record(settings.model, key, codes, found.answers, *tokens, reply.served_by))
        asked.answered += len(found.answers)
        asked.found += sum(len(answer.found) for answer in found.answers)
        asked.refused += [(answer.passage, refused) for answer in found.answers for refused in answer.refused]
        asked.refused += [("", refused) for refused in found.stray]
        asked.unanswered |= dict.fromkeys(found.missing, "the answer left it out")

    def useless(self, request: Request, why: str) -> Sequence[Request]:
        self.in_vain += 1
        if self.in_vain >= _IN_A_ROW:
            told = f"{self.settings.model} gave {_IN_A_ROW} useless answers in a row: {why}. Is it up to the task?"
            raise EndpointError(told)
        if request.tries == 0 and why not in _HOPELESS:
            self.clock.sleep(_FIRST_WAIT)
            return (Request(request.codes, request.passages, tries=1),)
        halves = request.halves()
        if not halves:
            self.asked.unanswered[request.passages[0]] = why
        return halves

    def reply(self, request: Request) -> Reply:
        """The reply to a request, however often it has to be asked.

        Raises: EndpointError, TooLongError, _OutOfMoneyError.
        """
        failures = 0
        while True:
            sent = body(request, self.settings, lacks=self.lacks)
            ceiling = most(sent, room(request, self.settings))
            if not self.purse.allows(ceiling):
                raise _OutOfMoneyError
            self.wait_for_turn()
            self.asked.requests += 1
            try:
                reply = self.client.post(sent)
            except UnknownParameterError as error:
                self.lacks |= {error.name}
            except PassingError as error:
                self.purse.pay(ceiling if error.billed else Tokens())
                failures += 1
                self.wait_after(error, failures)
            else:
                self.paid(reply, ceiling)
                return reply

    def paid(self, reply: Reply, ceiling: Tokens) -> None:
        into, out = reply.tokens_in, reply.tokens_out
        self.purse.pay(Tokens(ceiling.into if into is None else into, ceiling.out if out is None else out))
        if into and into * _BYTES_PER_TOKEN < ceiling.into:
            self.asked.is_cut = True

    def wait_for_turn(self) -> None:
        """Let as much time go by between requests as the study says."""
        if self.settings.requests_per_minute is not None and self.last is not None:
            turn = self.last + 60.0 / self.settings.requests_per_minute
            if turn > self.clock.now():
                self.clock.sleep(turn - self.clock.now())
        self.last = self.clock.now()

    def wait_after(self, error: PassingError, failures: int) -> None:
        endpoint = self.settings.endpoint
        if failures >= self.settings.attempts:
            times = "once" if failures == 1 else f"{failures} times"
            raise EndpointError(f"{endpoint} was asked {times} in vain: {error.what}. Run it again later.")
        wait = min(_USUAL_WAIT, _FIRST_WAIT * 2 ** (failures - 1)) if error.wait is None else error.wait
        if wait > _LONGEST_WAIT:
            raise EndpointError(f"{endpoint} asks to wait {wait:,.0f} s ({error.what}). Run it again then.")
        self.clock.sleep(wait)


_CUT_SHORT = "the answer was cut short: raise answer_tokens in [llm]"
_TOO_LONG = "it is too long for the model"
_HOPELESS = (_CUT_SHORT, _TOO_LONG)


def _answers(reply: Reply, request: Request) -> Judged:
    """What the reply says of each passage. Raises: MalformedError."""
    if reply.stopped == "length":
        raise MalformedError(_CUT_SHORT)
    if not reply.content.strip():
        why = f" ({reply.stopped})" if reply.stopped not in {"", "stop"} else ""
        raise MalformedError(f"the answer is empty{why}")
    return judged(reply.content, request.passages, {code.id for code in request.codes})


def ask(
    requests: Sequence[Request],
    settings: LlmSettings,
    *,
    key: str,
    keep: Callable[[Record], None],
    purse: Purse,
    clock: Clock | None = None,
) -> Asked:
    """Ask all requests, each answer handed to `keep` as it comes; what is left when it stops is told."""
    if not requests:
        return Asked()
    time = clock or Clock()
    arrived: list[int] = []
    with Client(settings, key, time) as client:
        asking = _Asking(settings, keep, purse, client, time)
        total = sum(len(request.passages) for request in requests)
        for _ in steps(asking.run(requests, arrived.append), "Asking", total, units=iter(arrived.pop, None)):
            pass
    return asking.asked
