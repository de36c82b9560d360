"""The words of an element of the page, with their looks, and what of the page is not for paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.report.formats import strokes
from comity.report.formats.pieces import Run, Runs
from comity.report.formats.strokes import classes

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

UNSEEN = {"screen", "sr", "skip", "print-only"}
IGNORED = {"script", "style", "noscript", "form", "nav", "input", "button", "dialog", "label", "template"}
LOOKS = {"b": "strong", "strong": "strong", "i": "told", "em": "told", "small": "quiet", "code": "mono"}
QUIET = {"count", "remark", "dim"}


def unseen(node: LexborNode) -> bool:
    """Whether an element is not for paper."""
    return (
        node.tag in IGNORED
        or "hidden" in node.attributes
        or bool(classes(node) & UNSEEN)
        or node.attributes.get("data-paper") == "no"
    )


def runs(node: LexborNode, *, aside: str = "") -> Runs:
    """The words of an element by their looks.

    `aside` says what becomes of small words after others: ``line`` puts them on a line of their own, ``lines``
    also what follows them, ``brackets`` into brackets.
    """
    made: list[Run] = []
    _gather(node, "", "", aside, made)
    return tidied(made)


def _gather(node: LexborNode, look: str, colour: str, aside: str, made: list[Run]) -> None:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            made.append(Run(child.text(deep=False), look, colour))
            continue
        kinds = classes(child)
        if unseen(child) or child.tag in ("ul", "ol", "svg") or kinds & {"lane", "stack", "gauge"}:
            continue
        if kinds & {"seg", "sample"} and not child.text().strip():
            made.append(Run(" ", svg=strokes.swatch(child)))
            continue
        small = child.tag == "small" or "count" in kinds
        own = LOOKS.get(child.tag or "") or (
            "quiet" if kinds & QUIET else "strong" if "fragile" in kinds else look
        )
        before, after = _fences(child, small=small and _worded(made), aside=aside)
        made += [Run(before, own)] if before else []
        _gather(child, own, _colour(kinds) or colour, aside, made)
        made += [Run(after, own)] if after else []


def _worded(made: list[Run]) -> bool:
    return any(run.text.strip() for run in made)


def _fences(node: LexborNode, *, small: bool, aside: str) -> tuple[str, str]:
    """What stands before and after the words of an element."""
    if node.tag == "br":
        return "\n", ""
    if node.tag == "q":
        return "“", "”"
    if small and aside == "brackets":
        return " (", ")"
    if aside == "lines" and node.tag == "small":
        return "\n", "\n"
    if small and aside == "line" and node.tag == "small":
        return "\n", ""
    return "", "  " if classes(node) & {"key", "legend"} else " " if "tag" in classes(node) else ""


def _colour(kinds: set[str]) -> str:
    hue = strokes.colours()
    step = next((k for k in kinds if k in strokes.steps()), "")
    if step:
        return strokes.steps()[step]
    if "sign" in kinds:
        return hue["muted"] if kinds & {"absent", "unknown"} else hue["accent"]
    if "verdict" in kinds:
        return {"supported": hue["hue-3"], "contradicted": hue["hue-2"]}.get(
            next(iter(kinds - {"verdict"}), ""), hue["muted"]
        )
    return hue["accent"] if "fragile" in kinds else ""


def tidied(made: list[Run]) -> Runs:
    """Runs of one look joined, with single spaces and none at the ends of lines."""
    kept: list[Run] = []
    for run in made:
        text = run.text if run.text == "\n" or "\u00a0" in run.text else re.sub(r"\s+", " ", run.text)
        before = kept[-1].text if kept else "\n"
        if text.startswith(" ") and before.endswith((" ", "\n")) and not run.svg:
            text = text.lstrip(" ")
        if text == "\n" and before.endswith("\n"):
            continue
        if not text and not run.svg:
            continue
        if text == "\n" and kept:
            kept[-1] = Run(kept[-1].text.rstrip(" "), kept[-1].look, kept[-1].colour, kept[-1].svg)
        if (
            kept
            and (kept[-1].look, kept[-1].colour) == (run.look, run.colour)
            and not (run.svg or kept[-1].svg)
        ):
            kept[-1] = Run(kept[-1].text + text, run.look, run.colour)
        else:
            kept.append(Run(text, run.look, run.colour, run.svg))
    while kept and not kept[-1].svg and not kept[-1].text.strip():
        kept.pop()
    if kept and not kept[-1].svg:
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].look, kept[-1].colour)
    return tuple(r for r in kept if r.text or r.svg)


def stop(text: Runs) -> str:
    """What parts a text from the next."""
    return " " if plain_of(text).rstrip().endswith((".", ":")) else ". "


def plain_of(said: Runs) -> str:
    """The words of runs without their looks."""
    return "".join(run.text for run in said)


def words(node: LexborNode) -> str:
    """The words of an element on one line."""
    return plain_of(runs(node)).replace("\n", " ")
