"""Tasks as IATI-style results: indicator, baseline, and for each period a target and an actual value."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from luoshi.city.api.answers import REFUSALS, asks
from luoshi.city.api.auth import caller, require_any
from luoshi.city.api.paging import Page, Paging, page_of
from luoshi.city.rules.counting import newest_amount
from luoshi.city.rules.facts import target_of
from luoshi.city.tasks.access import tasks_for
from luoshi.city.tasks.models import ProgressEntry, Task
from luoshi.city.tasks.public import ACCEPTED

router = Router(tags=["results"])
_PERMISSION = "task.read"
_OUTPUT = "1"  # IATI code list ResultType: 1 is output
_UNIT = "1"  # IATI code list IndicatorMeasure: 1 is unit, 5 is qualitative
_QUALITATIVE = "5"


class Narrative(Schema):
    """Words in a language."""

    lang: str
    text: str


class Value(Schema):
    """A value and the day it is of."""

    value: float
    on: date | None = None


class Period(Schema):
    """A target and what was reached."""

    period_start: date
    period_end: date
    target: list[Value]
    actual: list[Value]


class Indicator(Schema):
    """What is measured."""

    measure: str
    ascending: bool
    title: list[Narrative]
    unit: str
    baseline: list[Value]
    period: list[Period]


class Result(Schema):
    """One task as an IATI result."""

    ref: str
    type: str
    title: list[Narrative]
    indicator: list[Indicator]


@router.get("/results", response={200: Page[Result], **REFUSALS}, openapi_extra=asks(_PERMISSION))
def list_results(request: HttpRequest, paging: Query[Paging], year: int | None = None) -> dict[str, Any]:
    """Promises as results. Actual values are those that the office accepted."""
    actor = caller(request)
    require_any(actor, _PERMISSION)
    rows = Task.objects.filter(tasks_for(actor, _PERMISSION)).prefetch_related("milestones")
    if year is not None:
        rows = rows.filter(year=year)
    page = page_of(rows, paging, {"list": "results", "year": year}, lambda row: row)
    accepted: dict[int, list[ProgressEntry]] = {}
    counted = ProgressEntry.objects.filter(ACCEPTED, task__in=page["items"], amount__isnull=False)
    for one in counted.only("task_id", "as_of", "signed_at", "final", "amount"):
        accepted.setdefault(one.task_id, []).append(one)
    page["items"] = [_result(task, accepted.get(task.pk, [])) for task in page["items"]]
    return page


def _result(task: Task, accepted: list[ProgressEntry]) -> dict[str, Any]:
    target, direction = target_of(task.target_low, task.target_high, task.target_bound or None)  # type: ignore[arg-type]
    title = [{"lang": "zh", "text": task.title}]
    return {
        "ref": task.key,
        "type": _OUTPUT,
        "title": title,
        "indicator": [
            {
                "measure": _QUALITATIVE if target is None else _UNIT,
                "ascending": direction == "up",
                "title": title,
                "unit": task.target_unit,
                "baseline": [],
                "period": _periods(task, target, accepted),
            }
        ],
    }


def _periods(task: Task, final: float | None, accepted: list[ProgressEntry]) -> list[dict[str, Any]]:
    ends = [(one.due, one.amount) for one in task.milestones.all() if one.due < task.due]
    ends.append((task.due, final))
    periods, start = [], task.start
    for end, target in ends:
        reached = newest_amount(one for one in accepted if one.as_of <= end)
        periods.append(
            {
                "period_start": start,
                "period_end": end,
                "target": [] if target is None else [{"value": target}],
                "actual": [{"value": reached.amount, "on": reached.as_of}] if reached else [],
            }
        )
        start = end
    return periods
