"""What the supervision office looks for: what awaits review, what is overdue, who is silent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from luoshi.city.dashboards.queries.leader import on_tasks
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.rules.facts import Facts, is_silent, unit_silent_days
from luoshi.city.tasks.models import Obstacle, ProgressEntry, Task
from luoshi.city.tasks.phases import progress_in, tasks_in, tasks_with
from luoshi.city.tasks.queries import got_on, overdue_on, tasks_of
from luoshi.city.tasks.status_light import ROW_FIELDS, facts_of_row


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
    waiting = ProgressEntry.objects.filter(on_tasks(actor, "task.read"), progress_in("review"), final=False)
    return waiting.select_related("task__lead_unit").order_by("signed_at")


def tasks_to_review(actor: Actor) -> QuerySet[Task]:
    """Tasks whose unit asks for the final review, the oldest first."""
    waiting = tasks_of(actor).filter(tasks_in("review"))
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
    drafts = tasks_of(actor, "task.draft").filter(tasks_in("draft"), issued_at__isnull=False)
    return drafts.select_related("lead_unit").defer("words").order_by("-issued_at")


def silent_units(tasks: QuerySet[Task], today: date) -> list[SilentUnit]:
    """Units that owe a report by the interval of their tasks, the longest silence first; two queries.

    The rule is that of the yellow light: ``rules.facts.is_silent``; the days are ``unit_silent_days``.
    """
    owed = tasks.filter(tasks_with("owes_progress"), lead_unit__isnull=False).order_by()
    by_unit: dict[int, list[Facts]] = defaultdict(list)
    for row in owed.values("lead_unit_id", *ROW_FIELDS, got=got_on()).iterator(chunk_size=2000):
        by_unit[row["lead_unit_id"]].append(facts_of_row(row))
    units = Unit.objects.in_bulk(
        [unit for unit, owing in by_unit.items() if any(is_silent(facts, today) for facts in owing)]
    )
    silent = [_silent(unit, by_unit[pk], today) for pk, unit in units.items()]
    return sorted(silent, key=lambda row: (-row.days, -row.silent, row.unit.position))


def _silent(unit: Unit, owing: list[Facts], today: date) -> SilentUnit:
    silent = sum(is_silent(facts, today) for facts in owing)
    last = max((facts.last_progress_on for facts in owing if facts.last_progress_on), default=None)
    return SilentUnit(unit, silent, len(owing), last, unit_silent_days(owing, today) or 0)


def waited(since: date | datetime | None, today: date) -> int | None:
    """Days since."""
    if since is None:
        return None
    return (today - (timezone.localdate(since) if isinstance(since, datetime) else since)).days
