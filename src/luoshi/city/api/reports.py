"""Reports, their figures and promises."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from luoshi.city.api.answers import REFUSALS, asks
from luoshi.city.api.auth import caller, require_any
from luoshi.city.api.paging import Paging, page_of, pages
from luoshi.city.api.schemas import FigureOut, PromiseOut, ReportOut
from luoshi.city.people.actors import Actor
from luoshi.city.reports.models import Report
from luoshi.city.reports.phases import readings_in
from luoshi.city.reports.public import FIGURE, PROMISE, REPORT, sees_inside
from luoshi.city.reports.queries import figures_of, promises_of, reports_for
from luoshi.city.site.errors import NotFoundError
from luoshi.city.tasks.access import tasks_for
from luoshi.city.tasks.models import Task

router = Router(tags=["reports"])
_PERMISSION = "report.read"


def _one(actor: Actor, key: str) -> Report:
    require_any(actor, _PERMISSION)
    report = reports_for(actor).filter(key=key).first()
    if report is None:
        raise NotFoundError("report_missing", key=key)
    return report


@router.get("/reports", response={200: pages(ReportOut), **REFUSALS}, openapi_extra=asks(_PERMISSION))
def list_reports(
    request: HttpRequest, paging: Query[Paging], place: str = "", year: int | None = None
) -> dict[str, Any]:
    """Reports that were read, those that the caller may see."""
    actor = caller(request)
    require_any(actor, _PERMISSION)
    rows = reports_for(actor).filter(readings_in("settled")).defer("text", "record")
    if place:
        rows = rows.filter(place=place)
    if year is not None:
        rows = rows.filter(year=year)
    return page_of(
        rows, paging, {"list": "reports", "place": place, "year": year}, lambda row: _report(actor, row)
    )


@router.get("/reports/{key}", response={200: ReportOut, **REFUSALS}, openapi_extra=asks(_PERMISSION))
def get_report(request: HttpRequest, key: str) -> dict[str, Any]:
    """One report."""
    actor = caller(request)
    return _report(actor, _one(actor, key))


def _report(actor: Actor, report: Report) -> dict[str, Any]:
    return REPORT.answer(report, inside=sees_inside(actor))


@router.get(
    "/reports/{key}/figures", response={200: pages(FigureOut), **REFUSALS}, openapi_extra=asks(_PERMISSION)
)
def list_figures(request: HttpRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """A report's figures, with corrections applied."""
    actor = caller(request)
    report = _one(actor, key)
    rows = figures_of(report, actor).select_related("promise")
    inside = sees_inside(actor)
    return page_of(
        rows, paging, {"list": "figures", "report": report.pk}, lambda row: FIGURE.answer(row, inside=inside)
    )


@router.get(
    "/reports/{key}/promises", response={200: pages(PromiseOut), **REFUSALS}, openapi_extra=asks(_PERMISSION)
)
def list_promises(request: HttpRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """A report's promises, with corrections applied, and the tasks that the caller may see of each."""
    actor = caller(request)
    report = _one(actor, key)
    rows = promises_of(report, actor)
    page = page_of(rows, paging, {"list": "promises", "report": report.pk}, lambda row: row)
    tasks: dict[int, list[str]] = {}
    of_page = Task.objects.filter(tasks_for(actor, "task.read"), promise__in=page["items"])
    for promise, task in of_page.order_by("pk").values_list("promise_id", "key"):
        tasks.setdefault(promise, []).append(task)
    for row in page["items"]:
        row.task_keys = tasks.get(row.pk, [])
    page["items"] = [PROMISE.answer(row, inside=sees_inside(actor)) for row in page["items"]]
    return page
