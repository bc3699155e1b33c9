"""Releasing tasks to the public, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.site.errors import InvalidError
from luoshi.city.tasks.access import lock_task, lock_tasks
from luoshi.city.tasks.actions.events import EventInput, save_with_event
from luoshi.city.tasks.models import Task


@writes
def release_tasks(
    *, actor: Actor, keys: Sequence[str], released: bool = True, versions: Mapping[str, int] | None = None
) -> list[Task]:
    """Release many issued tasks at once, or take them back; those that changed. All or none.

    ``versions`` are those that the person looked at: ``StaleError`` where a task was changed since.
    """
    changed: list[Task] = []
    lock_tasks(keys)
    for key in sorted(set(keys)):
        task, signer = lock_task(actor, key, "task.release", (versions or {}).get(key))
        if task.phase == "draft":
            raise InvalidError("draft_not_released", key=key)
        if task.is_released == released:
            continue
        task.released_at = timezone.now() if released else None
        save_with_event(task, signer.signature, EventInput("release" if released else "unrelease"))
        changed.append(task)
    return changed
