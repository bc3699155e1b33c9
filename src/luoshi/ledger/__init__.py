"""Many reports in; indicators, verdicts, contradictions and panels out. No Django.

>>> from luoshi import ledger
>>> ledger.read([]).accounts
()
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.ledger.api import Ledger

__all__ = ["read"]

Path = str | PathLike[str]


def read(paths: Path | Iterable[Path], *, place: str | None = None, jobs: int = 1) -> Ledger:
    """The ledger of the reports in ``paths``: files or folders, in any order.

    ``place`` wins over what the reports say of theirs. What cannot be read stands in ``errors``.
    ``jobs`` is how many processes work (0: all processors); the ledger is the same for any number.
    """
    # Here, not above: a worker that only reads reports needs no frames.
    from luoshi.ledger.api import read_ledger

    return read_ledger(paths, place=place, jobs=jobs)
