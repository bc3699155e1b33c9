"""Changing an issued task, under change control."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luoshi.city.people.requests import actor_of
from luoshi.city.site.access import page
from luoshi.city.site.form_view import confirmed_in
from luoshi.city.site.words import say
from luoshi.city.tasks.actions.amendments import change_task
from luoshi.city.tasks.delivery.case_views import inside
from luoshi.city.tasks.delivery.forms import ChangeForm, MilestoneForms
from luoshi.city.tasks.delivery.writing import asked
from luoshi.city.tasks.forms import warn_of_past
from luoshi.city.tasks.terms import AMENDED, MilestoneTerms, terms_of


@page("task.change")
@require_http_methods(["GET", "POST"])
def task_change(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/change/``: new terms, with the reason and who approved them."""
    task = inside(actor_of(request), key, "task.change")
    terms = terms_of(task)
    initial: dict[str, Any] = {name: getattr(terms, name) for name in AMENDED}
    initial |= {"version": task.version, "sponsor": terms.sponsor and terms.sponsor.key}
    known = [{"due": one.due, "amount": one.amount, "words": one.words} for one in terms.milestones]
    form = ChangeForm(request.POST or None, initial=initial)
    rows = MilestoneForms(request.POST or None, initial=known, prefix="milestones")

    def write(given: dict[str, Any]) -> object:
        milestones = tuple(
            MilestoneTerms(due=row["due"], amount=row["amount"], words=row["words"].strip())
            for row in rows.cleaned_data
            if row and not row["gone"]
        )
        new = replace(terms, **{name: given[name] for name in AMENDED}, milestones=milestones)
        before = set(terms.milestones)
        changed = change_task(
            actor=actor_of(request),
            key=key,
            terms=new,
            reason=given["reason"],
            approver=given["approver"],
            version=given["version"],
            confirmed=confirmed_in(request),
        )
        if any(one.due <= timezone.localdate() for one in set(milestones) - before):
            warn_of_past(request, changed)
        return changed

    title = say("tasks.delivery.change")
    return asked(
        request,
        task,
        form,
        write,
        title=title,
        template="tasks/delivery/change.html",
        rows=rows,
        place=f"task:{key}:change",
    )
