"""A study of a few rows, written the way one would tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from comity.measures.tables import CODED, READ
from comity.study.codes import Code, Codebook
from comity.study.settings import Intervals, Settings, Thresholds

ABOUT = ("context", "actor", "side", "layer", "register", "period", "year")
CODES = ("security", "control", "mobility")


def codebook(codes: tuple[str, ...] = CODES) -> Codebook:
    return Codebook("tiny", codes={c: Code(c, c.capitalize(), frame=True) for c in codes})


@dataclass
class Tiny:
    """`document` and `says` add rows and give the study back, so that calls chain."""

    read: list[dict[str, Any]] = field(default_factory=list)
    coded: list[dict[str, Any]] = field(default_factory=list)
    replicates: int = 200
    present: int = 2
    enough: int = 5

    def document(self, name: str, passages: int = 10, **about: Any) -> Tiny:
        status = "held" if passages else "cited"
        self.read.append({"document": name, "passages": passages, "status": status, "context": "eu", **about})
        return self

    def documents(self, *names: str, passages: int = 10, **about: Any) -> Tiny:
        for name in names:
            self.document(name, passages, **about)
        return self

    def says(
        self,
        document: str,
        place: int,
        code: str,
        stance: str = "affirms",
        coder: str = "lexicon",
        **about: Any,
    ) -> Tiny:
        """A coded passage; what it is compared by is its document's unless said otherwise."""
        row = f"{document}#{place}-{about.pop('end', place + 1)}/{about.pop('of', code)}/{coder}"
        made = {"table": "codings", "row": row, "coder": coder}
        self.coded.append({**made, **self._about(document, code, stance), **about})
        return self

    def states(self, name: str, document: str, code: str, stance: str = "affirms", **about: Any) -> Tiny:
        """A statement: a paraphrase that goes back to a document."""
        made = {"table": "statements", "row": name, "coder": "statements"}
        self.coded.append({**made, **self._about(document, code, stance), **about})
        return self

    def _about(self, document: str, code: str, stance: str) -> dict[str, Any]:
        row = next(d for d in self.read if d["document"] == document)
        return {"document": document, "code": code, "stance": stance, **{k: row.get(k) for k in ABOUT}}

    def tables(self) -> dict[str, object]:
        return {
            "coded": CODED.frame(self.coded),
            "read": READ.frame(self.read),
            "settings": Settings(
                thresholds=Thresholds(self.present, self.enough), intervals=Intervals(0.95, self.replicates)
            ),
            "codebook": codebook(),
        }
