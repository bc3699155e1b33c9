"""The public pages and downloads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.people.actors import Actor
from luoshi.city.people.requests import actor_of
from luoshi.city.public import queries
from luoshi.city.public.downloads import FORMATS, download
from luoshi.city.public.filters import OPEN, ORDERS, PublicFilters
from luoshi.city.public.pieces import task_pieces
from luoshi.city.rules.words import choices
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.site.lists import FilterForm, Options, page_of, same, shortened
from luoshi.city.site.tables.export import table_response
from luoshi.city.site.words import say
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.public import TASK, with_public_fields

_SIZE = 50
_ORDER = ("exceeded", "kept", "partly", "missed", "not_comparable", "")


@page("public.read")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """``/``: what was promised and what became of it, livelihood items first."""
    actor = actor_of(request)
    years = queries.released_years(actor)
    filters = PublicFilters.read(request.GET, year=years[0] if years else 0)
    if not years:
        return render(request, "public/nothing.html")
    tasks = queries.chosen(actor, filters)
    counts = queries.counted(tasks)
    shown = page_of(queries.for_rows(tasks), request.GET.get("page"), _SIZE, counts["total"])
    context = {
        "filters": filters,
        "form": _form(actor, filters, years),
        "place": queries.place_of(filters.year),
        "counts": counts,
        "kept": counts["kept"] + counts["exceeded"],
        "settled": counts["total"] - counts[""],
        "open": counts[""],
        "parts": [(verdict, counts[verdict], "") for verdict in _ORDER],
        "page": shown,
        "groups": _grouped(queries.with_amounts(shown.object_list), filters),
        "here_now": request.get_full_path(),
        "exports": [(reverse("public_download", args=[kind]), kind.upper()) for kind in FORMATS],
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
    filters = PublicFilters.read(request.GET, year=years[0] if years else 0)
    tasks = with_public_fields(queries.chosen(actor, filters))
    data = download((TASK.public(task) for task in tasks.iterator(chunk_size=1000)), kind)
    return table_response(data, f"luoshi-{filters.year}-{timezone.localdate()}.{kind}", kind)


def _form(actor: Actor, filters: PublicFilters, years: Sequence[int]) -> FilterForm:
    language = language_now()
    options: Options = {
        "year": same(years) if len(years) > 1 else (),
        "section": [
            (section, shortened(section), True) for section in queries.sections_in(actor, filters.year)
        ],
        "unit": [(unit.key, unit.called, True) for unit in queries.units_in(actor, filters.year)],
        "kind": choices("task_kind", language),
        "verdict": (*choices("verdict", language), (OPEN, say("public.working"))),
        "by": [(name, say(f"public.by_{name}")) for name in ORDERS.by],
    }
    return filters.form(reverse("home"), options, kept={"year": filters.year})


def _grouped(tasks: list[Task], filters: PublicFilters) -> list[tuple[str, str, list[Task]]]:
    """The tasks of a page by heading: livelihood items, then each section or unit; kind of heading first."""

    def heading(task: Task) -> tuple[str, str]:
        if task.kind == "livelihood":
            return "livelihood", ""
        if filters.by == "unit":
            return "unit", task.lead_unit.name if task.lead_unit else ""
        return "section", task.section

    return [(kind, name, list(ones)) for (kind, name), ones in groupby(tasks, heading)]
