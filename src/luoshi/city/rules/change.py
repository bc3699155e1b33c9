"""Change control: a promise is never silently retargeted; original words, approver and reason stay."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from luoshi.city.rules.facts import Milestone, target_of
from luoshi.city.rules.states import TaskState, phase_of
from luoshi.city.rules.words import Language, number, table
from luoshi.errors import LuoshiError
from luoshi.reading.records import Bound

Value = str | float | date | tuple[Milestone, ...] | None


class ChangeRefusedError(LuoshiError):
    """A change of an issued task without reason or approver."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed of a task; every field is under change control."""

    title: str
    words: str
    target_low: float | None = None
    target_high: float | None = None
    target_unit: str = ""
    target_bound: Bound | None = None
    start: date | None = None
    due: date | None = None
    lead_unit: str | None = None
    milestones: tuple[Milestone, ...] = ()


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
    name: str = table("change.toml")["fields"][field][language]
    return name


def changes(before: Terms, after: Terms) -> tuple[Change, ...]:
    """What differs between two terms, field by field, in the order of the table."""
    found: list[Change] = []
    for field in controlled_fields():
        old, new = getattr(before, field), getattr(after, field)
        if field == "milestones":
            old, new = _agreed(old), _agreed(new)
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


def _agreed(milestones: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
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
    old, direction = target_of(before.target_low, before.target_high, before.target_bound)
    new, _ = target_of(after.target_low, after.target_high, after.target_bound)
    if old is None or new is None or before.target_unit != after.target_unit:
        return old is not None and new is None
    return new > old if direction == "down" else new < old


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
