"""The files of a study: which there are in documents/, and how documents.csv names them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

# Left behind by desktops and office programs beside the documents; nobody means them.
_STRAY_NAMES = {"thumbs.db", "desktop.ini"}
_STRAY_BEGINNINGS = (".", "~$", "__MACOSX")


def listed_files(folder: Path) -> dict[str, Path]:
    """The files below documents/ by their name relative to it, in composed Unicode as people type it."""
    found = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(is_stray(part) for part in parts):
            found[unicodedata.normalize("NFC", "/".join(parts))] = path
    return found


def file_key(name: str) -> str:
    """A file name of documents.csv as :func:`listed_files` names it."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).removeprefix("./").removeprefix("documents/")


def is_stray(name: str) -> bool:
    """Whether a file is what desktops and office programs leave behind."""
    return name.startswith(_STRAY_BEGINNINGS) or name.casefold() in _STRAY_NAMES
