"""The proposals of a whole section at once, looked through by a person before they become drafts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luoshi.city.people.actors import Actor
from luoshi.city.people.requests import actor_of
from luoshi.city.reports.models import Promise, Report
from luoshi.city.reports.queries import report_for
from luoshi.city.rules.words import number
from luoshi.city.site.access import page
from luoshi.city.site.confirmations import Question, UnconfirmedError
from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.form_view import asked_of, confirmed_in
from luoshi.city.site.language import language_now
from luoshi.city.tasks.actions.confirmations import about_report
from luoshi.city.tasks.actions.drafts import Wanted, checked, draft_many, require_open
from luoshi.city.tasks.breakdown import queries
from luoshi.city.tasks.breakdown.catalog import Catalog
from luoshi.city.tasks.breakdown.forms import words
from luoshi.city.tasks.breakdown.suggesting import Suggester
from luoshi.city.tasks.terms import MilestoneTerms, TaskTerms
from luoshi.errors import LuoshiError


@dataclass(frozen=True)
class Row:
    """A promise that is neither, its proposal, what a person made of it, and what is wrong with that."""

    promise: Promise
    draft: TaskTerms
    reasons: tuple[str, ...]
    taken: bool
    lead: str
    due: str
    fault: str = ""

    @property
    def target(self) -> str:
        """The amount to be reached with its unit; empty for none."""
        high = self.draft.target_high
        return "" if high is None else f"{number(high)} {self.draft.target_unit}"


@page("task.draft")
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, report_key: str, number: str) -> HttpResponse:
    """``…/section/<number>/``: a row for each promise, ticked where it has a proposal."""
    actor = actor_of(request)
    report = report_for(actor, report_key)
    found = next(
        (one for one in queries.sections_of(queries.lines_of(report)) if one.address == number), None
    )
    if found is None:
        raise NotFoundError("draft_section_missing", number=number)
    suggester = Suggester(Catalog(timezone.localdate()), language_now())
    data = request.POST if request.method == "POST" else None
    # what was ticked stays in view though somebody else was quicker
    ticked = set(data or ())
    open_ones = [
        line for line in found.lines if line.mark == "neither" or f"take-{line.promise.key}" in ticked
    ]
    rows = [_row(suggester, report, line.promise, data) for line in open_ones]
    refused: tuple[Question, ...] = ()
    status = 200 if data is None else 400
    if data is not None and not any(row.fault for row in rows):
        try:
            count = _drafted(actor, rows, data.get("submission", "")[:16], confirmed_in(request))
        except UnconfirmedError as error:
            refused, status = error.questions, error.status
        else:
            messages.success(request, words("drafted_several", count=count))
            return HttpResponseRedirect(reverse("breakdown_report", args=[report_key]))
    context = {
        "report": report,
        "section": found,
        "rows": rows,
        "units": suggester.catalog.units,
        "submission": request.POST.get("submission") or uuid4().hex[:16],
        **asked_of(request, refused, about_report(report, timezone.localdate())),
    }
    return render(request, "tasks/breakdown/section.html", context, status=status)


def _row(suggester: Suggester, report: Report, promise: Promise, data: QueryDict | None) -> Row:
    year = report.year or timezone.localdate().year
    draft = suggester.draft(promise, year, list(promise.figures.all()))
    suggestions = suggester.units(promise)
    reasons = suggestions[0].reasons if suggestions else ()
    if data is None:
        lead = draft.lead_unit.name if draft.lead_unit else ""
        return Row(promise, draft, reasons, bool(lead), lead, draft.due.isoformat())
    lead, due = data.get(f"lead-{promise.key}", ""), data.get(f"due-{promise.key}", "")
    row = Row(promise, draft, reasons, f"take-{promise.key}" in data, lead, due)
    if not row.taken:
        return row
    try:
        require_open(promise)
        return replace(row, draft=_decided(suggester, row))
    except LuoshiError as error:
        return replace(row, fault=error.message(language_now()))
    except ValueError:
        return replace(row, fault=words("no_such_day", day=due))


def _decided(suggester: Suggester, row: Row) -> TaskTerms:
    """The proposal with the unit and the day that the person gave.

    ``InvalidError`` where they contradict it.
    """
    due = date.fromisoformat(row.due)
    draft = replace(row.draft, due=due, milestones=_nodes_until(due, row.draft))
    return checked(_led(suggester, row, draft))


def _nodes_until(due: date, draft: TaskTerms) -> tuple[MilestoneTerms, ...]:
    """The milestones before ``due``; what was to be reached at the end of the proposal is so by ``due``."""
    if due <= timezone.localdate():
        return ()
    last = tuple(replace(node, due=due) for node in draft.milestones if node.due == draft.due)
    return tuple(node for node in draft.milestones if node.due < min(due, draft.due)) + last


def _led(suggester: Suggester, row: Row, draft: TaskTerms) -> TaskTerms:
    unit = suggester.catalog.unit(row.lead) if row.lead.strip() else None
    if unit == draft.lead_unit:
        return draft
    if unit is None:
        return replace(draft, lead_unit=None, sponsor=None, officer=None)
    posts = suggester.suggestion_for(unit)
    return replace(draft, lead_unit=unit, sponsor=posts.sponsor, officer=posts.officer)


def _drafted(actor: Actor, rows: list[Row], submission: str, confirmed: frozenset[str]) -> int:
    wanted = [
        Wanted(
            promise=row.promise.key,
            drafts=[row.draft],
            submission=f"{submission}-{row.promise.pk}" if submission else "",
        )
        for row in rows
        if row.taken
    ]
    return len(draft_many(actor=actor, wanted=wanted, confirmed=confirmed))
