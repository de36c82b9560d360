"""What a program learnt from the codings of people: trained/model.json, written by ``comity train``.

The file is data and readable: what was learnt from, how good it was on documents that were left out, and for each code the
definition that people had before them, as a hash. Where that definition has changed since, what was learnt is about
another code of the same name, and the code has to be trained anew.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.diagnostics import Diagnostic
from comity.study.codes import Code

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "trained/model.json"
CARD = "trained/card.md"


@dataclass(frozen=True, slots=True)
class TrainedCode:
    """What was learnt of one code.

    The log-odds that a passage with vector x says it are slope * (weight . x + bias) + lexicon * (the lexicon
    found it: 1, else 0) + intercept; it is coded where the probability is at least ``least``.
    """

    definition: str
    weight: str
    bias: float
    slope: float
    lexicon: float
    intercept: float
    least: float
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weights(self) -> NDArray[np.float32]:
        """The numbers that ``weight`` holds: shape (width,)."""
        import numpy as np

        return np.frombuffer(base64.b64decode(self.weight), dtype="<f4")


@dataclass(frozen=True, slots=True)
class Trained:
    """All that was learnt, by code; ``model`` is the model of sentences whose vectors it is about."""

    model: str
    codes: Mapping[str, TrainedCode]
    about: Mapping[str, Any] = field(default_factory=dict)


def definition_of(code: Code) -> str:
    """A hash of what people have before them when they code; patterns are no part of it."""
    sentences = [(e.text, e.stance) for e in code.examples], [e.text for e in code.counter_examples]
    told = (code.definition, code.use_when, code.not_when, code.parent, *sentences)
    return hashlib.blake2b(repr(told).encode(), digest_size=8).hexdigest()


def packed(weights: NDArray[np.floating]) -> str:
    """Numbers as text, for :attr:`TrainedCode.weight`."""
    return base64.b64encode(weights.astype("<f4").tobytes()).decode()


def as_json(trained: Trained) -> str:
    """The text of the file."""
    codes = {
        name: {
            **code.told,
            **{key: getattr(code, key) for key in _NUMBERS},
            "definition": code.definition,
            "weight": code.weight,
        }
        for name, code in trained.codes.items()
    }
    return (
        json.dumps(
            {"about": trained.about, "model": trained.model, "codes": codes}, indent=1, ensure_ascii=False
        )
        + "\n"
    )


_NUMBERS = ("bias", "slope", "lexicon", "intercept", "least")


def read_trained(root: Path) -> tuple[Trained | None, list[Diagnostic]]:
    """What the file says; null where there is none, or where it cannot be used."""
    path = root / FILE
    if not path.is_file():
        return None, []
    try:
        return _trained(json.loads(path.read_bytes().decode("utf-8"))), []
    except OSError as error:
        problem = f"cannot be read ({error.strerror})."
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        problem = "is not a file that comity train wrote."
    return None, [Diagnostic("bad-model", FILE, problem, "Write it anew with:  comity train")]


def _trained(told: Mapping[str, Any]) -> Trained:
    codes = {}
    for name, code in told["codes"].items():
        numbers = {key: float(code[key]) for key in _NUMBERS}
        rest = {key: value for key, value in code.items() if key not in {*_NUMBERS, "definition", "weight"}}
        base64.b64decode(code["weight"], validate=True)
        codes[name] = TrainedCode(str(code["definition"]), str(code["weight"]), told=rest, **numbers)
    return Trained(str(told["model"]), codes, dict(told["about"]))
