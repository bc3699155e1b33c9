"""Corrections of promises: each is a row of its own, and the promises are settled anew from all of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor, HeldPost
from luoshi.city.people.permissions import require
from luoshi.city.reports.actions.locking import promise_now, read_report_locked
from luoshi.city.reports.models import Correction, Promise, Report
from luoshi.city.reports.phases import promises_in
from luoshi.city.reports.projection import settle
from luoshi.city.rules.anchors import Anchor, anchor
from luoshi.city.rules.correction_codec import check_complete, stored
from luoshi.city.rules.corrections import Correction as PromiseCorrection
from luoshi.city.rules.corrections import CorrectionKind
from luoshi.city.rules.figure_corrections import FigureCorrection
from luoshi.city.site.errors import NotFoundError
from luoshi.errors import UsageError
from luoshi.reading.records import PromiseKind

PERMISSION = "report.correct"
LONGEST = 2000
"""The longest promise in characters: more is a section, not a promise."""
_LONGEST_REASON = 500
Seen = tuple[int, int]


@writes
def confirm_promise(*, actor: Actor, report_key: str, key: str, seen: Seen | None = None) -> Promise:
    """A person read the promise and agrees."""
    return _judge(actor, report_key, key, "confirm", seen)


@writes
def exclude_promise(
    *, actor: Actor, report_key: str, key: str, reason: str, seen: Seen | None = None
) -> Promise:
    """The promise becomes no task, and here is why."""
    reason = reason.strip()
    if len(reason) > _LONGEST_REASON:
        raise UsageError("words_too_long", longest=_LONGEST_REASON, length=len(reason))
    return _judge(actor, report_key, key, "exclude", seen, reason=reason)


@writes
def include_promise(*, actor: Actor, report_key: str, key: str, seen: Seen | None = None) -> Promise:
    """An excluded promise counts again."""
    return _judge(actor, report_key, key, "include", seen)


@writes
def edit_promise(
    *,
    actor: Actor,
    report_key: str,
    key: str,
    start: int,
    end: int,
    kind: PromiseKind,
    seen: Seen | None = None,
) -> Promise:
    """Other ends, or another kind."""
    post, report, promise = _opened(actor, report_key, key, seen)
    made = PromiseCorrection(
        id=0,
        kind="edit",
        at=(_at(report, promise.start, promise.end),),
        into=(_at(report, start, end),),
        promise_kind=kind,
    )
    return _made(actor, post, report, made, (start, end))


@writes
def join_promises(*, actor: Actor, report_key: str, keys: Sequence[str]) -> Promise:
    """Two promises or more are one, from the first to the last of their words."""
    post = require(actor, PERMISSION)
    report = read_report_locked(report_key)
    joined = sorted((promise_now(report, key) for key in dict.fromkeys(keys)), key=lambda one: one.start)
    start, end = joined[0].start, max(one.end for one in joined)
    made = PromiseCorrection(
        id=0,
        kind="join",
        at=tuple(_at(report, one.start, one.end) for one in joined),
        into=(_at(report, start, end),),
    )
    return _made(actor, post, report, made, (start, end))


@writes
def split_promise(
    *, actor: Actor, report_key: str, key: str, parts: Sequence[Seen], seen: Seen | None = None
) -> Promise:
    """One promise is several: ``parts`` are their extents; the first of them is given back."""
    post, report, promise = _opened(actor, report_key, key, seen)
    made = PromiseCorrection(
        id=0,
        kind="split",
        at=(_at(report, promise.start, promise.end),),
        into=tuple(_at(report, *part) for part in parts),
    )
    return _made(actor, post, report, made, parts[0] if parts else (promise.start, promise.end))


@writes
def add_promise(*, actor: Actor, report_key: str, start: int, end: int, kind: PromiseKind) -> Promise:
    """A promise that the reader did not see."""
    post = require(actor, PERMISSION)
    report = read_report_locked(report_key)
    made = PromiseCorrection(id=0, kind="add", at=(_at(report, start, end),), promise_kind=kind)
    return _made(actor, post, report, made, (start, end))


@writes
def confirm_rest(*, actor: Actor, report_key: str, section: int | None) -> int:
    """Confirm every promise of a section that nobody judged yet; how many."""
    post = require(actor, PERMISSION)
    report = read_report_locked(report_key)
    rows = Promise.objects.filter(promises_in("review"), report=report, present=True, section=section)
    rest = list(rows.order_by("position"))
    add_corrections(
        actor,
        post,
        report,
        [PromiseCorrection(id=0, kind="confirm", at=(_at(report, one.start, one.end),)) for one in rest],
    )
    settle(report)
    return len(rest)


@writes
def withdraw_correction(*, actor: Actor, report_key: str, number: int) -> Correction:
    """A correction counts no more; it stays on record."""
    post = require(actor, PERMISSION)
    report = read_report_locked(report_key)
    row = Correction.objects.filter(report=report, pk=number).first()
    if row is None:
        raise NotFoundError("report_correction_missing", key=str(number))
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record(actor.signature(post), "correction.withdraw", row, report=report.key)
        settle(report)
    return row


def add_correction(
    actor: Actor, post: HeldPost, report: Report, made: PromiseCorrection | FigureCorrection
) -> Correction:
    """Write one correction and log it; the caller holds the report and settles it."""
    (row,) = add_corrections(actor, post, report, [made])
    return row


def add_corrections(
    actor: Actor, post: HeldPost, report: Report, made: Sequence[PromiseCorrection | FigureCorrection]
) -> list[Correction]:
    """``add_correction`` of many at once."""
    if actor.person is None:
        raise PermissionError("the public corrects nothing")
    for one in made:
        check_complete(one)
    rows = Correction.objects.bulk_create(
        Correction(
            report=report,
            kind=values.kind,
            start=values.start,
            end=values.end,
            quote=values.quote,
            detail=dict(values.detail),
            reason=values.reason[:500],
            made_by=actor.person,
        )
        for values in map(stored, made)
    )
    for row in rows:
        record(actor.signature(post), f"correction.{row.kind}", row, report=report.key)
    return rows


def _judge(
    actor: Actor, report_key: str, key: str, kind: CorrectionKind, seen: Seen | None, reason: str = ""
) -> Promise:
    post, report, promise = _opened(actor, report_key, key, seen)
    made = PromiseCorrection(id=0, kind=kind, at=(_at(report, promise.start, promise.end),), reason=reason)
    return _made(actor, post, report, made, (promise.start, promise.end))


def _opened(actor: Actor, report_key: str, key: str, seen: Seen | None) -> tuple[HeldPost, Report, Promise]:
    post = require(actor, PERMISSION)
    report = read_report_locked(report_key)
    return post, report, promise_now(report, key, seen)


def _made(actor: Actor, post: HeldPost, report: Report, made: PromiseCorrection, at: Seen) -> Promise:
    """Write the correction; the promise that it made."""
    add_correction(actor, post, report, made)
    settle(report)
    return Promise.objects.filter(report=report, present=True, start=at[0], end=at[1]).order_by("state")[0]


def _at(report: Report, start: int, end: int) -> Anchor:
    if not 0 <= start < end <= len(report.text) or end - start > LONGEST:
        raise UsageError("report_bad_extent", longest=LONGEST)
    return anchor(report.text, start, end)
