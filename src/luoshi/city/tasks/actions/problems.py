"""What is in the way of a task: entered, given to somebody to remove by a day, settled 问题清单."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.tasks.actions.confirming import about_days, ask
from luoshi.city.tasks.actions.steps import Hand, Unfit, held_task, keep
from luoshi.city.tasks.actions.telling import tell
from luoshi.city.tasks.locking import Missing
from luoshi.city.tasks.models import Problem, Task


@writes
def add_problem(*, actor: Actor, key: str, words: str) -> Problem:
    """Enter a problem of a task that is no draft. The same words again while it is open: the same problem."""
    task, hand = held_task(actor, key, ("task.report", "problem.settle"))
    if task.state == "drafted":
        raise Unfit("not_changing", key=key)
    if not words.strip():
        raise Unfit("problem_without_words")
    return enter_problem(task, hand, words)


def enter_problem(task: Task, hand: Hand, words: str) -> Problem:
    """Enter a problem of a locked task."""
    words = words.strip()
    known = task.problems.filter(words=words, settled_on__isnull=True).first()
    if known is not None:
        return known
    problem = Problem.objects.create(task=task, words=words, entered_by=hand.person)
    record(hand.signature, "problem.add", problem, task=task.pk)
    keep(task, hand.signature, "add_problem", reason=words)
    return problem


@writes
def assign_problem(
    *,
    actor: Actor,
    key: str,
    number: int,
    remover: Unit,
    due: date,
    version: int | None = None,
    confirmed: Collection[str] = (),
) -> Problem:
    """Say which unit removes the problem by when; that unit is told.

    ``Unconfirmed`` where that day is past, unless ``confirmed``.
    """
    task, hand = held_task(actor, key, "problem.settle", version)
    problem = _open_problem(task, number)
    before = {"remover": problem.remover.name if problem.remover else "", "due": problem.due}
    if due != problem.due:
        ask(about_days(f"{key}-{number}", problem.words[:60], due, timezone.localdate()), confirmed)
    problem.remover, problem.due = remover, due
    problem.save()
    record(hand.signature, "problem.assign", problem, remover=remover.key, due=due)
    changed = {"remover": [before["remover"], remover.name], "problem_due": [before["due"], due]}
    keep(task, hand.signature, "assign_problem", reason=problem.words, changed=changed)
    tell(task, hand.signature, "assign_problem", reason=problem.words, unit_id=remover.pk)
    return problem


@writes
def settle_problem(*, actor: Actor, key: str, number: int, words: str, version: int | None = None) -> Problem:
    """Confirm that a problem is out of the way, and how."""
    task, hand = held_task(actor, key, "problem.settle", version)
    problem = _open_problem(task, number)
    if not words.strip():
        raise Unfit("settled_without_words")
    problem.settled_on, problem.settled_words = timezone.localdate(), words.strip()
    problem.save()
    record(hand.signature, "problem.settle", problem)
    keep(task, hand.signature, "settle_problem", reason=problem.settled_words)
    tell(task, hand.signature, "settle_problem", reason=problem.settled_words)
    return problem


def _open_problem(task: Task, number: int) -> Problem:
    problem = task.problems.select_related("remover").filter(pk=number).first()
    if problem is None:
        raise Missing("problem_missing", key=task.key)
    if problem.settled_on is not None:
        raise Unfit("problem_settled")
    return problem
