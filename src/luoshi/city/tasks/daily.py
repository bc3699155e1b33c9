"""What is done once a day: lights, reminders, escalation, e-mail. Run twice, it does nothing twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.models import Entry
from luoshi.city.chain.writing import writes
from luoshi.city.people.models import Post
from luoshi.city.rules.escalation import escalation
from luoshi.city.rules.facts import Facts, got_on, overdue_days, silent_since
from luoshi.city.rules.reminders import reminders_on
from luoshi.city.rules.states import OPEN
from luoshi.city.rules.words import Reason
from luoshi.city.tasks.models import Notification, Task
from luoshi.city.tasks.notifications.mail import mail_notifications
from luoshi.city.tasks.notifications.send import send
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.status_light import LIGHT_FIELDS, facts_of, recompute_light

CHUNK = 200
_REMEMBERED = timedelta(days=120)
_REMINDERS = ("due_soon", "due_today", "overdue", "milestone_due", "progress_due")
_RUN = "daily.run"
_SIGNATURE = Signature.program("daily")


@dataclass(frozen=True)
class Done:
    """What a run did: tasks looked at, lights that changed, notifications made, e-mails sent."""

    tasks: int
    lights: int
    notifications: int
    mails: int


@dataclass(frozen=True)
class _Chunk:
    tasks: int
    lights: int
    notifications: int
    last: int


@dataclass(frozen=True)
class Answering:
    """The posts that answer, by unit."""

    heads: dict[int, list[int]]
    officers: dict[int, list[int]]

    def of(self, task: Task) -> list[int]:
        """Who is reminded of a task: its officer, else the officers of the lead unit, else its heads."""
        if task.officer_id:
            return [task.officer_id]
        unit = task.lead_unit_id or 0
        return self.officers.get(unit) or self.heads.get(unit, [])


def run_daily(today: date) -> Done:
    """Compute the lights of all open tasks; send what is due from the last complete run to ``today``.

    In chunks, each one transaction: a run that was killed leaves whole chunks and is simply run again.
    The log has which notifications were sent, and once a day that the run was completed, but no lights.
    """
    _withdraw_untimely(today)
    since = _last_run(today)
    answering = _answering(today)
    tasks = lights = notifications = last = 0
    while done := _chunk(last, today, since, answering):
        tasks, lights, notifications = (
            tasks + done.tasks,
            lights + done.lights,
            notifications + done.notifications,
        )
        last = done.last
    _note_run(today, tasks)
    return Done(tasks, lights, notifications, mail_notifications(today))


@writes
def _chunk(after: int, today: date, since: date | None, answering: Answering) -> _Chunk | None:
    """Lights and notifications of the next tasks; ``None`` where there are none."""
    open_ones = Task.objects.filter(tasks_in(*OPEN), pk__gt=after).prefetch_related("milestones")
    chunk = locked_rows(open_ones, most=CHUNK)
    if not chunk:
        return None
    changed = [task for task in chunk if recompute_light(task, today)]
    Task.objects.bulk_update(changed, LIGHT_FIELDS)
    sent = send(_notifications(chunk, today, since, answering), _SIGNATURE, f"daily:{today}")
    return _Chunk(len(chunk), len(changed), sent, chunk[-1].pk)


def _last_run(today: date) -> date | None:
    """The day of the last completed run for a day before today; a clock may have run ahead since."""
    runs = Entry.objects.filter(action=_RUN, subject__lt=f"daily:{today}")
    entry = runs.order_by("-number").first()
    return date.fromisoformat(entry.subject.partition(":")[2]) if entry else None


def _withdraw_untimely(today: date) -> None:
    """Take back what a run told for a day that is yet to come: its clock ran ahead.

    It was not true, and would stand in the way of the same reminder on its day.
    """
    latest = max(today, timezone.localdate())
    while _withdraw(latest):
        pass


@writes
def _withdraw(latest: date) -> bool:
    """Take back some of what was told for days behind ``latest``; whether there was any."""
    rows = Notification.objects.filter(on__gt=latest, kind__in=(*_REMINDERS, "escalated"))
    untimely = locked_rows(rows, most=CHUNK)
    for notification in untimely:
        record(_SIGNATURE, "notification.remove", notification)
        notification.delete()
    return bool(untimely)


@writes
def _note_run(today: date, tasks: int) -> None:
    subject = f"daily:{today}"
    if not Entry.objects.filter(subject=subject, action=_RUN).exists():
        record(_SIGNATURE, _RUN, subject, tasks=tasks)


def _answering(today: date) -> Answering:
    found: dict[str, dict[int, list[int]]] = {
        "unit_head": defaultdict(list),
        "unit_officer": defaultdict(list),
    }
    posts = Post.objects.open_on(today).filter(role__in=tuple(found))
    for post in posts.order_by("position", "pk"):
        found[post.role][post.unit_id].append(post.pk)
    return Answering(found["unit_head"], found["unit_officer"])


def _notifications(
    tasks: Sequence[Task], today: date, since: date | None, answering: Answering
) -> Iterator[Notification]:
    ignored = _unanswered(tasks, today)
    for task in tasks:
        facts = facts_of(task)
        first, got = since, got_on(facts)
        if first is not None and got is not None:
            first = max(first, got)  # nothing is reminded of that fell before the unit got it
        for one in reminders_on(task.key, facts, today, since=first):
            for post in answering.of(task):
                yield _notification(task, post, today, one.kind, one.key, (one.reason,))
        yield from _escalated(task, facts, today, ignored.get(task.pk, 0), answering)


def _escalated(
    task: Task, facts: Facts, today: date, unanswered: int, answering: Answering
) -> Iterator[Notification]:
    """Told once for each due date that passed, and for each silence."""
    found = escalation(facts, today, unanswered=unanswered)
    late = overdue_days(facts, today) > 0
    about = f"due-{task.due}" if late else f"silent-{silent_since(facts)}"
    posts = {
        "unit_head": answering.heads.get(task.lead_unit_id or 0, []),
        "sponsor": [task.sponsor_id] if task.sponsor_id else [],
    }
    for recipient in found.to:
        for post in posts[recipient]:
            key = f"{task.key}/escalated/{recipient}/{about}"
            yield _notification(task, post, today, "escalated", key, found.reasons)


def _notification(
    task: Task, post: int, today: date, kind: str, key: str, reasons: Sequence[Reason]
) -> Notification:
    said = [{"code": reason.code, "details": dict(reason.details)} for reason in reasons]
    return Notification(
        key=f"{key}/{post}", post_id=post, task=task, kind=kind, detail={"reasons": said}, on=today
    )


def _unanswered(tasks: Sequence[Task], today: date) -> dict[int, int]:
    """Of each task the reminders in a row, of what was due already, that no report answered."""
    since = {
        task.pk: max(filter(None, (task.last_progress_on, got_on(facts_of(task)))), default=None)
        for task in tasks
    }
    sent = Notification.objects.filter(
        task__in=tasks, kind__in=_REMINDERS, on__lt=today, on__gte=today - _REMEMBERED
    )
    keys: dict[int, set[str]] = defaultdict(set)
    for task_id, on, key in sent.values_list("task_id", "on", "key"):
        reminder = key.rpartition("/")[0]
        answered = since[task_id]
        if "/+" in reminder and (answered is None or on > answered):
            keys[task_id].add(reminder)
    return {task_id: len(found) for task_id, found in keys.items()}
