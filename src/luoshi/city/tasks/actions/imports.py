"""A table of tasks brought in: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require
from luoshi.city.site.confirmations import Question, UnconfirmedError, ask
from luoshi.city.tasks.access import lock_tasks
from luoshi.city.tasks.actions.drafts import (
    Source,
    add_task_from_elsewhere,
    change_draft,
    draft_tasks,
    hold_promises,
)
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.terms import TaskTerms


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row: a draft changed (``task``), a promise drafted, or a task from elsewhere (``source``).

    ``known`` are the keys of the promise's tasks that the table names.
    """

    draft: TaskTerms
    task: str = ""
    version: int | None = None
    promise: str = ""
    source: Source | None = None
    known: Collection[str] = ()


@writes
def import_drafts(
    *, actor: Actor, entries: Sequence[Entry], submission: str = "", confirmed: Collection[str] = ()
) -> list[Task]:
    """Write every entry, or none where one is refused; the same ``submission`` again adds nothing.

    ``UnconfirmedError``, with the questions of every entry, where one of them was not ``confirmed``.
    """
    require(actor, "task.draft")
    hold_promises((entry.promise for entry in entries if not entry.task and entry.promise), confirmed)
    lock_tasks([entry.task for entry in entries if entry.task])
    tasks: list[Task] = []
    own: dict[str, set[str]] = {}
    questions: list[Question] = []
    for index, entry in enumerate(entries):
        name = f"{submission}-{index}" if submission else ""
        try:
            task = _written(actor, entry, name, own.get(entry.promise, set()), confirmed)
        except UnconfirmedError as unconfirmed:
            questions += unconfirmed.questions
        else:
            tasks.append(task)
            own.setdefault(entry.promise, set()).add(task.key)
    ask(questions, ())
    return tasks


def _written(
    actor: Actor, entry: Entry, submission: str, own: Collection[str], confirmed: Collection[str]
) -> Task:
    if entry.task:
        return change_draft(
            actor=actor, key=entry.task, draft=entry.draft, version=entry.version, confirmed=confirmed
        )
    if entry.source is not None:
        return add_task_from_elsewhere(
            actor=actor, source=entry.source, draft=entry.draft, submission=submission, confirmed=confirmed
        )
    return draft_tasks(
        actor=actor,
        promise=entry.promise,
        drafts=[entry.draft],
        submission=submission,
        known={*entry.known, *own},
        confirmed=confirmed,
    )[0]
