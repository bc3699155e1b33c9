"""The list of tasks, and the list as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.people.actors import Actor
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.words import choices
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say_in
from luoshi.city.tasks.queries import is_overdue
from luoshi.city.tasks.task_list import queries
from luoshi.city.tasks.task_list.exports import FORMATS, exported
from luoshi.city.tasks.task_list.filters import EVERY_YEAR, NO_VERDICT, SIZES, Filters, filters_of


@page("task.read")
@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    """``/tasks/``: filters, order and page in the address."""
    actor = actor_of(request)
    today = timezone.localdate()
    years = queries.years_of(actor)
    inside = queries.works_inside(actor)
    filters = filters_of(request.GET.dict(), years[0] if years else None)
    if not inside:
        filters = filters.outside()
    tasks = queries.listed(actor, filters, today)
    counts = queries.counted(tasks, today)
    pages = Paginator(queries.in_order(tasks, filters.sort).values_list("pk", flat=True), filters.size)
    pages.count = counts.total
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "counts": counts,
        "page": shown,
        "rows": [(task, is_overdue(task, today)) for task in queries.rows_of(list(shown.object_list))],
        "inside": inside,
        "here_now": request.get_full_path(),
        "lights": [(colour, counts.lights[colour], "") for colour in queries.GRAVITY],
        "columns": _columns(filters.sort, inside=inside),
    }
    return render(request, "tasks/task_list.html", context | _choices(actor, filters, years))


@page("task.export")
@require_GET
def task_export(request: HttpRequest, kind: str) -> HttpResponse:
    """``/tasks/export/xlsx/`` and ``/csv/``: the filtered list as a file."""
    actor = actor_of(request)
    today = timezone.localdate()
    years = queries.years_of(actor)
    filters = filters_of(request.GET.dict(), years[0] if years else None)
    tasks = queries.listed(actor, filters, today, "task.export")
    data = exported(queries.in_order(tasks, filters.sort), tasks.count(), kind)
    name = f"luoshi-tasks-{filters.year or EVERY_YEAR}-{today}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=FORMATS[kind], headers=headers)


def _choices(actor: Actor, filters: Filters, years: tuple[int, ...]) -> dict[str, Any]:
    language = language_now()
    return {
        "years": years,
        "every_year": EVERY_YEAR,
        "sizes": SIZES,
        "units": queries.units_to_choose(),
        "sponsors": queries.sponsors_to_choose(),
        "sections": queries.sections_to_choose(actor, filters.year),
        "states": choices("task_state", language),
        "colours": choices("light", language),
        "verdicts": (*choices("verdict", language), (NO_VERDICT, say_in(language, "site.no_verdict"))),
        "kinds": choices("task_kind", language),
        "origins": choices("origin", language),
    }


def _columns(sort: str, *, inside: bool) -> list[tuple[str, str, str]]:
    """Each column's name, the order that a click on it asks for, and its ``aria-sort``."""
    names = (
        ("number", "title", "unit", "due", "state", "light") if inside else ("number", "title", "unit", "due")
    )
    said = {"": "ascending", "-": "descending"}
    columns = []
    for name in names:
        current = sort.lstrip("-") == name
        sign = "-" if sort.startswith("-") else ""
        columns.append((name, f"-{name}" if current and not sign else name, said[sign] if current else ""))
    return columns
