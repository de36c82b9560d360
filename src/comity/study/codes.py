"""What a codebook holds: codes with their definition, examples and patterns, and the cues of stance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from comity.study.patterns import Pattern, parse

if TYPE_CHECKING:
    from comity.study.trained import Trained

CUE_WITHIN = 5
SCALES = ("anchors", "presence", "cases")

_parse = lru_cache(maxsize=65536)(parse)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows what a code is (or, as a counter-example, what it is not)."""

    text: str
    language: str
    stance: str = "affirms"
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern where it stands in its file; ``language`` "" is every language."""

    source: str
    language: str
    line: int = 0
    column: int = 0

    @property
    def tree(self) -> Pattern:
        """What the pattern means; parsed at the first call. Raises PatternError."""
        return _parse(self.source)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that turn what stands near them into a rejection or a report.

    ``scope`` "after": what comes after the cue, up to `within` words; "before": what comes before it;
    "passage": the whole passage.
    """

    source: str
    language: str
    scope: str = "after"
    within: int = CUE_WITHIN
    line: int = 0
    column: int = 0

    @property
    def tree(self) -> Pattern:
        """What the pattern means; parsed at the first call. Raises PatternError."""
        return _parse(self.source)


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of negation and of attribution."""

    rejects: tuple[Cue, ...] = ()
    reports: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that can be said of a passage; a ``frame`` is one of those whose shares are compared."""

    id: str
    label: str
    group: str = ""
    parent: str | None = None
    frame: bool = False
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    patterns: tuple[Phrase, ...] = ()
    exceptions: tuple[Phrase, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a principle: a figure of a measure, and the anchors at which it is 0 and 1.

    ``code``: the codes whose figures are averaged (none: the figure has no code). ``invert``: much of it is
    little of the principle. ``size``: the sign does not count. ``scale``: where the anchors come from; of
    *anchors* they are `low` and `high`, of *presence* a share of documents is 1 at so many documents as make a
    code present, of *cases* the least and the greatest case of the study. ``because``: why these.
    """

    measure: str
    quantity: str = ""
    code: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    invert: bool = False
    size: bool = False
    scale: str = "anchors"
    because: str = ""


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle that is promised in texts and kept, or not, in practice."""

    id: str
    label: str
    promise: Part
    practice: Part


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """Codes by id in the order of the file; ``fingerprint`` changes when the file or the cues do.

    ``rubrics`` and ``trained`` are the study's: the numbers by which programs judge, and what they learnt from its people.
    """

    name: str
    version: str = ""
    description: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Code] = field(default_factory=dict)
    cues: Cues = field(default_factory=Cues)
    fingerprint: str = ""
    principles: tuple[Principle, ...] = ()
    rubrics: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    trained: Trained | None = None

    def ancestors(self, code_id: str) -> tuple[str, ...]:
        """The codes for which a code counts as well: its parent, the parent's parent and so on."""
        found: list[str] = []
        parent = self.codes[code_id].parent if code_id in self.codes else None
        while parent is not None and parent in self.codes and parent not in (code_id, *found):
            found.append(parent)
            parent = self.codes[parent].parent
        return tuple(found)

    @property
    def frames(self) -> tuple[str, ...]:
        """The codes that are compared as frames, in the order of the file."""
        return tuple(code.id for code in self.codes.values() if code.frame)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have patterns, sorted."""
        return tuple(sorted({p.language for code in self.codes.values() for p in code.patterns}))
