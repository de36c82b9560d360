"""Is it a partnership? comity measures it.

Measures what an international arrangement says, how it is built and what it does to whom, with every figure
one click from its evidence::

    import comity
    study = comity.open("my-study")
    study.measure("D2", by="context")

Every command is also a function here, with the same name and the same words. Nothing heavy is imported before
it is used.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from comity.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from comity.face import Study, open  # noqa: A004
    from comity.verbs.add import add
    from comity.verbs.agree import agree
    from comity.verbs.audit import audit
    from comity.verbs.cases import cases
    from comity.verbs.check import check
    from comity.verbs.code import code
    from comity.verbs.demo import demo
    from comity.verbs.ledger import ledger
    from comity.verbs.measure import measure
    from comity.verbs.network import network
    from comity.verbs.new import new
    from comity.verbs.next import next  # noqa: A004
    from comity.verbs.prevalence import prevalence
    from comity.verbs.qca import qca
    from comity.verbs.report import report
    from comity.verbs.reuse import reuse
    from comity.verbs.sensitivity import sensitivity
    from comity.verbs.show import show
    from comity.verbs.train import train

__all__ = [
    "Study",
    "__version__",
    "add",
    "agree",
    "audit",
    "cases",
    "check",
    "code",
    "demo",
    "ledger",
    "measure",
    "network",
    "new",
    "next",
    "open",
    "prevalence",
    "qca",
    "report",
    "reuse",
    "sensitivity",
    "show",
    "train",
]

_FACE = {"Study": "comity.face", "open": "comity.face"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'comity' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_FACE.get(name, f"comity.verbs.{name}")), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """The command ``report`` loads the subpackage of that name, which must not take the command's place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
