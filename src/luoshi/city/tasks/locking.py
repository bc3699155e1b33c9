"""Finding the row that a write is about, and holding it until the write is done."""

from __future__ import annotations

from collections.abc import Collection

from luoshi.city.chain.locking import locked_row, locked_rows
from luoshi.city.site.errors import NotFoundError, StaleError
from luoshi.city.tasks.models import Task


def hold_tasks(keys: Collection[str]) -> None:
    """Lock the tasks of a write to many, in the order of the rows, before the first of them is written."""
    locked_rows(Task.objects.filter(key__in=keys))


def locked_task(key: str, version: int | None = None) -> Task:
    """The task ``key``, its row locked until the transaction ends."""
    task = locked_row(Task.objects.filter(key=key))
    if task is None:
        raise NotFoundError("task_missing", key=key)
    if version is not None and version != task.version:
        raise StaleError("task_outdated", key=key)
    return task
