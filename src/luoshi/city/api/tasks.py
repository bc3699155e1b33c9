"""Tasks, their progress and evidence, and the verdicts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from msgspec import to_builtins
from ninja import File, Query, Router, Status, UploadedFile

from luoshi.city.api.answers import REFUSALS, WRITE_REFUSALS, asks
from luoshi.city.api.auth import caller, require_any
from luoshi.city.api.outsiders import for_outsiders
from luoshi.city.api.paging import Page, Paging, page_of
from luoshi.city.api.schemas import EventOut, EvidenceOut, ProgressIn, ProgressOut, TaskOut, VerdictOut
from luoshi.city.people.actors import Actor
from luoshi.city.public.records import public_event, public_promise, public_state
from luoshi.city.rules.words import Reason, in_words
from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.language import language_now
from luoshi.city.site.secrecy import kept_with_remarks
from luoshi.city.tasks.access import sees_inside, tasks_for
from luoshi.city.tasks.actions.evidence import ALLOWED
from luoshi.city.tasks.actions.evidence import add_evidence as add
from luoshi.city.tasks.actions.progress import ProgressInput
from luoshi.city.tasks.actions.progress import write_progress as write
from luoshi.city.tasks.delivery.queries import progress_shown
from luoshi.city.tasks.models import Event, Evidence, ProgressEntry, Task
from luoshi.city.tasks.phases import progress_in
from luoshi.city.tasks.queries import task_for

router = Router(tags=["tasks"])
_READ = "task.read"
_REPORT = "progress.write"
_PLAIN = tuple(
    name
    for name in TaskOut.model_fields
    if name
    not in ("promise", "lead_unit", "supporting_units", "sponsor", "light_reasons", "released", "milestones")
)


def _tasks(actor: Actor) -> QuerySet[Task]:
    return (
        Task.objects.filter(tasks_for(actor, _READ))
        .select_related("promise__report", "lead_unit", "sponsor")
        .defer("promise__report__text", "promise__report__record")
        .prefetch_related("supports__unit", "milestones")
    )


@router.get("/tasks", response={200: Page[TaskOut], **REFUSALS}, openapi_extra=asks(_READ))
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
    rows = _tasks(actor).filter(**{name: value for name, value in asked.items() if value not in ("", None)})
    if state or light:
        # What the public is not told is not to be guessed by filters, either.
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
    language = language_now()
    given = {name: getattr(task, name) for name in _PLAIN} | {
        "promise": task.promise.key if task.promise is not None else None,
        "lead_unit": task.lead_unit.key if task.lead_unit is not None else None,
        "supporting_units": [support.unit.key for support in task.supports.all()],
        "sponsor": task.sponsor.key if task.sponsor is not None else None,
        "light_reasons": [
            in_words(Reason(one["code"], one.get("details", {})), language) for one in task.light_reasons
        ],
        "released": task.is_released,
        "milestones": [
            {"due": one.due, "amount": one.amount, "words": one.words, "done_on": one.done_on}
            for one in task.milestones.all()
        ],
    }
    if sees_inside(actor, task):
        return given
    public = given | {"state": public_state(task), "promise": public_promise(task) or None}
    return for_outsiders("task", TaskOut, public)


@router.get("/verdicts", response={200: Page[VerdictOut], **REFUSALS}, openapi_extra=asks(_READ))
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
    fields = ("year", "words", "own_verdict", "verdict", "verdict_words", "done_on")
    given = {"task": task.key} | {name: getattr(task, name) for name in fields}
    return (
        given if sees_inside(actor, task) else for_outsiders("task", VerdictOut, given, named={"task": "key"})
    )


@router.get("/tasks/{key}/progress", response={200: Page[ProgressOut], **REFUSALS}, openapi_extra=asks(_READ))
def list_progress(request: HttpRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """A task's progress: who sees the task as the public does sees what the office accepted."""
    actor = caller(request)
    require_any(actor, _READ)
    task = task_for(actor, key)
    inside = sees_inside(actor, task)
    rows = progress_shown(actor, task) if inside else task.progress.filter(progress_in("settled"))
    rows = rows.prefetch_related("evidence")
    return page_of(
        rows, paging, {"list": "progress", "task": task.pk}, lambda row: _progress(row, inside=inside)
    )


def _progress(progress: ProgressEntry, *, inside: bool) -> dict[str, Any]:
    fields = ("id", "as_of", "amount", "words", "next_step", "claim", "final", "state", "signed_at")
    files = [one for one in progress.evidence.all() if one.removed_at is None] if inside else []
    given = {name: getattr(progress, name) for name in fields} | {
        "evidence": [_evidence(one) for one in files]
    }
    return given if inside else for_outsiders("progress", ProgressOut, given)


@router.get("/tasks/{key}/events", response={200: Page[EventOut], **REFUSALS}, openapi_extra=asks(_READ))
def list_events(request: HttpRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """What happened to a task and why, as its public page tells it once it is released."""
    actor = caller(request)
    require_any(actor, _READ)
    task = task_for(actor, key)
    rows = Event.objects.filter(task=task, public=True).defer("person_name")
    return page_of(
        rows, paging, {"list": "events", "task": task.pk}, lambda event: to_builtins(public_event(event))
    )


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in EvidenceOut.model_fields}


@router.post(
    "/tasks/{key}/progress", response={201: ProgressOut, **WRITE_REFUSALS}, openapi_extra=asks(_REPORT)
)
def write_progress(request: HttpRequest, key: str, body: ProgressIn) -> Status[dict[str, Any]]:
    """Write a report on a task; it waits for the head's signature."""
    actor = caller(request)
    require_any(actor, _REPORT)
    content = ProgressInput(**body.model_dump(exclude={"submission"}))
    progress = write(actor=actor, key=key, content=content, submission=body.submission, then="send")
    return Status(201, _progress(progress, inside=True))


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
    return Status(201, _evidence(added))
