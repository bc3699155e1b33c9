"""Tasks, their progress and evidence, and the verdicts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import File, Query, Router, Status, UploadedFile

from luoshi.city.api.answers import REFUSALS, WRITE_REFUSALS, asks
from luoshi.city.api.auth import caller, require_any
from luoshi.city.api.paging import Paging, page_of, pages
from luoshi.city.api.schemas import (
    VERDICT_FIELDS,
    EventOut,
    EvidenceOut,
    ProgressIn,
    ProgressOut,
    TaskOut,
    VerdictOut,
)
from luoshi.city.people.actors import Actor
from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.secrecy import kept_with_remarks
from luoshi.city.tasks.access import sees_inside, tasks_for
from luoshi.city.tasks.actions.evidence import ALLOWED
from luoshi.city.tasks.actions.evidence import add_evidence as add
from luoshi.city.tasks.actions.progress import ProgressInput
from luoshi.city.tasks.actions.progress import write_progress as write
from luoshi.city.tasks.models import Event, ProgressEntry, Task
from luoshi.city.tasks.public import ACCEPTED, EVENT, EVIDENCE, PROGRESS, PUBLIC_EVENTS, TASK
from luoshi.city.tasks.selectors import progress_shown, task_for

router = Router(tags=["tasks"])
_READ = "task.read"
_REPORT = "progress.write"


def _tasks(actor: Actor) -> QuerySet[Task]:
    return (
        Task.objects.filter(tasks_for(actor, _READ))
        .select_related("promise__report", "lead_unit", "sponsor")
        .defer("promise__report__text", "promise__report__record")
        .prefetch_related("supports__unit", "milestones")
    )


@router.get("/tasks", response={200: pages(TaskOut), **REFUSALS}, openapi_extra=asks(_READ))
def list_tasks(
    request: HttpRequest,
    paging: Query[Paging],
    year: int | None = None,
    state: str = "",
    light: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """Tasks that the caller may see."""
    actor = caller(request)
    require_any(actor, _READ)
    asked = {"year": year, "state": state, "light": light, "lead_unit__key": unit}
    wanted = {name: value for name, value in asked.items() if value not in ("", None)}
    rows = _tasks(actor).filter(**wanted)
    if not all(TASK.is_same_for_all(name.removesuffix("__key")) for name in wanted):
        # What outsiders are not told is not to be guessed by filters, either.
        rows = rows.filter(tasks_for(actor, _READ, inside=True))
    return page_of(rows, paging, {"list": "tasks"} | asked, lambda task: _task(actor, task))


@router.get("/tasks/{key}", response={200: TaskOut, **REFUSALS}, openapi_extra=asks(_READ))
def get_task(request: HttpRequest, key: str) -> dict[str, Any]:
    """One task."""
    actor = caller(request)
    require_any(actor, _READ)
    task = _tasks(actor).filter(key=key).first()
    if task is None:
        raise NotFoundError("task_missing", key=key)
    return _task(actor, task)


def _task(actor: Actor, task: Task) -> dict[str, Any]:
    return TASK.answer(task, inside=sees_inside(actor, task))


@router.get("/verdicts", response={200: pages(VerdictOut), **REFUSALS}, openapi_extra=asks(_READ))
def list_verdicts(
    request: HttpRequest, paging: Query[Paging], year: int | None = None, verdict: str = ""
) -> dict[str, Any]:
    """The verdicts of tasks on which the office has decided."""
    actor = caller(request)
    require_any(actor, _READ)
    rows = _tasks(actor).exclude(verdict="")
    if year is not None:
        rows = rows.filter(year=year)
    if verdict:
        rows = rows.filter(verdict=verdict)
    return page_of(
        rows,
        paging,
        {"list": "verdicts", "year": year, "verdict": verdict},
        lambda task: _verdict(actor, task),
    )


def _verdict(actor: Actor, task: Task) -> dict[str, Any]:
    answer = _task(actor, task)
    return {name: answer[field] for field, name in VERDICT_FIELDS.items()}


@router.get(
    "/tasks/{key}/progress", response={200: pages(ProgressOut), **REFUSALS}, openapi_extra=asks(_READ)
)
def list_progress(request: HttpRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """A task's progress: who sees the task as the public does sees what the office accepted."""
    actor = caller(request)
    require_any(actor, _READ)
    task = task_for(actor, key)
    inside = sees_inside(actor, task)
    rows = progress_shown(actor, task) if inside else ProgressEntry.objects.filter(ACCEPTED, task=task)
    rows = rows.prefetch_related("evidence")
    return page_of(
        rows, paging, {"list": "progress", "task": task.pk}, lambda row: PROGRESS.answer(row, inside=inside)
    )


@router.get("/tasks/{key}/events", response={200: pages(EventOut), **REFUSALS}, openapi_extra=asks(_READ))
def list_events(request: HttpRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """What happened to a task and why, as its public page tells it once it is released."""
    actor = caller(request)
    require_any(actor, _READ)
    task = task_for(actor, key)
    rows = Event.objects.filter(PUBLIC_EVENTS, task=task).defer("person_name")
    return page_of(
        rows, paging, {"list": "events", "task": task.pk}, lambda event: EVENT.answer(event, inside=False)
    )


@router.post(
    "/tasks/{key}/progress", response={201: ProgressOut, **WRITE_REFUSALS}, openapi_extra=asks(_REPORT)
)
def write_progress(request: HttpRequest, key: str, body: ProgressIn) -> Status[dict[str, Any]]:
    """Write a report on a task; it waits for the head's signature."""
    actor = caller(request)
    require_any(actor, _REPORT)
    content = ProgressInput(**body.model_dump(exclude={"submission"}))
    progress = write(actor=actor, key=key, content=content, submission=body.submission, then="send")
    return Status(201, PROGRESS.answer(progress, inside=True))


@router.post(
    "/tasks/{key}/evidence", response={201: EvidenceOut, **WRITE_REFUSALS}, openapi_extra=asks(_REPORT)
)
def add_evidence(
    request: HttpRequest, key: str, file: File[UploadedFile], progress: int | None = None
) -> Status[dict[str, Any]]:
    """Add a file that shows what was done, to a task or to one of its reports."""
    actor = caller(request)
    require_any(actor, _REPORT)
    task_for(actor, key, _REPORT)
    with kept_with_remarks(request, [file], allowed=ALLOWED) as files:
        (added,) = add(actor=actor, key=key, files=files, number=progress)
    return Status(201, EVIDENCE.answer(added, inside=True))
