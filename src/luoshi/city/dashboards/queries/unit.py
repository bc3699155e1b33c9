"""What is asked of a unit this month, in one list, and its tasks by date."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import QuerySet

from luoshi.city.rules.facts import Milestone as RuledMilestone
from luoshi.city.rules.facts import due_binds, milestones_counted, silent_since, thresholds
from luoshi.city.rules.schedule import milestone_met
from luoshi.city.rules.states import OPEN
from luoshi.city.rules.workdays import add_workdays
from luoshi.city.tasks.access import tasks_of_units
from luoshi.city.tasks.models import Milestone, Task
from luoshi.city.tasks.phases import tasks_in, tasks_with
from luoshi.city.tasks.selectors import (
    obstacles_to_remove,
    progress_at_units,
    supervision_orders_to_answer,
    tasks_to_accept,
)
from luoshi.city.tasks.status_light import facts_of, with_facts

AskKind = Literal[
    "accept", "report", "milestone", "finish", "revise", "sign", "obstacle", "supervision_order"
]


@dataclass(frozen=True)
class Ask:
    """Something asked of the unit by ``day``: accept, report, reach a milestone, finish, revise, sign."""

    day: date
    kind: AskKind
    task: Task
    words: str = ""

    @property
    def says(self) -> str:
        """The key of its words."""
        return f"dashboards.unit_page.{self.kind}"

    def late(self, today: date) -> bool:
        """Whether the day is past."""
        return self.day < today


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def open_tasks(tasks: QuerySet[Task], units: Iterable[int]) -> QuerySet[Task]:
    """The units' tasks by date, led or supported, that are not settled."""
    mine = tasks.filter(tasks_in(*OPEN), tasks_of_units(units))
    return mine.select_related("lead_unit").defer("words").order_by("due", "number")


def asked_this_month(tasks: QuerySet[Task], units: Iterable[int], today: date) -> list[Ask]:
    """Everything asked of the units until the end of the month, and what is late, by date; eight queries."""
    units = list(units)
    until = month_end(today)
    owing = with_facts(tasks.filter(tasks_with("owes_progress"), lead_unit__in=units).defer("words"))
    asks = [*_of_acceptance(units), *_of_tasks(owing, until)]
    asks += [*_of_milestones(units, until), *_of_progress(units)]
    asks += _of_obstacles(units, until)
    asks += _of_supervision_orders(units)
    return sorted(asks, key=lambda ask: (ask.day, ask.task.year, ask.task.number, ask.kind))


def _of_acceptance(units: Collection[int]) -> Iterator[Ask]:
    for task in tasks_to_accept(units).defer("words"):
        got: date = task.got or task.start  # type: ignore[attr-defined]
        yield Ask(add_workdays(got, thresholds().accept_within_workdays), "accept", task)


def _of_tasks(owing: Iterable[Task], until: date) -> Iterator[Ask]:
    for task in owing:
        ruled = facts_of(task)
        owed = silent_since(ruled) + timedelta(days=task.progress_interval_days)
        if owed <= until and owed <= max(task.due, until):
            yield Ask(owed, "report", task)
        if task.due <= until and due_binds(ruled):
            yield Ask(task.due, "finish", task)


def _of_milestones(units: list[int], until: date) -> Iterator[Ask]:
    open_ones = Milestone.objects.filter(
        tasks_with("owes_progress", "task__"), task__lead_unit__in=units, done_on__isnull=True, due__lte=until
    )
    for one in open_ones.select_related("task").prefetch_related("task__milestones"):
        # One whose amount is reached is met, as the task's page says, though nobody has marked it.
        ruled = RuledMilestone(one.due, one.amount, one.done_on, one.agreed_on)
        facts = facts_of(one.task)
        if ruled in milestones_counted(facts) and not milestone_met(facts, ruled):
            yield Ask(one.due, "milestone", one.task, one.words)


def _of_progress(units: Collection[int]) -> Iterator[Ask]:
    for entry in progress_at_units(units):
        if entry.phase == "waiting":
            yield Ask(entry.as_of, "sign", entry.task)
        else:
            yield Ask(entry.as_of, "revise", entry.task, entry.returned_reason)


def _of_obstacles(units: Collection[int], until: date) -> Iterator[Ask]:
    for obstacle in obstacles_to_remove(units).filter(due__lte=until):
        if obstacle.due is not None:
            yield Ask(obstacle.due, "obstacle", obstacle.task, obstacle.words)


def _of_supervision_orders(units: Collection[int]) -> Iterator[Ask]:
    for order in supervision_orders_to_answer(units):
        yield Ask(order.answer_due, "supervision_order", order.task, order.words)
