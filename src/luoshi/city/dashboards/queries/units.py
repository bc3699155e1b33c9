"""Units beside each other: on time, lights, silence, burden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from luoshi.city.dashboards.queries.unit import month_end
from luoshi.city.people.models import Unit
from luoshi.city.rules.burden import Asked, Burden, asked_by_task, burdens
from luoshi.city.rules.facts import Milestone, unit_silent_days
from luoshi.city.rules.lights import GRAVITY
from luoshi.city.rules.rates import OnTime, Passage, on_time
from luoshi.city.tasks import models
from luoshi.city.tasks.selectors import got_on
from luoshi.city.tasks.status_light import ROW_FIELDS, facts_of_row

SORTS = ("unit", "tasks", "red", "rate", "silent", "burden")


@dataclass
class UnitRow:
    """A unit with its numbers; ``silent_days`` is ``None`` where it owes progress on no task."""

    unit: Unit
    lights: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GRAVITY, 0))
    total: int = 0
    rate: OnTime = field(default_factory=lambda: OnTime(0, 0, 0, 0, 0))
    silent_days: int | None = None
    burden: Burden | None = None

    @property
    def parts(self) -> list[tuple[str, int, str]]:
        """The lights as a stacked bar takes them."""
        return [(colour, count, "") for colour, count in self.lights.items()]


def compared(tasks: QuerySet[models.Task], today: date) -> list[UnitRow]:
    """Every unit that leads a task of the year, in the order of the units; three queries."""
    milestones = _milestones(tasks, today)
    rows: dict[int, UnitRow] = {}
    passages: dict[int, list[Passage]] = defaultdict(list)
    asked: list[Asked] = []
    led = tasks.filter(lead_unit__isnull=False).order_by().select_related(None)
    units = Unit.objects.in_bulk()
    wanted = led.values("pk", "lead_unit_id", "light", "verdict", *ROW_FIELDS, got=got_on())
    for task in wanted.iterator(chunk_size=2000):
        unit = task["lead_unit_id"]
        row = rows.setdefault(unit, UnitRow(units[unit]))
        row.total += 1
        row.lights[task["light"]] += 1
        facts = facts_of_row(task, milestones.get(task["pk"], ()))
        passages[unit].append(Passage(facts=facts, verdict=task["verdict"] or None))
        asked += asked_by_task(str(unit), str(task["pk"]), facts, today.replace(day=1), month_end(today))
    for burden in burdens(asked):
        rows[int(burden.unit)].burden = burden
    for unit, row in rows.items():
        row.rate = on_time(passages[unit], today)
        row.silent_days = unit_silent_days((passage.facts for passage in passages[unit]), today)
    return sorted(rows.values(), key=lambda row: (row.unit.position, row.unit.key))


def in_order(rows: Iterable[UnitRow], sort: str) -> list[UnitRow]:
    """The rows by one of ``SORTS``: the worst, or the most, first; by unit otherwise."""
    if sort == "tasks":
        return sorted(rows, key=lambda row: -row.total)
    if sort == "red":
        return sorted(rows, key=lambda row: (-row.lights["red"], -row.lights["yellow"]))
    if sort == "rate":
        return sorted(rows, key=lambda row: 2.0 if row.rate.share is None else row.rate.share)
    if sort == "silent":
        return sorted(rows, key=lambda row: -1 if row.silent_days is None else row.silent_days, reverse=True)
    if sort == "burden":
        return sorted(rows, key=lambda row: -(row.burden.asked if row.burden else 0))
    return list(rows)


def _milestones(tasks: QuerySet[models.Task], today: date) -> dict[int, tuple[Milestone, ...]]:
    """The milestones of this month by task: all that the burden asks about."""
    found: dict[int, tuple[Milestone, ...]] = defaultdict(tuple)
    first, last = today.replace(day=1), month_end(today) + timedelta(days=1)
    wanted = models.Milestone.objects.filter(
        due__gte=first, due__lt=last, task__in=tasks.order_by().values("pk")
    )
    for task, due, done_on, agreed_on in wanted.values_list("task_id", "due", "done_on", "agreed_on"):
        found[task] += (Milestone(due, None, done_on, agreed_on),)
    return found
