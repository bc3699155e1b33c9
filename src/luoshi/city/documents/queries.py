"""What papers are made of, by what the actor may see."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from luoshi.city.documents.fields import (
    chinese_day,
    issuing_office,
    numbered,
    obstacle_fields,
    report_words,
    task_fields,
)
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Holding
from luoshi.city.reports.models import Report
from luoshi.city.rules.words import name_of
from luoshi.city.site.errors import InvalidError
from luoshi.city.tasks.models import Obstacle, SupervisionOrder, Task
from luoshi.city.tasks.selectors import tasks_of


def whole(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with all that a paper says of them, in a constant number of queries."""
    holdings = Holding.objects.on(timezone.localdate()).select_related("person")
    return tasks.select_related("lead_unit", "sponsor__unit", "officer__unit").prefetch_related(
        "supports__unit",
        "milestones",
        Prefetch("sponsor__holdings", holdings, to_attr="held_now"),
        Prefetch("officer__holdings", holdings, to_attr="held_now"),
    )


def circular_fields(actor: Actor, report: Report, given: Mapping[str, str]) -> dict[str, Any]:
    """A circular with the table of the report's tasks that the actor may export; ``given``: number, to."""
    tasks = list(
        whole(tasks_of(actor, "task.export").filter(report=report)).order_by("section_order", "number")
    )
    if not tasks:
        raise InvalidError("circular_no_tasks")
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


def supervision_order_fields(supervision_order: SupervisionOrder) -> dict[str, Any]:
    """The fields of a supervision order with its task."""
    task = whole(Task.objects.filter(pk=supervision_order.task_id)).get()
    obstacles = Obstacle.objects.filter(task=task, settled_on__isnull=True).select_related("task", "remover")
    return {
        "office": issuing_office(),
        "date": chinese_day(supervision_order.issued_on),
        "place": "",
        "key": supervision_order.key,
        "unit": supervision_order.unit.name,
        "colour": name_of("supervision_order", supervision_order.colour),
        "issued_on": supervision_order.issued_on.isoformat(),
        "answer_due": supervision_order.answer_due.isoformat(),
        "words": supervision_order.words,
        "issued_by": supervision_order.issued_by.name,
        "answer": supervision_order.answer,
        "answered_on": timezone.localdate(supervision_order.answered_at).isoformat()
        if supervision_order.answered_at
        else "",
        "task": task_fields(task),
        "obstacles": [obstacle_fields(obstacle) for obstacle in obstacles],
    }
