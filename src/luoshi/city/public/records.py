"""A released task as the public gets it, on pages, in downloads and at the API.

The fields are those that ``rules/publicity.toml`` names as public, no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from django.utils import timezone

from luoshi.city.rules.counting import last_word
from luoshi.city.rules.publicity import public_fields
from luoshi.city.rules.words import number
from luoshi.city.tasks.models import Event, ProgressEntry, Task


class Done(msgspec.Struct, frozen=True):
    """A report on the task that the office accepted."""

    as_of: date
    amount: float | None
    words: str


class PublicMilestone(msgspec.Struct, frozen=True):
    """A milestone: what is to be reached by a day, and the day on which it was."""

    due: date
    amount: float | None
    words: str
    done_on: date | None


class Changed(msgspec.Struct, frozen=True):
    """A field of the terms before and after."""

    field: str
    before: str
    after: str


class PublicEvent(msgspec.Struct, frozen=True):
    """A dated event with its reason; ``by`` is a post, never a person."""

    on: date
    action: str
    by: str
    reason: str
    changed: tuple[Changed, ...]


class PublicTask(msgspec.Struct, frozen=True):
    """A released task. ``state`` is working, paused or settled; ``verdict`` "" while it is open.

    ``promise`` is the key of its sentence in a report that is released. ``done_on`` and ``closed_on`` are the
    days on which the office settled and closed it. ``newest`` is the one of ``done`` that counts.
    """

    key: str
    year: int
    title: str
    words: str
    kind: str
    section: str
    promise: str
    lead_unit: str
    supporting_units: tuple[str, ...]
    start: date
    due: date
    first_due: date | None
    target_low: float | None
    target_high: float | None
    target_unit: str
    target_bound: str
    milestones: tuple[PublicMilestone, ...]
    state: str
    verdict: str
    done_on: date | None
    closed_on: date | None
    done: tuple[Done, ...]
    newest: Done | None
    events: tuple[PublicEvent, ...]


def public_task(task: Task) -> PublicTask:
    """The public's view of a task that ``queries.with_story`` fetched."""
    done: Sequence[ProgressEntry] = task.done  # type: ignore[attr-defined]
    counts = last_word(done)
    events: Sequence[Event] = task.public_events  # type: ignore[attr-defined]
    return PublicTask(
        key=task.key,
        year=task.year,
        title=task.title,
        words=task.words,
        kind=task.kind,
        section=task.section,
        promise=public_promise(task),
        lead_unit=task.lead_unit.name if task.lead_unit else "",
        supporting_units=tuple(support.unit.name for support in task.supports.all()),
        start=task.start,
        due=task.due,
        first_due=task.first_due,
        target_low=task.target_low,
        target_high=task.target_high,
        target_unit=task.target_unit,
        target_bound=task.target_bound,
        milestones=tuple(
            PublicMilestone(one.due, one.amount, one.words, one.done_on) for one in task.milestones.all()
        ),
        state=public_state(task),
        verdict=task.verdict,
        done_on=task.done_on,
        closed_on=task.closed_on,
        done=tuple(_done(one) for one in done),
        newest=_done(counts) if counts else None,
        events=tuple(public_event(event) for event in events),
    )


def public_promise(task: Task) -> str:
    """The key of the task's promise, where the public may read the report that it stands in."""
    promise = task.promise
    if promise is None or promise.report.released_at is None or promise.report.phase != "settled":
        return ""
    return promise.key


def _done(report: ProgressEntry) -> Done:
    return Done(report.as_of, report.amount, report.words)


def public_state(task: Task) -> str:
    """How far the public is told a task is: the office's own steps in between stay inside."""
    return task.phase if task.phase in ("settled", "paused") else "working"


def public_event(event: Event) -> PublicEvent:
    """A public event as the public is told of it: who by post, and of what it changed the public fields."""
    changed = tuple(
        Changed(field, _said(event.before.get(field)), _said(event.after.get(field)))
        for field in public_fields("task")
        if field in event.after
    )
    return PublicEvent(timezone.localdate(event.at), event.action, event.post_name, event.reason, changed)


def _said(value: Any) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, int | float) else str(value)
