"""What every write to a task ends with: the dated event of its timeline, and the entry of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.rules.publicity import is_public
from luoshi.city.tasks.events import events
from luoshi.city.tasks.models import Event, Task
from luoshi.city.tasks.notifications.send import notify
from luoshi.city.tasks.status_light import recompute_light

Changed = Mapping[str, Sequence[object]]
"""Fields by name with their values before and after, as a person reads them."""


@dataclass(frozen=True)
class EventInput:
    """What happens to a task.

    ``from_state`` is the state that a move leaves. ``unit_id`` is the unit whose heads and officers are told
    where that is not the lead unit; without ``notifies`` nobody is told.
    """

    name: str
    _: KW_ONLY
    from_state: str = ""
    reason: str = ""
    changed: Changed = field(default_factory=dict)
    unit_id: int | None = None
    notifies: bool = True


def save_with_event(task: Task, signature: Signature, event: EventInput) -> None:
    """Save the task as changed: version, light, timeline, log entry; tell those whom the event concerns."""
    task.version += 1
    recompute_light(task, timezone.localdate())
    task.save()
    if events()[event.name].in_timeline:
        add_event(task, signature, event)
    record(signature, f"task.{event.name}", task, reason=event.reason, **event.changed)
    if event.notifies:
        notify(task, signature, event.name, reason=event.reason, unit_id=event.unit_id)


def add_event(task: Task, signature: Signature, event: EventInput) -> Event:
    """Add one fact to the timeline, in the transaction of the write that it tells of."""
    row = Event.objects.create(
        task=task,
        at=timezone.now(),
        action=event.name,
        from_state=event.from_state or task.state,
        to_state=task.state,
        reason=event.reason,
        before={field: plain(values[0]) for field, values in event.changed.items()},
        after={field: plain(values[1]) for field, values in event.changed.items()},
        person_name=signature.person_name,
        post_name=signature.post_name,
        public=is_public("event", event.name),
    )
    record(signature, f"event.{event.name}", row)
    return row


def plain(value: object) -> object:
    """A value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value
