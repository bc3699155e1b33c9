"""Lists across tasks: what awaits review, the problems, the sheets, one's notices."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from luoshi.city.site.access import page
from luoshi.city.site.templatetags.site import language_now
from luoshi.city.people.models import Unit
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.escalation import rule_in_words
from luoshi.city.rules.words import choices
from luoshi.city.tasks.actions.noticing import mark_read
from luoshi.city.tasks.delivery import queries
from luoshi.city.tasks.delivery.story import notice_words
from luoshi.city.tasks.delivery.writing import next_of
from luoshi.city.tasks.queries import unread_notices

_SIZE, _SIZE_OF_PART = 50, 30


@page("task.decide")
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """``/tasks/review/``: what awaits the office, or a leader who sponsors, the earliest first."""
    actor = actor_of(request)
    lists = {
        "finals": queries.finals_to_review(actor),
        "reports": queries.progress_to_review(actor),
        "askings": queries.askings_to_decide(actor),
    }
    pages = {
        name: Paginator(rows, _SIZE_OF_PART).get_page(request.GET.get(name)) for name, rows in lists.items()
    }
    reviewed = queries.with_finals(list(pages["finals"]))
    context = {**pages, "reviewed": reviewed, "today": timezone.localdate()}
    return render(request, "tasks/delivery/review.html", context)


@page("task.read")
@require_GET
def problem_list(request: HttpRequest) -> HttpResponse:
    """``/tasks/problems/``: what is in the way across tasks, who must remove it by when."""
    actor = actor_of(request)
    today = timezone.localdate()
    problems = queries.problems_of(actor)
    unit, state = request.GET.get("unit", ""), request.GET.get("state", "open")
    if unit:
        problems = problems.filter(Q(remover__key=unit) | Q(task__lead_unit__key=unit))
    counts = queries.counted(problems, today)
    if state in ("open", "settled"):
        problems = problems.filter(settled_on__isnull=state == "open")
    overdue = "overdue" in request.GET
    if overdue:
        problems = problems.filter(settled_on__isnull=True, due__lt=today)
    # A day that is not set stands last, on SQLite and PostgreSQL alike.
    ordered = problems.order_by(queries.DUE_FIRST, "pk").select_related("task__lead_unit", "remover")
    shown = Paginator(ordered, _SIZE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "counts": counts,
        "unit": unit,
        "state": state,
        "overdue": overdue,
        "units": Unit.objects.filter(until__isnull=True).only("key", "name"),
        "seen": queries.in_scope(actor, [one.task_id for one in shown.object_list]),
        "today": today,
    }
    return render(request, "tasks/delivery/problems.html", context)


@page("sheet.read")
@require_GET
def sheet_list(request: HttpRequest) -> HttpResponse:
    """``/tasks/sheets/``: the supervision sheets, the newest first."""
    today = timezone.localdate()
    sheets = queries.sheets_of(actor_of(request))
    unit, colour = request.GET.get("unit", ""), request.GET.get("colour", "")
    if unit:
        sheets = sheets.filter(unit__key=unit)
    if colour:
        sheets = sheets.filter(colour=colour)
    waiting = Q(answered_at__isnull=True)
    counts = sheets.order_by().aggregate(
        count=Count("pk"),
        open=Count("pk", filter=waiting),
        overdue=Count("pk", filter=waiting & Q(answer_due__lt=today)),
    )
    unanswered = "unanswered" in request.GET
    if unanswered:
        sheets = sheets.filter(waiting)
    pages = Paginator(sheets.select_related("task", "unit"), _SIZE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "counts": counts,
        "unit": unit,
        "colour": colour,
        "colours": choices("sheet", language_now()),
        "unanswered": unanswered,
        "units": Unit.objects.filter(until__isnull=True).only("key", "name"),
        "today": today,
        "rule": rule_in_words(language_now()),
    }
    return render(request, "tasks/delivery/sheets.html", context)


@page("account.own")
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """``/tasks/notices/``: what the actor's posts are told, the newest first."""
    actor = actor_of(request)
    unread = "unread" in request.GET
    found = queries.notices_of(actor)
    if unread:
        found = found.filter(read_at__isnull=True)
    shown = Paginator(found, _SIZE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "rows": [(notice, notice_words(notice)) for notice in shown.object_list],
        "unread": unread,
        "count": unread_notices(actor),
        "rule": rule_in_words(language_now()),
    }
    return render(request, "tasks/delivery/notices.html", context)


@page("account.own")
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """``/tasks/notices/read/``: one, or all of the actor's posts, are read."""
    given = request.POST.get("notice", "")
    mark_read(actor=actor_of(request), number=int(given) if given.isdecimal() and len(given) < 19 else None)
    return HttpResponseRedirect(next_of(request) or "/tasks/notices/")
