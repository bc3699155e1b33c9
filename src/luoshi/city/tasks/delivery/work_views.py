"""Lists across tasks: what awaits review, the obstacles, the supervision orders, one's notifications."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from luoshi.city.people.models import Unit
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.escalation import rule_in_words
from luoshi.city.rules.words import choices
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.site.lists import Options, columns_of, page_of
from luoshi.city.site.words import say
from luoshi.city.tasks import selectors
from luoshi.city.tasks.delivery import queries
from luoshi.city.tasks.delivery.filters import (
    BY_DUE,
    NotificationFilters,
    ObstacleFilters,
    SupervisionOrderFilters,
)
from luoshi.city.tasks.delivery.writing import next_of
from luoshi.city.tasks.notifications.send import mark_read
from luoshi.city.tasks.notifications.wording import notification_words

_SIZE, _SIZE_OF_PART = 50, 30


@page("task.decide")
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """``/tasks/review/``: what awaits the office, or a leader who sponsors, the earliest first."""
    actor = actor_of(request)
    lists = {
        "finals": queries.with_unchecked(selectors.finals_to_review(actor), "task"),
        "reports": queries.with_unchecked(selectors.progress_to_review(actor), "progress"),
        "change_requests": selectors.change_requests_to_decide(actor),
    }
    pages = {name: page_of(rows, request.GET.get(name), _SIZE_OF_PART) for name, rows in lists.items()}
    reviewed = queries.with_finals(list(pages["finals"]))
    context = {**pages, "reviewed": reviewed, "today": timezone.localdate()}
    return render(request, "tasks/delivery/review.html", context)


@page("task.read")
@require_GET
def obstacle_list(request: HttpRequest) -> HttpResponse:
    """``/tasks/obstacles/``: what is in the way across tasks, who must remove it by when."""
    actor = actor_of(request)
    today = timezone.localdate()
    filters = ObstacleFilters.read(request.GET)
    obstacles = selectors.obstacles_of(actor).filter(filters.condition("unit"))
    counts = queries.counted(obstacles, today)
    obstacles = obstacles.filter(filters.condition())
    if filters.overdue:
        obstacles = obstacles.filter(due__lt=today)
    ordered = BY_DUE.apply(obstacles.select_related("task__lead_unit", "remover"), "due")
    shown = page_of(ordered, request.GET.get("page"), _SIZE)
    states = {
        "open": "tasks.delivery.only_open",
        "settled": "tasks.delivery.only_settled",
        "all": "site.list.any",
    }
    options: Options = {"unit": _units(), "state": [(state, say(key)) for state, key in states.items()]}
    context = {
        "page": shown,
        "counts": counts,
        "form": filters.form(reverse("obstacle_list"), options),
        "columns": columns_of("tasks.delivery", ("obstacle", "remover", "by_day", "task", "lead")),
        "seen": queries.in_scope(actor, [one.task_id for one in shown.object_list]),
        "today": today,
    }
    return render(request, "tasks/delivery/obstacles.html", context)


@page("supervision_order.read")
@require_GET
def supervision_order_list(request: HttpRequest) -> HttpResponse:
    """``/tasks/supervision-orders/``: the supervision orders, the newest first."""
    today = timezone.localdate()
    supervision_orders = selectors.supervision_orders_of(actor_of(request))
    filters = SupervisionOrderFilters.read(request.GET)
    supervision_orders = supervision_orders.filter(filters.condition("unit", "colour"))
    waiting = Q(answered_at__isnull=True)
    counts = supervision_orders.order_by().aggregate(
        count=Count("pk"),
        open=Count("pk", filter=waiting),
        overdue=Count("pk", filter=waiting & Q(answer_due__lt=today)),
    )
    options: Options = {"unit": _units(), "colour": choices("supervision_order", language_now())}
    shown = supervision_orders.filter(filters.condition()).select_related("task", "unit")
    columns = ("supervision_order", "unit", "task", "issued", "supervision_order_answer")
    context = {
        "page": page_of(shown, request.GET.get("page"), _SIZE),
        "counts": counts,
        "form": filters.form(reverse("supervision_order_list"), options),
        "columns": columns_of("tasks.delivery", columns),
        "today": today,
        "rule": rule_in_words(language_now()),
    }
    return render(request, "tasks/delivery/supervision_orders.html", context)


@page("account.own")
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """``/tasks/notifications/``: what the actor's posts are told, the newest first."""
    actor = actor_of(request)
    filters = NotificationFilters.read(request.GET)
    notifications = selectors.notifications_of(actor).filter(filters.condition())
    shown = page_of(notifications, request.GET.get("page"), _SIZE)
    context = {
        "page": shown,
        "rows": [(notification, notification_words(notification)) for notification in shown.object_list],
        "filters": filters,
        "count": selectors.unread_notifications(actor),
        "rule": rule_in_words(language_now()),
    }
    return render(request, "tasks/delivery/notifications.html", context)


@page("account.own")
@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """``/tasks/notifications/read/``: one, or all of the actor's posts, are read."""
    given = request.POST.get("notification", "")
    mark_read(actor=actor_of(request), number=int(given) if given.isdecimal() and len(given) < 19 else None)
    return HttpResponseRedirect(next_of(request) or reverse("notifications"))


def _units() -> list[tuple[str, str, bool]]:
    """The open units to choose from."""
    units = Unit.objects.current().only("key", "name")
    return [(unit.key, unit.name, True) for unit in units]
