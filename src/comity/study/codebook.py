"""The codebook: what can be said of a passage, and by which words a program notices it.

A codebook is a YAML file, shipped or the study's own. Everything wrong with it is found in one reading, each
with its line and column. Patterns are parsed when they are first used, except where a person's own file is
checked: a shipped codebook speaks five languages, and a draft is mostly written in one.
"""

from __future__ import annotations

from pathlib import Path

from comity.diagnostics import Diagnostic, did_you_mean, errors_in
from comity.study.codebook_file import read_codebook_text, read_cues_text
from comity.study.codes import Code, Codebook, Cue, Cues, Example, Phrase

__all__ = [
    "SHIPPED",
    "Code",
    "Codebook",
    "Cue",
    "Cues",
    "Example",
    "Phrase",
    "find_codebook",
    "load_codebook",
    "read_codebook",
    "read_codebook_text",
    "shipped_codebooks",
    "shipped_cues",
]

SHIPPED = Path(__file__).parent.parent / "shipped"


def shipped_codebooks() -> list[str]:
    """The names of the codebooks that come with comity, sorted."""
    return sorted(path.stem for path in (SHIPPED / "codebooks").glob("*.yaml"))


def load_codebook(
    name_or_path: str | Path, *, base: Path | None = None, thorough: bool = False
) -> tuple[Codebook | None, list[Diagnostic]]:
    """The codebook of that name or file, and all that is wrong with it; null where anything is an error.

    A file is looked for in `base` (the study folder; else where we are) before the shipped ones by name. A
    shipped one's patterns are taken on trust unless `thorough`, because its tests have parsed them.
    """
    path, shown = find_codebook(name_or_path, base)
    if path is None:
        fix = did_you_mean(str(name_or_path), shipped_codebooks())
        told = f"there is no codebook {str(name_or_path)!r}, neither as a file nor shipped."
        return None, [Diagnostic("unknown-codebook", shown, told, fix)]
    book, diagnostics = read_codebook(path, shown, thorough=thorough or SHIPPED not in path.parents)
    return (None if errors_in(diagnostics) else book), diagnostics


def read_codebook(path: Path, shown: str, *, thorough: bool = True) -> tuple[Codebook, list[Diagnostic]]:
    """As much of a codebook as its file gives, and all that is wrong; `thorough` parses every pattern."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return Codebook(path.stem), [_unreadable(shown, error)]
    cues, diagnostics = shipped_cues()
    book = read_codebook_text(text, shown, thorough=thorough, name=path.stem, cues=cues)
    return book[0], diagnostics + book[1]


def find_codebook(name_or_path: str | Path, base: Path | None) -> tuple[Path | None, str]:
    """The file of a codebook (null where there is none) and the name under which it is shown."""
    text = str(name_or_path)
    own = (base or Path()) / text
    if own.is_file():
        return own, own.relative_to(base).as_posix() if base and own.is_relative_to(base) else text
    shipped = SHIPPED / "codebooks" / f"{text}.yaml"
    if text in shipped_codebooks():
        return shipped, shipped.name
    return None, text


def shipped_cues() -> tuple[Cues, list[Diagnostic]]:
    """The cues of negation and attribution that hold unless a codebook brings its own."""
    path = SHIPPED / "vocabularies" / "cues.yaml"
    if not path.exists():
        return Cues(), []
    return read_cues_text(path.read_text("utf-8"), path.name)


def _unreadable(shown: str, error: OSError | UnicodeDecodeError) -> Diagnostic:
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return Diagnostic("not-utf-8", shown, "is not UTF-8.", "Save it as UTF-8.", line=line)
    return Diagnostic(
        "unreadable", shown, f"cannot be read ({error.strerror}).", "Is it a file that you may read?"
    )
