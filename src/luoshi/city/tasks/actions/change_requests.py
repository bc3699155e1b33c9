"""A unit asks for an extension, a suspension or a transfer; the sponsor or the office decides."""

from __future__ import annotations

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.rules.states import move
from luoshi.city.site.errors import InvalidError, NotFoundError, StaleError
from luoshi.city.tasks.access import lock_task
from luoshi.city.tasks.actions.events import EventInput, save_with_event
from luoshi.city.tasks.actions.transitions import TransitionInput, decide_change_request, make_move
from luoshi.city.tasks.events import ChangeRequestKind, asking, granting, is_move, refusing
from luoshi.city.tasks.models import ChangeRequest
from luoshi.city.tasks.selectors import open_change_requests


@writes
def ask(
    *, actor: Actor, key: str, kind: ChangeRequestKind, given: TransitionInput, version: int | None = None
) -> ChangeRequest:
    """Ask, with a reason; one open change request of a kind at a time. The same form again is the same one.

    An extension needs ``new_due``, later than now; a transfer ``new_unit``. Raises ``NotFoundError``,
    ``ForbiddenError``, ``InvalidError``, ``StaleError``, ``MoveRefusedError``, ``UnconfirmedError`` (see
    ``move_task``).
    """
    task, signer = lock_task(actor, key, "task.sign")
    reason, wanted_unit = given.reason, given.new_unit
    earlier = open_change_requests(task).filter(kind=kind).last()
    if earlier is not None:
        same = (earlier.reason, earlier.wanted_due, earlier.wanted_unit) == (
            reason.strip(),
            given.new_due,
            wanted_unit,
        )
        if same and earlier.asked_by_id == signer.person.pk:
            return earlier
        raise InvalidError("change_request_open")
    if version is not None and version != task.version:
        raise StaleError("task_outdated", key=key)
    if is_move(asking(kind)):
        make_move(task, signer, asking(kind), given)
        return open_change_requests(task).get(kind=kind)
    if not reason.strip():
        raise InvalidError("change_request_without_reason")
    if kind == "transfer" and (wanted_unit is None or wanted_unit.pk == task.lead_unit_id):
        raise InvalidError("change_request_without_unit")
    if task.state not in move(granting(kind)).sources:
        raise InvalidError("not_change_request", key=key)
    change_request = ChangeRequest.objects.create(
        task=task, kind=kind, reason=reason.strip(), wanted_unit=wanted_unit, asked_by=signer.person
    )
    record(signer.signature, "change_request.add", change_request)
    save_with_event(task, signer.signature, EventInput(asking(kind), reason=change_request.reason))
    return change_request


@writes
def decide(
    *, actor: Actor, key: str, number: int, granted: bool, given: TransitionInput, version: int | None = None
) -> ChangeRequest:
    """Grant or refuse, with a reason; ``new_due`` and ``new_unit`` given may differ from what was asked."""
    task, signer = lock_task(actor, key, "task.decide", version)
    change_request = task.change_requests.filter(pk=number).first()
    if change_request is None:
        raise NotFoundError("change_request_missing", key=key)
    if change_request.decided_at is not None:
        raise StaleError("change_request_decided", key=key)
    reason = given.reason.strip()
    if not reason:
        raise InvalidError("decision_without_reason")
    if granted:
        make_move(task, signer, granting(change_request.kind), given)
    elif is_move(refusing(change_request.kind)):
        make_move(task, signer, refusing(change_request.kind), given)
    else:
        decide_change_request(change_request, signer, granted=False, decision=reason)
        save_with_event(task, signer.signature, EventInput(refusing(change_request.kind), reason=reason))
    change_request.refresh_from_db()
    return change_request
