"""Escalation of what is overdue: to whom, and with which supervision order, from ``reminders.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

import msgspec

from luoshi.city.rules.facts import Facts, overdue_days
from luoshi.city.rules.words import Language, Reason, named, table
from luoshi.city.rules.workdays import workdays_between
from luoshi.plurals import fill

SupervisionColour = Literal["blue", "yellow", "red"]
Recipient = Literal["unit_head", "sponsor"]
SUPERVISION_COLOURS: tuple[SupervisionColour, ...] = get_args(SupervisionColour)


class SupervisionOrder(msgspec.Struct, frozen=True):
    """A supervision order that was sent."""

    colour: SupervisionColour
    issued_on: date
    answered: bool = False


class Escalation(msgspec.Struct, frozen=True):
    """Who is to be told, which supervision order is suggested, and why; empty where nothing is overdue."""

    to: tuple[Recipient, ...]
    supervision_order: SupervisionColour | None
    reasons: tuple[Reason, ...]


def escalation(
    facts: Facts, on: date, *, unanswered: int = 0, supervision_orders: Iterable[SupervisionOrder] = ()
) -> Escalation:
    """Whom an overdue task goes up to, and the supervision order that is suggested; a person sends it.

    ``unanswered``  reminders in a row that no report answered.
    ``supervision_orders``      the supervision orders sent on this task so far.
    """
    rule = table("reminders.toml")["escalation"]
    to: list[Recipient] = []
    reasons: list[Reason] = []
    late = 0
    if facts.due is not None and overdue_days(facts, on):
        late = workdays_between(facts.due, on)
    if late >= rule["unit_head_workdays"]:
        to.append("unit_head")
        reasons.append(Reason("escalate_overdue", {"days": str(late)}))
    waits = facts.phase in ("waiting", "working")
    ignored = waits and unanswered >= rule["sponsor_unanswered"]
    if ignored:
        reasons.append(Reason("escalate_unanswered", {"count": str(unanswered)}))
    if late >= rule["sponsor_workdays"] or ignored:
        to = ["unit_head", "sponsor"]
    supervision_order, why = _sheet(
        late, ignored=ignored, supervision_orders=tuple(supervision_orders), on=on
    )
    return Escalation(tuple(to), supervision_order, (*reasons, *why))


def _sheet(
    late: int, *, ignored: bool, supervision_orders: tuple[SupervisionOrder, ...], on: date
) -> tuple[SupervisionColour | None, tuple[Reason, ...]]:
    """The colour that is suggested, and why.

    The gravest of: the colour for the days overdue; blue where reminders go unanswered; the colour above a
    supervision order that was not answered in time. A colour that was sent is not suggested again, but a
    second red one is where the first went unanswered.
    """
    if not late and not ignored:
        return None, ()
    rule = table("reminders.toml")["supervision_orders"]
    wanted = max(
        (rank for rank, one in enumerate(SUPERVISION_COLOURS) if late >= rule["workdays"][one]), default=-1
    )
    wanted = max(wanted, 0) if ignored else wanted
    why: tuple[Reason, ...] = ()
    gravest = max(
        supervision_orders,
        key=lambda one: (SUPERVISION_COLOURS.index(one.colour), one.issued_on),
        default=None,
    )
    if gravest is not None:
        sent = SUPERVISION_COLOURS.index(gravest.colour)
        waited = workdays_between(gravest.issued_on, on)
        if not gravest.answered and waited >= rule["unanswered_workdays"]:
            wanted = max(wanted, min(sent + 1, len(SUPERVISION_COLOURS) - 1))
            details = named(supervision_order=("supervision_order", gravest.colour)) | {"days": str(waited)}
            why = (Reason("supervision_order_unanswered", details),)
        if wanted < sent or (wanted == sent and not why):
            return None, ()
    return (SUPERVISION_COLOURS[wanted], why) if wanted >= 0 else (None, ())


def rule_in_words(language: Language = "zh") -> str:
    """The rule of escalation as a sentence, with its numbers."""
    known = table("reminders.toml")
    words: str = table("reasons.toml")["escalation_rule"][language]
    return fill(words, **known["escalation"], **known["supervision_orders"]["workdays"])
