"""The decomposition table as Excel: out, in, and looked at before anything changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.city.chain.writing import writing
from luoshi.city.people.requests import actor_of
from luoshi.city.reports.models import Report
from luoshi.city.reports.queries import report_for
from luoshi.city.rules.words import choices
from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.confirmations import Question, UnconfirmedError
from luoshi.city.site.database import patient
from luoshi.city.site.form_drafts import forget_draft
from luoshi.city.site.form_view import asked_of, confirmed_in
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.export import table_response
from luoshi.city.site.tables.imports import lines_of, preview
from luoshi.city.site.tables.read import Table, read_sheets
from luoshi.city.site.tables.write import Sheet, workbook
from luoshi.city.tasks.actions.imports import Entry, import_drafts
from luoshi.city.tasks.breakdown import queries
from luoshi.city.tasks.breakdown.catalog import Catalog
from luoshi.city.tasks.breakdown.columns import elsewhere_columns, published, reading, table_columns
from luoshi.city.tasks.breakdown.forms import words
from luoshi.city.tasks.breakdown.table import (
    BreakdownPlan,
    Change,
    cells_of,
    plan_elsewhere,
    plan_of,
    questions_of,
    table_rows,
)
from luoshi.city.tasks.terms import terms_of

# All of a table is written at once, within the time that others wait for a busy database.
_MOST_ROWS = 1_000
_ALLOWED = ("xlsx", "xls", "csv", "txt")
_BY_ROW = frozenset(("table_same", "table_undecided", "row_hidden"))
Planner = Callable[[Sequence[Table]], BreakdownPlan]


@page("task.export")
@require_GET
def export(request: HttpRequest, report_key: str) -> HttpResponse:
    """``table.xlsx``: a row for each task that the actor may export; for the office, promises without too."""
    actor = actor_of(request)
    report = report_for(actor, report_key)
    language = language_now()
    columns = table_columns(language)
    remarks = dict(choices("task_state", language)) | {"excluded": words("excluded")}
    rows = table_rows(queries.lines_for(actor, report), columns, remarks)
    title = words("table_title", report=report.title, year=report.year or "")
    data = workbook([Sheet(words("table_sheet"), columns, rows, title)])
    return table_response(data, f"{words('table_sheet')}-{report.year or report.key}.xlsx", "xlsx")


@page("task.draft")
@require_GET
def other_sources_template(_request: HttpRequest) -> HttpResponse:
    """The empty table for tasks from elsewhere."""
    data = workbook([Sheet(words("elsewhere_sheet"), elsewhere_columns(language_now()), ())])
    return table_response(data, f"{words('elsewhere_sheet')}.xlsx", "xlsx")


@takes_files
@page("task.draft")
@require_http_methods(["GET", "POST"])
@patient
def bring(request: HttpRequest, report_key: str) -> HttpResponseBase:
    """Bring a decomposition table in: preview first, then all of it or nothing."""
    actor = actor_of(request)
    report = report_for(actor, report_key)

    today = timezone.localdate()
    year = report.year or today.year

    def plan(tables: Sequence[Table]) -> BreakdownPlan:
        return plan_of(tables, queries.lines_for(actor, report), Catalog(today), year, today)

    done = reverse("breakdown_report", args=[report_key])
    columns = reading(table_columns(language_now()), year)
    return _brought(request, f"table:{report.key}", columns, plan, done, report)


@takes_files
@page("task.draft")
@require_http_methods(["GET", "POST"])
@patient
def bring_elsewhere(request: HttpRequest) -> HttpResponseBase:
    """Bring in a table of tasks from elsewhere."""
    today = timezone.localdate()

    def plan(tables: Sequence[Table]) -> BreakdownPlan:
        return plan_elsewhere(tables, Catalog(today), today)

    columns = reading(elsewhere_columns(language_now()), today.year)
    return _brought(request, "table:elsewhere", columns, plan, reverse("other_sources_drafts"), None)


def _brought(
    request: HttpRequest,
    place: str,
    columns: tuple[Column, ...],
    plan: Planner,
    done: str,
    report: Report | None,
) -> HttpResponseBase:
    public = "、".join(published(columns))
    context: dict[str, Any] = {"report": report, "back": done, "public": public}
    if request.method == "GET":
        return render(request, "tasks/breakdown/import.html", context)
    outcome = preview(
        request,
        lambda data: plan(read_sheets(data, columns, most_rows=_MOST_ROWS)),
        person=actor_of(request).person,
        place=place,
        allowed=_ALLOWED,
    )
    if outcome.refusal:
        context["wrong"] = outcome.refusal
    if outcome.plan is None:
        return render(request, "tasks/breakdown/import.html", context, status=outcome.status)
    refused: tuple[Question, ...] = ()
    status = outcome.status
    if outcome.confirmed:
        try:
            return _written(request, place, outcome.plan, outcome.submission, done)
        except UnconfirmedError as error:
            refused, status = error.questions, error.status
    always = questions_of(outcome.plan, report, timezone.localdate())
    context |= asked_of(request, refused, always)
    context |= _shown(outcome.plan, columns) | {"digest": outcome.digest, "preview": True}
    return render(request, "tasks/breakdown/import.html", context, status=status)


def _written(
    request: HttpRequest, place: str, plan: BreakdownPlan, submission: str, done: str
) -> HttpResponseRedirect:
    actor = actor_of(request)
    entries = [_entry(change) for change in (*plan.changed, *plan.added)]
    confirmed = confirmed_in(request)
    with writing():
        import_drafts(actor=actor, entries=entries, submission=submission, confirmed=confirmed)
        forget_draft(person=actor.person, place=place)
    messages.success(
        request, words("imported", added=len(plan.added), changed=len(plan.changed), left=plan.left)
    )
    return HttpResponseRedirect(done)


def _entry(change: Change) -> Entry:
    task = change.task
    return Entry(
        draft=change.draft,
        task=task.key if task else "",
        version=task.version if task else None,
        promise=change.promise,
        source=change.source,
        known=change.known,
    )


def _shown(plan: BreakdownPlan, columns: Sequence[Column]) -> dict[str, Any]:
    """The plan as the page shows it: of each change what was and what would be."""
    names = {column.key: column.name for column in columns}
    sheets = {one.sheet for one in (*plan.added, *plan.changed)} | {one.sheet for one in plan.faults}
    return {
        "added": plan.added,
        "changed": [
            (
                change,
                [
                    (names[name], cells_of(terms_of(change.task))[name], cells_of(change.draft)[name])
                    for name in change.fields
                ],
            )
            for change in plan.changed
            if change.task is not None
        ],
        "left": plan.left,
        "several": len(sheets) > 1,
        "faults": lines_of(plan.faults),
        "fault_count": len(plan.faults),
        "notices": lines_of(plan.notices, joined=_BY_ROW, most=None),
    }
