"""The sitting: one promise after the other becomes tasks, or is excluded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.city.chain.writing import writing
from luoshi.city.people.requests import actor_of
from luoshi.city.reports.actions.correcting import exclude_promise, include_promise
from luoshi.city.reports.models import Promise, Report
from luoshi.city.reports.queries import report_for
from luoshi.city.site.access import page
from luoshi.city.site.confirmations import UnconfirmedError
from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.form_drafts import forget_draft
from luoshi.city.site.form_view import Context, FormPage, asked_of, confirmed_in, form_view, show_form
from luoshi.city.site.language import language_now
from luoshi.city.tasks.actions.confirmations import about_report
from luoshi.city.tasks.actions.drafts import draft_tasks
from luoshi.city.tasks.breakdown import queries
from luoshi.city.tasks.breakdown.catalog import Catalog
from luoshi.city.tasks.breakdown.deadlines import quarter_ends
from luoshi.city.tasks.breakdown.forms import USUAL, DraftForm, initial_of, words
from luoshi.city.tasks.breakdown.suggesting import Suggester, targets_of
from luoshi.city.tasks.forms import warn_of_past
from luoshi.city.tasks.terms import TaskTerms


@dataclass(frozen=True)
class Sitting:
    """What a page of one promise knows."""

    report: Report
    lines: list[queries.Line]
    line: queries.Line
    suggester: Suggester

    @property
    def promise(self) -> Promise:
        """The promise at signer."""
        return self.line.promise

    @property
    def year(self) -> int:
        """The year that its tasks belong to."""
        return self.report.year or timezone.localdate().year

    @property
    def next(self) -> Promise | None:
        """The promise to go on with."""
        return queries.next_unfinished(self.lines, self.promise.position)


def place_of(promise: Promise) -> str:
    """The name under which what is typed for a promise is kept."""
    return f"promise:{promise.key}"


@page("task.draft")
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """``/tasks/breakdown/``: the reports, and how far each is decomposed."""
    rows = [(report, queries.counted(report)) for report in queries.reports_to_break_down(actor_of(request))]
    return render(request, "tasks/breakdown/reports.html", {"rows": rows})


@page("task.draft")
@require_GET
def overview(request: HttpRequest, report_key: str) -> HttpResponse:
    """``/tasks/breakdown/<report>/``: coverage, whole and by section, and every promise with its mark."""
    report = report_for(actor_of(request), report_key)
    lines = queries.lines_of(report)
    shown = request.GET.get("mark", "")
    chosen = [line for line in lines if shown not in queries.MARKS or line.mark == shown]
    context = {
        "report": report,
        "coverage": queries.coverage_of(lines),
        "sections": queries.sections_of(lines),
        "chosen": queries.sections_of(chosen),
        "chosen_count": len(chosen),
        "mark": shown if shown in queries.MARKS else "",
        "marks": queries.MARKS,
        "next": queries.next_unfinished(lines, 0),
        "drafted": sum(task.phase == "draft" for line in lines for task in line.tasks),
    }
    return render(request, "tasks/breakdown/overview.html", context)


@page("task.draft")
@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, report_key: str, key: str) -> HttpResponse:
    """``/tasks/breakdown/<report>/<promise>/``: what is proposed for it, and the form of its task."""
    sitting = _sitting(request, report_key, key)
    form = _form(sitting, request.POST if request.method == "POST" else None)

    def now() -> Sitting:
        """The promise with the tasks that it has by now, where something was sent."""
        return _sitting(request, report_key, key) if request.method == "POST" else sitting

    form_page = _page(sitting, lambda: _context(request, now(), form))
    return form_view(request, form, lambda: _saved(request, sitting, form), form_page)


@page("task.draft")
@require_POST
def exclude(request: HttpRequest, report_key: str, key: str) -> HttpResponse:
    """Exclude the promise with a reason, or include it again; then the next one."""
    actor = actor_of(request)
    if "include" in request.POST:
        include_promise(actor=actor, report_key=report_key, key=key)
        return HttpResponseRedirect(_address(report_key, key))
    with writing():
        row = exclude_promise(
            actor=actor, report_key=report_key, key=key, reason=request.POST.get("reason", "")
        )
        forget_draft(person=actor.person, place=place_of(row))
    messages.success(request, words("excluded_done"))
    lines = queries.lines_of(report_for(actor, report_key))
    return _onward(report_key, queries.next_unfinished(lines, row.position))


@page("task.draft")
@require_POST
def split(request: HttpRequest, report_key: str, key: str) -> HttpResponse:
    """A task for each target of the promise, as proposed; each can be changed."""
    sitting = _sitting(request, report_key, key)
    drafts = sitting.suggester.drafts_by_target(
        sitting.promise, sitting.year, list(sitting.promise.figures.all())
    )
    try:
        tasks = draft_tasks(
            actor=actor_of(request),
            promise=key,
            drafts=drafts,
            submission=request.POST.get("submission", "")[:40],
            known=request.POST.getlist("known"),
            confirmed=confirmed_in(request),
        )
    except UnconfirmedError as error:
        again = asked_of(request, error.questions)
        sitting = _sitting(request, report_key, key)
        form = _form(sitting)
        form_page = _page(sitting, lambda: _context(request, sitting, form, split=again))
        return show_form(request, form, form_page, error.status)
    messages.success(request, words("drafted_several", count=len(tasks)))
    return HttpResponseRedirect(_address(report_key, key))


def _sitting(request: HttpRequest, report_key: str, key: str) -> Sitting:
    actor = actor_of(request)
    report = report_for(actor, report_key)
    lines = queries.lines_of(report)
    line = next((line for line in lines if line.promise.key == key), None)
    if line is None:
        raise NotFoundError("draft_promise_missing", key=key)
    suggester = Suggester(Catalog(timezone.localdate()), language_now())
    return Sitting(report, lines, line, suggester)


def _form(sitting: Sitting, data: Any = None) -> DraftForm:
    suggester, promise = sitting.suggester, sitting.promise
    suggestions = suggester.units(promise)
    first = suggestions[0].unit if suggestions else None
    supporting = [one.unit for one in suggester.supporting(promise, first)]
    supporting += [one.unit for one in suggestions[1:] if one.unit not in supporting]
    draft = suggester.draft(promise, sitting.year, list(promise.figures.all()))
    return DraftForm(
        data,
        catalog=suggester.catalog,
        suggestions=suggestions,
        supporting=supporting,
        usual=suggester.suggestion_for,
        initial=initial_of(draft, supporting, [one.unit for one in suggestions])
        | {"sponsor": USUAL, "officer": USUAL, **_quarter_days(draft, sitting.year)},
    )


def _quarter_days(draft: TaskTerms, year: int) -> dict[str, date]:
    """Days for milestones where none are proposed: a day without words or amount is no milestone."""
    if draft.milestones:
        return {}
    ends = (min(end, draft.due) for end in quarter_ends(year))
    ahead = (end for end in ends if end > timezone.localdate())
    return {f"node_due_{index}": end for index, end in enumerate(ahead, 1)}


def _saved(request: HttpRequest, sitting: Sitting, form: DraftForm) -> HttpResponse:
    tasks = draft_tasks(
        actor=actor_of(request),
        promise=sitting.promise.key,
        drafts=[form.draft()],
        submission=request.POST.get("submission", "")[:40],
        known=request.POST.getlist("known"),
        confirmed=confirmed_in(request),
    )
    messages.success(request, words("drafted_one", task=tasks[0].key))
    warn_of_past(request, tasks[0])
    if "stay" in request.POST:
        return HttpResponseRedirect(_address(sitting.report.key, sitting.promise.key))
    return _onward(sitting.report.key, sitting.next)


def _page(sitting: Sitting, context: Callable[[], Context]) -> FormPage:
    return FormPage(
        template="tasks/breakdown/promise.html",
        context=context,
        always=about_report(sitting.report, timezone.localdate()),
        place=place_of(sitting.promise),
    )


def _context(
    request: HttpRequest, sitting: Sitting, form: DraftForm, split: dict[str, Any] | None = None
) -> Context:
    """What the page says of the promise; ``split`` is what the button beside its form is to confirm first."""
    lines, promise = sitting.lines, sitting.promise
    section = next(one for one in queries.sections_of(lines) if sitting.line in one.lines)
    order = [line.promise.key for line in lines]
    at = order.index(promise.key)
    sent = request.method == "POST"
    submission = ("" if split else request.POST.get("submission")) or uuid4().hex
    always = about_report(sitting.report, timezone.localdate())
    return {
        "report": sitting.report,
        "promise": promise,
        "line": sitting.line,
        "section": section,
        "coverage": queries.coverage_of(lines),
        "suggestions": list(zip(sitting.suggester.units(promise), form["lead"], strict=False)),
        "other": list(form["lead"])[-1],
        "submission": submission,
        "split_submission": request.POST.get("submission", "") if split else f"{submission}s",
        # what was not there when the form was opened stays unseen until it is confirmed
        "known": request.POST.getlist("known") if sent else [task.key for task in sitting.line.tasks],
        "splittable": len(targets_of(promise.figures.all())) > 1 and not sitting.line.tasks,
        "split": split or asked_of(request, (), always),
        "splits": split is not None,
        "units": sitting.suggester.catalog.units,
        "number": at + 1,
        "before": order[at - 1] if at else "",
        "after": order[at + 1] if at + 1 < len(order) else "",
    }


def _address(report_key: str, key: str) -> str:
    return reverse("breakdown_promise", args=[report_key, key])


def _onward(report_key: str, following: Promise | None) -> HttpResponse:
    if following is None:
        return HttpResponseRedirect(reverse("breakdown_report", args=[report_key]))
    return HttpResponseRedirect(_address(report_key, following.key))
