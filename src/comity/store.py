"""Derived tables kept as Parquet by the content of what they were made from.

A key is a fingerprint of the inputs' names and contents, of the settings used and of the version of the code.
Files are written under a temporary name and renamed, so that Ctrl-C and two processes at once leave either
the old state or the new one; deleting the folder loses nothing.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def fingerprint(*parts: object) -> str:
    """32 hexadecimal digits that change when any part (text, bytes, number, nested tuple or list) does."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        _feed(digest, part)
    return digest.hexdigest()


def _feed(digest: hashlib.blake2b, part: object) -> None:
    if isinstance(part, bytes):
        digest.update(b"b%d:" % len(part) + part)
    elif isinstance(part, list | tuple):
        digest.update(b"(%d:" % len(part))
        for item in part:
            _feed(digest, item)
    else:
        data = repr(part).encode()
        digest.update(b"r%d:" % len(data) + data)


@functools.cache
def code_version() -> str:
    """The version of comity, and in a development checkout the hash of its sources too."""
    try:
        number = version("comity")
    except PackageNotFoundError:
        number = "0"
    root = Path(__file__).parent
    if "site-packages" in root.parts:
        return number
    sources = sorted(root.rglob("*.py"))
    return fingerprint(number, [(str(p.relative_to(root)), p.read_bytes()) for p in sources])


def write_atomically(path: Path, data: bytes | str) -> None:
    """Write the whole file or nothing: a temporary file beside it, then a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        temporary.chmod(mode & 0o777)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


@functools.cache
def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Store:
    """A folder of Parquet files named ``table/key.parquet``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, table: str, key: str) -> Path:
        """Where that table of that key stands, whether or not it is there."""
        return self.root / table / f"{key}.parquet"

    def has(self, table: str, key: str) -> bool:
        """Whether it is there."""
        return self.path(table, key).exists()

    def keys(self, table: str) -> frozenset[str]:
        """The keys of all that is kept of a table: quicker than asking :meth:`has` for each of many."""
        try:
            names = [path.name for path in (self.root / table).iterdir()]
        except OSError:
            return frozenset()
        return frozenset(name.removesuffix(".parquet") for name in names if not name.startswith("."))

    def write(self, table: str, key: str, frame: pl.DataFrame, *, compression: str = "zstd") -> Path:
        """Keep the frame; a reader sees the whole file or none."""
        path = self.path(table, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._mark()
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            frame.write_parquet(temporary, compression=compression, statistics=False)  # type: ignore[arg-type]
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        return path

    def read(self, table: str, key: str, *, columns: Sequence[str] | None = None) -> pl.DataFrame | None:
        """The frame (or some columns of it), or null when it is not there or cannot be read (then it is made anew)."""
        import polars as pl

        path = self.path(table, key)
        try:
            return pl.read_parquet(path, columns=None if columns is None else list(columns), memory_map=False)
        except FileNotFoundError:
            return None
        except (pl.exceptions.ComputeError, OSError):
            return None

    def get_or_make(self, table: str, key: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """The frame of that key: read where it is kept, made and kept where not."""
        kept = self.read(table, key)
        if kept is None:
            kept = make()
            self.write(table, key, kept)
        return kept

    def keep_only(self, table: str, keys: Iterable[str]) -> None:
        """Drop what other inputs left behind."""
        wanted = {f"{key}.parquet" for key in keys}
        folder = self.root / table
        for path in folder.glob("*.parquet") if folder.is_dir() else ():
            if path.name not in wanted:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _mark(self) -> None:
        note = self.root / "CACHEDIR.TAG"
        if not note.exists():
            write_atomically(
                note,
                "Signature: 8a477f597d28d172789f06886806bc55\n# Derived by comity; deleting it loses nothing.\n",
            )
            write_atomically(self.root / ".gitignore", "*\n")
