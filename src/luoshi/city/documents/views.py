"""Papers as Word files, made when they are asked for."""

from __future__ import annotations

import io

from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.documents import queries, rendering
from luoshi.city.documents.models import PaperKind
from luoshi.city.people.requests import actor_of
from luoshi.city.reports.phases import readings_in
from luoshi.city.reports.queries import report_for, reports_for
from luoshi.city.site.access import page
from luoshi.city.site.uploads import download
from luoshi.city.site.words import say
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.selectors import supervision_order_for, supervision_orders_of

_SUPERVISION_ORDERS_SHOWN = 50
_SUPERVISION_ORDERS: dict[str, PaperKind] = {
    "blue": "supervision_order_blue",
    "yellow": "supervision_order_yellow",
    "red": "supervision_order_red",
}


@page("supervision_order.read")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """``/documents/``: what papers there are."""
    actor = actor_of(request)
    drafted = Exists(Task.objects.filter(report=OuterRef("pk")))
    reports = reports_for(actor).filter(drafted, readings_in("settled")).defer("text", "record")
    supervision_orders = supervision_orders_of(actor).select_related("task", "unit")[
        :_SUPERVISION_ORDERS_SHOWN
    ]
    context = {
        "reports": reports if actor.may_open("task.export") else (),
        "supervision_orders": supervision_orders,
        "month": f"{timezone.localdate():%Y-%m}",
    }
    return render(request, "documents/index.html", context)


@page("task.export")
@require_GET
def circular(request: HttpRequest, report_key: str) -> HttpResponse:
    """``/documents/circular/<report>/``: what the circular still needs."""
    report = report_for(actor_of(request), report_key)
    return render(request, "documents/circular.html", {"report": report})


@page("task.export")
@require_GET
def circular_file(request: HttpRequest, report_key: str) -> FileResponse:
    """The circular with the decomposition table."""
    actor = actor_of(request)
    report = report_for(actor, report_key)
    fields = queries.circular_fields(actor, report, request.GET.dict())
    return word_file(rendering.render("circular", fields), "file_circular", report=report.title or report.key)


@page("supervision_order.read")
@require_GET
def supervision_order_file(request: HttpRequest, key: str) -> FileResponse:
    """A supervision order in its colour."""
    supervision_order = supervision_order_for(actor_of(request), key)
    data = rendering.render(
        _SUPERVISION_ORDERS[supervision_order.colour], queries.supervision_order_fields(supervision_order)
    )
    return word_file(data, "file_supervision_order", key_name=supervision_order.key)


def word_file(data: bytes, name: str, **values: object) -> FileResponse:
    """A Word file as a download, named by ``words.toml``."""
    return download(io.BytesIO(data), say(f"documents.{name}", **values), rendering.WORD)
