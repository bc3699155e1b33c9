"""Changes of an issued task, under change control; the officer, the milestones that are reached."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Post
from luoshi.city.rules import facts as known
from luoshi.city.rules.change import Terms, changes, check_changes
from luoshi.city.rules.words import number
from luoshi.city.site.errors import InvalidError, NotFoundError
from luoshi.city.tasks.access import Signer, lock_task
from luoshi.city.tasks.actions.confirmations import about_days, ask
from luoshi.city.tasks.actions.drafts import check_agreement
from luoshi.city.tasks.actions.events import Changed, EventInput, save_with_event
from luoshi.city.tasks.actions.limits import limited
from luoshi.city.tasks.amounts import check_amounts
from luoshi.city.tasks.models import Milestone, Task

_PLAIN = ("title", "target_low", "target_high", "target_unit", "target_bound", "start", "due")


@dataclass(frozen=True, kw_only=True)
class MilestoneTerms:
    """A milestone as agreed."""

    due: date
    amount: float | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskTerms:
    """All that is agreed of a task, as it is to be. Its lead unit changes by transfer, its words never."""

    title: str
    start: date
    due: date
    target_low: float | None
    target_high: float | None
    target_unit: str
    target_bound: str
    milestones: tuple[MilestoneTerms, ...]
    sponsor: Post | None
    progress_interval_days: int


def terms_of(task: Task) -> TaskTerms:
    """The terms in force."""
    plain = {name: getattr(task, name) for name in _PLAIN}
    agreed = tuple(
        MilestoneTerms(due=one.due, amount=one.amount, words=one.words) for one in task.milestones.all()
    )
    return TaskTerms(
        **plain, milestones=agreed, sponsor=task.sponsor, progress_interval_days=task.progress_interval_days
    )


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

    ``approver`` is who approved the change, in words (a leader, a meeting). Raises ``NotFoundError``,
    ``ForbiddenError``, ``ChangeRefusedError`` (no reason, no approver), ``InvalidError``, ``StaleError``;
    ``UnconfirmedError`` where the new due date is past, unless ``confirmed``. Nothing changed is no
    change.
    """
    task, signer = lock_task(actor, key, "task.change", version)
    if task.phase in ("draft", "settled"):
        raise InvalidError("not_changing", key=key)
    _check(terms)
    found = changes(_ruled(terms_of(task)), _ruled(terms))
    check_changes(task.state, found, reason=reason, approver=approver.strip())  # type: ignore[arg-type]
    if terms.due != task.due:
        ask(about_days(task.key, task.title, terms.due, timezone.localdate()), confirmed)
    changed = _apply(task, signer, terms)
    if not changed:
        return task
    if not (reason.strip() and approver.strip()):
        raise InvalidError("change_without_reason")
    changed["approver"] = ["", limited(approver, 100)]
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


def _check(terms: TaskTerms) -> None:
    title = limited(terms.title, 300)
    limited(terms.target_unit, 40)
    if not title:
        raise InvalidError("task_without_title")
    check_agreement(
        title, terms.start, terms.due, terms.target_low, terms.target_high,
        [one.due for one in terms.milestones],
    )  # fmt: skip
    if not terms.progress_interval_days:
        raise InvalidError("no_progress_interval_days")
    amounts = [terms.target_low, terms.target_high, *(one.amount for one in terms.milestones)]
    check_amounts(*amounts)


def _ruled(terms: TaskTerms) -> Terms:
    """The terms as the rule compares them; the words of a task never change once issued."""
    return Terms(
        title=terms.title.strip(),
        words="",
        target_low=terms.target_low,
        target_high=terms.target_high,
        target_unit=terms.target_unit,
        target_bound=terms.target_bound or None,  # type: ignore[arg-type]
        start=terms.start,
        due=terms.due,
        milestones=tuple(known.Milestone(one.due, one.amount) for one in terms.milestones),
    )


def _apply(task: Task, signer: Signer, terms: TaskTerms) -> dict[str, list[object]]:
    """Set the new terms; the fields changed, as a person reads them."""
    before = terms_of(task)
    changed: dict[str, list[object]] = {}
    for name in _PLAIN:
        old, new = getattr(before, name), getattr(terms, name)
        if name.startswith("target_") and isinstance(new, int | float):
            new = float(new)
        if isinstance(new, str):
            new = new.strip()
        if old != new:
            setattr(task, name, new)
            changed[name] = [old, new]
    if before.due >= timezone.localdate() > task.due:
        task.runs_from = timezone.localdate()  # nobody could meet a day that had passed when it was set
    if before.sponsor != terms.sponsor:
        task.sponsor = terms.sponsor
        changed["sponsor"] = [_post_name(before.sponsor), _post_name(terms.sponsor)]
    if before.progress_interval_days != terms.progress_interval_days:
        task.progress_interval_days = terms.progress_interval_days
        changed["progress_interval_days"] = [before.progress_interval_days, terms.progress_interval_days]
    if _in_order(before.milestones) != _in_order(terms.milestones):
        _replace_milestones(task, signer, terms.milestones)
        changed["milestones"] = [_in_words(before.milestones), _in_words(terms.milestones)]
    return changed


def _replace_milestones(task: Task, signer: Signer, wanted: tuple[MilestoneTerms, ...]) -> None:
    """Milestones that stay as they are keep the day on which they were reached; the rest go and come."""
    missing = list(wanted)
    for one in list(task.milestones.all()):
        same = MilestoneTerms(due=one.due, amount=one.amount, words=one.words)
        if same in missing:
            missing.remove(same)
            continue
        subject = one.subject()
        one.delete()
        record(signer.signature, "milestone.remove", subject, task=task.pk)
    for new in missing:
        amount = None if new.amount is None else float(new.amount)
        row = Milestone.objects.create(
            task=task, due=new.due, amount=amount, words=limited(new.words, 300),
            agreed_on=timezone.localdate(),
        )  # fmt: skip
        record(signer.signature, "milestone.add", row)


def _in_order(milestones: tuple[MilestoneTerms, ...]) -> list[tuple[date, float, str]]:
    return sorted((one.due, -1.0 if one.amount is None else one.amount, one.words) for one in milestones)


def _in_words(milestones: tuple[MilestoneTerms, ...]) -> str:
    return "；".join(
        " ".join(filter(None, (f"{one.due}", "" if one.amount is None else number(one.amount), one.words)))
        for one in milestones
    )


def _post_name(post: Post | None) -> str:
    return f"{post.unit.name} {post.name}" if post else ""
