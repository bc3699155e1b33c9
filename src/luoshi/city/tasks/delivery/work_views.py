"""Lists across tasks: what awaits review, the obstacles, the supervision orders, one's notifications."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from luoshi.city.people.models import Unit
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.escalation import rule_in_words
from luoshi.city.rules.words import choices
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.tasks.actions.notify import mark_read
from luoshi.city.tasks.delivery import queries
from luoshi.city.tasks.delivery.timeline import notification_words
from luoshi.city.tasks.delivery.writing import next_of
from luoshi.city.tasks.queries import unread_notifications

_SIZE, _SIZE_OF_PART = 50, 30


@page("task.decide")
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """``/tasks/review/``: what awaits the office, or a leader who sponsors, the earliest first."""
    actor = actor_of(request)
    lists = {
        "finals": queries.finals_to_review(actor),
        "reports": queries.progress_to_review(actor),
        "change_requests": queries.change_requests_to_decide(actor),
    }
    pages = {
        name: Paginator(rows, _SIZE_OF_PART).get_page(request.GET.get(name)) for name, rows in lists.items()
    }
    reviewed = queries.with_finals(list(pages["finals"]))
    context = {**pages, "reviewed": reviewed, "today": timezone.localdate()}
    return render(request, "tasks/delivery/review.html", context)


@page("task.read")
@require_GET
def obstacle_list(request: HttpRequest) -> HttpResponse:
    """``/tasks/obstacles/``: what is in the way across tasks, who must remove it by when."""
    actor = actor_of(request)
    today = timezone.localdate()
    obstacles = queries.obstacles_of(actor)
    unit, state = request.GET.get("unit", ""), request.GET.get("state", "open")
    if unit:
        obstacles = obstacles.filter(Q(remover__key=unit) | Q(task__lead_unit__key=unit))
    counts = queries.counted(obstacles, today)
    if state in ("open", "settled"):
        obstacles = obstacles.filter(settled_on__isnull=state == "open")
    overdue = "overdue" in request.GET
    if overdue:
        obstacles = obstacles.filter(settled_on__isnull=True, due__lt=today)
    # A day that is not set stands last, on SQLite and PostgreSQL alike.
    ordered = obstacles.order_by(queries.DUE_FIRST, "pk").select_related("task__lead_unit", "remover")
    shown = Paginator(ordered, _SIZE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "counts": counts,
        "unit": unit,
        "state": state,
        "overdue": overdue,
        "units": Unit.objects.current().only("key", "name"),
        "seen": queries.in_scope(actor, [one.task_id for one in shown.object_list]),
        "today": today,
    }
    return render(request, "tasks/delivery/obstacles.html", context)


@page("supervision_order.read")
@require_GET
def supervision_order_list(request: HttpRequest) -> HttpResponse:
    """``/tasks/supervision-orders/``: the supervision orders, the newest first."""
    today = timezone.localdate()
    supervision_orders = queries.supervision_orders_of(actor_of(request))
    unit, colour = request.GET.get("unit", ""), request.GET.get("colour", "")
    if unit:
        supervision_orders = supervision_orders.filter(unit__key=unit)
    if colour:
        supervision_orders = supervision_orders.filter(colour=colour)
    waiting = Q(answered_at__isnull=True)
    counts = supervision_orders.order_by().aggregate(
        count=Count("pk"),
        open=Count("pk", filter=waiting),
        overdue=Count("pk", filter=waiting & Q(answer_due__lt=today)),
    )
    unanswered = "unanswered" in request.GET
    if unanswered:
        supervision_orders = supervision_orders.filter(waiting)
    pages = Paginator(supervision_orders.select_related("task", "unit"), _SIZE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "counts": counts,
        "unit": unit,
        "colour": colour,
        "colours": choices("supervision_order", language_now()),
        "unanswered": unanswered,
        "units": Unit.objects.current().only("key", "name"),
        "today": today,
        "rule": rule_in_words(language_now()),
    }
    return render(request, "tasks/delivery/supervision_orders.html", context)


@page("account.own")
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """``/tasks/notifications/``: what the actor's posts are told, the newest first."""
    actor = actor_of(request)
    unread = "unread" in request.GET
    found = queries.notifications_of(actor)
    if unread:
        found = found.filter(read_at__isnull=True)
    shown = Paginator(found, _SIZE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "rows": [(notification, notification_words(notification)) for notification in shown.object_list],
        "unread": unread,
        "count": unread_notifications(actor),
        "rule": rule_in_words(language_now()),
    }
    return render(request, "tasks/delivery/notifications.html", context)


@page("account.own")
@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """``/tasks/notifications/read/``: one, or all of the actor's posts, are read."""
    given = request.POST.get("notification", "")
    mark_read(actor=actor_of(request), number=int(given) if given.isdecimal() and len(given) < 19 else None)
    return HttpResponseRedirect(next_of(request) or "/tasks/notifications/")
