"""What changed between two codebooks: codes, their words, their patterns, in the order of the newer one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.study.codes import Code, Codebook
from comity.table import Column, Table

KINDS = ("added", "removed", "changed")
_TEXTS = ("label", "group", "parent", "frame", "definition", "use_when", "not_when")
_LISTS = {
    "patterns": "pattern",
    "exceptions": "exception",
    "examples": "example",
    "counter_examples": "counter-example",
}

CODEBOOK_CHANGES = Table(
    "codebook_changes",
    "What changed between two codebooks, one row per code, pattern, example or text of a code.",
    (
        Column("change", "what happened", kind="category", required=True, allowed=KINDS),
        Column(
            "what",
            "code, pattern, exception, example, counter-example, cues, principle, or a text of the code",
            required=True,
        ),
        Column("code", "the code; null for what belongs to none"),
        Column("language", "its language; null where it has none"),
        Column("before", "as it was; null where it was not there"),
        Column("after", "as it is; null where it is no longer there"),
        Column("note", "what a reader has to know"),
    ),
)
Row = dict[str, object]


def codebook_changes(old: Codebook, new: Codebook) -> list[Row]:
    """Rows of CODEBOOK_CHANGES.

    A code that is gone where one with the same patterns or the same definition is new is told as such: codings
    under the old name are never taken for codings under the new one.
    """
    return [*_codes(old, new), *_of_the_whole(old, new)]


def _codes(old: Codebook, new: Codebook) -> Iterator[Row]:
    added = [code for code in new.codes.values() if code.id not in old.codes]
    for code in old.codes.values():
        if code.id not in new.codes:
            heir = next((other.id for other in added if _is_renamed(code, other)), None)
            note = f"the new code {heir!r} has the same words: was it renamed?" if heir else None
            yield {"change": "removed", "what": "code", "code": code.id, "before": code.label, "note": note}
    for code in new.codes.values():
        before = old.codes.get(code.id)
        if before is None:
            yield {"change": "added", "what": "code", "code": code.id, "after": code.label}
        yield from _of_code(before or Code(code.id, code.label, code.group), code, is_new=before is None)


def _of_code(old: Code, new: Code, *, is_new: bool) -> Iterator[Row]:
    for name in () if is_new else _TEXTS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            texts = {"before": _word(before), "after": _word(after)}
            yield {"change": "changed", "what": name.replace("_", " "), "code": new.id, **texts}
    for name, what in _LISTS.items():
        yield from _of_list(new.id, what, _entries(old, name), _entries(new, name))


def _of_list(
    code: str, what: str, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> Iterator[Row]:
    for language, text in old:
        if (language, text) not in new:
            yield {
                "change": "removed",
                "what": what,
                "code": code,
                "language": language or None,
                "before": text,
            }
    for language, text in new:
        if (language, text) not in old:
            yield {"change": "added", "what": what, "code": code, "language": language or None, "after": text}


def _of_the_whole(old: Codebook, new: Codebook) -> Iterator[Row]:
    if old.cues != new.cues:
        yield {"change": "changed", "what": "cues", "note": "stances may differ everywhere"}
    before, after = ({p.id: p for p in book.principles} for book in (old, new))
    for name in sorted({*before, *after}):
        one, other = before.get(name), after.get(name)
        if one != other:
            change = "added" if one is None else "removed" if other is None else "changed"
            texts = {"before": one.label if one else None, "after": other.label if other else None}
            yield {"change": change, "what": "principle", **texts, "note": name}


def _entries(code: Code, name: str) -> list[tuple[str, str]]:
    return [(e.language, getattr(e, "source", None) or e.text) for e in getattr(code, name)]


def _is_renamed(old: Code, new: Code) -> bool:
    patterns = [set(_entries(code, "patterns")) for code in (old, new)]
    return bool(patterns[0] and patterns[0] == patterns[1]) or bool(
        old.definition and old.definition == new.definition
    )


def _word(value: object) -> str | None:
    return "yes" if value is True else "no" if value is False else None if value is None else str(value)
