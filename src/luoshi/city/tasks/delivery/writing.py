"""The pages of forms about a task, and the way back from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, Unpack

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from luoshi.city.site.confirmations import UnconfirmedError
from luoshi.city.site.form_view import SHOWN, FormPage, form_view
from luoshi.city.site.forms import WordedForm
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say
from luoshi.city.tasks.models import Task
from luoshi.errors import LuoshiError

Write = Callable[[dict[str, Any]], object]


class TaskPage(TypedDict, total=False):
    """What a page of a form about a task may have of its own.

    ``more`` is for its template, ``rows`` are forms sent with it, and what is typed is kept at ``place``:
    ``task:<key>:<act>``.
    """

    template: str
    more: dict[str, Any]
    rows: BaseFormSet[Any]
    place: str


def asked(
    request: HttpRequest,
    task: Task,
    form: WordedForm,
    write: Write,
    *,
    title: str,
    **page: Unpack[TaskPage],
) -> HttpResponse:
    """The page of a form about ``task`` (``form_view``), which goes back to the task once it is written."""
    rows = page.get("rows")
    for part in (form, *(rows or ())):
        part.mark(released=task.is_released)

    def act() -> HttpResponse:
        write(form.cleaned_data)
        messages.success(request, say("tasks.delivery.saved"))
        return to_task(task)

    form_page = FormPage(
        template=page.get("template", "tasks/delivery/form.html"),
        context={"task": task, "title": title, "rows": rows, **page.get("more", {})},
        beside=() if rows is None else (rows,),
        version=lambda: version_now(task),
        place=page.get("place", ""),
    )
    return form_view(request, form, act, form_page)


def version_now(task: Task) -> int | None:
    """The task's present version."""
    return Task.objects.filter(pk=task.pk).values_list("version", flat=True).first()


def done_at_once(request: HttpRequest, task: Task, write: Callable[[], object]) -> HttpResponse:
    """A button without a form: write, go back to the task, and say there why not where it was refused."""
    try:
        write()
    except LuoshiError as error:
        if error.status not in SHOWN or isinstance(error, UnconfirmedError):
            raise
        messages.error(request, error.message(language_now()))
    else:
        messages.success(request, say("tasks.delivery.saved"))
    return to_task(task, next_of(request))


def to_task(task: Task, back: str = "") -> HttpResponseRedirect:
    """Back to the task's page, or to the list that asked."""
    return HttpResponseRedirect(back or reverse("task", args=[task.key]))


def next_of(request: HttpRequest) -> str:
    """The address of this site that the page said to go back to; empty where there is none."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else ""
