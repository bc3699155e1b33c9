"""Releasing tasks: first what outsiders will get, then the button; and taking a release back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from luoshi.city.people.actors import Actor
from luoshi.city.people.requests import actor_of
from luoshi.city.public import queries
from luoshi.city.public.cells import named_row_of
from luoshi.city.public.filters import ReleasableFilters
from luoshi.city.public.pieces import task_pieces
from luoshi.city.site.access import page
from luoshi.city.site.errors import InvalidError, StaleError
from luoshi.city.site.form_view import version_of
from luoshi.city.site.language import language_now
from luoshi.city.site.lists import Options, page_of, same
from luoshi.city.site.words import say
from luoshi.city.tasks.actions.release import release_tasks
from luoshi.city.tasks.delivery.writing import next_of, to_task
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.public import with_public_fields
from luoshi.city.tasks.selectors import task_for

_MANY = 200
_SIZE = 20


@dataclass(frozen=True)
class Preview:
    """A task as outsiders will get it: its page, and its row of a download.

    ``version`` is the one that is shown: what is released is what was looked at. ``words`` counts the texts
    that people wrote about it.
    """

    key: str
    version: int
    pieces: dict[str, Any]
    cells: list[tuple[str, object]]
    words: int
    taken: bool = True

    @classmethod
    def of(cls, task: Task, *, taken: bool = True) -> Preview:
        """The preview of a task that ``tasks.public.with_public_fields`` fetched."""
        pieces = task_pieces(task)
        shown = pieces["task"]
        words = len(shown["done"]) + sum(bool(event["reason"]) for event in shown["events"])
        return cls(task.key, task.version, pieces, named_row_of(shown, language_now()), words, taken)


@page("task.release")
@require_http_methods(["GET", "POST"])
def task_release(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/release/``: what outsiders will get of the task and the button; or take it back."""
    actor = actor_of(request)
    task = task_for(actor, key, "task.release")
    version, refused, status = version_of(request), "", 200
    if request.method == "POST":
        released = request.POST.get("released") == "1"
        # nothing is released that was not looked at before: the form of the preview carries the version
        if not released or version is not None:
            try:
                release_tasks(
                    actor=actor, keys=[key], released=released, versions=_versions(released, key, version)
                )
            except (InvalidError, StaleError) as error:
                refused, status = error.message(language_now()), error.status
            else:
                done = "released_now" if released else "withheld_now"
                messages.success(request, say(f"public.{done}"))
                return to_task(task, next_of(request))
    if task.is_released:
        return redirect("public_task", key)
    shown = queries.previewed(actor, [key])
    if not shown:
        raise InvalidError("draft_not_released", key=key)
    context = {"preview": Preview.of(shown[0]), "refused": refused, "next": next_of(request)}
    return render(request, "public/release.html", context, status=status)


def _versions(released: bool, key: str, version: int | None) -> Mapping[str, int] | None:
    return {key: version} if released and version is not None else None


@page("task.release")
@require_http_methods(["GET", "POST"])
def tasks_release(request: HttpRequest) -> HttpResponse:
    """``/tasks/release/``: the tasks that may be released, each as outsiders will get it, and one button."""
    actor = actor_of(request)
    refused, status = "", 200
    if request.method == "POST":
        released = request.POST.get("released") == "1"
        keys = [task_for(actor, key, "task.release").key for key in request.POST.getlist("key")[:_MANY]]
        try:
            changed = release_tasks(
                actor=actor, keys=keys, released=released, versions=_seen(request, keys) if released else None
            )
        except (InvalidError, StaleError) as error:
            refused, status = error.message(language_now()), error.status
        else:
            messages.success(request, say("public.released_many", count=len(changed)))
            return HttpResponseRedirect(next_of(request) or reverse("tasks_release"))
    return _several(request, actor, refused, status)


def _seen(request: HttpRequest, keys: Iterable[str]) -> dict[str, int]:
    """The versions that were looked at; one that was not is none that a task has."""
    given = {key: request.POST.get(f"seen-{key}", "") for key in keys}
    return {key: int(seen) if seen.isdecimal() and len(seen) < 10 else -1 for key, seen in given.items()}


def _several(request: HttpRequest, actor: Actor, refused: str, status: int) -> HttpResponse:
    """The tasks that are not released yet, a page of them, each with its preview."""
    filters = ReleasableFilters.read(request.GET)
    rows = queries.releasable(actor)
    years = sorted(set(rows.order_by().values_list("year", flat=True)), reverse=True)
    options: Options = {
        "year": same(years),
        "unit": [(unit.key, unit.called, True) for unit in queries.leading(rows)],
    }
    chosen = rows.filter(filters.condition()).order_by("-year", "number")
    shown = page_of(with_public_fields(chosen), request.GET.get("page"), _SIZE)
    picked = set(request.POST.getlist("key")) if request.method == "POST" else None
    context = {
        "previews": [
            Preview.of(task, taken=picked is None or task.key in picked) for task in shown.object_list
        ],
        "page": shown,
        "form": filters.form(reverse("tasks_release"), options),
        "refused": refused,
        "here_now": request.get_full_path(),
    }
    return render(request, "public/release_many.html", context, status=status)
