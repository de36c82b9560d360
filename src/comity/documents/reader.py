"""What every reader of a file format gives, and how it says that a file cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from comity.catalogue import Catalogue
from comity.diagnostics import ComityError


class UnreadableDocument(ComityError):  # noqa: N818 - a state of the file, said in the user's words
    """A file that holds no text for us: what is wrong with it, and what to do about it."""

    def __init__(self, code: str, problem: str, fix: str) -> None:
        self.code, self.problem, self.fix = code, problem, fix
        super().__init__(f"{problem} {fix}")

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[str, str, str]]:
        """Keeps its three parts on the way back from a worker process."""
        return type(self), (self.code, self.problem, self.fix)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item, cell, note or caption as the file has it, in reading order.

    ``kind`` is one of ``BLOCK_KINDS``; ``level`` the depth of a heading or item, from 1; ``page`` counts
    from 1. A note stands after the block that it belongs to. Blanks need not be tidy: the canonical text
    sees to it.
    """

    kind: str
    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself; ``date`` is ISO 8601, as exact as it is known (2007, 2007-05-16)."""

    title: str | None = None
    date: str | None = None
    issuer: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of one file. ``pages`` is null where the format has none; ``notes`` warn in sentences."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """A file format: ``read(data, name)`` gives the reading, or raises :class:`UnreadableDocument`."""

    id: str
    extensions: tuple[str, ...]
    read: Callable[[bytes, str], Reading]


READERS: Catalogue[Reader] = Catalogue(
    "comity.documents.readers", Reader, entry_points="comity.readers", noun="reader"
)
