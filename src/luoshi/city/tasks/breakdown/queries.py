"""Promises with their tasks, and what is neither task nor excluded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Holding
from luoshi.city.reports.models import Promise, Report
from luoshi.city.reports.phases import promises_without, readings_in
from luoshi.city.reports.queries import reports_for
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.selectors import tasks_of

Mark = Literal["task", "excluded", "neither"]
MARKS: tuple[Mark, ...] = ("task", "excluded", "neither")


@dataclass(frozen=True)
class Coverage:
    """How many promises are tasks, are excluded with a reason, or neither."""

    task: int
    excluded: int
    neither: int

    @property
    def total(self) -> int:
        """All promises."""
        return self.task + self.excluded + self.neither

    @property
    def settled(self) -> float:
        """The share that is task or excluded, from 0 to 1."""
        return (self.task + self.excluded) / self.total if self.total else 1.0


@dataclass(frozen=True)
class Line:
    """A promise with what became of it."""

    promise: Promise
    tasks: tuple[Task, ...]

    @property
    def mark(self) -> Mark:
        """A promise with a task is a task, whatever was said of it before."""
        if self.tasks:
            return "task"
        return "neither" if self.promise.counts else "excluded"


@dataclass(frozen=True)
class SectionLines:
    """The promises of a section."""

    number: int | None
    path: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def coverage(self) -> Coverage:
        """Of this section."""
        return coverage_of(self.lines)

    @property
    def address(self) -> str:
        """The section in an address."""
        return "none" if self.number is None else str(self.number)


def reports_to_break_down(actor: Actor) -> QuerySet[Report]:
    """Reports that were read, newest first, with ``promise_count``, ``task_count``, ``excluded_count``."""
    tasked = Exists(Task.objects.filter(promise=OuterRef("promises__pk")))
    there = Q(promises__present=True)
    excluded = promises_without("counts", path="promises__")
    return (
        reports_for(actor, "task.draft")
        .filter(readings_in("settled"))
        .defer("text", "record")
        .annotate(
            promise_count=Count("promises", filter=there),
            task_count=Count("promises", filter=there & Q(tasked)),
            excluded_count=Count("promises", filter=there & excluded & ~Q(tasked)),
        )
    )


def counted(report: Any) -> Coverage:
    """The coverage of a report as ``reports_to_break_down`` gives it."""
    rest = report.promise_count - report.task_count - report.excluded_count
    return Coverage(report.task_count, report.excluded_count, rest)


def lines_of(report: Report) -> list[Line]:
    """Every promise of the report in its order, with its tasks and figures; three queries."""
    tasks = Task.objects.select_related("lead_unit").order_by("number")
    rows = (
        Promise.objects.filter(report=report, present=True)
        .order_by("position")
        .prefetch_related(Prefetch("tasks", tasks, to_attr="tasks_now"), "figures")
    )
    return [Line(row, tuple(row.tasks_now)) for row in rows]


def lines_for(actor: Actor, report: Report) -> list[Line]:
    """The lines of a table: with the tasks that the actor may export; promises without, for who may draft."""
    tasks = (
        tasks_of(actor, "task.export")
        .filter(report=report)
        .select_related("lead_unit", "sponsor__unit", "officer__unit")
        .prefetch_related(
            "supports__unit",
            "milestones",
            Prefetch("sponsor__holdings", _today(), to_attr="held_now"),
            Prefetch("officer__holdings", _today(), to_attr="held_now"),
        )
        .order_by("number")
    )
    rows = (
        Promise.objects.filter(report=report, present=True)
        .order_by("position")
        .prefetch_related(Prefetch("tasks", tasks, to_attr="tasks_now"))
    )
    everything = "all" in actor.reach("task.draft")
    return [Line(row, tuple(row.tasks_now)) for row in rows if everything or row.tasks_now]


def _today() -> QuerySet[Holding]:
    return Holding.objects.on(timezone.localdate()).select_related("person")


def sections_of(lines: Iterable[Line]) -> list[SectionLines]:
    """The lines by section, in the order of the report."""
    return [
        SectionLines(number, tuple(group[0].promise.section_path), tuple(group))
        for number, group in (
            (number, list(found)) for number, found in groupby(lines, key=lambda line: line.promise.section)
        )
    ]


def coverage_of(lines: Iterable[Line]) -> Coverage:
    """How many lines are what."""
    marks = [line.mark for line in lines]
    return Coverage(*(marks.count(mark) for mark in MARKS))


def next_unfinished(lines: Sequence[Line], position: int) -> Promise | None:
    """The next promise after ``position`` that is neither, from the start again after the end."""
    open_ones = [
        line.promise for line in lines if line.mark == "neither" and line.promise.position != position
    ]
    later = [promise for promise in open_ones if promise.position > position]
    return next(iter(later or open_ones), None)


def drafted_tasks(actor: Actor, report: Report | None) -> QuerySet[Task]:
    """What is drafted and could be issued: of a report, or from elsewhere for ``None``."""
    rows = tasks_of(actor, "task.draft").filter(tasks_in("draft"))
    rows = rows.filter(report=report) if report else rows.exclude(origin="report")
    rows = rows.select_related("lead_unit", "sponsor__unit", "officer__unit").prefetch_related("milestones")
    return rows.order_by("year", "number")
