"""The public pages and downloads."""

from __future__ import annotations

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.people.requests import actor_of
from luoshi.city.public import queries
from luoshi.city.public.downloads import FORMATS, download
from luoshi.city.public.pieces import task_pieces
from luoshi.city.public.queries import OPEN, PublicFilters, public_filters_of
from luoshi.city.public.records import public_task
from luoshi.city.rules.words import choices
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say_in
from luoshi.city.tasks.models import Task

_SIZE = 50
_ORDER = ("exceeded", "kept", "partly", "missed", "not_comparable", "")


@page("public.read")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """``/``: what was promised and what became of it, livelihood items first."""
    actor = actor_of(request)
    years = queries.released_years(actor)
    filters = public_filters_of(request.GET.dict(), years[0] if years else 0)
    if not years:
        return render(request, "public/nothing.html")
    tasks = queries.chosen(actor, filters)
    counts = queries.counted(tasks)
    pages = Paginator(queries.for_rows(tasks), _SIZE)
    pages.count = counts["total"]
    shown = pages.get_page(request.GET.get("page"))
    language = language_now()
    context = {
        "filters": filters,
        "years": years,
        "place": queries.place_of(filters.year),
        "counts": counts,
        "kept": counts["kept"] + counts["exceeded"],
        "settled": counts["total"] - counts[""],
        "open": counts[""],
        "parts": [(verdict, counts[verdict], "") for verdict in _ORDER],
        "page": shown,
        "groups": _grouped(queries.with_amounts(shown.object_list), filters),
        "here_now": request.get_full_path(),
        "units": queries.units_in(actor, filters.year),
        "sections": queries.sections_in(actor, filters.year),
        "kinds": choices("task_kind", language),
        "verdicts": (*choices("verdict", language), (OPEN, say_in(language, "public.in_progress"))),
        "formats": tuple(FORMATS),
    }
    return render(request, "public/home.html", context)


@page("public.read")
@require_GET
def task_page(request: HttpRequest, key: str) -> HttpResponse:
    """``/public/<key>/``: a released task's words, what was done, dated reasons, its verdict."""
    task = queries.released_task(actor_of(request), key)
    return render(request, "public/task.html", task_pieces(task))


@page("public.read")
@require_GET
def download_tasks(request: HttpRequest, kind: str) -> HttpResponse:
    """``/public/tasks.csv``, ``.xlsx`` and ``.json``: the released tasks that the filters leave."""
    actor = actor_of(request)
    years = queries.released_years(actor)
    filters = public_filters_of(request.GET.dict(), years[0] if years else 0)
    tasks = queries.with_story(queries.chosen(actor, filters))
    data = download((public_task(task) for task in tasks.iterator(chunk_size=1000)), kind)
    name = f"luoshi-{filters.year}-{timezone.localdate()}.{kind}"
    return HttpResponse(
        data,
        content_type=FORMATS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _grouped(tasks: list[Task], filters: PublicFilters) -> list[tuple[str, str, list[Task]]]:
    """The tasks of a page by heading: livelihood items, then each section or unit; kind of heading first."""

    def heading(task: Task) -> tuple[str, str]:
        if task.kind == "livelihood":
            return "livelihood", ""
        if filters.by == "unit":
            return "unit", task.lead_unit.name if task.lead_unit else ""
        return "section", task.section

    return [(kind, name, list(ones)) for (kind, name), ones in groupby(tasks, heading)]
