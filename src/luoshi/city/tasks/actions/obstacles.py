"""What is in the way of a task: entered, given to somebody to remove by a day, settled 问题清单."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.site.confirmations import ask
from luoshi.city.site.errors import InvalidError, NotFoundError
from luoshi.city.tasks.access import Signer, lock_task
from luoshi.city.tasks.actions.confirmations import about_days
from luoshi.city.tasks.actions.events import EventInput, save_with_event
from luoshi.city.tasks.models import Obstacle, Task


@writes
def add_obstacle(*, actor: Actor, key: str, words: str) -> Obstacle:
    """Enter an obstacle of a task that is no draft. The same words again while it is open are the same."""
    task, signer = lock_task(actor, key, ("progress.write", "obstacle.settle"))
    if task.phase == "draft":
        raise InvalidError("not_changing", key=key)
    if not words.strip():
        raise InvalidError("obstacle_without_words")
    return enter_obstacle(task, signer, words)


def enter_obstacle(task: Task, signer: Signer, words: str) -> Obstacle:
    """Enter an obstacle of a locked task."""
    words = words.strip()
    known = task.obstacles.filter(words=words, settled_on__isnull=True).first()
    if known is not None:
        return known
    obstacle = Obstacle.objects.create(task=task, words=words, entered_by=signer.person)
    record(signer.signature, "obstacle.add", obstacle, task=task.pk)
    save_with_event(task, signer.signature, EventInput("add_obstacle", reason=words))
    return obstacle


@writes
def assign_obstacle(
    *,
    actor: Actor,
    key: str,
    number: int,
    remover: Unit,
    due: date,
    version: int | None = None,
    confirmed: Collection[str] = (),
) -> Obstacle:
    """Say which unit removes the obstacle by when; that unit is told.

    ``UnconfirmedError`` where that day is past, unless ``confirmed``.
    """
    task, signer = lock_task(actor, key, "obstacle.settle", version)
    obstacle = _open_obstacle(task, number)
    before = {"remover": obstacle.remover.name if obstacle.remover else "", "due": obstacle.due}
    if due != obstacle.due:
        ask(about_days(f"{key}-{number}", obstacle.words[:60], due, timezone.localdate()), confirmed)
    obstacle.remover, obstacle.due = remover, due
    obstacle.save()
    record(signer.signature, "obstacle.assign", obstacle, remover=remover.key, due=due)
    changed = {"remover": [before["remover"], remover.name], "obstacle_due": [before["due"], due]}
    event = EventInput("assign_obstacle", reason=obstacle.words, changed=changed, unit_id=remover.pk)
    save_with_event(task, signer.signature, event)
    return obstacle


@writes
def settle_obstacle(
    *, actor: Actor, key: str, number: int, words: str, version: int | None = None
) -> Obstacle:
    """Confirm that an obstacle is out of the way, and how."""
    task, signer = lock_task(actor, key, "obstacle.settle", version)
    obstacle = _open_obstacle(task, number)
    if not words.strip():
        raise InvalidError("settled_without_words")
    obstacle.settled_on, obstacle.settled_words = timezone.localdate(), words.strip()
    obstacle.save()
    record(signer.signature, "obstacle.settle", obstacle)
    save_with_event(task, signer.signature, EventInput("settle_obstacle", reason=obstacle.settled_words))
    return obstacle


def _open_obstacle(task: Task, number: int) -> Obstacle:
    obstacle = task.obstacles.select_related("remover").filter(pk=number).first()
    if obstacle is None:
        raise NotFoundError("obstacle_missing", key=task.key)
    if obstacle.settled_on is not None:
        raise InvalidError("obstacle_settled")
    return obstacle
