"""The list of tasks, and the list as a file."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.people.actors import Actor
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.lights import GRAVITY
from luoshi.city.rules.words import choices
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.site.lists import Columns, FilterForm, Options, columns_of, page_of, same, shortened
from luoshi.city.site.tables.export import EXPORT_KINDS, table_response
from luoshi.city.site.words import say
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.public import works_inside
from luoshi.city.tasks.selectors import is_overdue
from luoshi.city.tasks.task_list import queries
from luoshi.city.tasks.task_list.exports import exported
from luoshi.city.tasks.task_list.filters import (
    EVERY_YEAR,
    INSIDE,
    NO_VERDICT,
    ORDERS,
    SIZES,
    SORTS_OUTSIDE,
    TaskFilters,
)


class TaskRow(NamedTuple):
    """A task, and whether it is overdue."""

    task: Task
    late: bool


@page("task.read")
@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    """``/tasks/``: filters, order and page in the address."""
    actor = actor_of(request)
    today = timezone.localdate()
    years = queries.years_of(actor)
    inside = works_inside(actor)
    filters = TaskFilters.read(request.GET, year=years[0] if years else None)
    if not inside:
        filters = filters.outside()
    tasks = queries.listed(actor, filters, today)
    counts = queries.counted(tasks, today)
    keys = ORDERS.apply(tasks, filters.sort).values_list("pk", flat=True)
    shown = page_of(keys, request.GET.get("page"), filters.size, counts.total)
    context = {
        "filters": filters,
        "form": _form(actor, filters, years, inside=inside),
        "counts": counts,
        "page": shown,
        "rows": [
            TaskRow(task, late=inside and is_overdue(task, today))
            for task in queries.rows_of(list(shown.object_list))
        ],
        "columns": _columns(filters.sort, inside=inside),
        "exports": _exports(actor),
        "inside": inside,
        "here_now": request.get_full_path(),
        "lights": [(colour, counts.lights[colour], "") for colour in GRAVITY],
    }
    return render(request, "tasks/task_list.html", context)


@page("task.export")
@require_GET
def task_export(request: HttpRequest, kind: str) -> HttpResponse:
    """``/tasks/export/xlsx/`` and ``/csv/``: the filtered list as a file."""
    actor = actor_of(request)
    today = timezone.localdate()
    years = queries.years_of(actor)
    filters = TaskFilters.read(request.GET, year=years[0] if years else None)
    tasks = queries.listed(actor, filters, today, "task.export")
    data = exported(ORDERS.apply(tasks, filters.sort), tasks.count(), kind)
    return table_response(data, f"luoshi-tasks-{filters.year or EVERY_YEAR}-{today}.{kind}", kind)


def _exports(actor: Actor) -> list[tuple[str, str]]:
    if not actor.may_open("task.export"):
        return []
    return [(reverse("task_export", args=[kind]), say(f"site.list.export_{kind}")) for kind in EXPORT_KINDS]


def _form(actor: Actor, filters: TaskFilters, years: tuple[int, ...], *, inside: bool) -> FilterForm:
    language = language_now()
    options: Options = {
        "year": [(EVERY_YEAR, say("tasks.task_list.every_year")), *same(years)],
        "unit": [(unit.key, unit.called, True) for unit in queries.units_to_choose()],
        "kind": choices("task_kind", language),
        "verdict": (*choices("verdict", language), (NO_VERDICT, say("site.no_verdict"))),
        "origin": choices("origin", language),
        "section": [
            (section, shortened(section), True) for section in queries.sections_to_choose(actor, filters.year)
        ],
        "size": same(SIZES),
    }
    if inside:
        options = {
            **options,
            "state": choices("task_state", language),
            "light": choices("light", language),
            "sponsor": [(post.key, post.name, True) for post in queries.sponsors_to_choose()],
        }
    return filters.form(
        reverse("task_list"),
        options,
        without=() if inside else INSIDE,
        kept={"year": filters.year or EVERY_YEAR},
    )


def _columns(sort: str, *, inside: bool) -> Columns:
    names = (*SORTS_OUTSIDE, *(("state", "light") if inside else ()))
    return columns_of("tasks.task_list", (*names, "verdict"), sort=sort, sortable=names)
