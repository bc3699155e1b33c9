"""Supervision sheets 督办单: issued by the office in one of three colours, answered by the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.people.permissions import granting_post, require
from luoshi.city.rules.states import OPEN
from luoshi.city.tasks.actions.steps import Unfit, hand_of, held_task, keep
from luoshi.city.tasks.actions.telling import tell
from luoshi.city.tasks.locking import Missing, Outdated, locked_task
from luoshi.city.tasks.models import SHEET_COLOURS, Sheet


@dataclass(frozen=True)
class _Addressee:
    """The unit that a sheet was sent to, as what permission is asked about."""

    lead_unit_id: int | None
    unit_ids: frozenset[int]
    sponsor_id: int | None = None
    is_told: bool = True
    is_released: bool = False


@writes
def issue_sheet(
    *,
    actor: Actor,
    key: str,
    unit: Unit,
    colour: str,
    words: str,
    answer_due: date,
    version: int | None = None,
) -> Sheet:
    """Send a sheet on an open task to one of its units. The same sheet again on one day is one sheet."""
    task, hand = held_task(actor, key, "sheet.issue")
    today = timezone.localdate()
    words = words.strip()
    same = task.sheets.filter(unit=unit, colour=colour, issued_on=today, words=words).first()
    if same is not None:
        return same
    if version is not None and version != task.version:
        raise Outdated("task_outdated", key=key)
    if colour not in SHEET_COLOURS:
        raise Unfit("sheet_colour_unknown", colour=colour)
    if task.state not in OPEN:
        raise Unfit("sheet_on_settled", key=key)
    if unit.pk not in task.unit_ids:
        raise Unfit("sheet_elsewhere", unit=unit.name)
    if not words:
        raise Unfit("sheet_without_words")
    if answer_due < today:
        raise Unfit("answer_due_past", due=answer_due)
    sheet = Sheet.objects.create(
        key=f"{task.key}-{task.sheets.count() + 1}",
        task=task,
        unit=unit,
        colour=colour,
        issued_on=today,
        answer_due=answer_due,
        words=words,
        issued_by=hand.person,
    )
    record(hand.signature, "sheet.issue", sheet)
    keep(task, hand.signature, "issue_sheet", reason=words, changed={"sheet": ["", sheet.key]})
    tell(task, hand.signature, "issue_sheet", reason=words, unit_id=unit.pk)
    return sheet


@writes
def answer_sheet(*, actor: Actor, sheet_key: str, answer: str) -> Sheet:
    """The head of the unit that got the sheet answers it, once."""
    found = Sheet.objects.filter(key=sheet_key).select_related("task").first()
    if found is None:
        raise Missing("sheet_missing", key=sheet_key)
    task = locked_task(found.task.key)
    sheet = Sheet.objects.get(pk=found.pk)
    about = _Addressee(sheet.unit_id, frozenset({sheet.unit_id}))
    if granting_post(actor, "sheet.read", task) is None and granting_post(actor, "sheet.read", about) is None:
        raise Missing("sheet_missing", key=sheet_key)
    hand = hand_of(actor, require(actor, "task.sign", about))
    answer = answer.strip()
    if sheet.answered_at is not None:
        if sheet.answer == answer:
            return sheet
        raise Outdated("sheet_answered", key=sheet_key)
    if not answer:
        raise Unfit("answer_without_words")
    sheet.answer, sheet.answered_at = answer, timezone.now()
    sheet.save()
    record(hand.signature, "sheet.answer", sheet)
    keep(task, hand.signature, "answer_sheet", reason=answer, changed={"sheet": ["", sheet.key]})
    tell(task, hand.signature, "answer_sheet", reason=answer)
    return sheet
