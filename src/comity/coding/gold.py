"""How well a codebook's patterns find what a person would: gold sentences, and the codebook's own examples.

A code counts for its parents, in the gold as in the coding, as it does in every measure: a gold row for
``control_return`` expects ``control`` as well, unless the gold gives ``control`` a row of its own for that
sentence, and a sentence coded ``control_return`` is coded ``control``. So a parent found through a child is
right where the parent or any of its children is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from comity.diagnostics import Diagnostic, did_you_mean
from comity.study.codebook import Code, Codebook
from comity.study.languages import is_language, language_meant
from comity.study.tables import STANCES
from comity.table import Column, Table, read_csv

Sentence = tuple[str, str | None, str]
Coder = Callable[[Sequence[Sentence], Codebook], pl.DataFrame]
"""Codes sentences (id, language, text); gives CODINGS with the sentence's id as document."""

KINDS = ("miss", "false alarm", "wrong stance")
MACRO = "macro"

GOLD = Table(
    "gold",
    "Labelled sentences: one row per sentence and code; a sentence with no code has one row without.",
    (
        Column("id", "short name of the sentence", required=True),
        Column("language", "its language code", required=True),
        Column("text", "the sentence", required=True),
        Column("code", "a code that it says; empty where it says none"),
        Column("stance", "affirms, rejects or reports; empty: any", kind="category", allowed=STANCES),
        Column("optional", "yes where the row counts neither way", kind="boolean"),
    ),
)

SCORES = Table(
    "scores",
    "Precision, recall and F1 by code; the row 'macro' is their mean over the codes that the gold expects.",
    (
        Column("code", "a code of the codebook, or macro", required=True),
        Column("expected", "sentences in which the gold expects it", kind="integer", required=True),
        Column("found", "sentences in which it was found", kind="integer", required=True),
        Column("hits", "sentences in which it was expected and found", kind="integer", required=True),
        Column("misses", "expected and not found", kind="integer", required=True),
        Column("false_alarms", "found and not expected", kind="integer", required=True),
        Column("stance_right", "hits of which the stance is right as well", kind="integer", required=True),
        Column("precision", "hits / found; null where nothing was found", kind="number"),
        Column("recall", "hits / expected; null where nothing was expected", kind="number"),
        Column("f1", "2 hits / (expected + found); null where nothing was expected", kind="number"),
    ),
    key=("code",),
)

MISTAKES = Table(
    "mistakes",
    "Each miss, each false alarm and each wrong stance, with the pattern that fired.",
    (
        Column("id", "the sentence; of a codebook's own: code/examples/language/number", required=True),
        Column("language", "its language"),
        Column("text", "the sentence", required=True),
        Column("code", "the code", required=True),
        Column("kind", "what went wrong", kind="category", required=True, allowed=KINDS),
        Column("expected", "the stance expected; null in a false alarm, or where any will do"),
        Column("found", "the stance found; null in a miss"),
        Column("through", "the child through which the code was expected or found; null: by itself"),
        Column("pattern", "the pattern that fired; null in a miss"),
        Column("line", "line of the gold file or the codebook", kind="integer"),
    ),
    key=("id", "code"),
)


@dataclass(frozen=True, slots=True)
class Score:
    """What came of a gold file: SCORES, MISTAKES, and how many sentences were coded."""

    scores: pl.DataFrame
    mistakes: pl.DataFrame
    sentences: int

    @property
    def sentence(self) -> str:
        """The result in words."""
        expected = self.scores.filter((pl.col("expected") > 0) & (pl.col("code") != MACRO)).height
        macro = self.scores.filter(pl.col("code") == MACRO).row(0, named=True)
        told = [
            f"{name} {'undefined' if macro[key] is None else format(macro[key], '.3f')}"
            for name, key in _SHOWN
        ]
        hits, right = macro["hits"], macro["stance_right"]
        stance = f" The stance is right in {right} of {hits} hits." if hits else ""
        mean = f"Mean over codes: {', '.join(told)}."
        return f"{self.sentences} sentences, {expected} codes expected. {mean}{stance}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a codebook's own examples: MISTAKES, and how many sentences were tried."""

    mistakes: pl.DataFrame
    examples: int
    counter_examples: int
    untried: int

    @property
    def sentence(self) -> str:
        """The result in words."""
        right = self.examples + self.counter_examples - self.mistakes.height
        untried = (
            f" {self.untried} have no patterns in their language and were not tried." if self.untried else ""
        )
        return (
            f"{right} of {self.examples + self.counter_examples} sentences are coded as they should be "
            f"({self.examples} examples, {self.counter_examples} counter-examples).{untried}"
        )


_SHOWN = (("precision", "precision"), ("recall", "recall"), ("F1", "f1"))


class _Label(NamedTuple):
    """What is expected or found of a code in a sentence; no stance: any."""

    stances: frozenset[str]
    optional: bool = False
    through: str | None = None
    pattern: str | None = None
    line: int | None = None


Labels = Mapping[tuple[str, str], _Label]


def read_gold(path: Path, codebook: Codebook) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """The rows of a gold file (GOLD with ``line``), and all that is wrong with it."""
    shown = path.name
    try:
        read = read_csv(path, GOLD, name=shown)
    except OSError as error:
        told = Diagnostic("unreadable", shown, f"cannot be read ({error.strerror}).", "Check the path.")
        return GOLD.empty().with_columns(line=pl.lit(None, pl.Int64)), [told]
    checks = (
        _sentences_are_there,
        _languages_are_known,
        _codes_are_known,
        _sentences_have_one_text,
        _rows_agree,
    )
    found = [told for check in checks for told in check(read.frame, codebook, shown)]
    return read.frame, [*read.diagnostics, *found]


def score_gold(gold: pl.DataFrame, codebook: Codebook, code_sentences: Coder) -> Score:
    """Precision, recall and F1 of each code over the gold sentences, counted in sentences.

    A row with ``optional`` counts neither way: found or not, it is neither right nor wrong; where its code is
    empty, nothing that is found in the sentence is wrong. A hit with the wrong stance is a hit
    (``stance_right`` tells how many are right) and is listed among the mistakes.

    *Undefined*: precision where nothing was found, recall and F1 where nothing was expected; null, never 0.
    The mean takes each over the codes that are expected and have it.
    """
    about = gold.unique("id", keep="first", maintain_order=True)
    sentences: list[Sentence] = list(about.select("id", "language", "text").iter_rows())
    expected = _expected(gold, codebook)
    open_ended = set(gold.filter(pl.col("optional") & pl.col("code").is_null())["id"])
    found = _found(code_sentences(sentences, codebook), codebook)
    alarms = {k: v for k, v in found.items() if k in expected or k[0] not in open_ended}
    required = {key: label for key, label in expected.items() if not label.optional}
    judged = {k: v for k, v in alarms.items() if k not in expected or k in required}
    scores = _scores(required, judged, codebook)
    places = {row["id"]: row for row in about.iter_rows(named=True)}
    return Score(scores, _mistakes(required, judged, places, codebook), len(sentences))


def test_examples(codebook: Codebook, code_sentences: Coder) -> Trial:
    """Whether the codebook codes its own examples with their code and stance, and no counter-example with it.

    Sentences in a language in which neither the code nor a child of it has patterns are not tried.
    """
    own = [entry for entry in _own_sentences(codebook) if _has_patterns(entry[1], entry[0][1], codebook)]
    asked = {entry[0][0]: entry for entry in own}
    found = _found(code_sentences([sentence for sentence, *_ in own], codebook), codebook)
    expected = {
        (name, code): _Label(frozenset({stance}), line=line)
        for name, (_, code, stance, line) in asked.items()
        if stance is not None
    }
    judged = {(name, code): label for (name, code), label in found.items() if asked[name][1] == code}
    places = {n: {"language": s[1], "text": s[2], "line": line} for n, (s, _, _, line) in asked.items()}
    examples = len(expected)
    untried = sum(1 for _ in _own_sentences(codebook)) - len(own)
    mistakes = _mistakes(expected, judged, places, codebook)
    return Trial(mistakes, examples, len(own) - examples, untried)


def _own_sentences(codebook: Codebook) -> Iterator[tuple[Sentence, str, str | None, int]]:
    """Sentence, code, stance (null for a counter-example) and line of all the codebook's examples."""
    for code in codebook.codes.values():
        for number, example in enumerate(code.examples, 1):
            name = f"{code.id}/examples/{example.language}/{number}"
            yield (name, example.language, example.text), code.id, example.stance, example.line
        for number, example in enumerate(code.counter_examples, 1):
            name = f"{code.id}/counter_examples/{example.language}/{number}"
            yield (name, example.language, example.text), code.id, None, example.line


def _has_patterns(code: str, language: str | None, codebook: Codebook) -> bool:
    counting: list[Code] = [
        c for c in codebook.codes.values() if c.id == code or code in codebook.ancestors(c.id)
    ]
    return any(p.language in {language, ""} for c in counting for p in c.patterns)


def _expected(gold: pl.DataFrame, codebook: Codebook) -> dict[tuple[str, str], _Label]:
    """What the gold expects of each sentence: its own rows, and what they imply for the parents."""
    rows = gold.drop_nulls("code").select("id", "code", "stance", "optional", "line").iter_rows()
    given = {
        (name, code): _Label(frozenset({stance} if stance else ()), bool(optional), line=line)
        for name, code, stance, optional, line in rows
    }
    implied: dict[tuple[str, str], _Label] = {}
    for (name, code), label in given.items():
        for parent in codebook.ancestors(code):
            before = implied.get((name, parent))
            # One child that is required outweighs another that is optional.
            if before is None or before.optional > label.optional:
                implied[name, parent] = label._replace(through=code)
            elif before.optional == label.optional:
                any_will_do = not before.stances or not label.stances
                stances = frozenset() if any_will_do else before.stances | label.stances
                implied[name, parent] = before._replace(stances=stances)
    return {**implied, **given}


def _found(codings: pl.DataFrame, codebook: Codebook) -> dict[tuple[str, str], _Label]:
    """What the coder found in each sentence: by itself, or for a parent through its children."""
    found: dict[tuple[str, str], _Label] = {}
    rows = list(codings.select("document", "code", "stance", "pattern").iter_rows())
    own = [(name, code, None, stance, pattern) for name, code, stance, pattern in rows]
    derived = [
        (n, above, code, stance, pattern)
        for n, code, stance, pattern in rows
        for above in codebook.ancestors(code)
    ]
    for name, code, through, stance, pattern in own + derived:
        label = found.setdefault((name, code), _Label(frozenset(), through=through, pattern=pattern))
        found[name, code] = label._replace(stances=label.stances | {stance})
    return found


def _scores(expected: Labels, found: Labels, codebook: Codebook) -> pl.DataFrame:
    rows = [_score(code, expected, found) for code in codebook.codes]
    told = [row for row in rows if row["expected"] or row["found"]]
    macro: dict[str, object] = {"code": MACRO}
    for column in ("expected", "found", "hits", "misses", "false_alarms", "stance_right"):
        macro[column] = sum(int(str(row[column])) for row in told)
    for column in ("precision", "recall", "f1"):
        values = [float(str(row[column])) for row in told if row["expected"] and row[column] is not None]
        macro[column] = sum(values) / len(values) if values else None
    return SCORES.frame([*told, macro])


def _score(code: str, expected: Labels, found: Labels) -> dict[str, object]:
    wanted = {name for name, c in expected if c == code}
    seen = {name for name, c in found if c == code}
    hits = wanted & seen
    right = [n for n in hits if _is_right(expected[n, code], found[n, code])]
    return {
        "code": code,
        "expected": len(wanted),
        "found": len(seen),
        "hits": len(hits),
        "misses": len(wanted - seen),
        "false_alarms": len(seen - wanted),
        "stance_right": len(right),
        "precision": len(hits) / len(seen) if seen else None,
        "recall": len(hits) / len(wanted) if wanted else None,
        "f1": 2 * len(hits) / (len(wanted) + len(seen)) if wanted else None,
    }


def _mistakes(
    expected: Labels, found: Labels, places: Mapping[str, Mapping[str, object]], codebook: Codebook
) -> pl.DataFrame:
    """MISTAKES by code in the codebook's order, then by sentence in the order given."""
    order = {name: number for number, name in enumerate(places)}
    codes = {code: number for number, code in enumerate(codebook.codes)}
    keys = sorted(expected.keys() | found.keys(), key=lambda key: (codes.get(key[1], -1), order[key[0]]))
    rows: list[dict[str, object]] = []
    for name, code in keys:
        wanted, seen = expected.get((name, code)), found.get((name, code))
        if wanted and seen and _is_right(wanted, seen):
            continue
        rows.append(
            {
                "id": name,
                "language": places[name]["language"],
                "text": places[name]["text"],
                "code": code,
                "kind": "miss" if seen is None else "false alarm" if wanted is None else "wrong stance",
                "expected": _stances(wanted),
                "found": _stances(seen),
                "through": (seen or wanted or _Label(frozenset())).through,
                "pattern": seen.pattern if seen else None,
                "line": wanted.line if wanted else places[name]["line"],
            }
        )
    return MISTAKES.frame(rows)


def _is_right(wanted: _Label, seen: _Label) -> bool:
    return not wanted.stances or bool(wanted.stances & seen.stances)


def _stances(label: _Label | None) -> str | None:
    return (", ".join(sorted(label.stances)) or None) if label else None


def _sentences_are_there(gold: pl.DataFrame, _: Codebook, shown: str) -> Iterator[Diagnostic]:
    if gold.is_empty():
        fix = f"Write one row per sentence and code: {', '.join(GOLD.names)}."
        yield Diagnostic("no-sentences", shown, "has no sentence.", fix)


def _languages_are_known(gold: pl.DataFrame, _: Codebook, shown: str) -> Iterator[Diagnostic]:
    for line, value in gold.select("line", "language").drop_nulls().iter_rows():
        if not is_language(value):
            told = "is not a language code."
            yield Diagnostic("unknown-language", shown, told, language_meant(value), line, "language", value)


def _codes_are_known(gold: pl.DataFrame, codebook: Codebook, shown: str) -> Iterator[Diagnostic]:
    for line, value in gold.select("line", "code").drop_nulls().iter_rows():
        if value not in codebook.codes:
            told = f"is not a code of the codebook {codebook.name!r}."
            yield Diagnostic(
                "unknown-code", shown, told, did_you_mean(value, codebook.codes), line, "code", value
            )


def _sentences_have_one_text(gold: pl.DataFrame, _: Codebook, shown: str) -> Iterator[Diagnostic]:
    first: dict[str, tuple[int, str]] = {}
    for line, name, text in gold.select("line", "id", "text").drop_nulls().iter_rows():
        before, words = first.setdefault(name, (line, text))
        if words != text:
            told = f"has another text on line {before}."
            yield Diagnostic(
                "two-texts", shown, told, "Give one of the sentences another id.", line, "id", name
            )


def _rows_agree(gold: pl.DataFrame, _: Codebook, shown: str) -> Iterator[Diagnostic]:
    """No sentence has a code twice, or both a code and none."""
    first: dict[tuple[str, str | None], int] = {}
    coded = dict(
        gold.drop_nulls(["id", "code"])
        .filter(~pl.col("optional").fill_null(value=False))
        .select("id", "code")
        .iter_rows()
    )
    for line, name, code, optional in (
        gold.drop_nulls("id").select("line", "id", "code", "optional").iter_rows()
    ):
        before = first.setdefault((name, code), line)
        if before != line:
            told = (
                f"has the code {code!r} on line {before} already."
                if code
                else f"stands without a code on line {before} already."
            )
            yield Diagnostic("doubled-row", shown, told, "Keep one.", line, "id", name)
        if code is None and not optional and name in coded:
            told = f"says here that it has no code, and elsewhere {coded[name]!r}."
            yield Diagnostic("contradiction", shown, told, "Take one of the rows away.", line, "id", name)


_CHECKS = (
    _sentences_are_there,
    _languages_are_known,
    _codes_are_known,
    _sentences_have_one_text,
    _rows_agree,
)
