"""Papers as Word files, made when they are asked for."""

from __future__ import annotations

import io

from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.site.access import page
from luoshi.city.site.templatetags.site import language_now
from luoshi.city.site.uploads import download
from luoshi.city.site.words import say
from luoshi.city.documents import queries, rendering
from luoshi.city.documents.models import PaperKind
from luoshi.city.people.requests import actor_of
from luoshi.city.reports.queries import report_for, reports_for
from luoshi.city.tasks.models import Task

_SHEETS_SHOWN = 50
_SHEETS: dict[str, PaperKind] = {"blue": "sheet_blue", "yellow": "sheet_yellow", "red": "sheet_red"}


@page("sheet.read")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """``/papers/``: what papers there are."""
    actor = actor_of(request)
    drafted = Exists(Task.objects.filter(report=OuterRef("pk")))
    reports = reports_for(actor).filter(drafted, state="read").defer("text", "record")
    sheets = queries.sheets_for(actor).select_related("task", "unit")[:_SHEETS_SHOWN]
    context = {
        "reports": reports if actor.may_open("task.export") else (),
        "sheets": sheets,
        "month": f"{timezone.localdate():%Y-%m}",
    }
    return render(request, "documents/index.html", context)


@page("task.export")
@require_GET
def notice(request: HttpRequest, report_key: str) -> HttpResponse:
    """``/papers/notice/<report>/``: what the notice still needs."""
    report = report_for(actor_of(request), report_key)
    return render(request, "documents/notice.html", {"report": report})


@page("task.export")
@require_GET
def notice_file(request: HttpRequest, report_key: str) -> FileResponse:
    """The notice with the decomposition table."""
    actor = actor_of(request)
    report = report_for(actor, report_key)
    fields = queries.notice_fields(actor, report, request.GET.dict())
    return word_file(rendering.render("notice", fields), "file_notice", report=report.title or report.key)


@page("sheet.read")
@require_GET
def sheet_file(request: HttpRequest, key: str) -> FileResponse:
    """A supervision sheet in its colour."""
    sheet = queries.sheet_for(actor_of(request), key)
    data = rendering.render(_SHEETS[sheet.colour], queries.sheet_fields(sheet))
    return word_file(data, "file_sheet", key_name=sheet.key)


def word_file(data: bytes, name: str, **values: object) -> FileResponse:
    """A Word file as a download, named by ``words.toml``."""
    return download(io.BytesIO(data), say(f"documents.{name}", language_now(), **values), rendering.WORD)
