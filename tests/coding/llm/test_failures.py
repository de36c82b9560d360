"""What can go wrong between comity and an endpoint: each is tried again or told, and nothing is lost or made up."""

from __future__ import annotations

import builtins
import datetime as dt
import json
import re
from email.utils import format_datetime

import pytest
from endpoint import Reply, answers, completion, error, passages_of
from model_study import FOUND, SENTENCES, coded, lines

import comity
from comity.analysis import opened
from comity.cli.main import main

KEY = "sk-very-secret-0123456789"


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err.replace("\n", " ")


def well(endpoint):
    return lambda body: completion(answers(passages_of(body), endpoint.answerer))


@pytest.mark.parametrize(
    "case",
    [
        (error(429, "slow down", **{"Retry-After": "7"}), [7.0]),
        (error(429), [1.0]),
        (error(503, **{"Retry-After": "nonsense"}), [1.0]),
        (error(500), [1.0]),
        (Reply(502, b"<html>Bad Gateway</html>"), [1.0]),
        (Reply(200, b'{"choices": [{"mess', broken=True), [1.0]),
        (Reply(200, b'{"choices": [{"mess'), [1.0]),
        (Reply(200, b"\xff\xfe not JSON"), [1.0]),
        (completion("{"), [1.0]),
        (completion(None), [1.0]),
        (Reply(200, b'{"choices": []}'), [1.0]),
        (Reply(200, b"[]"), [1.0]),
        (completion("[]"), [1.0]),
        (completion('{"answers": 3}'), [1.0]),
        (completion('{"answers": [{"passage": 1}]}'), [1.0]),
        (completion("Sure! Here are the codes."), [1.0]),
        (completion("[" * 100_000), [1.0]),
        (completion('{"answers": [{"passage": NaN, "codings": []}]}'), [1.0]),
    ],
)
def test_a_failure_that_passes_is_tried_again(made, endpoint, asked, time, case):
    folder = made(attempts=3)
    reply, waits = case
    endpoint.script = [reply]
    came = asked(folder)
    assert (came.answered, came.requests, came.stopped) == (6, 2, "")
    assert time.slept == waits
    assert coded(opened(folder)) == FOUND


def test_waits_grow_and_end(made, endpoint, asked, time):
    endpoint.script = [error(500)] * 9
    came = asked(made(attempts=8))
    assert time.slept == [1, 2, 4, 8, 16, 32, 60]
    assert came.failed
    assert (
        came.stopped
        == f"{endpoint.address} was asked 8 times in vain: it answers 500 (no). Run it again later."
    )


def test_a_date_to_wait_for_is_waited_for(made, endpoint, asked, time):
    then = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=90)
    endpoint.script = [error(429, **{"Retry-After": format_datetime(then, usegmt=True)})]
    asked(made(attempts=2))
    assert 80 < time.slept[0] <= 90


def test_who_asks_for_an_hour_is_asked_another_time(made, endpoint, asked, time):
    endpoint.script = [error(429, "quota", **{"Retry-After": "3600"})]
    came = asked(made(attempts=5))
    assert time.slept == []
    assert "asks to wait 3,600 s (it answers 429 (quota)). Run it again then." in came.stopped


def test_an_answer_cut_short_is_asked_in_halves(made, endpoint, asked, time):
    short = completion('{"answers": [', finish="length")
    endpoint.script = [short, short, well(endpoint), short]
    folder = made(passages_per_request=3)
    came = asked(folder)
    assert [len(endpoint.passages(n)) for n in range(5)] == [3, 1, 2, 3, 1]
    assert came.unanswered == {SENTENCES[0]: "the answer was cut short: raise answer_tokens in [llm]"}
    assert came.answered == 5
    assert time.slept == []


def test_one_passage_that_cannot_be_answered_costs_itself_alone(made, endpoint, asked):
    def trips(body):
        texts = passages_of(body)
        return completion("no") if "The weather is fine." in texts else well(endpoint)(body)

    endpoint.script = [trips] * 30
    folder = made()
    came = asked(folder)
    assert came.unanswered == {"The weather is fine.": "the answer is not JSON"}
    assert coded(opened(folder)) == FOUND
    model = opened(folder).model
    assert model is not None
    assert model.unread == 1


def test_a_model_that_is_not_up_to_it_is_left_alone(made, endpoint, asked):
    endpoint.script = [completion("no")] * 99
    came = asked(made(passages_per_request=1))
    assert len(endpoint.asked) == 12
    endpoint.asked.clear()
    texts = {"a": " ".join(f"Sentence {word} is here." for word in "abcdefghijklmnopqrstuvwxyz"), "b": "No."}
    came = asked(made(passages_per_request=1, texts=texts))
    assert len(endpoint.asked) == 20
    assert "gave 20 useless answers in a row: the answer is not JSON" in came.stopped


@pytest.mark.parametrize(
    "case",
    [
        (error(401, f"Incorrect API key {KEY} given"), {"key_variable": "K"}, "variable K the right one?"),
        (error(401), {}, "Does it take a key? Write key_variable in [llm]"),
        (error(403), {"key_variable": "K"}, "variable K the right one?"),
        (error(404, "model m-1 not found"), {}, "answers 404 (model m-1 not found). Is the address right"),
        (error(400, "too many passages"), {}, "answers 400 (too many passages). See [llm]"),
        (
            Reply(301, b"", {"Location": "http://elsewhere.example/"}),
            {},
            "It has moved: write its new address",
        ),
        (error(500), {}, "was asked once in vain: it answers 500 (no). Run it again later."),
        (Reply(200, b'{"cho', broken=True), {}, "the connection broke off"),
        (Reply(200, b'{"cho'), {}, "half an answer came, which is not JSON"),
        (Reply(late=True), {"timeout": 0.3}, "no answer came within 0.3 s"),
    ],
    ids=["401", "401 without key", "403", "404", "400", "301", "500", "broken", "half", "late"],
)
def test_a_failure_that_stays_is_a_sentence_and_exit_code_2(made, endpoint, capsys, monkeypatch, case):
    reply, settings, sentence = case
    monkeypatch.setenv("K", KEY)
    folder = made(passages_per_request=3, **settings)
    endpoint.script = [well(endpoint), reply]
    code, out, err = run(capsys, "code", folder, "--coder", "llm")
    assert code == 2
    assert sentence in err
    assert "Traceback" not in err
    assert "answered on 3 passages" in out
    assert len(lines(folder)) == 1  # what was answered before is kept
    assert KEY not in out + err


def test_nothing_listens_there(made, capsys):
    code, _, err = run(capsys, "code", made(endpoint="http://127.0.0.1:9/v1"), "--coder", "llm")
    assert code == 2
    assert "http://127.0.0.1:9/v1 was asked once in vain: nothing answers there." in err


def test_an_answer_that_drips_has_an_end(made, endpoint, time):
    """Bytes that keep coming are no reason to wait for ever: time is looked at with each of them."""
    from comity.coding.coders.llm.client import Client, Clock, PassingError

    ticks = iter(range(0, 1000, 50))
    endpoint.script = [completion("x" * 400_000)]
    settings = opened(made(timeout=100), store=False).settings.llm
    assert settings is not None
    with (
        Client(settings, clock=Clock(lambda: next(ticks), time.sleep)) as client,
        pytest.raises(PassingError, match="no whole answer came within 100 s"),
    ):
        client.post({"messages": []})


def test_an_answer_without_end_is_not_read_to_the_end(made, endpoint, asked):
    endpoint.script = [completion("x" * 9_000_000)]
    assert "the answer has no end" in asked(made()).stopped


def test_the_key_goes_into_the_header_and_nowhere_else(made, endpoint, capsys, monkeypatch):
    monkeypatch.setenv("MY_KEY", KEY)
    endpoint.answerer = lambda _: [(KEY, KEY, KEY)]
    folder = made(key_variable="MY_KEY")
    code, out, err = run(capsys, "code", folder, "--coder", "llm", "--json")
    assert code == 0
    assert endpoint.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in out + err + json.dumps(endpoint.asked)
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in written if KEY.encode() in path.read_bytes()]


def test_without_a_key_none_is_sent(made, endpoint, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    comity.code(made(), coder="llm")
    assert "Authorization" not in endpoint.headers[0]


@pytest.mark.parametrize("value", ["", "two words", "clé"])
def test_a_key_that_is_none_is_told_and_not_shown(made, capsys, monkeypatch, value):
    monkeypatch.setenv("MY_KEY", value)
    code, _, err = run(capsys, "code", made(key_variable="MY_KEY"), "--coder", "llm")
    assert code == 2
    assert "MY_KEY" in err
    assert not value or value not in err


def test_an_endpoint_that_takes_no_schema_is_asked_without(made, endpoint, asked):
    endpoint.script = [error(400, "response_format of type json_schema is not supported")]
    came = asked(made(passages_per_request=3))
    assert ["response_format" in body for body in endpoint.asked] == [True, False, False]
    assert came.answered == 6


def test_an_endpoint_that_calls_the_room_otherwise_is_asked_so(made, endpoint, asked):
    told = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    endpoint.script = [error(400, told)]
    assert asked(made()).answered == 6
    assert [("max_tokens" in b, "max_completion_tokens" in b) for b in endpoint.asked] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    "about", ["```json\n{}\n```", " ```\n{}```\n", "<think>Hm {{}} ```</think>\n\n{}", "\n{}\n"]
)
def test_an_answer_may_stand_in_a_code_fence_or_after_thoughts(made, endpoint, asked, about):
    endpoint.script = [lambda b: completion(about.format(answers(passages_of(b), endpoint.answerer)))]
    came = asked(made())
    assert (came.found, came.requests) == (4, 1)


def test_an_answer_in_parts_is_an_answer(made, endpoint, asked):
    def parts(body):
        text = answers(passages_of(body), endpoint.answerer)
        return completion(
            [{"type": "text", "text": text[:9]}, {"type": "thinking"}, {"type": "text", "text": text[9:]}]
        )

    endpoint.script = [parts]
    assert asked(made()).found == 4


def test_what_is_too_long_for_a_model_is_asked_in_halves(made, endpoint, asked):
    endpoint.script = [error(400, "This model's maximum context length is 9 tokens."), error(413)]
    came = asked(made(passages_per_request=2))
    assert [len(endpoint.passages(n)) for n in range(5)] == [2, 1, 1, 2, 2]
    assert came.unanswered == {SENTENCES[0]: "it is too long for the model"}
    assert not came.failed


def test_an_endpoint_that_cuts_what_it_is_sent_is_told(made, endpoint, capsys):
    endpoint.script = [lambda b: completion(answers(passages_of(b), endpoint.answerer), usage=(20, 5))]
    code, _, err = run(capsys, "code", made(), "--coder", "llm")
    assert code == 0
    assert "is the context of m-1 too small?" in err


def test_a_missing_client_names_the_extra(made, capsys, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "httpx2":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    code, _, err = run(capsys, "code", made(), "--coder", "llm")
    assert code == 2
    assert "pip install 'comity[llm]'" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--dry-run"], "go with --coder llm."),
        (["--coder", "lexicon"], "'lexicon' is no coder that has to be asked. There is: llm."),
        (["--coder", "llm", "--max-cost", "1"], "--max-cost takes price_in and price_out"),
    ],
)
def test_wrong_use_is_a_sentence(made, capsys, arguments, sentence):
    code, _, err = run(capsys, "code", made(), *arguments)
    assert code == 2
    assert sentence in err


def test_a_study_without_a_model_says_so(tmp_path, capsys):
    from made_study import study

    code, _, err = run(capsys, "code", study(tmp_path, {}), "--coder", "llm")
    assert code == 2
    assert "study.toml has no [llm]" in err
    toml = 'codebook = "codebook.yaml"\ncoders = ["lexicon", "llm"]\n'
    code, _, err = run(capsys, "code", study(tmp_path, {}, **{"study.toml": toml}))
    assert code == 2
    assert "study.toml:2:22: the coder llm has no settings." in err


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('key = "sk-1"', "a key does not stand in a file"),
        (
            'key_variable = "sk-1"',
            "key_variable is what stands there, not the name of an environment variable",
        ),
        ('endpoint = "localhost:11434"', "endpoint is not an address. Write it with http://"),
        ('endpoint = "https://me:sk-1@host/v1"', "the endpoint has more than an address"),
        ('endpoint = "https://host/v1?key=sk-1"', "the endpoint has more than an address"),
        ('endpoint = "http://[host/v1"', "endpoint is not an address."),
        (
            'endpoint = "http://host.example/v1"\nkey_variable = "K"',
            "a key would go to host.example in the open.",
        ),
        ("temperature = 3", "temperature is 3, not a number from 0 to 2."),
        ("passages_per_request = 0", "passages_per_request is 0, not a whole number from 1."),
        ("price_in = -1", "price_in is -1, not a number from 0, per million tokens."),
        ("price_out = inf", "price_out is inf, not a number from 0, per million tokens."),
        ("timeout = true", "timeout is True, not a number of seconds."),
        ("temprature = 0", "'temprature' is not a key of [llm]. Did you mean 'temperature'?"),
        ("extra = {stream = true}", "'stream' of a request is not for [llm.extra]."),
        ('model = ""', "model is '', not the name of a model."),
    ],
)
def test_settings_are_checked_with_line_and_remedy(tmp_path, capsys, line, sentence):
    from made_study import study

    given = {"endpoint": 'endpoint = "http://localhost/v1"', "model": 'model = "m"'}
    others = [text for name, text in given.items() if not line.startswith(name)]
    toml = "\n".join(['codebook = "codebook.yaml"', "[llm]", line, *others])
    code, _, err = run(capsys, "code", study(tmp_path, {}, **{"study.toml": toml}))
    assert code == 2
    assert re.search(r"study\.toml:\d+:\d+: ", err)
    assert sentence in err
    assert "sk-1" not in err
