"""Reports, their figures and promises."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from luoshi.city.api.answers import REFUSALS, asks
from luoshi.city.api.auth import caller, require_any
from luoshi.city.api.outsiders import for_outsiders
from luoshi.city.api.paging import Page, Paging, page_of
from luoshi.city.api.schemas import FigureOut, PromiseOut, ReportOut
from luoshi.city.people.actors import Actor
from luoshi.city.reports.models import Figure, Promise, Report
from luoshi.city.reports.phases import readings_in
from luoshi.city.reports.queries import figures_of, promises_of, reports_for, sees_all
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


def _report(report: Report) -> dict[str, Any]:
    fields = ("key", "title", "place", "place_code", "year", "sha256", "reader")
    return {name: getattr(report, name) for name in fields} | {"released": report.released_at is not None}


@router.get("/reports", response={200: Page[ReportOut], **REFUSALS}, openapi_extra=asks(_PERMISSION))
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
    return page_of(rows, paging, {"list": "reports", "place": place, "year": year}, _report)


@router.get("/reports/{key}", response={200: ReportOut, **REFUSALS}, openapi_extra=asks(_PERMISSION))
def get_report(request: HttpRequest, key: str) -> dict[str, Any]:
    """One report."""
    return _report(_one(caller(request), key))


@router.get(
    "/reports/{key}/figures", response={200: Page[FigureOut], **REFUSALS}, openapi_extra=asks(_PERMISSION)
)
def list_figures(request: HttpRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """A report's figures, with corrections applied."""
    actor = caller(request)
    report = _one(actor, key)
    rows = figures_of(report, actor).select_related("promise")
    inside = sees_all(actor)
    return page_of(
        rows, paging, {"list": "figures", "report": report.pk}, lambda row: _figure(row, inside=inside)
    )


def _figure(figure: Figure, *, inside: bool) -> dict[str, Any]:
    promise = figure.promise.key if figure.promise is not None else None
    return _shown("figure", figure, FigureOut, {"promise": promise}, inside=inside)


def _shown(
    record: str, row: Figure | Promise, shape: type[Schema], more: dict[str, Any], *, inside: bool
) -> dict[str, Any]:
    """The fields of ``shape``; what people corrected stays inside the office."""
    given = {name: getattr(row, name) for name in shape.model_fields if name not in more} | more
    return given if inside else for_outsiders(record, shape, given)


@router.get(
    "/reports/{key}/promises", response={200: Page[PromiseOut], **REFUSALS}, openapi_extra=asks(_PERMISSION)
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
    page["items"] = [_promise(row, tasks.get(row.pk, []), inside=sees_all(actor)) for row in page["items"]]
    return page


def _promise(promise: Promise, tasks: list[str], *, inside: bool) -> dict[str, Any]:
    return _shown("promise", promise, PromiseOut, {"tasks": tasks}, inside=inside)
