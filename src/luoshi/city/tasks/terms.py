"""What is decided about a task: drafted, agreed when it is issued, and changed under change control.

The one list of these fields: forms, tables, drafts and changes derive theirs from it. A new field is one
here, a column of ``Task``, a field of ``forms.TermsForm`` and its name in ``rules/words.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from luoshi.city.people.models import Post, Unit
from luoshi.city.tasks.models import Task


@dataclass(frozen=True, kw_only=True)
class MilestoneTerms:
    """What is to be reached by ``due``; ``amount`` in the task's unit."""

    due: date
    amount: float | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskTerms:
    """What is decided about a task; amounts in ``target_unit``."""

    title: str
    start: date
    due: date
    kind: str = "task"
    lead_unit: Unit | None = None
    supporting: tuple[Unit, ...] = ()
    sponsor: Post | None = None
    officer: Post | None = None
    target_low: float | None = None
    target_high: float | None = None
    target_unit: str = ""
    target_bound: str = ""
    progress_interval_days: int = 30
    milestones: tuple[MilestoneTerms, ...] = ()


_ROWS = frozenset(("supporting", "milestones"))
_REFERENCES = frozenset(("lead_unit", "sponsor", "officer"))
# An issued task changes its lead unit by transfer and its officer by assignment.
_UNAMENDED = frozenset(("kind", "lead_unit", "supporting", "officer"))

COLUMNS = tuple(field.name for field in fields(TaskTerms) if field.name not in _ROWS)
"""The terms that are columns of ``Task``."""
PLAIN = tuple(name for name in COLUMNS if name not in _REFERENCES)
"""Of these the ones that are words, numbers and days."""
AMENDED = tuple(name for name in COLUMNS if name not in _UNAMENDED)
"""Of these the ones that ``change_task`` sets."""
OPTIONAL = {field.name: field.default for field in fields(TaskTerms) if field.default in (None, "")}
"""The terms that may be empty, with what stands for empty."""


def columns_of(terms: TaskTerms) -> dict[str, Any]:
    """The terms as columns of ``Task``."""
    return {name: getattr(terms, name) for name in COLUMNS}


def milestones_of(task: Task) -> tuple[MilestoneTerms, ...]:
    """The milestones as agreed; prefetch ``milestones`` for lists."""
    return tuple(
        MilestoneTerms(due=row.due, amount=row.amount, words=row.words) for row in task.milestones.all()
    )


def terms_of(task: Task) -> TaskTerms:
    """The terms in force; prefetch ``supports__unit`` and ``milestones`` for lists."""
    return TaskTerms(
        **{name: getattr(task, name) for name in COLUMNS},
        supporting=tuple(support.unit for support in task.supports.all()),
        milestones=milestones_of(task),
    )
