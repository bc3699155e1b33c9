"""What the supervision office looks for: what is overdue, who is silent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from luoshi.city.people.models import Unit
from luoshi.city.rules.facts import Facts, is_silent, unit_silent_days
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.phases import tasks_with
from luoshi.city.tasks.selectors import got_on, overdue_on
from luoshi.city.tasks.status_light import ROW_FIELDS, facts_of_row


@dataclass(frozen=True)
class SilentUnit:
    """A unit with tasks on which it owes a report: how many, of how many it has in hand, and since when."""

    unit: Unit
    silent: int
    open: int
    last_progress: date | None
    days: int


def overdue(tasks: QuerySet[Task], today: date) -> QuerySet[Task]:
    """Those that are overdue, the longest first."""
    return tasks.filter(overdue_on(today)).order_by("due", "number")


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
