"""Arrays and words in one file that is mapped into memory: only what is looked at is ever read from the disk.

The file is a header in JSON (for each name its type, where it begins and how many bytes it has; then small
values as they are) and then the data, every part at a multiple of eight bytes. Words stand a line each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WORDS = "words"
_UNIT = 8  # bytes; no type of array is wider


def parts_of(
    arrays: Mapping[str, NDArray[Any]], words: Mapping[str, Sequence[str]], values: Mapping[str, Any]
) -> Iterator[bytes | memoryview]:
    """The bytes of a file that holds arrays, lists of words without line breaks, and small values, piece by piece."""
    parts = {name: (a.dtype.str, np.ascontiguousarray(a).data.cast("B")) for name, a in arrays.items()}
    for name, listed in words.items():
        parts[name] = (
            _WORDS,
            memoryview("".join(f"{word}\n" for word in listed).encode("utf-8", "surrogatepass")),
        )
    places: dict[str, tuple[str, int, int]] = {}
    begin = 0
    for name, (kind, data) in parts.items():
        places[name] = kind, begin, data.nbytes
        begin += data.nbytes + -data.nbytes % _UNIT
    header = json.dumps([places, values]).encode()
    header += b" " * (-len(header) % _UNIT)
    yield len(header).to_bytes(_UNIT, "little")
    yield header
    for _, data in parts.values():
        yield data
        yield bytes(-data.nbytes % _UNIT)


class Mapped:
    """A file as :func:`parts_of` made it; ``values`` are its small values.

    Raises: OSError, ValueError for a file that is not there or not whole.
    """

    def __init__(self, path: Path) -> None:
        self._bytes = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
        self._data = _UNIT + int.from_bytes(self._bytes[:_UNIT].tobytes(), "little")
        header = json.loads(self._bytes[_UNIT : self._data].tobytes())
        self._places: dict[str, tuple[str, int, int]] = header[0]
        self.values: dict[str, Any] = header[1]
        last = max((begin + size for _, begin, size in self._places.values()), default=0)
        if len(self._bytes) < self._data + last:
            raise ValueError(f"{path} breaks off")

    def array(self, name: str) -> NDArray[Any]:
        """An array, as it stands in the file; it cannot be written to."""
        kind, begin, size = self._places[name]
        return self._bytes[self._data + begin : self._data + begin + size].view(kind)

    def words(self, name: str) -> list[str]:
        """A list of words, read anew at every call."""
        _, begin, size = self._places[name]
        data = self._bytes[self._data + begin : self._data + begin + size].tobytes()
        return data.decode("utf-8", "surrogatepass").split("\n")[:-1]
