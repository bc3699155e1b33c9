"""What every form of this package does: show, write, or show again with what was typed and why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from luoshi.city.rules.change import ChangeRefusedError
from luoshi.city.rules.states import MoveRefusedError
from luoshi.city.site.errors import InvalidError, StaleError
from luoshi.city.site.language import language_now
from luoshi.city.site.uploads import FileRefusedError
from luoshi.city.site.words import say
from luoshi.city.tasks.actions.confirmations import Question, UnconfirmedError
from luoshi.city.tasks.delivery.forms import mark_for
from luoshi.city.tasks.models import Task

_ANSWERED = (InvalidError, MoveRefusedError, ChangeRefusedError, StaleError, FileRefusedError)
Write = Callable[[dict[str, Any]], object]


def asked(
    request: HttpRequest,
    task: Task,
    form: forms.Form,
    write: Write,
    *,
    title: str,
    template: str = "tasks/delivery/form.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of a form: GET shows it, POST writes and goes back to the task.

    What cannot be written is said above the form, which keeps what was typed: 400, or 409 where somebody was
    quicker; the form then carries the newer version, so that sending it again is a decision. What is to be
    confirmed is asked in the form: 409, too.
    """
    status = 200
    change_request: dict[str, Any] = {}
    if request.method == "POST":
        status = 400
        if form.is_valid() and _valid(more):
            try:
                write(form.cleaned_data)
            except UnconfirmedError as unconfirmed:
                status, change_request = unconfirmed.status, asked_of(request, unconfirmed.questions)
            except _ANSWERED as error:
                status = error.status
                form.add_error(None, error.message(language_now()))
                renew(form, task)
            else:
                messages.success(request, say("tasks.delivery.saved"))
                return to_task(task)
        change_request = change_request or asked_of(request, ())
    for one in (form, *((more or {}).get("rows") or ())):
        mark_for(task, one)
    context = {"task": task, "form": form, "title": title, **(more or {}), **change_request}
    return render(request, template, context, status=status)


def confirmed_in(request: HttpRequest) -> frozenset[str]:
    """The keys of what the person was asked and confirmed."""
    return frozenset(request.POST.getlist("asked") if "sure" in request.POST else ())


def asked_of(
    request: HttpRequest, refused: Sequence[Question], always: Sequence[Question] = ()
) -> dict[str, Any]:
    """What ``tasks/confirm.html`` shows: why a form was ``refused``, or what is ``always`` asked before it.

    A form that is shown again for another fault keeps what was confirmed.
    """
    confirmed = confirmed_in(request)
    shown = refused or [one for one in always if one.key not in confirmed]
    return {
        "questions": [(one.key, one.message(language_now())) for one in shown],
        "refused": bool(refused),
        "settled": sorted(confirmed - {one.key for one in shown}),
    }


def _valid(more: dict[str, Any] | None) -> bool:
    rows = (more or {}).get("rows")
    return rows is None or bool(rows.is_valid())


def renew(form: forms.Form, task: Task) -> None:
    """Put the task's present version into a form that is shown again."""
    version = Task.objects.filter(pk=task.pk).values_list("version", flat=True).first()
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix("version")] = str(version)
    form.data = data


def done_at_once(request: HttpRequest, task: Task, write: Callable[[], object]) -> HttpResponse:
    """A button without a form: write, go back to the task, and say there why not where it was refused."""
    try:
        write()
    except _ANSWERED as error:
        messages.error(request, error.message(language_now()))
    else:
        messages.success(request, say("tasks.delivery.saved"))
    return to_task(task, next_of(request))


def warn_of_past(request: HttpRequest, task: Task) -> None:
    """Say which of the milestones just given have passed; they are kept, and hold nobody."""
    past = task.milestones_past
    if past:
        days = "、".join(f"{day}" for day in past)
        messages.warning(request, say("tasks.delivery.past_given", task=task.key, days=days))


def to_task(task: Task, back: str = "") -> HttpResponseRedirect:
    """Back to the task's page, or to the list that asked."""
    return HttpResponseRedirect(back or reverse("task", args=[task.key]))


def next_of(request: HttpRequest) -> str:
    """The address of this site that the page said to go back to; empty where there is none."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else ""


def version_of(request: HttpRequest) -> int | None:
    """The version that a button carried."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None
