"""A unit asks for an extension, a suspension or a transfer; the sponsor or the office decides."""

from __future__ import annotations

from typing import Literal

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.rules.states import move
from luoshi.city.tasks.actions.moving import Given, decide_asking, make_move
from luoshi.city.tasks.actions.standing import open_askings
from luoshi.city.tasks.actions.steps import Unfit, held_task, keep
from luoshi.city.tasks.actions.telling import tell
from luoshi.city.tasks.locking import Missing, Outdated
from luoshi.city.tasks.models import Asking

AskingKind = Literal["extension", "suspension", "transfer"]
MOVES: dict[str, str] = {"extension": "grant_extension", "suspension": "suspend", "transfer": "transfer"}
"""The move that granting makes."""


@writes
def ask(*, actor: Actor, key: str, kind: AskingKind, given: Given, version: int | None = None) -> Asking:
    """Ask, with a reason; one open asking of a kind at a time. The same form again is the same asking.

    An extension needs ``new_due``, later than now; a transfer ``new_unit``. Raises ``Missing``, ``Refused``,
    ``Unfit``, ``Outdated``, ``RefusedMove``, ``Unconfirmed`` (see ``move_task``).
    """
    task, hand = held_task(actor, key, "task.sign")
    reason, wanted_unit = given.reason, given.new_unit
    earlier = open_askings(task).filter(kind=kind).last()
    if earlier is not None:
        same = (earlier.reason, earlier.wanted_due, earlier.wanted_unit) == (
            reason.strip(),
            given.new_due,
            wanted_unit,
        )
        if same and earlier.asked_by_id == hand.person.pk:
            return earlier
        raise Unfit("asking_open")
    if version is not None and version != task.version:
        raise Outdated("task_outdated", key=key)
    if kind == "extension":
        make_move(task, hand, "ask_extension", given)
        return open_askings(task).get(kind=kind)
    if not reason.strip():
        raise Unfit("asking_without_reason")
    if kind == "transfer" and (wanted_unit is None or wanted_unit.pk == task.lead_unit_id):
        raise Unfit("asking_without_unit")
    if task.state not in move(MOVES[kind]).sources:
        raise Unfit("not_asking", key=key)
    asking = Asking.objects.create(
        task=task, kind=kind, reason=reason.strip(), wanted_unit=wanted_unit, asked_by=hand.person
    )
    record(hand.signature, "asking.add", asking)
    keep(task, hand.signature, f"ask_{kind}", reason=asking.reason)
    tell(task, hand.signature, f"ask_{kind}", reason=asking.reason)
    return asking


@writes
def decide(
    *, actor: Actor, key: str, number: int, granted: bool, given: Given, version: int | None = None
) -> Asking:
    """Grant or refuse, with a reason; ``new_due`` and ``new_unit`` given may differ from what was asked."""
    task, hand = held_task(actor, key, "task.decide", version)
    asking = task.askings.filter(pk=number).first()
    if asking is None:
        raise Missing("asking_missing", key=key)
    if asking.decided_at is not None:
        raise Outdated("asking_decided", key=key)
    reason = given.reason.strip()
    if not reason:
        raise Unfit("decision_without_reason")
    if granted:
        make_move(task, hand, MOVES[asking.kind], given)
    elif asking.kind == "extension":
        make_move(task, hand, "refuse_extension", given)
    else:
        decide_asking(asking, hand, granted=False, decision=reason)
        keep(task, hand.signature, f"refuse_{asking.kind}", reason=reason)
        tell(task, hand.signature, f"refuse_{asking.kind}", reason=reason)
    asking.refresh_from_db()
    return asking
