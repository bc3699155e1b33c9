"""The pages that people open first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.audit.queries import privileged_lately
from luoshi.city.dashboards.queries import leader as of_leader
from luoshi.city.dashboards.queries import office as of_office
from luoshi.city.dashboards.queries import overview
from luoshi.city.dashboards.queries import unit as of_unit
from luoshi.city.dashboards.queries import units as of_units
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.lights import GRAVITY
from luoshi.city.site.access import page
from luoshi.city.site.words import say
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.selectors import (
    change_requests_to_decide,
    drafts_sent_back,
    finals_to_review,
    obstacles_to_assign,
    overdue_obstacles,
    progress_to_review,
    tasks_of,
)
from luoshi.city.tasks.task_list.queries import counted, counted_rows, years_of

_LINES = 15
_MOST_ASKED = 200
_HOMES = {
    "leader": "dashboard_leader",
    "supervision_office": "dashboard_office",
    "unit_head": "dashboard_unit",
    "unit_officer": "dashboard_unit",
    "auditor": "dashboard_office",
    "administrator": "units",
}


@page("account.own")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """``/dashboards/``: on to the page of the first of the person's posts."""
    homes = [_HOMES[post.role] for post in actor_of(request).posts]
    return HttpResponseRedirect(reverse(homes[0] if homes else "me"))


@page("dashboards.leader")
@require_GET
def leader(request: HttpRequest) -> HttpResponse:
    """``/dashboards/leader/``: the year by light and verdict, what turned red, what is the leader's own."""
    actor, today = actor_of(request), timezone.localdate()
    context = _frame(request, actor)
    if context["year"] is None:
        return render(request, "dashboards/leader.html", context)
    tasks = overview.of_year(actor, context["year"])
    kinds = overview.numbers_by_kind(tasks, today)
    posts = of_leader.leader_posts(actor)
    whole = overview.summed(kinds)
    kept = whole.verdicts["kept"] + whole.verdicts["exceeded"]
    context |= {
        "kinds": kinds,
        "whole": whole,
        "kept": kept,
        "says": say(
            "dashboards.leader_page.says",
            year=context["year"],
            total=whole.total,
            settled=whole.settled,
            kept=kept,
            red=whole.lights["red"],
            turned=whole.turned,
            overdue=whole.overdue,
        ),
        "turned": tasks.filter(overview.turned_red(today)).order_by("-light_since", "due")[:_LINES],
        "still_red": tasks.filter(overview.still_red(today)).order_by("due", "number")[:_LINES],
        "sponsoring": bool(posts),
        "sponsored": of_leader.sponsored(tasks, posts)[: 2 * _LINES] if posts else (),
        "change_requests": change_requests_to_decide(actor)[:_LINES],
        "obstacles": obstacles_to_assign(actor)[:_LINES] if posts else (),
        "today": today,
    }
    return render(request, "dashboards/leader.html", context)


@page("dashboards.office")
@require_GET
def office(request: HttpRequest) -> HttpResponse:
    """``/dashboards/office/``: what awaits review or a decision, what is overdue, who is silent."""
    actor, today = actor_of(request), timezone.localdate()
    context = _frame(request, actor)
    year = context["year"]
    tasks = overview.of_year(actor, year) if year else Task.objects.none()
    reports = progress_to_review(actor, "task.read")
    finals = finals_to_review(actor, "task.read").defer("words")
    change_requests = change_requests_to_decide(actor)
    silent = of_office.silent_units(tasks, today)
    whole = overview.summed(overview.numbers_by_kind(tasks, today)) if year else None
    counts = {"reports": reports.count(), "finals": finals.count(), "decide": change_requests.count()}
    context |= {
        "reports": [(one, of_office.waited(one.signed_at, today)) for one in reports[:_LINES]],
        "finals": [(one, of_office.waited(one.submitted_on, today)) for one in finals[:_LINES]],
        "change_requests": change_requests[:_LINES],
        "counts": counts,
        "review": counts["reports"] + counts["finals"],
        "overdue": [(one, (today - one.due).days) for one in of_office.overdue(tasks, today)[:_LINES]],
        "silent": silent[:_LINES],
        "silent_count": len(silent),
        "sent_back": drafts_sent_back(actor).defer("words")[:_LINES],
        "obstacles": overdue_obstacles(actor, today)[:_LINES],
        "whole": whole,
        "today": today,
        "given": privileged_lately(today)[:_LINES] if "auditor" in actor.roles() else (),
    }
    return render(request, "dashboards/office.html", context)


@page("dashboards.unit")
@require_GET
def unit(request: HttpRequest) -> HttpResponse:
    """``/dashboards/unit/``: what is asked this month, in one list, and the open tasks by date."""
    actor, today = actor_of(request), timezone.localdate()
    units = Unit.objects.in_bulk(sorted(actor.unit_ids))
    chosen = [pk for pk, one in units.items() if one.key == request.GET.get("unit")] or list(units)
    tasks = tasks_of(actor)
    asked = of_unit.asked_this_month(tasks, chosen, today)
    mine = of_unit.open_tasks(tasks, chosen)
    shown = list(mine[: _MOST_ASKED + 1])
    counts = counted_rows(shown, today) if len(shown) <= _MOST_ASKED else counted(mine, today)
    context = _frame(request, actor) | {
        "own_units": list(units.values()),
        "chosen": chosen,
        "asked": [(one, one.late(today)) for one in asked[:_MOST_ASKED]],
        "asked_count": len(asked),
        "late_count": sum(one.late(today) for one in asked),
        "mine": shown[:_MOST_ASKED],
        "counts": counts,
        "lights": [(light, counts.lights[light], "") for light in GRAVITY],
        "today": today,
    }
    return render(request, "dashboards/unit.html", context)


@page("dashboards.leader")
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """``/dashboards/units/``: units beside each other."""
    actor, today = actor_of(request), timezone.localdate()
    context = _frame(request, actor)
    if context["year"] is not None:
        rows = of_units.compared(overview.of_year(actor, context["year"]), today)
        rated = [row for row in rows if row.rate.share is not None]
        sort = request.GET.get("sort", "")
        context |= {
            "rows": of_units.in_order(rows, sort),
            "sort": sort if sort in of_units.SORTS else "unit",
            "sorts": [(name, f"dashboards.units_page.{name}") for name in of_units.SORTS],
            "rate": _share(rated),
        }
    return render(request, "dashboards/units.html", context)


def _share(rows: list[of_units.UnitRow]) -> str:
    kept, whole = sum(row.rate.numerator for row in rows), sum(row.rate.denominator for row in rows)
    return f"{kept / whole:.0%}" if whole else ""


def _frame(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The year shown and the years to choose from."""
    year = overview.year_of(actor, request.GET.get("year", ""))
    return {"year": year, "years": years_of(actor)}
