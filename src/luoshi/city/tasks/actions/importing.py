"""A table of tasks brought in: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require
from luoshi.city.tasks.actions.drafting import (
    Draft,
    Source,
    add_task_from_elsewhere,
    change_draft,
    draft_tasks,
)
from luoshi.city.tasks.models import Task


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row: a draft changed (``task``), a promise drafted, or a task from elsewhere (``source``)."""

    draft: Draft
    task: str = ""
    version: int | None = None
    promise: str = ""
    source: Source | None = None


@transaction.atomic
def import_drafts(*, actor: Actor, entries: Sequence[Entry], submission: str = "") -> list[Task]:
    """Write every entry, or none where one is refused; the same ``submission`` again adds nothing."""
    require(actor, "task.draft")
    return [_written(actor, entry, f"{submission}-{index}" if submission else "")
            for index, entry in enumerate(entries)]  # fmt: skip


def _written(actor: Actor, entry: Entry, submission: str) -> Task:
    if entry.task:
        return change_draft(actor=actor, key=entry.task, draft=entry.draft, version=entry.version)
    if entry.source is not None:
        return add_task_from_elsewhere(
            actor=actor, source=entry.source, draft=entry.draft, submission=submission
        )
    return draft_tasks(actor=actor, promise=entry.promise, drafts=[entry.draft], submission=submission)[0]
