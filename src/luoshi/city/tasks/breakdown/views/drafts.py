"""Drafts that are there already: changed, removed, issued."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.city.people.requests import actor_of
from luoshi.city.reports.queries import report_for
from luoshi.city.rules.doubts import days_past
from luoshi.city.site.access import page
from luoshi.city.site.confirmations import UnconfirmedError
from luoshi.city.site.form_view import FormPage, asked_of, confirmed_in, form_view, version_of
from luoshi.city.site.language import language_now
from luoshi.city.tasks.actions.drafts import change_draft, issue_drafts, remove_draft
from luoshi.city.tasks.breakdown import queries
from luoshi.city.tasks.breakdown.catalog import Catalog
from luoshi.city.tasks.breakdown.forms import NODE_ROWS, DraftForm, SourceForm, initial_of, words
from luoshi.city.tasks.forms import warn_of_past
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.selectors import task_for
from luoshi.city.tasks.terms import terms_of


@page("task.draft")
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest, report_key: str = "") -> HttpResponse:
    """The drafts of a report, or from elsewhere; those ticked are issued."""
    actor = actor_of(request)
    report = report_for(actor, report_key) if report_key else None
    rows = queries.drafted_tasks(actor, report)
    today = timezone.localdate()
    shown = [(task, days_past(task.due, today), task.lead_unit_id is not None) for task in rows]
    context: dict[str, Any] = {"report": report}
    if request.method == "POST":
        wanted = set(request.POST.getlist("task"))
        keys = [task.key for task, *_ in shown if task.key in wanted]
        try:
            found = issue_drafts(actor=actor, keys=keys, confirmed=confirmed_in(request))
        except UnconfirmedError as error:
            context |= asked_of(request, error.questions)
            shown = [(task, days, task.key in wanted) for task, days, _ in shown]
            return render(
                request, "tasks/breakdown/drafts.html", context | {"rows": shown}, status=error.status
            )
        if found.issued:
            messages.success(request, words("issued_done", count=len(found.issued)))
        for key, fault in found.refused:
            messages.error(request, f"{key} {fault.message(language_now())}")
        return HttpResponseRedirect(request.path)
    return render(request, "tasks/breakdown/drafts.html", context | {"rows": shown})


@page("task.draft")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/drafts/<key>/``: a draft opened again."""
    task = task_for(actor_of(request), key, "task.draft")
    form, source = _forms(task, request.POST if request.method == "POST" else None)

    def write() -> HttpResponse:
        changed = change_draft(
            actor=actor_of(request),
            key=key,
            draft=form.draft(),
            version=_version(request),
            source=source.source() if source else None,
            confirmed=confirmed_in(request),
        )
        messages.success(request, words("changed_done", task=key))
        warn_of_past(request, changed)
        return HttpResponseRedirect(back_of(task))

    form_page = FormPage(
        template="tasks/breakdown/change.html",
        context={
            "task": task,
            "source": source,
            "units": form.catalog.units,
            "version": request.POST.get("version", task.version),
            "back": back_of(task),
        },
        beside=(source,) if source else (),
        place=f"draft:{key}",
    )
    return form_view(request, form, write, form_page)


@page("task.draft")
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a draft that was never issued."""
    actor = actor_of(request)
    task = task_for(actor, key, "task.draft")
    remove_draft(actor=actor, key=key, version=_version(request))
    messages.success(request, words("removed_done", task=key))
    return HttpResponseRedirect(back_of(task))


def _version(request: HttpRequest) -> int:
    """The version that the form carries; one that no draft has where it carries none."""
    given = version_of(request)
    return -1 if given is None else given


def back_of(task: Task) -> str:
    """The page from which a draft was opened."""
    if task.report is None:
        return reverse("other_sources_drafts")
    if task.promise is None:
        return reverse("breakdown_report", args=[task.report.key])
    return reverse("breakdown_promise", args=[task.report.key, task.promise.key])


def _forms(task: Task, data: Any) -> tuple[DraftForm, SourceForm | None]:
    draft = terms_of(task)
    form = DraftForm(
        data,
        catalog=Catalog(timezone.localdate()),
        supporting=draft.supporting,
        nodes=max(NODE_ROWS, len(draft.milestones) + 1),
        initial=initial_of(draft, draft.supporting, ()),
        released=task.is_released,
    )
    if task.origin == "report" or task.issued_at is not None:
        return form, None
    names = ("origin", "origin_words", "words")
    initial = {name: getattr(task, name) for name in names}
    return form, SourceForm(data, initial=initial, released=task.is_released)
