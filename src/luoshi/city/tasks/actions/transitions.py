"""Moving a task from state to state, by the table of ``rules.states``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.rules.states import apply, move, progress_lifecycle
from luoshi.city.site.confirmations import ask
from luoshi.city.site.errors import InvalidError
from luoshi.city.tasks.access import Signer, lock_task
from luoshi.city.tasks.actions.confirmations import about_days
from luoshi.city.tasks.actions.events import EventInput, save_with_event
from luoshi.city.tasks.actions.limits import limited
from luoshi.city.tasks.events import ChangeRequestKind, events
from luoshi.city.tasks.models import VERDICTS, ChangeRequest, Task
from luoshi.city.tasks.selectors import (
    counted_evidence,
    final_progress,
    open_change_requests,
)
from luoshi.city.tasks.status_light import take_amounts


@dataclass(frozen=True, kw_only=True)
class TransitionInput:
    """What is given with a move; see ``needs`` in ``states.toml``.

    ``confirmed`` are the keys of what the person confirmed (``confirming``).
    """

    reason: str = ""
    new_due: date | None = None
    new_unit: Unit | None = None
    verdict: str = ""
    verdict_words: str = ""
    own_verdict: str = ""
    confirmed: frozenset[str] = frozenset()

    def names(self, task: Task) -> set[str]:
        """The needs that are met, evidence of the task included."""
        met = {name for name in ("new_due", "new_unit", "verdict") if getattr(self, name)}
        if self.reason.strip():
            met.add("reason")
        if self.own_verdict or task.own_verdict:
            met.add("claim")
        if task.verdict:
            met.add("verdict")
        if counted_evidence(task).exists():
            met.add("evidence")
        return met


@writes
def move_task(
    *, actor: Actor, key: str, name: str, given: TransitionInput, version: int | None = None
) -> Task:
    """Make the move ``name``. ``version`` is the one that the person saw: a task changed since is refused.

    ``submit`` goes with a final progress entry that is signed; ``ask_extension`` leaves a change request.
    Raises ``NotFoundError``, ``ForbiddenError``, ``MoveRefusedError`` (wrong state, something missing),
    ``InvalidError``, ``StaleError``, or ``UnconfirmedError``: issuing what is due on a day that is past,
    extending to such a day.
    """
    task, signer = lock_task(actor, key, move(name).permission, version)
    if name == "submit" and final_progress(task) is None:
        raise InvalidError("submit_by_final_progress")
    make_move(task, signer, name, given)
    return task


def make_move(task: Task, signer: Signer, name: str, given: TransitionInput) -> None:
    """Make a move on a locked task in the name of ``signer``, whose permission was asked for."""
    given = _completed(task, name, given)
    before = task.state
    task.state = apply(task.state, name, given.names(task))  # type: ignore[arg-type]
    _ask(task, name, given)
    changed = _effects(task, name, given)
    if name in ("approve", "return_for_more"):
        _decide_final(task, signer, name, given.reason)
    kind = events()[name]
    if kind.asks:
        _leave_change_request(task, signer, kind.asks, given)
    elif kind.grants or kind.ends_requests:
        settle_change_requests(task, signer, granted=kind.grants, decision=given.reason)
    if name == "transfer":
        _support_no_more(task, signer)
    event = EventInput(name, from_state=before, reason=given.reason, changed=changed)
    save_with_event(task, signer.signature, event)


def settle_change_requests(task: Task, signer: Signer, *, granted: str = "", decision: str = "") -> None:
    """Decide the open change requests: those of kind ``granted`` with yes, the others with no."""
    for change_request in open_change_requests(task):
        decide_change_request(
            change_request, signer, granted=change_request.kind == granted, decision=decision
        )


def decide_change_request(
    change_request: ChangeRequest, signer: Signer, *, granted: bool, decision: str
) -> None:
    """Write down a decision."""
    change_request.granted, change_request.decision = granted, decision
    change_request.decided_by, change_request.decided_at = signer.person, timezone.now()
    change_request.save()
    record(signer.signature, "change_request.decide", change_request)


def _completed(task: Task, name: str, given: TransitionInput) -> TransitionInput:
    """What is given, with the wishes of the unit where the decision does not say otherwise; checked."""
    given = replace(given, reason=given.reason.strip(), verdict_words=given.verdict_words.strip())
    granted = events()[name].grants
    if granted:
        wish = open_change_requests(task).filter(kind=granted).last()
        if wish is not None:
            given = replace(
                given,
                new_due=given.new_due or wish.wanted_due,
                new_unit=given.new_unit or wish.wanted_unit,
            )
    for verdict in (given.verdict, given.own_verdict):
        if verdict and verdict not in VERDICTS:
            raise InvalidError("verdict_unknown", verdict=verdict)
    if name in ("ask_extension", "grant_extension") and given.new_due and given.new_due <= task.due:
        raise InvalidError("due_not_later", due=task.due)
    if name == "transfer" and given.new_unit and given.new_unit.pk == task.lead_unit_id:
        raise InvalidError("same_lead_unit", unit=given.new_unit.name)
    if name == "issue" and task.lead_unit_id is None:
        raise InvalidError("no_lead_unit", key=task.key)
    return given


def _ask(task: Task, name: str, given: TransitionInput) -> None:
    """Ask where the move sets a day that is past."""
    due = {"issue": task.due, "ask_extension": given.new_due, "grant_extension": given.new_due}.get(name)
    if due is not None:
        ask(about_days(task.key, task.title, due, timezone.localdate()), given.confirmed)


def _effects(task: Task, name: str, given: TransitionInput) -> dict[str, list[object]]:
    """Set what the move sets; the fields changed, with their values before and after."""
    before = _shown(task)
    effect = _EFFECTS.get(name)
    if effect is not None:
        effect(task, given)
    after = _shown(task)
    return {field: [before[field], after[field]] for field in before if before[field] != after[field]}


def _issue(task: Task, _given: TransitionInput) -> None:
    task.issued_at = timezone.now()
    task.runs_from = timezone.localdate()
    task.first_due = task.first_due or task.due


def _accept(task: Task, _given: TransitionInput) -> None:
    task.accepted_at = timezone.now()


def _submit(task: Task, given: TransitionInput) -> None:
    task.own_verdict = given.own_verdict or task.own_verdict
    task.submitted_on = timezone.localdate()


def _approve(task: Task, given: TransitionInput) -> None:
    task.verdict, task.verdict_words = given.verdict, given.verdict_words
    task.done_on = timezone.localdate()


def _close(task: Task, given: TransitionInput) -> None:
    if given.verdict:
        task.verdict, task.verdict_words = given.verdict, given.verdict_words or task.verdict_words
    task.closed_on = timezone.localdate()


def _reopen(task: Task, _given: TransitionInput) -> None:
    task.submitted_on = task.done_on = task.closed_on = None
    task.verdict = task.own_verdict = task.verdict_words = ""


def _extend(task: Task, given: TransitionInput) -> None:
    task.due = given.new_due or task.due


def _transfer(task: Task, given: TransitionInput) -> None:
    task.lead_unit, task.accepted_at, task.officer = given.new_unit, None, None
    task.runs_from = timezone.localdate()


def _resume(task: Task, _given: TransitionInput) -> None:
    """Milestones and a due date that passed while it was suspended were nobody's to meet."""
    suspended = task.events.filter(action="suspend").last()
    if suspended is None or task.due >= timezone.localdate(suspended.at):
        task.runs_from = timezone.localdate()


_EFFECTS: dict[str, Callable[[Task, TransitionInput], None]] = {
    "issue": _issue,
    "accept": _accept,
    "submit": _submit,
    "approve": _approve,
    "close": _close,
    "reopen": _reopen,
    "grant_extension": _extend,
    "transfer": _transfer,
    "resume": _resume,
}


def _shown(task: Task) -> dict[str, object]:
    """The fields that moves change, as a person reads them."""
    return {
        "due": task.due.isoformat(),
        "lead_unit": task.lead_unit.name if task.lead_unit else "",
        "own_verdict": task.own_verdict,
        "verdict": task.verdict,
        "verdict_words": task.verdict_words,
        "submitted_on": task.submitted_on and task.submitted_on.isoformat(),
        "done_on": task.done_on and task.done_on.isoformat(),
        "closed_on": task.closed_on and task.closed_on.isoformat(),
    }


def _decide_final(task: Task, signer: Signer, name: str, reason: str) -> None:
    """The final report is accepted or returned with the task."""
    final = final_progress(task)
    if final is None:
        return
    step = "accept" if name == "approve" else "return"
    met = {"reason"} if reason else set()
    final.state = progress_lifecycle().apply(final.state, step, met)  # type: ignore[arg-type]
    final.returned_reason = limited(reason, "progress.returned_reason") if name == "return_for_more" else ""
    final.reviewed_by, final.reviewed_at = signer.person, timezone.now()
    final.save()
    record(signer.signature, f"progress.{step}", final, reason=reason)
    take_amounts(task)


def _support_no_more(task: Task, signer: Signer) -> None:
    """The unit that leads now does not support as well."""
    for support in task.supports.filter(unit=task.lead_unit_id):
        record(signer.signature, "support.remove", support.subject())
        support.delete()


def _leave_change_request(
    task: Task, signer: Signer, kind: ChangeRequestKind, given: TransitionInput
) -> None:
    change_request = ChangeRequest.objects.create(
        task=task,
        kind=kind,
        reason=given.reason,
        wanted_due=given.new_due,
        asked_by=signer.person,
    )
    record(signer.signature, "change_request.add", change_request)
