"""What every write to a task begins with (the locked row, who signs) and ends with (dated fact, log)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.people.actors import Actor, HeldPost
from luoshi.city.people.models import Person
from luoshi.city.people.permissions import granting_post, require
from luoshi.city.rules.limits import longest
from luoshi.city.rules.publicity import is_public
from luoshi.city.site.errors import InvalidError, NotFoundError, StaleError
from luoshi.city.tasks.events import events
from luoshi.city.tasks.locking import locked_task
from luoshi.city.tasks.models import Event, Task
from luoshi.city.tasks.notifications.send import notify
from luoshi.city.tasks.status_light import recompute_light

Changed = Mapping[str, Sequence[object]]
"""Fields by name with their values before and after, as a person reads them."""


@dataclass(frozen=True)
class Signer:
    """Who writes: the person, and how that person signs."""

    person: Person
    signature: Signature


def lock_task(
    actor: Actor, key: str, permissions: str | Sequence[str], version: int | None = None
) -> tuple[Task, Signer]:
    """The task ``key``, locked, and the signer of the actor whose post has (one of) ``permissions`` on it.

    ``NotFoundError`` where the actor may not even see it, ``ForbiddenError`` where only those are lacking,
    ``StaleError`` where it is not at ``version`` any more.
    """
    task = locked_task(key)
    asked = (permissions,) if isinstance(permissions, str) else permissions
    post = next(filter(None, (granting_post(actor, one, task) for one in asked)), None)
    if post is None and granting_post(actor, "task.read", task) is None:
        raise NotFoundError("task_missing", key=key)
    signer = signer_of(actor, post or require(actor, asked[0], task))
    check_version(task, version)
    return task, signer


def signer_of(actor: Actor, post: HeldPost) -> Signer:
    """The signer of an actor who holds ``post``: of a person, since the public holds none."""
    if actor.person is None:
        raise PermissionError("the public signs nothing")
    return Signer(actor.person, actor.signature(post))


def limited(words: str, place: str) -> str:
    """``words`` without space around them; ``InvalidError`` where they are longer than ``place`` takes."""
    words, most = words.strip(), longest(place)
    if len(words) > most:
        raise InvalidError("words_too_long", longest=most, length=len(words))
    return words


def check_version(task: Task, version: int | None) -> None:
    """Raise ``StaleError`` where the task was changed since ``version``."""
    if version is not None and version != task.version:
        raise StaleError("task_outdated", key=task.key)


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
