"""Escalation of what is overdue: to whom, and with which sheet, from ``reminders.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

import msgspec

from luoshi.city.rules.facts import Facts, overdue_days
from luoshi.city.rules.words import Language, Reason, named, table
from luoshi.city.rules.workdays import workdays_between

SheetColour = Literal["blue", "yellow", "red"]
Recipient = Literal["unit_head", "sponsor"]
SHEET_COLOURS: tuple[SheetColour, ...] = get_args(SheetColour)


class Sheet(msgspec.Struct, frozen=True):
    """A supervision sheet that was sent."""

    colour: SheetColour
    issued_on: date
    answered: bool = False


class Escalation(msgspec.Struct, frozen=True):
    """Who is to be told, which sheet is suggested, and why; nothing of either where nothing is overdue."""

    to: tuple[Recipient, ...]
    sheet: SheetColour | None
    reasons: tuple[Reason, ...]


def escalation(facts: Facts, on: date, *, unanswered: int = 0, sheets: Iterable[Sheet] = ()) -> Escalation:
    """Whom an overdue task goes up to, and the sheet that is suggested; a person sends it.

    ``unanswered``  reminders in a row that no report answered.
    ``sheets``      the sheets sent on this task so far.
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
    waits = facts.state in {"awaiting_acceptance", "in_progress", "returned", "extension_asked"}
    ignored = waits and unanswered >= rule["sponsor_unanswered"]
    if ignored:
        reasons.append(Reason("escalate_unanswered", {"count": str(unanswered)}))
    if late >= rule["sponsor_workdays"] or ignored:
        to = ["unit_head", "sponsor"]
    sheet, why = _sheet(late, ignored=ignored, sheets=tuple(sheets), on=on)
    return Escalation(tuple(to), sheet, (*reasons, *why))


def _sheet(
    late: int, *, ignored: bool, sheets: tuple[Sheet, ...], on: date
) -> tuple[SheetColour | None, tuple[Reason, ...]]:
    """The colour that is suggested, and why.

    The gravest of: the colour for the days overdue; blue where reminders go unanswered; the colour above a
    sheet that was not answered in time. A colour that was sent is not suggested again, but a second red
    sheet is where the first went unanswered.
    """
    if not late and not ignored:
        return None, ()
    rule = table("reminders.toml")["sheets"]
    wanted = max(
        (rank for rank, one in enumerate(SHEET_COLOURS) if late >= rule["workdays"][one]), default=-1
    )
    wanted = max(wanted, 0) if ignored else wanted
    why: tuple[Reason, ...] = ()
    gravest = max(sheets, key=lambda one: (SHEET_COLOURS.index(one.colour), one.issued_on), default=None)
    if gravest is not None:
        sent = SHEET_COLOURS.index(gravest.colour)
        waited = workdays_between(gravest.issued_on, on)
        if not gravest.answered and waited >= rule["unanswered_workdays"]:
            wanted = max(wanted, min(sent + 1, len(SHEET_COLOURS) - 1))
            details = named(sheet=("sheet", gravest.colour)) | {"days": str(waited)}
            why = (Reason("sheet_unanswered", details),)
        if wanted < sent or (wanted == sent and not why):
            return None, ()
    return (SHEET_COLOURS[wanted], why) if wanted >= 0 else (None, ())


def rule_in_words(language: Language = "zh") -> str:
    """The rule of escalation as a sentence, with its numbers."""
    known = table("reminders.toml")
    words: str = table("reasons.toml")["escalation_rule"][language]
    return words.format(**known["escalation"], **known["sheets"]["workdays"])
