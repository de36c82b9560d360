"""The llm coder at work: what it asks, keeps, counts, and asks again."""

from __future__ import annotations

import json
import shutil
import sys

import polars as pl
import pytest
from endpoint import answers, completion, passages_of
from jsonschema import Draft202012Validator
from model_study import FOUND, SENTENCES, coded, lines

import comity
from comity.analysis import opened
from comity.cli.main import main
from comity.cli.schema import json_schema
from comity.coding.coders.llm.prompt import code_key, prompt_key
from comity.diagnostics import UsageError
from comity.study.codebook import Code
from made_study import CODEBOOK, TEXTS


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_each_passage_is_asked_once_and_found_words_become_codings(made, endpoint):
    folder = made(passages_per_request=4)
    outcome = comity.code(folder, coder="llm")
    assert [len(endpoint.passages(n)) for n in range(2)] == [4, 2]
    assert endpoint.passages(0) + endpoint.passages(1) == SENTENCES
    assert endpoint.paths == ["/v1/chat/completions"] * 2
    assert outcome.summary[0] == "llm:m-1 answered on 6 passages in 2 requests: 4 codings, 0 refused."
    assert coded(opened(folder)) == FOUND


def test_without_the_endpoint_and_without_the_cache_the_study_says_the_same(made, endpoint):
    folder = made()
    comity.code(folder, coder="llm")
    before = opened(folder).table("figures")
    shutil.rmtree(folder / ".comity")
    endpoint.asked.clear()
    assert opened(folder).table("figures").equals(before)
    assert comity.code(folder, coder="llm").tables["asking"]["requests"].to_list() == [0]
    assert endpoint.asked == []


def test_what_a_model_has_not_read_is_not_read_and_what_it_read_may_be_empty(made, endpoint):
    folder = made()
    assert opened(folder).table("read").height == 0
    assert opened(folder).measure("D1").frame["status"].to_list() == ["unknown"] * 3
    endpoint.answerer = lambda _: ()
    comity.code(folder, coder="llm")
    analysis = opened(folder)
    assert analysis.table("read").select("document", "passages").rows() == [("a", 3), ("b", 3)]
    assert analysis.measure("D2").frame.filter(quantity="per_thousand")["value"].to_list() == [0, 0, 0]


def test_a_document_counts_as_read_when_all_of_it_was(made, endpoint):
    endpoint.script = [lambda _: completion(answers(SENTENCES[:4], endpoint.answerer))]
    folder = made()
    outcome = comity.code(folder, coder="llm")
    assert outcome.tables["unanswered"]["passage"].to_list() == SENTENCES[4:]
    analysis = opened(folder)
    assert analysis.table("read")["document"].to_list() == ["a"]
    analysis.table("codings")
    told = next(d for d in analysis.diagnostics if d.code == "not-yet-read")
    assert told.problem == "llm:m-1 has not yet read 2 of 6 passages on every code."
    comity.code(folder, coder="llm")
    assert endpoint.passages() == SENTENCES[4:]
    assert opened(folder).table("read")["document"].to_list() == ["a", "b"]


def test_beside_a_program_that_reads_everything_all_documents_are_read(made):
    assert opened(made(coders='["lexicon", "llm"]')).table("read").height == 2


def test_a_changed_code_alone_is_asked_anew_and_old_answers_do_not_count(made, endpoint):
    folder = made()
    comity.code(folder, coder="llm")
    old = lines(folder)
    changed = CODEBOOK.replace("definition: Control.", "definition: Control of borders.")
    (folder / "codebook.yaml").write_text(changed, "utf-8")
    analysis = opened(folder)
    assert coded(analysis) == {row for row in FOUND if row[1] != "control"}
    told = [d.problem for d in analysis.diagnostics if d.code == "changed-after-coding"]
    assert len(told) == 1
    assert told[0].startswith(
        "control (or how it is asked) is another than when 6 passages were coded with it"
    )
    comity.code(folder, coder="llm")
    assert endpoint.codes() == ["control"]
    assert coded(opened(folder)) == FOUND
    assert lines(folder)[: len(old)] == old


def test_another_pattern_or_label_of_another_code_asks_nothing_anew(made, endpoint):
    folder = made()
    comity.code(folder, coder="llm")
    (folder / "codebook.yaml").write_text(CODEBOOK.replace("border*", "frontier*"), "utf-8")
    assert comity.code(folder, coder="llm").tables["asking"]["requests"].to_list() == [0]


@pytest.mark.parametrize("change", [{"temperature": 0.5}, {"seed": 3}, {"extra": {"top_p": 0.5}}])
def test_other_settings_are_other_questions(made, endpoint, change):
    comity.code(made(), coder="llm")
    folder = made(**change)
    assert coded(opened(folder)) == set()
    assert comity.code(folder, coder="llm").tables["asking"]["requests"].to_list() == [1]


def test_the_address_the_price_and_the_size_of_requests_are_no_other_questions(made, endpoint):
    comity.code(made(), coder="llm")
    folder = made(endpoint="http://localhost:9/v1", price_in=1, price_out=2, passages_per_request=1)
    assert coded(opened(folder)) == FOUND


def test_the_same_words_are_asked_once_wherever_they_stand(made, endpoint):
    folder = made(texts={"a": TEXTS["a"], "b": TEXTS["a"]})
    comity.code(folder, coder="llm")
    assert endpoint.passages() == SENTENCES[:3]
    found = opened(folder).table("codings").select("document", "code").sort("document", "code").rows()
    assert found == [(d, c) for d in "ab" for c in ("control", "win_win")]


def test_a_dry_run_tells_passages_requests_tokens_and_price_and_asks_nothing(made, endpoint):
    folder = made(passages_per_request=4, price_in=2.5, price_out=10, currency="EUR")
    outcome = comity.code(folder, coder="llm", dry_run=True)
    assert endpoint.asked == []
    assert not (folder / "answers").exists()
    row = outcome.tables["asking"].row(0, named=True)
    assert (row["coder"], row["passages"], row["unread"], row["requests"]) == ("llm:m-1", 6, 6, 2)
    comity.code(folder, coder="llm")
    sent = [sum(len(m["content"].encode()) for m in body["messages"]) for body in endpoint.asked]
    form = [len(json.dumps(body["response_format"]).encode()) for body in endpoint.asked]
    assert row["tokens_in"] == sum(-(-(a + b) // 4) for a, b in zip(sent, form, strict=True))
    assert row["tokens_in_most"] == sum(sent) + sum(form) + 2 * 64
    assert row["tokens_out_most"] == sum(body["max_tokens"] for body in endpoint.asked)
    assert row["cost"] == pytest.approx((row["tokens_in"] * 2.5 + row["tokens_out"] * 10) / 1e6)
    assert row["currency"] == "EUR"


def test_a_run_stops_before_the_request_that_could_cost_too_much(made, endpoint, asked):
    """Each request may have some 1,000 tokens out at 1 a token; the endpoint counts 10 of them."""
    folder = made(passages_per_request=1, price_in=0, price_out=1_000_000, answer_tokens=900)
    came = asked(folder, limit=1020)
    assert len(endpoint.asked) == 3  # after two requests 20 are spent, and 1,000 more is the limit itself
    assert came.stopped == "the next request could cost more than --max-cost leaves"
    assert not came.failed
    assert len(lines(folder)) == 3
    asked(folder)
    assert [endpoint.passages(n) for n in range(6)] == [[s] for s in SENTENCES]


def test_tokens_that_nobody_counted_cost_as_many_as_there_can_be(made, endpoint, asked):
    endpoint.script = [completion(answers(SENTENCES[:1], endpoint.answerer), usage=None)] * 6
    folder = made(passages_per_request=1, price_in=0, price_out=1_000_000, answer_tokens=900)
    asked(folder, limit=1999)
    assert len(endpoint.asked) == 1


def test_a_stopped_run_goes_on_where_it_was(made, endpoint):
    folder = made(passages_per_request=2)
    comity.code(folder, coder="llm")
    first, second, _ = (folder / "answers" / "m-1.jsonl").read_bytes().splitlines(keepends=True)
    half = first + second[:40]  # as if the machine had stopped while the second answer was written
    (folder / "answers" / "m-1.jsonl").write_bytes(half)
    analysis = opened(folder)
    assert [d.line for d in analysis.diagnostics if d.code == "half-an-answer"] == [2]
    endpoint.asked.clear()
    comity.code(folder, coder="llm")
    assert [endpoint.passages(n) for n in range(2)] == [SENTENCES[2:4], SENTENCES[4:]]
    assert coded(opened(folder)) == FOUND
    assert (folder / "answers" / "m-1.jsonl").read_bytes().startswith(half + b"\n")


def test_an_answer_is_on_the_disk_before_the_next_is_asked(made, endpoint):
    folder = made(passages_per_request=2)
    kept = []

    def well(body):
        kept.append(len(lines(folder)))
        return completion(answers(passages_of(body), endpoint.answerer))

    endpoint.script = [well, well, well]
    comity.code(folder, coder="llm")
    assert kept == [0, 1, 2]


def test_requests_keep_the_pace_that_the_study_sets(made, endpoint, asked, time):
    asked(made(passages_per_request=2, requests_per_minute=20))
    assert time.slept == [3.0, 3.0]


def test_a_model_is_held_against_people_under_its_name(made, endpoint):
    people = {"anna": ["a,,,,,", "a,10,17,win-win,win_win,affirms"]}
    folder = made(coders='["lexicon"]', people=people)
    assert "llm:m-1" not in comity.agree(folder).tables["agreement"]["coders"].explode().to_list()
    comity.code(folder, coder="llm")
    assert opened(folder).table("codings").filter(coder="llm:m-1").height == 0
    outcome = comity.agree(folder, coder=["llm:m-1", "anna"])
    by_name = {
        r["quantity"]: r
        for r in outcome.tables["agreement"].filter(pl.col("code").is_null()).iter_rows(named=True)
    }
    assert by_name["recall"]["value"] == 1
    assert by_name["precision"]["value"] == 0.5


def test_what_a_model_did_not_read_is_not_compared(made, endpoint):
    endpoint.script = [lambda _: completion(answers(SENTENCES[:1], endpoint.answerer))]
    folder = made(people={"anna": ["a,,,,,"]})
    comity.code(folder, coder="llm")
    frame = comity.agree(folder).tables["agreement"]
    assert frame.filter(pl.col("code").is_null(), quantity="agreement")["n"].to_list() == [1]


def test_a_person_goes_before_a_model(made, endpoint):
    folder = made(people={"anna": ["a,,,,,", "a,0,18,This is a win-win.,win_win,rejects"]})
    comity.code(folder, coder="llm")
    stances = opened(folder).table("coded").filter(code="win_win").select("coder", "stance").rows()
    assert stances == [("anna", "rejects")]


def test_the_report_names_the_model_and_says_what_it_has_not_read(made, endpoint, capsys):
    folder = made(coders='["lexicon", "llm"]')
    endpoint.script = [lambda _: completion(answers(SENTENCES[:4], endpoint.answerer))]
    comity.code(folder, coder="llm")
    code, _, _ = run(capsys, "report", folder)
    page = (folder / "report.html").read_text("utf-8")
    assert code == 0
    assert "Passages were coded by the programs lexicon and llm:m-1." in page
    assert "llm:m-1 has not yet read 2 of 6 passages on every code." in page
    comity.code(folder, coder="llm")
    run(capsys, "report", folder)
    page = (folder / "report.html").read_text("utf-8")
    assert "All passages were coded by the programs lexicon and llm:m-1." in page


def test_some_documents_can_be_asked_about_first(made, endpoint):
    folder = made()
    comity.code(folder, coder="llm", document=["b"])
    assert endpoint.passages() == SENTENCES[3:]
    assert opened(folder).table("read")["document"].to_list() == ["b"]
    with pytest.raises(UsageError, match="No document 'c' is held"):
        comity.code(folder, coder="llm", document=["c"])


def test_with_all_answered_neither_key_nor_client_nor_endpoint_is_needed(made, endpoint, monkeypatch):
    comity.code(made(), coder="llm")
    folder = made(endpoint="http://127.0.0.1:9/v1", key_variable="NOT_SET")
    monkeypatch.setitem(sys.modules, "httpx2", None)
    for dry_run in (False, True):
        outcome = comity.code(folder, coder="llm", dry_run=dry_run)
        assert outcome.exit_code == 0
        assert outcome.tables["asking"]["requests"].to_list() == [0]
        assert outcome.summary == [
            "llm:m-1 has read 6 of 6 passages on every code.",
            "Nothing is left to ask.",
        ]


@pytest.mark.parametrize("more", [["--dry-run"], []])
def test_json_follows_the_schema(made, capsys, more):
    _, out, _ = run(capsys, "code", made(), "--coder", "llm", "--json", *more)
    answer = json.loads(out)
    Draft202012Validator(json_schema()).validate(answer)
    assert answer["asking"][0]["coder"] == "llm:m-1"


def test_a_study_is_read_again_by_the_words_it_was_asked_in(made):
    """These fingerprints are those of all studies' answers: whoever changes the words makes each of them ask anew."""
    settings = opened(made(), store=False).settings.llm
    assert settings is not None
    assert prompt_key(settings) == "49e3843489cbfc9e"
    code = Code("control", "Control", definition="Control.", use_when="Borders.")
    assert code_key(code, settings) == "0257d800b0429441"


def test_the_command_line_tells_refusals(made, endpoint, capsys):
    endpoint.answerer = lambda text: [("win_win", "affirms", "invented")] if "border" in text else []
    code, out, _ = run(capsys, "code", made(), "--coder", "llm")
    assert code == 0
    assert "0 codings, 2 refused" in out
    assert "quotes what is not in the passage" in out
