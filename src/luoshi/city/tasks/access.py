"""Who may touch a task: the condition for lists, the locked row and the signer for a write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from luoshi.city.chain.entries import Signature
from luoshi.city.chain.locking import locked_row, locked_rows
from luoshi.city.people.actors import Actor, HeldPost
from luoshi.city.people.models import Person
from luoshi.city.people.permissions import granting_post, may, permitted, require
from luoshi.city.people.scopes import Held, listed
from luoshi.city.site.errors import NotFoundError, StaleError
from luoshi.city.tasks.models import Task


@dataclass(frozen=True)
class Signer:
    """Who writes: the person, and how that person signs."""

    person: Person
    signature: Signature


def tasks_for(actor: Actor, permission: str, *, inside: bool = False) -> Q:
    """The condition on tasks under which ``actor`` has ``permission``; an empty one for every task.

    ``inside``: those of which the actor sees more than the public does.
    """
    return permitted(actor, permission, Task, inside=inside)


def tasks_of_units(units: Iterable[int]) -> Q:
    """The condition on the tasks that ``units`` know of, since they lead or support them."""
    return listed(Task.scopes.unit(Held(posts=frozenset(), units=frozenset(units))), Task)


def sees_inside(actor: Actor, task: Task) -> bool:
    """Whether the actor sees more of the task than the public does."""
    return may(actor, "task.read", task, inside=True)


def lock_tasks(keys: Collection[str]) -> None:
    """Lock the tasks of a write to many, in the order of the rows, before the first of them is written."""
    locked_rows(Task.objects.filter(key__in=keys))


def locked_task(key: str) -> Task:
    """The task ``key``, its row locked until the transaction ends; asks for no permission."""
    task = locked_row(Task.objects.filter(key=key))
    if task is None:
        raise NotFoundError("task_missing", key=key)
    return task


def lock_task(
    actor: Actor, key: str, permissions: str | Sequence[str], version: int | None = None
) -> tuple[Task, Signer]:
    """The task ``key``, locked, and the signer of the actor whose post has (one of) ``permissions`` on it.

    ``NotFoundError`` where no post of the actor may even see it, ``ForbiddenError`` where only those are
    lacking, ``StaleError`` where it is not at ``version`` any more.
    """
    task = locked_task(key)
    asked = (permissions,) if isinstance(permissions, str) else permissions
    post = next(filter(None, (granting_post(actor, permission, task) for permission in asked)), None)
    if post is None and granting_post(actor, "task.read", task) is None:
        raise NotFoundError("task_missing", key=key)
    signer = signer_of(actor, post or require(actor, asked[0], task))
    check_version(task, version)
    return task, signer


def signer_of(actor: Actor, post: HeldPost) -> Signer:
    """The signer of an actor who holds ``post``: of a person, since the public holds none."""
    if actor.person is None:
        raise PermissionError("the public signs nothing")
    return Signer(actor.person, actor.signature(post))


def check_version(task: Task, version: int | None) -> None:
    """Raise ``StaleError`` where the task was changed since ``version``."""
    if version is not None and version != task.version:
        raise StaleError("task_outdated", key=task.key)
