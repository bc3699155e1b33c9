"""What outsiders get of tasks: which tasks, fields, progress entries, events, states and words.

The one definition: public pages, downloads, the API, what outsiders find and the preview of a release are
built from it. Which fields and events are public stands in ``rules/publicity.toml``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import msgspec
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from luoshi.city.people.actors import Actor
from luoshi.city.reports.public import public_promise_key
from luoshi.city.rules.counting import last_word
from luoshi.city.rules.permissions import is_inside
from luoshi.city.rules.publicity import public_fields
from luoshi.city.rules.words import Reason, in_words, number
from luoshi.city.search.index import hits
from luoshi.city.site.language import language_now
from luoshi.city.site.records import Field, Record
from luoshi.city.tasks.models import SEARCHED, Event, Evidence, Milestone, ProgressEntry, Task
from luoshi.city.tasks.phases import progress_in

RELEASED: Final = Task.scopes.of("released", ())
"""The tasks that outsiders get; ``Task.is_released`` says it of one."""
ACCEPTED: Final = progress_in("settled")
"""The progress entries that outsiders get of them."""
PUBLIC_EVENTS: Final = Q(public=True)
"""The events that outsiders get of them."""
_LARGE = ("promise__report__text", "promise__report__record")


def works_inside(actor: Actor, permission: str = "task.read") -> bool:
    """Whether the actor sees more of some task than outsiders do."""
    return any(is_inside(scope) for scope in actor.reach(permission))


def public_state(task: Task) -> str:
    """How far outsiders are told a task is: ``working``, ``paused`` or ``settled``."""
    return task.phase if task.phase in ("settled", "paused") else "working"


def in_public_words(query: str) -> Q:
    """Tasks in whose public words every word of ``query`` is found.

    The index knows words that are not public, such as where a task comes from; what it finds is found again
    in what is.
    """
    condition = Q(pk__in=hits(Task, query))
    searched = [field for field in SEARCHED if field in public_fields("task")]
    for word in unicodedata.normalize("NFKC", query).split():
        in_a_field = Q()
        for field in searched:
            in_a_field |= Q(**{f"{field}__icontains": word})
        condition &= in_a_field
    return condition


def with_public_fields(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """With what outsiders get of them, ``accepted`` and ``public_events`` among it, each in one query."""
    entries = ProgressEntry.objects.filter(ACCEPTED).only(
        "task_id", "as_of", "signed_at", "final", "amount", "words"
    )
    events = Event.objects.filter(PUBLIC_EVENTS).defer("person_name")
    return (
        tasks.select_related("lead_unit", "promise__report")
        .defer(*_LARGE)
        .prefetch_related(
            "supports__unit",
            "milestones",
            Prefetch("progress", entries.order_by("-as_of", "-signed_at", "-pk"), to_attr="accepted"),
            Prefetch("events", events.order_by("-at", "-pk"), to_attr="public_events"),
        )
    )


class Changed(msgspec.Struct, frozen=True):
    """A field of the terms before and after."""

    field: str
    before: str
    after: str


def _changed(event: Event) -> Iterator[Changed]:
    """Of what an event changed, what is public."""
    for field in public_fields("task"):
        if field in event.after:
            yield Changed(field, _written(event.before.get(field)), _written(event.after.get(field)))


def _written(value: Any) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, int | float) else str(value)


def _newest(task: Any) -> Any:
    """The accepted entry that counts."""
    entry = last_word(task.accepted)
    return PROGRESS.public(entry) if entry else None


def _why_light(task: Task) -> list[str]:
    reasons = (Reason(one["code"], one.get("details", {})) for one in task.light_reasons)
    return [in_words(reason, language_now()) for reason in reasons]


MILESTONE: Final = Record("milestone", Milestone)
EVIDENCE: Final = Record("evidence", Evidence)
PROGRESS: Final = Record(
    "progress",
    ProgressEntry,
    evidence=Field.many(
        EVIDENCE, lambda entry: [one for one in entry.evidence.all() if one.removed_at is None]
    ),
)
# ``by`` is a post, never a person.
EVENT: Final = Record(
    "timeline",
    Event,
    on=Field.of(date, lambda event: timezone.localdate(event.at)),
    by=Field.of(str, lambda event: event.post_name),
    changed=Field.of(list[Changed], lambda event: tuple(_changed(event))),
)
# What ``with_public_fields`` fetched has every field. The promise is that of a report that is released.
TASK: Final = Record(
    "task",
    Task,
    promise=Field.of(
        str | None,
        lambda task: task.promise.key if task.promise else None,
        outside=lambda task: public_promise_key(task.promise) or None,
        pages=lambda task: public_promise_key(task.promise),
    ),
    supporting_units=Field.of(
        list[str],
        lambda task: [support.unit.key for support in task.supports.all()],
        pages=lambda task: tuple(support.unit.name for support in task.supports.all()),
    ),
    milestones=Field.many(MILESTONE, lambda task: task.milestones.all()),
    state=Field.of(str, lambda task: task.state, outside=public_state),
    light_reasons=Field.of(list[str], _why_light),
    done=Field.many(PROGRESS, lambda task: task.accepted),
    newest=Field.of(PROGRESS, _newest),
    events=Field.many(EVENT, lambda task: task.public_events),
    released=Field.of(bool, lambda task: task.is_released),
)
