"""Changes of an issued task, under change control; the officer, the milestones that are reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Post
from luoshi.city.rules.change import changes, check_changes
from luoshi.city.rules.words import number
from luoshi.city.site.confirmations import ask
from luoshi.city.site.errors import InvalidError, NotFoundError
from luoshi.city.tasks.access import Signer, lock_task
from luoshi.city.tasks.actions.confirmations import about_days
from luoshi.city.tasks.actions.drafts import agreed, replace_milestones
from luoshi.city.tasks.actions.events import Changed, EventInput, save_with_event
from luoshi.city.tasks.actions.limits import limited
from luoshi.city.tasks.models import Milestone, Task
from luoshi.city.tasks.terms import AMENDED, MilestoneTerms, TaskTerms, terms_of


@writes
def change_task(
    *,
    actor: Actor,
    key: str,
    terms: TaskTerms,
    reason: str,
    approver: str,
    version: int | None = None,
    confirmed: Collection[str] = (),
) -> Task:
    """Set new terms; what changed, why and who approved it stays as an event of the task's timeline.

    Its lead unit changes by transfer, its officer by assignment, its words never.

    ``approver`` is who approved the change, in words (a leader, a meeting). Raises ``NotFoundError``,
    ``ForbiddenError``, ``ChangeRefusedError`` (no reason, no approver), ``InvalidError``, ``StaleError``;
    ``UnconfirmedError`` where the new due date is past, unless ``confirmed``. Nothing changed is no
    change.
    """
    task, signer = lock_task(actor, key, "task.change", version)
    if task.phase in ("draft", "settled"):
        raise InvalidError("not_changing", key=key)
    terms = _checked(terms)
    found = changes(terms_of(task), terms)
    check_changes(task.state, found, reason=reason, approver=approver.strip())  # type: ignore[arg-type]
    if terms.due != task.due:
        ask(about_days(task.key, task.title, terms.due, timezone.localdate()), confirmed)
    changed = _apply(task, signer, terms)
    if not changed:
        return task
    if not (reason.strip() and approver.strip()):
        raise InvalidError("change_without_reason")
    changed["approver"] = ["", limited(approver, "task.approver")]
    save_with_event(task, signer.signature, EventInput("change", reason=reason.strip(), changed=changed))
    return task


@writes
def assign_officer(*, actor: Actor, key: str, post: Post | None, version: int | None = None) -> Task:
    """The head of the lead unit says which post of the unit does the work."""
    task, signer = lock_task(actor, key, "task.sign", version)
    if post is not None and (post.unit_id != task.lead_unit_id or post.role not in _DOING):
        raise InvalidError("officer_elsewhere", post=post.name)
    if post == task.officer:
        return task
    before = task.officer.name if task.officer else ""
    task.officer = post
    changed = {"officer": [before, post.name if post else ""]}
    event = EventInput("assign_officer", changed=changed, notifies=post is not None)
    save_with_event(task, signer.signature, event)
    return task


@writes
def reach_milestone(
    *, actor: Actor, key: str, number: int, done_on: date | None, version: int | None = None
) -> Milestone:
    """Say on which day a milestone was reached; ``None`` takes that back."""
    task, signer = lock_task(actor, key, ("task.sign", "task.review"), version)
    milestone = task.milestones.filter(pk=number).first()
    if milestone is None:
        raise NotFoundError("milestone_missing", key=key)
    if task.phase in ("draft", "settled"):
        raise InvalidError("not_changing", key=key)
    if done_on is not None and done_on > timezone.localdate():
        raise InvalidError("as_of_ahead", as_of=done_on)
    before, milestone.done_on = milestone.done_on, done_on
    milestone.save()
    record(signer.signature, "milestone.reach", milestone)
    changed: Changed = {"milestone": [milestone.due, milestone.due], "milestone_done": [before, done_on]}
    event = EventInput("reach_milestone", reason=milestone.words, changed=changed)
    save_with_event(task, signer.signature, event)
    return milestone


_DOING = ("unit_officer", "unit_head")


def _checked(terms: TaskTerms) -> TaskTerms:
    if not terms.title.strip():
        raise InvalidError("task_without_title")
    if not terms.progress_interval_days:
        raise InvalidError("no_progress_interval_days")
    return agreed(terms)


def _apply(task: Task, signer: Signer, terms: TaskTerms) -> dict[str, list[object]]:
    """Set the new terms; the fields changed, as a person reads them."""
    before = terms_of(task)
    changed: dict[str, list[object]] = {}
    for name in AMENDED:
        old, new = getattr(before, name), getattr(terms, name)
        if old != new:
            setattr(task, name, new)
            changed[name] = [_shown(old), _shown(new)]
    if before.due >= timezone.localdate() > task.due:
        task.runs_from = timezone.localdate()  # nobody could meet a day that had passed when it was set
    if _in_order(before.milestones) != _in_order(terms.milestones):
        replace_milestones(task, terms.milestones, signer.signature, agreed_on=timezone.localdate())
        changed["milestones"] = [_in_words(before.milestones), _in_words(terms.milestones)]
    return changed


def _shown(value: object) -> object:
    return f"{value.unit.name} {value.name}" if isinstance(value, Post) else value


def _in_order(milestones: tuple[MilestoneTerms, ...]) -> list[tuple[date, float, str]]:
    return sorted((one.due, -1.0 if one.amount is None else one.amount, one.words) for one in milestones)


def _in_words(milestones: tuple[MilestoneTerms, ...]) -> str:
    return "；".join(
        " ".join(filter(None, (f"{one.due}", "" if one.amount is None else number(one.amount), one.words)))
        for one in milestones
    )
