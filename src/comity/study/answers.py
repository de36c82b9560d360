"""What a language model answered, answers/MODEL.jsonl in the study: one line for each request.

The lines say of each passage which codes were asked, in which words (by fingerprint), and what was found. They are
the record from which the study is computed again without the model, so nothing here is ever rewritten: a new
answer is one more line. A line that a killed process left half written is told and does not count.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.diagnostics import Diagnostic
from comity.study.tables import STANCES


@dataclass(frozen=True, slots=True)
class Quoted:
    """A code found in a passage, by the words of the passage that say so."""

    code: str
    stance: str
    quotation: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What was answered and is not taken, as it came, and why."""

    code: str
    stance: str
    quotation: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was answered on one passage."""

    passage: str
    found: tuple[Quoted, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One request as it was answered.

    ``prompt`` is the fingerprint of instructions, model and settings; ``codes`` gives each code that was asked with
    the fingerprint of its definition as it was sent. ``served_by``: what the endpoint calls itself.
    """

    model: str
    prompt: str
    codes: Mapping[str, str]
    answers: tuple[Answer, ...]
    tokens_in: int | None = None
    tokens_out: int | None = None
    served_by: str = ""


def append(path: Path, record: Record) -> None:
    """Write one line, whole and to the disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(_as_json(record), ensure_ascii=False) + "\n"
    begun = "" if _ends_whole(path) else "\n"
    with path.open("ab") as file:
        file.write(f"{begun}{line}".encode())
        file.flush()
        os.fsync(file.fileno())


def _ends_whole(path: Path) -> bool:
    """Whether the last line of a file was written to its end."""
    if not path.exists() or path.stat().st_size == 0:
        return True
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _as_json(record: Record) -> dict[str, Any]:
    return {
        "model": record.model,
        "prompt": record.prompt,
        "codes": dict(record.codes),
        "answers": [
            {
                "passage": answer.passage,
                "found": [_entry(found) for found in answer.found],
                **({"refused": [_refusal(r) for r in answer.refused]} if answer.refused else {}),
            }
            for answer in record.answers
        ],
        "tokens": [record.tokens_in, record.tokens_out],
        "served_by": record.served_by,
    }


def _entry(found: Quoted) -> dict[str, str]:
    return {"code": found.code, "stance": found.stance, "quotation": found.quotation}


def _refusal(refused: Refused) -> dict[str, str]:
    return {
        "code": refused.code,
        "stance": refused.stance,
        "quotation": refused.quotation,
        "why": refused.why,
    }


def read_answers(root: Path, file: str) -> tuple[tuple[Record, ...], list[Diagnostic]]:
    """The records of a file of answers in their order, and the lines that cannot be taken as they are."""
    try:
        lines = (root / file).read_bytes().split(b"\n")
    except FileNotFoundError:
        return (), []
    except OSError as error:
        told = f"cannot be read ({error.strerror})."
        return (), [Diagnostic("unreadable", file, told, "Is it a file that you may read?")]
    records: list[Record] = []
    found: list[Diagnostic] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                record = _record(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                found.append(_unreadable(file, number))
                continue
            records.append(record)
            found += _invented(file, number, record)
    return tuple(records), found


def _record(value: Any) -> Record:
    """A line as a record; raises what reading a wrong thing raises where it is none."""
    tokens_in, tokens_out = value.get("tokens") or (None, None)
    return Record(
        _text(value["model"]),
        _text(value["prompt"]),
        {_text(code): _text(key) for code, key in value["codes"].items()},
        tuple(_answer(answer) for answer in value["answers"]),
        tokens_in,
        tokens_out,
        _text(value.get("served_by", "")),
    )


def _answer(value: Any) -> Answer:
    names = ("code", "stance", "quotation")
    found = (Quoted(*(_text(entry[name]) for name in names)) for entry in value["found"])
    refused = (Refused(*(_text(e[name]) for name in (*names, "why"))) for e in value.get("refused", ()))
    return Answer(_text(value["passage"]), tuple(found), tuple(refused))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def is_sound(found: Quoted, passage: str, codes: Mapping[str, str] | Sequence[str]) -> bool:
    """Whether a coding names a code that was asked, a stance, and words of the passage."""
    return found.code in codes and found.stance in STANCES and bool(found.quotation in passage)


def _invented(file: str, line: int, record: Record) -> Iterator[Diagnostic]:
    """Codings in the file that could never have been taken: somebody wrote them in."""
    for answer in record.answers:
        for found in answer.found:
            if not is_sound(found, answer.passage, record.codes) or not found.quotation.strip():
                told = f"has a coding {found.code!r} that does not quote its passage or was not asked; it does not count."
                fix = "Answers are not edited: a person's codings stand in codings/NAME.csv."
                yield Diagnostic("invented-coding", file, told, fix, line, severity="warning")


def _unreadable(file: str, line: int) -> Diagnostic:
    told = "is not a whole answer, and does not count."
    fix = "Was the writing of it interrupted? Its passages are asked anew; the line may be deleted."
    return Diagnostic("half-an-answer", file, told, fix, line, severity="warning")
