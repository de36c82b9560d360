"""The files of a study: which there are in documents/, and how documents.csv names them."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

# Left behind by desktops and office programs beside the documents; nobody means them.
_STRAY_NAMES = {"thumbs.db", "desktop.ini"}
_STRAY_BEGINNINGS = (".", "~$", "__MACOSX")


def listed_files(folder: Path) -> dict[str, Path]:
    """The files below documents/ by their name relative to it, in composed Unicode as people type it."""
    found: dict[str, Path] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_stray(name)]
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        for name in names:
            if not is_stray(name):
                key = name if below == "." else f"{below}/{name}"
                found[unicodedata.normalize("NFC", key)] = Path(place, name)
    return dict(sorted(found.items()))


def file_key(name: str) -> str:
    """A file name of documents.csv as :func:`listed_files` names it."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).removeprefix("./").removeprefix("documents/")


def is_stray(name: str) -> bool:
    """Whether a file is what desktops and office programs leave behind."""
    return name.startswith(_STRAY_BEGINNINGS) or name.casefold() in _STRAY_NAMES
