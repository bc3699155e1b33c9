"""What every write to a task ends with: the dated event of its timeline, and the entry of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.rules.publicity import is_public
from luoshi.city.tasks.models import Event, Task
from luoshi.city.tasks.status_light import recompute_light

Changed = Mapping[str, Sequence[object]]
"""Fields by name with their values before and after, as a person reads them."""


def save_with_event(
    task: Task,
    signature: Signature,
    action: str,
    *,
    before: str = "",
    reason: str = "",
    changed: Changed | None = None,
    timeline: bool = True,
) -> None:
    """Save the task as changed: version, light, log entry, and its ``timeline`` unless told otherwise."""
    task.version += 1
    recompute_light(task, timezone.localdate())
    task.save()
    if timeline:
        add_event(task, signature, action, before=before, reason=reason, changed=changed)
    record(signature, f"task.{action}", task, reason=reason, **(changed or {}))


def add_event(
    task: Task,
    signature: Signature,
    action: str,
    *,
    before: str = "",
    reason: str = "",
    changed: Changed | None = None,
) -> Event:
    """Add one fact, in the transaction of the write that it tells of."""
    changed = changed or {}
    event = Event.objects.create(
        task=task,
        at=timezone.now(),
        action=action,
        from_state=before or task.state,
        to_state=task.state,
        reason=reason,
        before={field: plain(values[0]) for field, values in changed.items()},
        after={field: plain(values[1]) for field, values in changed.items()},
        person_name=signature.person_name,
        post_name=signature.post_name,
        public=is_public("event", action),
    )
    record(signature, f"event.{action}", event)
    return event


def plain(value: object) -> object:
    """A value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value
