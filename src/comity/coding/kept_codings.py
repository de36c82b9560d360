"""Codings in the store: one file for a batch and the codes that were coded in one go.

A code is changed more often than a codebook is new. So each file says by its name which batch and which group
of codes it is about, the members of larger groups are listed once for all batches, and of several files those
are taken that together have the codes wanted. A changed code makes one more small file a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from comity.coding.coder import FOUND
from comity.store import Store, fingerprint

Members = frozenset[str]
"""The keys of some codes (:func:`comity.coding.batches.code_keys`)."""


def group_of(keys: Sequence[str]) -> str:
    """The name of a group of codes, given by their keys; a code alone is its own group."""
    return keys[0] if len(keys) == 1 else fingerprint(sorted(keys))


def place(job: str, group: str) -> str:
    """Under which the codings of a batch on a group of codes are kept."""
    return f"{job}-{group}"


def list_group(store: Store, keys: Sequence[str]) -> None:
    """Write down which codes a group has, so that later its files can be found by them."""
    if len(keys) > 1 and not store.path("groups", group_of(keys)).exists():
        store.write("groups", group_of(keys), pl.DataFrame({"key": sorted(keys)}))


@dataclass(slots=True)
class Groups:
    """Which groups of codes have been coded, for each batch by its key."""

    found: dict[str, dict[str, Members]] = field(default_factory=dict)

    def add(self, job: str, keys: Iterable[str]) -> None:
        """Note that a batch has been coded on these codes in one go."""
        members = frozenset(keys)
        self.found.setdefault(job, {})[group_of([*members])] = members

    def lacking(self, job: str, keys: Mapping[str, str]) -> tuple[str, ...]:
        """Which of some codes (with their keys) the batch has not been coded on."""
        coded = frozenset[str]().union(*self.found.get(job, {}).values())
        return tuple(code for code, key in keys.items() if key not in coded)

    def covering(self, job: str, keys: Iterable[str]) -> Iterator[tuple[str, Members, bool]]:
        """Groups that together have the codes: name, what to take from each, and whether that is all of it.

        A small group goes before a large one that has the same code, as the later answer.
        """
        left = frozenset(keys)
        for group, members in sorted(self.found.get(job, {}).items(), key=lambda item: len(item[1])):
            if members & left:
                yield group, members & left, members <= left
                left -= members


def groups_in(store: Store) -> Groups:
    """What the store has codings of."""
    frames = {name: store.read("groups", name) for name in store.keys("groups")}
    members = {name: frozenset(frame["key"]) for name, frame in frames.items() if frame is not None}
    groups = Groups()
    for name in store.keys("codings"):
        job, _, group = name.partition("-")
        groups.found.setdefault(job, {})[group] = members.get(group, frozenset([group]))
    return groups


def read_codings(store: Store, places: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Codings from the store, all files at once; those of a file that is not there are left out."""
    paths = {str(store.path("codings", name)): name for name in places}
    try:
        read = pl.read_parquet(list(paths), include_file_paths="file")
    except (pl.exceptions.PolarsError, OSError):
        single = {name: store.read("codings", name) for name in places}
        return {name: frame for name, frame in single.items() if frame is not None}
    parts = read.partition_by("file", as_dict=True, include_key=False)
    empty = pl.DataFrame(schema=FOUND)
    return {name: parts.get((path,), empty) for path, name in paths.items()}
