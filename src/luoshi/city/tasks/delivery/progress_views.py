"""Writing a report, and signing, accepting, returning it."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luoshi.city.people.permissions import granting_post, require
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.states import progress_lifecycle
from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.form_view import FormPage, form_view, version_of
from luoshi.city.site.language import language_now
from luoshi.city.site.secrecy import kept_with_remarks
from luoshi.city.site.words import say
from luoshi.city.tasks.actions.evidence import ALLOWED
from luoshi.city.tasks.actions.progress import (
    ProgressInput,
    Then,
    change_progress,
    move_progress,
    write_progress,
)
from luoshi.city.tasks.delivery.case_views import inside
from luoshi.city.tasks.delivery.forms import ProgressForm, ReasonForm
from luoshi.city.tasks.delivery.writing import asked, done_at_once, to_task
from luoshi.city.tasks.models import ProgressEntry, Task
from luoshi.city.tasks.selectors import progress_for

_THEN = ("draft", "send", "sign")
_SAID = {"draft": "draft_saved", "send": "progress_sent_to_head", "sign": "progress_signed"}


@takes_files
@page("progress.write")
@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, key: str, number: int | None = None) -> HttpResponse:
    """``/tasks/<key>/progress/``: a new report; ``…/progress/<number>/``: a draft or returned one."""
    actor = actor_of(request)
    task = inside(actor, key, "progress.write")
    progress = None if number is None else progress_for(actor, key, number)
    if request.method == "POST":
        form = ProgressForm(task, request.POST, request.FILES, released=task.is_released)
    else:
        initial = _initial(request, task, progress)
        form = ProgressForm(task, initial=initial, released=task.is_released)
    then = cast("Then", request.POST.get("then") if request.POST.get("then") in _THEN else "draft")

    def write() -> HttpResponse:
        written = _write(request, task, progress, form.cleaned_data, then)
        messages.success(request, say(f"tasks.delivery.{_SAID[then]}"))
        return to_task(task, reverse("progress_change", args=[key, written.pk]) if then == "draft" else "")

    form_page = FormPage(
        template="tasks/delivery/progress.html",
        context={
            "task": task,
            "report": progress,
            "may_sign": granting_post(actor, "task.sign", task) is not None,
            "evidence": progress.evidence.filter(removed_at__isnull=True) if progress else (),
            "title": say(f"tasks.delivery.{'progress_change' if progress else 'report'}"),
        },
        place=f"task:{key}:progress:{number or ''}",
    )
    return form_view(request, form, write, form_page)


@page("task.read")
@require_http_methods(["GET", "POST"])
def progress_move(request: HttpRequest, key: str, number: int, name: str) -> HttpResponse:
    """``/tasks/<key>/progress/<number>/<move>/``: sign, decline, accept, return, take back."""
    actor = actor_of(request)
    progress = progress_for(actor, key, number)
    move = progress_lifecycle().move(name)
    require(actor, move.permission, progress.task)

    def write(given: dict[str, Any]) -> ProgressEntry:
        version = given.get("version")
        return move_progress(
            actor=actor, key=key, number=number, name=name, reason=given.get("reason", ""), version=version
        )

    if "reason" not in move.needs and request.method == "POST":
        return done_at_once(request, progress.task, lambda: write({"version": version_of(request)}))
    form = ReasonForm(request.POST or None, initial={"version": progress.task.version})
    if "reason" not in move.needs:
        del form.fields["reason"]
    more = {"report": progress}
    return asked(request, progress.task, form, write, title=move.label(language_now()), more=more)


def _write(
    request: HttpRequest, task: Task, progress: ProgressEntry | None, given: dict[str, Any], then: Then
) -> ProgressEntry:
    actor = actor_of(request)
    names = ("as_of", "amount", "words", "next_step", "claim", "obstacle", "final", "own_verdict")
    fields = {name: given[name] for name in names}
    with kept_with_remarks(request, given["evidence"], allowed=ALLOWED) as files:
        content = ProgressInput(**fields, files=tuple(files))
        if progress is None:
            return write_progress(
                actor=actor,
                key=task.key,
                content=content,
                submission=given["submission"],
                then=then,
                version=given["version"],
            )
        return change_progress(
            actor=actor, key=task.key, number=progress.pk, content=content, then=then, seen=given["seen"]
        )


def _initial(request: HttpRequest, task: Task, progress: ProgressEntry | None) -> dict[str, Any]:
    if progress is None:
        final = "final" in request.GET
        return {"submission": uuid.uuid4().hex, "version": task.version, "final": final,
                "as_of": timezone.localdate()}  # fmt: skip
    names = ("as_of", "amount", "words", "next_step", "claim", "final", "own_verdict")
    values = {name: getattr(progress, name) for name in names}
    return values | {"submission": "-", "seen": progress.fingerprint(), "version": task.version}
