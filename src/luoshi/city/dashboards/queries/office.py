"""What the supervision office looks for: what awaits review, what is overdue, who is silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from luoshi.city.dashboards.queries.leader import on_tasks
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.tasks.models import Obstacle, ProgressEntry, Task
from luoshi.city.tasks.queries import got_on, overdue_on, tasks_of


@dataclass(frozen=True)
class SilentUnit:
    """A unit with tasks on which it owes a report: how many, of how many it has in hand, and since when."""

    unit: Unit
    silent: int
    open: int
    last_progress: date | None
    days: int


def progress_to_review(actor: Actor) -> QuerySet[ProgressEntry]:
    """Signed reports that nobody has reviewed, the oldest first; final ones are reviewed with their task."""
    waiting = ProgressEntry.objects.filter(on_tasks(actor, "task.read"), state="awaiting_review", final=False)
    return waiting.select_related("task__lead_unit").order_by("signed_at")


def tasks_to_review(actor: Actor) -> QuerySet[Task]:
    """Tasks whose unit asks for the final review, the oldest first."""
    waiting = tasks_of(actor).filter(state="awaiting_review")
    return waiting.select_related("lead_unit").defer("words").order_by("submitted_on", "due")


def overdue(tasks: QuerySet[Task], today: date) -> QuerySet[Task]:
    """Those that are overdue, the longest first."""
    return tasks.filter(overdue_on(today)).order_by("due", "number")


def open_obstacles(actor: Actor, today: date) -> QuerySet[Obstacle]:
    """Obstacles that should have been removed by now."""
    late = Obstacle.objects.filter(on_tasks(actor, "task.read"), settled_on__isnull=True, due__lt=today)
    return late.select_related("task", "remover").order_by("due")


def sent_back(actor: Actor) -> QuerySet[Task]:
    """Drafts that were issued once: a unit sent them back."""
    drafts = tasks_of(actor, "task.draft").filter(state="drafted", issued_at__isnull=False)
    return drafts.select_related("lead_unit").defer("words").order_by("-issued_at")


def silent_units(tasks: QuerySet[Task], today: date) -> list[SilentUnit]:
    """Units that owe a report by the interval of their tasks, the longest silence first; two queries.

    The rule is that of the yellow light (``rules.lights``): more days without a signed report than the
    task's interval. A unit's silence is counted from its newest report on any of its tasks.
    """
    found: dict[int, list[tuple[bool, date, date | None]]] = {}
    rows = tasks.filter(state__in=("in_progress", "returned"), lead_unit__isnull=False).order_by()
    for unit, start, got, reported, interval in rows.values_list(
        "lead_unit_id", "start", got_on(), "last_progress_on", "progress_interval_days"
    ).iterator(chunk_size=2000):
        since = max(start, got or start, reported or start)
        found.setdefault(unit, []).append((today - since > timedelta(days=interval), since, reported))
    units = Unit.objects.in_bulk([unit for unit, ones in found.items() if any(one[0] for one in ones)])
    silent = [_silent(unit, found[pk], today) for pk, unit in units.items()]
    return sorted(silent, key=lambda one: (-one.days, -one.silent, one.unit.position))


def _silent(unit: Unit, ones: list[tuple[bool, date, date | None]], today: date) -> SilentUnit:
    last = max((one[2] for one in ones if one[2]), default=None)
    # a report of before the unit got the task breaks no silence of its own
    own = [since for _, since, reported in ones if since == reported]
    since = max(own) if own else min(one[1] for one in ones)
    return SilentUnit(unit, sum(one[0] for one in ones), len(ones), last, max((today - since).days, 0))


def waited(since: date | datetime | None, today: date) -> int | None:
    """Days since."""
    if since is None:
        return None
    return (today - (timezone.localdate(since) if isinstance(since, datetime) else since)).days
