"""A task's facts as the rules want them, and its light computed from these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from luoshi.city.rules import facts as known
from luoshi.city.rules.counting import last_word, newest_amount
from luoshi.city.rules.facts import Facts, target_of
from luoshi.city.rules.lights import light
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.phases import progress_with
from luoshi.knowledge import toml_table

LIGHT_FIELDS = ("light", "light_reasons", "light_since")


def facts_of(task: Task) -> Facts:
    """The facts of ``task``; prefetch ``milestones`` for lists."""
    target, direction = target_of(task.target_low, task.target_high, task.target_bound or None)  # type: ignore[arg-type]
    return Facts(
        state=task.state,  # type: ignore[arg-type]
        start=task.start,
        due=task.due,
        target=target,
        direction=direction,
        course="accrues" if accrues(task.target_unit) else "holds",
        unit=task.target_unit,
        milestones=tuple(
            known.Milestone(one.due, one.amount, one.done_on, one.agreed_on) for one in task.milestones.all()
        ),
        amount=task.done_amount,
        amount_on=task.amount_on,
        last_progress_on=task.last_progress_on,
        progress_interval_days=task.progress_interval_days,
        issued_on=timezone.localdate(task.issued_at) if task.issued_at else None,
        runs_from=task.runs_from,
        submitted_on=task.submitted_on,
        closed_on=task.done_on or task.closed_on,
    )


ROW_FIELDS = (
    "state", "start", "due", "submitted_on", "done_on", "closed_on", "last_progress_on",
    "progress_interval_days",
)  # fmt: skip
"""What ``facts_of_row`` reads, besides ``got`` (``queries.got_on``)."""


def facts_of_row(row: Mapping[str, Any], milestones: tuple[known.Milestone, ...] = ()) -> Facts:
    """The facts of a row of ``ROW_FIELDS``: its days, no amounts."""
    return Facts(
        state=row["state"],
        start=row["start"],
        due=row["due"],
        milestones=milestones,
        last_progress_on=row["last_progress_on"],
        progress_interval_days=row["progress_interval_days"],
        runs_from=row["got"],
        submitted_on=row["submitted_on"],
        closed_on=row["done_on"] or row["closed_on"],
    )


def recompute_light(task: Task, today: date) -> bool:
    """Compute the light anew, and whether anything of it changed; the caller saves ``LIGHT_FIELDS``."""
    found = light(facts_of(task), today)
    reasons: list[dict[str, Any]] = [
        {"code": reason.code, "details": dict(reason.details)} for reason in found.reasons
    ]
    before = (task.light, task.light_reasons, task.light_since)
    if found.colour != task.light or task.light_since is None:
        task.light, task.light_since = found.colour, today
    task.light_reasons = reasons
    return before != (task.light, task.light_reasons, task.light_since)


def with_facts(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """``tasks`` with what ``facts_of`` reads, in a constant number of queries."""
    return tasks.prefetch_related("milestones")


def accrues(unit: str) -> bool:
    """Whether an amount in ``unit`` adds up over the year; a rate is held (``courses.toml``)."""
    return unit not in _held_units()


@cache
def _held_units() -> frozenset[str]:
    return frozenset(toml_table("luoshi.city.tasks", "courses.toml")["held_units"])


def take_amounts(task: Task) -> None:
    """Set what the signed progress says of the task: amount, claim, days; the caller saves.

    Amount and claim are those of the entry that counts (``rules.counting``); the unit was heard of last on
    the newest day that any entry is of.
    """
    signed = list(task.progress.filter(progress_with("counts")))
    counts, measured = last_word(signed), newest_amount(signed)
    task.last_progress_on = max((entry.as_of for entry in signed), default=None)
    task.claim = counts.claim if counts else ""
    task.done_amount, task.amount_on = (measured.amount, measured.as_of) if measured else (None, None)
