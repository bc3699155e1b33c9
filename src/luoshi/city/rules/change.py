"""Change control: a promise is never silently retargeted; original words, approver and reason stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Protocol, cast

import msgspec

from luoshi.city.rules.facts import Direction, Milestone, target_of
from luoshi.city.rules.states import TaskState, phase_of
from luoshi.city.rules.words import Language, name_of, number, table
from luoshi.errors import LuoshiError
from luoshi.reading.records import Bound

Value = str | float | date | tuple[Milestone, ...] | None


class ChangeRefusedError(LuoshiError):
    """A change of an issued task without reason or approver."""


class DatedAmount(Protocol):
    """A milestone, as far as it is agreed."""

    @property
    def due(self) -> date:
        """The day."""

    @property
    def amount(self) -> float | None:
        """What is to be reached by it."""


class Terms(Protocol):
    """What was agreed of a task: of ``controlled_fields`` those that it has, and these in any case."""

    @property
    def due(self) -> date | None:
        """The day on which it is to be done."""

    @property
    def target_low(self) -> float | None:
        """The low end of the target."""

    @property
    def target_high(self) -> float | None:
        """The high end of the target."""

    @property
    def target_unit(self) -> str:
        """The unit of both."""

    @property
    def target_bound(self) -> str | None:
        """Empty where there is none."""

    @property
    def milestones(self) -> Sequence[DatedAmount]:
        """What is to be reached on the way."""


class Change(msgspec.Struct, frozen=True):
    """One field that changed; ``loosens`` where the new value asks less than the old one did."""

    field: str
    before: Value
    after: Value
    loosens: bool = False

    def in_words(self, language: Language = "zh") -> str:
        """The change in a line: ``完成时限：2026-06-30 → 2026-09-30``."""
        colon = "：" if language == "zh" else ": "
        return f"{field_name(self.field, language)}{colon}{_written(self.before)} → {_written(self.after)}"


@cache
def controlled_fields() -> tuple[str, ...]:
    """The fields that may change only with reason and approver, in the order of ``change.toml``."""
    return tuple(table("change.toml")["fields"])


def field_name(field: str, language: Language = "zh") -> str:
    """What the field is called: ``due`` -> 完成时限."""
    return name_of("task_field", field, language)


def changes(before: Terms, after: Terms) -> tuple[Change, ...]:
    """What differs between two terms, field by field, in the order of the table."""
    found: list[Change] = []
    for field in controlled_fields():
        old, new = getattr(before, field, None), getattr(after, field, None)
        if field == "milestones":
            old, new = _agreed(before.milestones), _agreed(after.milestones)
        if old != new:
            found.append(Change(field, old, new, _loosens(field, before, after)))
    return tuple(found)


def check_changes(state: TaskState, made: tuple[Change, ...], *, reason: str, approver: str | None) -> None:
    """Refuse changes of an issued task that lack a reason or an approver; a draft changes freely."""
    if phase_of(state) == "draft" or not made:
        return
    missing = [one for one, given in (("理由", reason.strip()), ("批准人", approver)) if not given]
    missing_en = [
        one for one, given in (("a reason", reason.strip()), ("an approver", approver)) if not given
    ]
    if missing:
        raise ChangeRefusedError(
            "city_rule_change_needs",
            fields="、".join(field_name(one.field, "zh") for one in made),
            fields_en=", ".join(field_name(one.field, "en") for one in made),
            missing="、".join(missing),
            missing_en=", ".join(missing_en),
        )


def _agreed(milestones: Sequence[DatedAmount]) -> tuple[Milestone, ...]:
    """The milestones as agreed: that one is done is no change of terms, nor is their order."""
    plain = [Milestone(one.due, one.amount) for one in milestones]
    return tuple(sorted(plain, key=lambda one: (one.due, one.amount is not None, one.amount or 0.0)))


def _loosens(field: str, before: Terms, after: Terms) -> bool:
    """A later due date or none, a target that is lower (a ceiling: higher) or gone, fewer milestones.

    Units are not converted: with another unit the amounts are not compared.
    """
    if field == "due":
        return before.due is not None and (after.due is None or after.due > before.due)
    if field == "milestones":
        return len(after.milestones) < len(before.milestones)
    if field not in {"target_low", "target_high", "target_bound"}:
        return False
    old, direction = _target(before)
    new, _ = _target(after)
    if old is None or new is None or before.target_unit != after.target_unit:
        return old is not None and new is None
    return new > old if direction == "down" else new < old


def _target(terms: Terms) -> tuple[float | None, Direction]:
    bound = cast("Bound | None", terms.target_bound or None)
    return target_of(terms.target_low, terms.target_high, bound)


def _written(value: Value) -> str:
    if isinstance(value, tuple):
        return (
            "；".join(
                f"{one.due}" if one.amount is None else f"{one.due} {number(one.amount)}" for one in value
            )
            or "—"
        )
    if isinstance(value, float | int):
        return number(value)
    return "—" if value in {None, ""} else str(value)
