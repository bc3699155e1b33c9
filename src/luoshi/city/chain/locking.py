"""Locking rows in one order, so that no two writes wait for each other.

Models are locked in the order in which applications and their models stand (``INSTALLED_APPS``, then
``models.py``), rows of one model by their keys, the head of the log last of all. What a row owns (the
milestones of a task) is changed under the lock of its owner and needs none.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import TypeVar

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from luoshi.city.chain.writing import current

_Row = TypeVar("_Row", bound=models.Model)


class LockedOutOfOrder(RuntimeWarning):
    """Rows were locked after others that come behind them: two such writes may wait for each other."""


def locked_rows(rows: QuerySet[_Row], most: int | None = None) -> list[_Row]:
    """``rows`` in the order of their keys (the first ``most``), locked until the write is done.

    Rows that refer to them can be added meanwhile (``FOR NO KEY UPDATE``).
    """
    write = current()
    if write is None:
        raise RuntimeError("rows are locked within a write")
    found = list(rows.order_by("pk").select_for_update(no_key=True, of=("self",))[:most])
    rank = _order()[rows.model]
    held = write.held.setdefault(rank, set())
    new = {row.pk for row in found} - held
    behind = any(rows for other, rows in write.held.items() if other > rank)
    if new and not write.alone and (behind or (held and min(new) < max(held))):  # type: ignore[type-var]
        warnings.warn(f"{rows.model.__name__} {sorted(new)[:5]}", LockedOutOfOrder, stacklevel=2)
    held |= new
    return found


def locked_row(rows: QuerySet[_Row]) -> _Row | None:
    """The one row, locked until the write is done; ``None`` where there is none."""
    found = locked_rows(rows, most=1)
    return found[0] if found else None


@cache
def _order() -> dict[type[models.Model], int]:
    return {model: rank for rank, model in enumerate(apps.get_models())}
