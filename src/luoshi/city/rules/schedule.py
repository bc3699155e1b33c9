"""The schedule 序时进度: what share should be done by a day, and what share is."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import msgspec

from luoshi.city.rules.facts import (
    Course,
    Facts,
    Milestone,
    Thresholds,
    begins,
    due_binds,
    got_on,
    milestones_counted,
    thresholds,
)

_EPSILON = 1e-9


class Standing(msgspec.Struct, frozen=True):
    """Share planned and share done on the day ``of``; ``ratio`` is done over planned."""

    planned: float
    done: float
    ratio: float
    of: date


def course_of(facts: Facts) -> Course:
    """Whether the target accrues or holds: a ceiling without baseline can only be held (控制在5.5%以内)."""
    if facts.direction == "down" and facts.baseline is None:
        return "holds"
    return facts.course


def planned_share(facts: Facts, on: date) -> float:
    """The share that should be done by the end of ``on``, from 0 to 1.

    It begins with ``facts.begins``, and nothing is planned by the day on which the unit got the task.

    - a target that holds: 1 from the beginning on;
    - milestones with amounts: linear from each to the next, (beginning, 0) and (due, 1) at the ends;
    - milestones without amounts and no target: milestones due before ``on`` / all milestones;
    - else linear: (on - beginning) / (due - beginning).

    Milestones and due dates that had passed when the unit got the task plan nothing.
    """
    got = got_on(facts)
    if facts.due is None or not due_binds(facts) or on < facts.start or (got is not None and on <= got):
        return 0.0
    if on >= facts.due or (facts.target is not None and course_of(facts) == "holds"):
        return 1.0
    counted = milestones_counted(facts)
    if facts.target is None and counted:
        # A milestone of today still has today.
        return sum(one.due < on for one in counted) / len(counted)
    points = _points(facts, facts.due)
    for (left, low), (right, high) in pairwise(points):
        if left <= on < right:
            return low + (high - low) * (on - left).days / (right - left).days
    return 1.0


def _points(facts: Facts, due: date) -> list[tuple[date, float]]:
    """Days and the shares planned for them, in order; a later share is never below an earlier one."""
    points = [(begins(facts), 0.0)]
    for one in sorted(milestones_counted(facts), key=lambda one: one.due):
        share = None if one.amount is None else share_of(facts, one.amount)
        if share is None or one.due >= due:
            continue
        reached = max(points[-1][1], min(1.0, share))
        if one.due <= points[-1][0]:
            points[-1] = (points[-1][0], reached)
        else:
            points.append((one.due, reached))
    return [*points, (due, 1.0)]


def share_of(facts: Facts, amount: float) -> float | None:
    """The share of the target that ``amount`` is; ``None`` without a target.

    What accrues: (amount - baseline) / (target - baseline), never below 0. What holds: 1 where the target
    is met, else the smaller over the larger of the two (0 where their signs differ).
    """
    if facts.target is None:
        return None
    if course_of(facts) == "holds":
        return _held(amount, facts.target, up=facts.direction == "up")
    way = facts.target - (facts.baseline or 0.0)
    if way == 0:
        return _held(amount, facts.target, up=facts.direction == "up")
    return max(0.0, (amount - (facts.baseline or 0.0)) / way)


def _held(amount: float, target: float, *, up: bool) -> float:
    if (amount >= target) if up else (amount <= target):
        return 1.0
    if amount * target <= 0:
        return 0.0
    return min(abs(amount), abs(target)) / max(abs(amount), abs(target))


def done_share(facts: Facts) -> float | None:
    """The share that is done by the newest facts; ``None`` where nothing says how much.

    By the amount where there is a target, else by the share signed, else milestones done / all.
    """
    if facts.target is not None:
        return None if facts.amount is None else share_of(facts, facts.amount)
    counted = milestones_counted(facts)
    if counted:
        return sum(one.done_on is not None for one in counted) / len(counted)
    return facts.share


def milestone_met(facts: Facts, one: Milestone) -> bool:
    """Whether a milestone is done: so recorded, or its amount is reached."""
    if one.done_on is not None:
        return True
    if one.amount is None or facts.amount is None or facts.target is None:
        return False
    reached, wanted = share_of(facts, facts.amount), share_of(facts, one.amount)
    if course_of(facts) == "holds":
        return facts.amount >= one.amount if facts.direction == "up" else facts.amount <= one.amount
    return reached is not None and wanted is not None and reached >= wanted - _EPSILON


def in_first_interval(facts: Facts, on: date, known: Thresholds | None = None) -> bool:
    """Whether no more than the first reporting interval has passed since the schedule began."""
    return (on - begins(facts)).days <= (known or thresholds()).interval(facts)


def standing(facts: Facts, on: date, known: Thresholds | None = None) -> Standing | None:
    """How the task stands against its schedule; ``None`` where the two cannot be compared.

    An amount is held against the schedule of its own day, so that a unit that reports monthly is not
    behind between two reports. Once it is silent for longer than its interval, today counts. A unit
    that never reported has nothing done, from its first interval on.
    """
    known = known or thresholds()
    done, of = done_share(facts), on
    counted = milestones_counted(facts)
    if facts.target is None and not counted and done is None:
        return None
    if facts.target is not None or not counted:
        reported, first = facts.amount_on, in_first_interval(facts, on, known)
        if done is None and (first or course_of(facts) == "holds"):
            return None
        # What was reported before the unit got the task stands for its first interval.
        if (
            done is not None
            and reported is not None
            and (first or (on - reported).days <= known.interval(facts))
        ):
            of = min(on, reported)
    planned = planned_share(facts, of)
    if planned < max(known.compared_from, _EPSILON):
        return None
    return Standing(planned, done or 0.0, (done or 0.0) / planned, of)
