"""The patterns that are looked for: the shipped English ones and generated ones, the same for the peers.

The peers get an easier task than comity: each pattern becomes one plain phrase for spaCy's PhraseMatcher
(first alternative, no optional words, a wildcard word by its commonest form in the corpus), and for spaCy's
Matcher the same wildcards, alternatives and gaps as far as it can say them; operators over a whole passage
(&, !) are left out.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from fnmatch import translate
from importlib.resources import files
from itertools import chain, product
from pathlib import Path
from typing import Any

import yaml

from comity.study import patterns as p
from corpora import WORD, addresses

ALL = 350
MOST = 20  # rules of one pattern for the Matcher: some would unfold into thousands, which would flatter us


def write_codebooks(folder: Path) -> None:
    """``codebook.yaml``, ``changed.yaml`` (one pattern is another), ``peers.json`` (phrases and rules)."""
    words = Counter(word.lower() for text in addresses().values() for word in WORD.findall(text))
    shipped = files("comity").joinpath("shipped", "codebooks", "partnership.yaml").read_text("utf-8")
    book = yaml.safe_load(shipped)
    for code in book["codes"]:
        for key in ("patterns", "except"):
            if code.get(key):
                code[key] = {"en": code[key].get("en", [])}
    own = [source for code in book["codes"] for source in (code.get("patterns") or {}).get("en", [])]
    extra = _generated(words, ALL - len(own))
    book["codes"].append(
        {
            "id": "generated",
            "label": "Generated",
            "group": next(iter(book["groups"])),
            "definition": "Patterns made for the benchmark.",
        }
        | {"use_when": "Never.", "not_when": "Always.", "patterns": {"en": extra}}
    )
    folder.mkdir(parents=True, exist_ok=True)
    _dump(folder / "codebook.yaml", book)
    book["codes"][0]["patterns"]["en"][0] = "common (good|weal*)"
    _dump(folder / "changed.yaml", book)
    trees = [p.parse(source).tree for source in [*own, *extra]]
    peers = {
        "phrases": [_phrase(tree, words) for tree in trees],
        "rules": [_rules(tree)[:MOST] for tree in trees],
    }
    (folder / "peers.json").write_text(json.dumps(peers))


def _generated(words: Counter[str], count: int) -> list[str]:
    """Phrases of two and three common words, some with a wildcard, some with a gap; always the same."""
    choose = random.Random(350)
    common = [word for word, _ in words.most_common(3000) if len(word) > 3]
    made = []
    for number in range(count):
        one, two, three = choose.sample(common, 3)
        shapes = [
            f"{one} {two}",
            f"{one[:5]}* {two}",
            f"({one}|{two}) {three[:5]}*",
            f"{one} ~4 {two}",
            f"{one} {two} {three}",
        ]
        made.append(shapes[number % len(shapes)])
    return made


def _dump(path: Path, book: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(book, allow_unicode=True, sort_keys=False), "utf-8")


def _phrase(node: p.Node, words: Counter[str]) -> list[str]:  # noqa: PLR0911 - one case a return
    match node:
        case p.Word(text, _, wild):
            if not wild:
                return [text]
            form = re.compile(translate(text))
            return [
                next((word for word, _ in words.most_common() if form.match(word)), text.replace("*", ""))
            ]
        case p.AnyWord():
            return ["the"]
        case p.Sequence(items):
            return [word for item in items for word in _phrase(item, words)]
        case p.Choice(items, optional):
            return [] if optional else _phrase(items[0], words)
        case p.Near(left, right):
            return [*_phrase(left, words), *_phrase(right, words)]
        case p.Both(left, _) | p.Without(left, _):
            return _phrase(left, words)


def _rules(node: p.Node) -> list[list[dict[str, Any]]]:  # noqa: PLR0911 - one case a return
    match node:
        case p.Word(text, True, _):
            return [[{"ORTH": text}]]
        case p.Word(text, _, wild):
            return [[{"LOWER": {"REGEX": f"^{_regex(text)}$"} if wild else text}]]
        case p.AnyWord():
            return [[{}]]
        case p.Sequence(items):
            return _joined(*map(_rules, items))
        case p.Choice(items, optional) if all(isinstance(item, p.Word) for item in items):
            # One token that may be several words: as the peer's users write it, not one rule for each.
            either = "|".join(_regex(item.text) for item in items if isinstance(item, p.Word))
            return [[{"LOWER": {"REGEX": f"^({either})$"}, **({"OP": "?"} if optional else {})}]]
        case p.Choice(items, optional):
            return [rule for item in items for rule in _rules(item)] + ([[]] if optional else [])
        case p.Near(left, right, within, ordered):
            gap = [[{"OP": "?"}] * within]
            one, other = _rules(left), _rules(right)
            return _joined(one, gap, other) + ([] if ordered else _joined(other, gap, one))
        case p.Both(left, _) | p.Without(left, _):
            return _rules(left)


def _joined(*parts: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    return [list(chain.from_iterable(chosen)) for chosen in product(*parts)]


def _regex(text: str) -> str:
    return re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
