"""A year of tasks in every phase, overdue by every boundary, silent, resting, with all that hangs on tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from luoshi.city.tasks.models import ChangeRequest, Obstacle, ProgressEntry, SupervisionOrder, Task
from luoshi.city.tasks.status_light import recompute_light

if TYPE_CHECKING:
    from city.office import Office

TODAY = timezone.localdate()
YEAR = TODAY.year
LED = {"commerce": "市商务局", "water": "市水务局", "audit": "市审计局"}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


WORLD: dict[str, dict[str, Any]] = {
    # 市商务局 wrote 111 days ago, and has a second task on which it never wrote.
    "wrote long ago": {"start": ago(300), "last_progress_on": ago(111)},
    "begun lately": {"start": ago(19)},
    "extension asked": {"state": "extension_asked", "due": ago(3), "last_progress_on": ago(150)},
    "due today": {"due": ago(0), "start": ago(10), "kind": "livelihood"},
    "done in time": {"state": "done", "verdict": "kept", "due": ago(30), "submitted_on": ago(31)},
    # 市水务局 wrote three days ago on one task, on another it is silent; both amounts are far behind.
    "returned, silent": {"state": "returned", "lead": "water", "last_progress_on": ago(40)},
    "no amount yet": {"lead": "water", "last_progress_on": ago(3), "due": ago(-5)},
    "submitted late": {"state": "awaiting_review", "lead": "water", "due": ago(4), "submitted_on": ago(2)},
    "submitted in time": {"state": "awaiting_review", "lead": "water", "due": ago(2), "submitted_on": ago(2)},
    "not accepted": {"state": "awaiting_acceptance", "lead": "water", "due": ago(1), "last_progress_on": None},
    "closed late": {
        "state": "closed", "lead": "water", "verdict": "partly", "due": ago(90), "submitted_on": ago(60),
    },
    # 市审计局 never wrote.
    "overdue": {"lead": "audit", "due": ago(1), "start": ago(50), "kind": "project"},
    "due before it was issued": {"lead": "audit", "due": ago(20), "runs_from": ago(15)},
    "to be accepted": {"state": "awaiting_acceptance", "lead": "audit", "due": ago(1), "runs_from": ago(1)},
    "suspended": {"state": "suspended", "lead": "audit", "due": ago(9)},
    "done and missed": {"state": "done", "lead": "audit", "verdict": "missed", "due": ago(40), "done_on": ago(41)},
    "drafted": {"state": "drafted", "issued_at": None},
    "sent back": {"state": "drafted", "lead": "water"},
}  # fmt: skip
RELEASED = ("done in time", "closed late", "done and missed", "suspended", "overdue", "begun lately")


def make_world(office: Office, make_task: Callable[..., Task]) -> dict[str, Task]:
    """The tasks by their titles."""
    base = {
        "state": "in_progress", "year": YEAR, "start": ago(200), "due": ago(-60), "supported": False,
        "issued_at": timezone.now() - timedelta(days=199),
    }  # fmt: skip
    tasks: dict[str, Task] = {}
    for title, given in WORLD.items():
        fields = base | given
        lead = str(fields.pop("lead", "commerce"))
        if title in RELEASED:
            fields["released_at"] = timezone.now()
        task = make_task(title=title, lead_unit=office.units[lead], **fields)
        recompute_light(task, TODAY)
        task.save()
        tasks[title] = task
    _hung_on(tasks, office)
    return tasks


def _hung_on(tasks: dict[str, Task], office: Office) -> None:
    """Entries, requests, obstacles and supervision orders."""
    person, units = office.people["office"], office.units
    for title, final in (("submitted late", True), ("submitted in time", True), ("returned, silent", False),
                         ("begun lately", False)):  # fmt: skip
        ProgressEntry.objects.create(
            task=tasks[title], as_of=ago(2), words="进展", state="awaiting_review", final=final,
            signed_at=timezone.now(), written_by=person,
        )  # fmt: skip
    for title, kind in (("extension asked", "extension"), ("overdue", "suspension")):
        ChangeRequest.objects.create(task=tasks[title], kind=kind, reason="请批准", asked_by=person)
    for title, due, settled in (("overdue", ago(1), None), ("wrote long ago", None, None),
                                ("begun lately", ago(0), None), ("due today", ago(7), ago(1))):  # fmt: skip
        remover = units["water"] if due else None
        Obstacle.objects.create(
            task=tasks[title], words="缺地", due=due, settled_on=settled, remover=remover, entered_by=person
        )
    for number, (title, due, answer) in enumerate(
        (("overdue", ago(1), ""), ("wrote long ago", ago(-3), ""), ("returned, silent", ago(9), "已办"))
    ):
        SupervisionOrder.objects.create(
            key=f"{YEAR}-D{number}", task=tasks[title], unit=units[str(WORLD[title].get("lead", "commerce"))], colour="blue",
            issued_on=ago(12), answer_due=due, words="请速办", issued_by=person, answer=answer,
            answered_at=timezone.now() if answer else None,
        )  # fmt: skip
