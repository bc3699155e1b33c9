"""Drafting tasks, from a promise or from elsewhere; changing and removing what was never issued."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from django.db.models import Max
from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.locking import locked_row, locked_rows
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Post, Unit
from luoshi.city.people.permissions import require
from luoshi.city.reports.models import Promise, Report
from luoshi.city.rules.amounts import check_amounts
from luoshi.city.rules.doubts import year_is_over
from luoshi.city.rules.years import taken_day, taken_year
from luoshi.city.site.confirmations import Question, UnconfirmedError, ask
from luoshi.city.site.errors import InvalidError, NotFoundError
from luoshi.city.tasks.access import lock_task
from luoshi.city.tasks.actions.confirmations import about_days, about_others, about_report, remember
from luoshi.city.tasks.actions.limits import limited
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.models import KINDS, ORIGINS, Event, Milestone, Numbering, Support, Task
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.status_light import LIGHT_FIELDS, recompute_light
from luoshi.city.tasks.terms import MilestoneTerms, TaskTerms, columns_of
from luoshi.errors import LuoshiError

SECTION_MARK = " / "


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a task that no report promised comes from: ``origin_words`` names the meeting or paper."""

    origin: str
    origin_words: str
    words: str


@dataclass(frozen=True)
class Issued:
    """What came of issuing many: the keys issued, and why each other was not."""

    issued: tuple[str, ...]
    refused: tuple[tuple[str, LuoshiError], ...]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Tasks to be drafted of the promise with key ``promise``.

    ``known`` are the keys of the promise's tasks that the person saw: one beside them is a question, since
    two people may work on the same promise. The same ``submission`` again gives the tasks that it made.
    """

    promise: str
    drafts: Sequence[TaskTerms]
    submission: str = ""
    known: Collection[str] = ()


@writes
def draft_tasks(
    *,
    actor: Actor,
    promise: str,
    drafts: Sequence[TaskTerms],
    submission: str = "",
    known: Collection[str] = (),
    confirmed: Collection[str] = (),
) -> list[Task]:
    """Draft one or several tasks of a promise, whose words each keeps as they are; see ``Wanted``.

    Raises ``ForbiddenError``, ``NotFoundError``, ``InvalidError``; ``UnconfirmedError`` where a due date
    is past, the promise has a task that the person did not see, or the report is of another place or
    year, unless ``confirmed``.
    """
    wanted = Wanted(promise=promise, drafts=drafts, submission=submission, known=known)
    return draft_many(actor=actor, wanted=[wanted], confirmed=confirmed)


@writes
def draft_many(*, actor: Actor, wanted: Sequence[Wanted], confirmed: Collection[str] = ()) -> list[Task]:
    """Draft the tasks of several promises: all of them, or none; what is to be confirmed is asked at once."""
    signature = actor.signature(require(actor, "task.draft"))
    hold_promises((one.promise for one in wanted), confirmed)
    tasks: list[Task] = []
    own: set[str] = set()
    questions: list[Question] = []
    for one in wanted:
        try:
            made = _drafted_of(one, signature, confirmed, own)
        except UnconfirmedError as unconfirmed:
            questions += unconfirmed.questions
        else:
            tasks += made
            own |= {task.key for task in made}
    ask(questions, ())
    return tasks


def require_open(promise: Promise) -> None:
    """``InvalidError`` where no task can be made of the promise."""
    if not promise.counts or not promise.present:
        raise InvalidError(
            "draft_promise_excluded" if promise.present else "draft_promise_gone", key=promise.key
        )


def hold_promises(keys: Iterable[str], confirmed: Collection[str]) -> None:
    """Lock the promises, before them the reports of which something is confirmed, in the order of the rows.

    So two who draft of the same promises wait for each other, and neither of them forever.
    """
    named = list(keys)
    if any(key.startswith(("place:", "year:")) for key in confirmed):
        reports = Report.objects.filter(promises__key__in=named).order_by().values("pk")
        locked_rows(Report.objects.defer("text", "record").filter(pk__in=reports))
    locked_rows(Promise.objects.only("pk").filter(key__in=named))


def _drafted_of(
    wanted: Wanted, signature: Signature, confirmed: Collection[str], own: Collection[str]
) -> list[Task]:
    """The tasks of one promise that is held; ``own`` are the keys of those that this write made before."""
    promise = wanted.promise
    rows = Promise.objects.select_related("report").defer("report__text", "report__record")
    row = rows.filter(key=promise).first()
    if row is None:
        raise NotFoundError("draft_promise_missing", key=promise)
    before = _made_by(wanted.submission, len(wanted.drafts))
    if before:
        return before
    require_open(row)
    kept = [checked(draft) for draft in wanted.drafts]
    today = timezone.localdate()
    of_report = about_report(row.report, today)
    others = [
        task
        for task in Task.objects.filter(promise=row).order_by("number")
        if task.key not in wanted.known and task.key not in own
    ]
    # of a year that is over every day is past: the report was asked about
    past = [] if year_is_over(row.report.year, today) else kept
    days = [one for draft in past for one in about_days(promise, draft.title, draft.due, today)]
    ask([*of_report, *about_others(others), *days], confirmed)
    if of_report:
        remember(row.report, signature, of_report)
    year = row.report.year or (kept[0].start.year if kept else timezone.localdate().year)
    fixed = {
        "words": row.text,
        "origin": "report",
        "promise": row,
        "report": row.report,
        "section": SECTION_MARK.join(row.section_path)[:200],
        "section_order": row.section or 0,
    }
    return _drafted(year, kept, fixed, signature, wanted.submission)


@writes
def add_task_from_elsewhere(
    *, actor: Actor, source: Source, draft: TaskTerms, submission: str = "", confirmed: Collection[str] = ()
) -> Task:
    """Draft a task that a meeting, an instruction or a deputy's proposal asks for.

    ``UnconfirmedError`` where its due date is past, unless ``confirmed``.
    """
    signature = actor.signature(require(actor, "task.draft"))
    kept = checked(draft)
    if not _made_by(submission, 1):
        ask(about_days(kept.title, kept.title, kept.due, timezone.localdate()), confirmed)
    return _drafted(kept.start.year, [kept], _source_fields(source), signature, submission)[0]


@writes
def change_draft(
    *,
    actor: Actor,
    key: str,
    draft: TaskTerms,
    version: int | None = None,
    source: Source | None = None,
    confirmed: Collection[str] = (),
) -> Task:
    """Change a task that is drafted; ``source`` only of one from elsewhere that was never issued.

    Raises ``NotFoundError``, ``ForbiddenError``, ``StaleError``, ``InvalidError`` (issued already);
    ``UnconfirmedError`` where the new due date is past, unless ``confirmed``.
    """
    task, signer = lock_task(actor, key, "task.draft", version)
    if task.phase != "draft":
        raise InvalidError("draft_is_issued", key=key)
    kept = checked(draft)
    ask(about_change(task, kept, timezone.localdate()), confirmed)
    fields = columns_of(kept)
    if source is not None and task.origin != "report" and task.issued_at is None:
        fields |= _source_fields(source)
    changed = {
        name: [_plain(getattr(task, name)), _plain(value)]
        for name, value in fields.items()
        if getattr(task, name) != value
    }
    for name, value in fields.items():
        setattr(task, name, value)
    task.version += 1
    task.save()
    _keep_supports(task, draft.supporting, signer.signature)
    replace_milestones(task, draft.milestones, signer.signature)
    _relit(task)
    record(signer.signature, "task.change_draft", task, **changed)
    return task


@writes
def remove_draft(*, actor: Actor, key: str, version: int | None = None) -> None:
    """Remove a draft that was never issued; its number is not given again.

    ``InvalidError`` where it was issued.
    """
    task, signer = lock_task(actor, key, "task.draft", version)
    if task.phase != "draft" or task.issued_at is not None:
        raise InvalidError("draft_is_issued", key=key)
    for model in (Support, Milestone, Event):
        for row in model.objects.filter(task=task):
            _remove(row, signer.signature)
    record(
        signer.signature, "task.remove", task.subject(), key=key, title=task.title, promise=task.promise_id
    )
    task.delete()


def about_change(task: Task, draft: TaskTerms, today: date) -> list[Question]:
    """What is asked where ``draft`` is to stand in place of what the task says."""
    questions = about_days(task.key, draft.title, draft.due, today) if draft.due != task.due else []
    if not questions or task.report_id is None:
        return questions
    year = Report.objects.values_list("year", flat=True).get(pk=task.report_id)
    return [] if year_is_over(year, today) else questions


def issue_drafts(*, actor: Actor, keys: Sequence[str], confirmed: Collection[str] = ()) -> Issued:
    """Issue many drafts, each by itself; those that cannot be issued stay, with the reason.

    ``UnconfirmedError``, and nothing is issued, where the due date of one is past, unless ``confirmed``.
    """
    today = timezone.localdate()
    rows = Task.objects.filter(tasks_in("draft"), key__in=keys).order_by("year", "number")
    ask([one for task in rows for one in about_days(task.key, task.title, task.due, today)], confirmed)
    issued: list[str] = []
    refused: list[tuple[str, LuoshiError]] = []
    given = TransitionInput(confirmed=frozenset(confirmed))
    for key in keys:
        try:
            move_task(actor=actor, key=key, name="issue", given=given)
        except LuoshiError as error:
            refused.append((key, error))
        else:
            issued.append(key)
    return Issued(tuple(issued), tuple(refused))


def checked(draft: TaskTerms) -> TaskTerms:
    """The draft as ``agreed``, supporting units once each; ``InvalidError`` where it contradicts itself."""
    if not draft.title.strip():
        raise InvalidError("draft_no_title")
    if draft.kind not in KINDS:
        raise InvalidError("draft_unknown_kind", kind=draft.kind)
    draft = agreed(draft)
    if draft.officer and draft.lead_unit and draft.officer.unit_id != draft.lead_unit.pk:
        raise InvalidError("draft_officer_elsewhere", title=draft.title, unit=draft.lead_unit.name)
    supporting = {unit.pk: unit for unit in draft.supporting if unit != draft.lead_unit}
    return replace(draft, supporting=tuple(supporting.values()))


def agreed(terms: TaskTerms) -> TaskTerms:
    """The terms, words trimmed, milestones by day; ``InvalidError`` where they contradict each other."""
    title, unit = limited(terms.title, "task.title"), limited(terms.target_unit, "task.target_unit")
    check_amounts(terms.target_low, terms.target_high, *(one.amount for one in terms.milestones))
    check_agreement(
        title, terms.start, terms.due, terms.target_low, terms.target_high,
        [milestone.due for milestone in terms.milestones],
    )  # fmt: skip
    milestones = tuple(
        replace(milestone, amount=_float(milestone.amount), words=limited(milestone.words, "milestone.words"))
        for milestone in sorted(terms.milestones, key=lambda row: row.due)
    )
    low, high = _float(terms.target_low), _float(terms.target_high)
    return replace(
        terms, title=title, target_low=low, target_high=high, target_unit=unit, milestones=milestones
    )


def _float(amount: float | None) -> float | None:
    return None if amount is None else float(amount)


def check_agreement(
    title: str, start: date, due: date, low: float | None, high: float | None, days: Iterable[date]
) -> None:
    """``InvalidError`` where the dates, the target or the ``days`` of the milestones contradict each other.

    ``OutOfYearsError`` where one of them is of a year that cannot be meant.
    """
    days = [*days]
    for day in (start, due, *days):
        taken_day(day)
    if due < start:
        raise InvalidError("draft_due_before_start", title=title, start=start, due=due)
    if low is not None and high is not None and low > high:
        raise InvalidError("draft_target_turned", title=title)
    for day in days:
        if not start <= day <= due:
            raise InvalidError("draft_milestone_outside", title=title, day=day)


def _drafted(
    year: int, drafts: Sequence[TaskTerms], fixed: dict[str, Any], signature: Signature, submission: str
) -> list[Task]:
    numbering = _numbering(taken_year(year))
    before = _made_by(submission, len(drafts))
    if before:
        return before
    tasks = []
    for draft, name in zip_longest(drafts, _names(submission, len(drafts))):
        numbering.last += 1
        number = numbering.last
        fields = columns_of(draft) | fixed | {"year": year, "number": number, "key": f"{year}-{number:04}"}
        task = Task.objects.create(**fields, submission=name)
        record(signature, "task.draft", task)
        _add_supports(task, draft.supporting, signature)
        _add_milestones(task, draft.milestones, signature)
        _relit(task)
        tasks.append(task)
    numbering.save()
    return tasks


def _names(submission: str, count: int) -> list[str]:
    """What the tasks that a form makes are told by."""
    return [f"{submission}/{index}" for index in range(count)] if submission else []


def _made_by(submission: str, count: int) -> list[Task]:
    """The tasks that a form made when it came before."""
    names = _names(submission, count)
    return list(Task.objects.filter(submission__in=names).order_by("number")) if names else []


def _numbering(year: int) -> Numbering:
    """The year's numbering, locked, not below any number in use."""
    rows = Numbering.objects.filter(year=year)
    numbering = locked_row(rows)
    if numbering is None:
        Numbering.objects.get_or_create(year=year)
        (numbering,) = locked_rows(rows)
    used = Task.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    numbering.last = max(numbering.last, used)
    return numbering


# Where a task comes from is said inside; to the public it stands behind the sections of the report.
_BEHIND_THE_REPORT = 10_000


def _source_fields(source: Source) -> dict[str, Any]:
    if source.origin not in ORIGINS or source.origin == "report":
        raise InvalidError("draft_unknown_origin", origin=source.origin)
    words = source.words.strip()
    if not words:
        raise InvalidError("draft_no_words")
    origin_words = limited(source.origin_words, "task.origin_words")
    return {
        "origin": source.origin,
        "origin_words": origin_words,
        "words": words,
        "section_order": _BEHIND_THE_REPORT,
    }


def _keep_supports(task: Task, units: Sequence[Unit], signature: Signature) -> None:
    """Make the supporting units of the task those of ``units``."""
    wanted = {unit.pk for unit in units if unit.pk != task.lead_unit_id}
    there = set()
    for support in Support.objects.filter(task=task):
        if support.unit_id in wanted:
            there.add(support.unit_id)
        else:
            _remove(support, signature)
    _add_supports(task, [unit for unit in units if unit.pk in wanted - there], signature)


def _add_supports(task: Task, units: Sequence[Unit], signature: Signature) -> None:
    for unit in dict.fromkeys(units):
        if unit.pk != task.lead_unit_id:
            record(signature, "support.add", Support.objects.create(task=task, unit=unit))


def replace_milestones(
    task: Task, wanted: Sequence[MilestoneTerms], signature: Signature, *, agreed_on: date | None = None
) -> None:
    """Make the milestones of the task those ``wanted``; those that stay the same keep their row.

    ``agreed_on`` is the day on which they are put in, of an issued task.
    """
    missing = list(wanted)
    for row in Milestone.objects.filter(task=task):
        same = MilestoneTerms(due=row.due, amount=row.amount, words=row.words)
        if same in missing:
            missing.remove(same)
        else:
            _remove(row, signature)
    _add_milestones(task, missing, signature, agreed_on)


def _add_milestones(
    task: Task, wanted: Sequence[MilestoneTerms], signature: Signature, agreed_on: date | None = None
) -> None:
    for new in wanted:
        row = Milestone.objects.create(
            task=task, due=new.due, amount=new.amount, words=new.words, agreed_on=agreed_on
        )
        record(signature, "milestone.add", row)


def _remove(row: Support | Milestone | Event, signature: Signature) -> None:
    record(signature, f"{row._meta.model_name}.remove", row.subject(), task=row.task_id)
    row.delete()


def _relit(task: Task) -> None:
    if recompute_light(task, timezone.localdate()):
        task.save(update_fields=LIGHT_FIELDS)


def _plain(value: object) -> object:
    """A value as the log holds it."""
    return str(value) if isinstance(value, (Unit, Post)) else value
