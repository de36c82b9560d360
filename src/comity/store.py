"""Derived tables kept as Parquet, and arrays in files that can be mapped, by the content of what they were made from.

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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from comity.arrays import Mapped


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


def written(frame: pl.DataFrame) -> bytes:
    """The rows of a frame as bytes that depend on its values alone.

    Arrow's own bytes do not do: a column just made and the same column read from the store may hold their
    texts in other places.
    """
    return frame.write_ndjson().encode()


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
    mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
    with _replaced(path, Path(name), mode), os.fdopen(handle, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


@contextlib.contextmanager
def _replaced(path: Path, temporary: Path, mode: int) -> Iterator[None]:
    """Let the temporary file take the place of the other once it is whole; drop it where it never is."""
    try:
        yield
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
    """A folder of files named ``table/key``: Parquet for tables, and files to be mapped for arrays."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, table: str, key: str, ending: str = "parquet") -> Path:
        """Where that table of that key stands, whether or not it is there."""
        return self.root / table / f"{key}.{ending}"

    def keys(self, table: str) -> frozenset[str]:
        """The keys of all that is kept of a table."""
        try:
            names = [path.name for path in (self.root / table).iterdir()]
        except OSError:
            return frozenset()
        return frozenset(name.rpartition(".")[0] for name in names if not name.startswith("."))

    def write(self, table: str, key: str, frame: pl.DataFrame, *, compression: str = "zstd") -> Path:
        """Keep the frame; a reader sees the whole file or none."""
        path = self.path(table, key)
        with self._new(path) as temporary:
            frame.write_parquet(temporary, compression=compression, statistics=False)  # type: ignore[arg-type]
        return path

    def write_arrays(
        self,
        table: str,
        key: str,
        arrays: Mapping[str, NDArray[Any]],
        *,
        words: Mapping[str, Sequence[str]] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Path:
        """Keep arrays, words and small values in a file that :meth:`arrays` can map."""
        from comity.arrays import parts_of

        path = self.path(table, key, "arrays")
        with self._new(path) as temporary, temporary.open("wb") as file:
            file.writelines(parts_of(arrays, words or {}, values or {}))
        return path

    def arrays(self, table: str, key: str) -> Mapped | None:
        """The arrays of that key, or null when they are not there or not whole."""
        from comity.arrays import Mapped

        try:
            return Mapped(self.path(table, key, "arrays"))
        except (OSError, ValueError):
            return None

    @contextlib.contextmanager
    def _new(self, path: Path) -> Iterator[Path]:
        """A temporary file beside a path, which takes its place when all is written."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._mark()
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        with _replaced(path, Path(name), 0o666 & ~_umask()):
            yield Path(name)

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
        wanted = {*keys}
        folder = self.root / table
        for path in folder.glob("[!.]*") if folder.is_dir() else ():
            if path.stem not in wanted:
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
