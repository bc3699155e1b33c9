"""What papers are made of, by what the actor may see."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from luoshi.city.documents.fields import (
    chinese_day,
    issuing_office,
    numbered,
    problem_fields,
    report_words,
    task_fields,
)
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Holding
from luoshi.city.reports.models import Report
from luoshi.city.rules.words import name_of
from luoshi.city.tasks.actions.steps import Unfit
from luoshi.city.tasks.locking import Missing
from luoshi.city.tasks.models import Problem, Sheet, Task
from luoshi.city.tasks.queries import tasks_of


def whole(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with all that a paper says of them, in a constant number of queries."""
    holdings = Holding.objects.on(timezone.localdate()).select_related("person")
    return tasks.select_related("lead_unit", "sponsor__unit", "officer__unit").prefetch_related(
        "supports__unit",
        "milestones",
        Prefetch("sponsor__holdings", holdings, to_attr="held_now"),
        Prefetch("officer__holdings", holdings, to_attr="held_now"),
    )


def notice_fields(actor: Actor, report: Report, given: Mapping[str, str]) -> dict[str, Any]:
    """A notice with the table of the report's tasks that the actor may export; ``given``: number, to."""
    tasks = list(
        whole(tasks_of(actor, "task.export").filter(report=report)).order_by("section_order", "number")
    )
    if not tasks:
        raise Unfit("notice_no_tasks")
    places = {task.pk: fields for task, fields in zip(tasks, numbered(tasks), strict=True)}
    sections = [
        {"name": section, "tasks": [places[task.pk] for task in group]}
        for section, group in groupby(tasks, key=lambda task: task.section)
    ]
    units = {task.lead_unit_id for task in tasks} | {
        one.unit_id for task in tasks for one in task.supports.all()
    }
    return {
        "office": issuing_office(),
        "date": chinese_day(timezone.localdate()),
        "place": report.place,
        "number": given.get("number", "")[:100],
        "to": given.get("to", "")[:300],
        "report": report_words(report.title, report.place, report.year),
        "year": report.year or "",
        "count": len(tasks),
        "unit_count": len(units - {None}),
        "sections": sections,
    }


def sheets_for(actor: Actor) -> QuerySet[Sheet]:
    """The sheets on tasks that the actor reads, and those sent to the actor's units."""
    reach = actor.reach("sheet.read")
    if "all" in reach:
        return Sheet.objects.all()
    units = {post.unit_id for posts in reach.values() for post in posts}
    return Sheet.objects.filter(Q(unit__in=units) | Q(task__in=tasks_of(actor, "sheet.read").values("pk")))


def sheet_for(actor: Actor, key: str) -> Sheet:
    """The sheet ``key``; ``Missing`` where the actor may not know of it."""
    sheet = sheets_for(actor).filter(key=key).select_related("unit", "issued_by").first()
    if sheet is None:
        raise Missing("sheet_missing", key=key)
    return sheet


def sheet_fields(sheet: Sheet) -> dict[str, Any]:
    """The fields of a sheet with its task."""
    task = whole(Task.objects.filter(pk=sheet.task_id)).get()
    problems = Problem.objects.filter(task=task, settled_on__isnull=True).select_related("task", "remover")
    return {
        "office": issuing_office(),
        "date": chinese_day(sheet.issued_on),
        "place": "",
        "key": sheet.key,
        "unit": sheet.unit.name,
        "colour": name_of("sheet", sheet.colour),
        "issued_on": sheet.issued_on.isoformat(),
        "answer_due": sheet.answer_due.isoformat(),
        "words": sheet.words,
        "issued_by": sheet.issued_by.name,
        "answer": sheet.answer,
        "answered_on": timezone.localdate(sheet.answered_at).isoformat() if sheet.answered_at else "",
        "task": task_fields(task),
        "problems": [problem_fields(problem) for problem in problems],
    }
