"""Moving a task from state to state, by the table of ``rules.states``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from luoshi.city.history.chain import record
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.people.permissions import require
from luoshi.city.rules.states import apply, move
from luoshi.city.tasks.actions.steps import add_step
from luoshi.city.tasks.lighting import relight
from luoshi.city.tasks.locking import locked_task
from luoshi.city.tasks.models import Task


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is given with a move; see ``needs`` in ``states.toml``."""

    reason: str = ""
    new_due: date | None = None
    new_unit: Unit | None = None
    verdict: str = ""
    verdict_words: str = ""
    own_verdict: str = ""

    def names(self, task: Task) -> set[str]:
        """The needs that are met, evidence of the task included."""
        met = {name for name in ("reason", "new_due", "new_unit", "verdict") if getattr(self, name)}
        if self.own_verdict or task.own_verdict:
            met.add("claim")
        if task.verdict:
            met.add("verdict")
        if task.evidence.filter(removed_at__isnull=True).exists():
            met.add("evidence")
        return met


@transaction.atomic
def move_task(*, actor: Actor, key: str, name: str, given: Given, version: int | None = None) -> Task:
    """Make the move ``name``. ``version`` is the one that the person saw: a task changed since is refused.

    Raises ``Refused``, ``RefusedMove`` (wrong state, something missing) or ``Outdated``.
    """
    task = locked_task(key, version)
    one = move(name)
    post = require(actor, one.permission, task)
    before = task.state
    task.state = apply(task.state, name, given.names(task))  # type: ignore[arg-type]
    changed = _effects(task, name, given)
    task.version += 1
    relight(task, timezone.localdate())
    task.save()
    signature = actor.signature(post)
    add_step(task, signature, name, before=before, reason=given.reason, changed=changed)
    record(signature, f"task.{name}", task, reason=given.reason, **changed)
    return task


def _effects(task: Task, name: str, given: Given) -> dict[str, list[object]]:
    """Set what the move sets; the fields changed, with their values before and after."""
    now, today = timezone.now(), timezone.localdate()
    before = {field: getattr(task, field) for field in _CHANGING}
    if name == "issue":
        task.issued_at = now
        task.first_due = task.first_due or task.due
    elif name == "accept":
        task.accepted_at = now
    elif name == "submit":
        task.own_verdict = given.own_verdict or task.own_verdict
        task.submitted_on = today
    elif name == "approve":
        task.verdict, task.verdict_words = given.verdict, given.verdict_words
        task.done_on = today
    elif name == "close":
        task.closed_on = today
    elif name == "reopen":
        task.done_on = task.closed_on = None
        task.verdict = task.own_verdict = ""
    elif name == "grant_extension" and given.new_due is not None:
        task.due = given.new_due
    elif name == "transfer" and given.new_unit is not None:
        task.lead_unit, task.accepted_at, task.officer = given.new_unit, None, None
    return {
        field: [_plain(before[field]), _plain(getattr(task, field))]
        for field in _CHANGING
        if before[field] != getattr(task, field)
    }


_CHANGING = ("due", "lead_unit_id", "verdict", "own_verdict", "submitted_on", "done_on", "closed_on")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
