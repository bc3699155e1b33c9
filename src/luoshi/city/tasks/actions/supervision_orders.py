"""Supervision orders 督办单: issued by the office in one of three colours, answered by the unit."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.people.permissions import may, require
from luoshi.city.rules.escalation import SUPERVISION_COLOURS
from luoshi.city.rules.states import OPEN
from luoshi.city.site.errors import InvalidError, NotFoundError, StaleError
from luoshi.city.tasks.access import lock_task, locked_task, signer_of
from luoshi.city.tasks.actions.events import EventInput, save_with_event
from luoshi.city.tasks.models import SupervisionOrder


@writes
def issue_supervision_order(
    *,
    actor: Actor,
    key: str,
    unit: Unit,
    colour: str,
    words: str,
    answer_due: date,
    version: int | None = None,
) -> SupervisionOrder:
    """Send a supervision order on an open task to one of its units.

    The same one again on one day is one.
    """
    task, signer = lock_task(actor, key, "supervision_order.issue")
    today = timezone.localdate()
    words = words.strip()
    same = task.supervision_orders.filter(unit=unit, colour=colour, issued_on=today, words=words).first()
    if same is not None:
        return same
    if version is not None and version != task.version:
        raise StaleError("task_outdated", key=key)
    if colour not in SUPERVISION_COLOURS:
        raise InvalidError("supervision_order_colour_unknown", colour=colour)
    if task.phase not in OPEN:
        raise InvalidError("supervision_order_on_settled", key=key)
    if unit.pk not in task.unit_ids:
        raise InvalidError("sheet_elsewhere", unit=unit.name)
    if not words:
        raise InvalidError("supervision_order_without_words")
    if answer_due < today:
        raise InvalidError("answer_due_past", due=answer_due)
    supervision_order = SupervisionOrder.objects.create(
        key=f"{task.key}-{task.supervision_orders.count() + 1}",
        task=task,
        unit=unit,
        colour=colour,
        issued_on=today,
        answer_due=answer_due,
        words=words,
        issued_by=signer.person,
    )
    record(signer.signature, "supervision_order.issue", supervision_order)
    save_with_event(
        task,
        signer.signature,
        EventInput(
            "issue_supervision_order",
            reason=words,
            changed={"supervision_order": ["", supervision_order.key]},
            unit_id=unit.pk,
        ),
    )
    return supervision_order


@writes
def answer_supervision_order(*, actor: Actor, supervision_order_key: str, answer: str) -> SupervisionOrder:
    """The head of the unit that got the supervision order answers it, once."""
    found = SupervisionOrder.objects.filter(key=supervision_order_key).select_related("task").first()
    if found is None:
        raise NotFoundError("supervision_order_missing", key=supervision_order_key)
    task = locked_task(found.task.key)
    supervision_order = SupervisionOrder.objects.get(pk=found.pk)
    if not may(actor, "supervision_order.read", supervision_order):
        raise NotFoundError("supervision_order_missing", key=supervision_order_key)
    signer = signer_of(actor, require(actor, "task.sign", supervision_order))
    answer = answer.strip()
    if supervision_order.answered_at is not None:
        if supervision_order.answer == answer:
            return supervision_order
        raise StaleError("supervision_order_answered", key=supervision_order_key)
    if not answer:
        raise InvalidError("answer_without_words")
    supervision_order.answer, supervision_order.answered_at = answer, timezone.now()
    supervision_order.save()
    record(signer.signature, "supervision_order.answer", supervision_order)
    save_with_event(
        task,
        signer.signature,
        EventInput(
            "answer_supervision_order",
            reason=answer,
            changed={"supervision_order": ["", supervision_order.key]},
        ),
    )
    return supervision_order
