"""The second floor: many reports in; indicators, verdicts, contradictions and panels out. No Django.

The module is itself the call: ``luoshi.ledger(paths)`` is ``luoshi.ledger.ledger(paths)``.

>>> import luoshi
>>> luoshi.ledger([]).accounts
()
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luoshi.ledger.api import Ledger, ledger

__all__ = ["Ledger", "ledger"]


class _Floor(ModuleType):
    def __call__(
        self, paths: str | PathLike[str] | Iterable[str | PathLike[str]], *, place: str | None = None
    ) -> Ledger:
        found: Ledger = import_module("luoshi.ledger.api").ledger(paths, place=place)
        return found


def __getattr__(name: str) -> Any:
    """``Ledger`` and ``ledger`` when they are asked for: a worker that reads needs neither."""
    if name in __all__:
        return getattr(import_module("luoshi.ledger.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


sys.modules[__name__].__class__ = _Floor
