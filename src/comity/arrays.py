"""Arrays and lists in one file that is mapped into memory: only what is looked at is ever read from the disk.

The file is a header in JSON (for each name its type, where it begins and how many bytes it has) and then the
data, every part at a multiple of eight bytes. Lists are kept as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LIST = "list"
_UNIT = 8  # bytes; no type of array is wider


def parts_of(
    arrays: Mapping[str, NDArray[Any]], lists: Mapping[str, list[Any]]
) -> Iterator[bytes | memoryview]:
    """The bytes of a file that holds these arrays and lists, piece by piece."""
    parts = {
        name: (array.dtype.str, np.ascontiguousarray(array).data.cast("B")) for name, array in arrays.items()
    }
    parts |= {name: (_LIST, memoryview(json.dumps(items).encode())) for name, items in lists.items()}
    places: dict[str, tuple[str, int, int]] = {}
    begin = 0
    for name, (kind, data) in parts.items():
        places[name] = kind, begin, data.nbytes
        begin += data.nbytes + -data.nbytes % _UNIT
    header = json.dumps(places).encode()
    header += b" " * (-len(header) % _UNIT)
    yield len(header).to_bytes(_UNIT, "little")
    yield header
    for _, data in parts.values():
        yield data
        yield bytes(-data.nbytes % _UNIT)


class Mapped:
    """A file as :func:`parts_of` made it.

    Raises: OSError, ValueError for a file that is not there or not whole.
    """

    def __init__(self, path: Path) -> None:
        self._bytes = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
        self._data = _UNIT + int.from_bytes(self._bytes[:_UNIT].tobytes(), "little")
        self._places: dict[str, tuple[str, int, int]] = json.loads(self._bytes[_UNIT : self._data].tobytes())
        last = max((begin + size for _, begin, size in self._places.values()), default=0)
        if len(self._bytes) < self._data + last:
            raise ValueError(f"{path} breaks off")

    def array(self, name: str) -> NDArray[Any]:
        """An array, as it stands in the file; it cannot be written to."""
        kind, begin, size = self._places[name]
        return self._bytes[self._data + begin : self._data + begin + size].view(kind)

    def list(self, name: str) -> list[Any]:
        """A list, read anew at every call."""
        _, begin, size = self._places[name]
        found: list[Any] = json.loads(self._bytes[self._data + begin : self._data + begin + size].tobytes())
        return found
