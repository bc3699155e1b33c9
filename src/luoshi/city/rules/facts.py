"""The facts of a task that its schedule, light and reminders are computed from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from luoshi.city.rules.states import TaskState
from luoshi.city.rules.words import table
from luoshi.reading.records import Bound

Direction = Literal["up", "down"]
Course = Literal["accrues", "holds"]
Colour = Literal["green", "yellow", "red", "blue", "grey"]
Claim = Literal["on_track", "behind", "at_risk"]


class Milestone(msgspec.Struct, frozen=True):
    """What is to be reached by a day; ``amount`` counts from the task's beginning, in the target's unit."""

    due: date
    amount: float | None = None
    done_on: date | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is on record of a task.

    ``target``         the amount to be reached (``direction`` up) or kept below (down); see ``target_of``.
    ``course``         ``accrues``: it adds up over the year (公里、亿元投资); ``holds``: it must stand at
                       the target at any time (增速、占比、失业率). See ``schedule.course_of``.
    ``unit``           of the amounts, as it is written behind them: 个, %.
    ``baseline``       where an amount that accrues starts; 0 unless given.
    ``amount``         the signed amount that counts (``counting``), of the day ``amount_on``.
    ``share``          the signed share that counts (0 to 1), for tasks without target, of ``amount_on``.
    ``last_report_on`` the day of the newest report signed, with an amount or without.
    ``reporting_days`` how often it reports; ``None`` for the interval of ``thresholds.toml``.
    ``submitted_on``   the day on which the unit last asked for review.
    ``closed_on``      the day on which it was approved as done, or closed.
    """

    state: TaskState
    start: date
    due: date | None
    target: float | None = None
    direction: Direction = "up"
    course: Course = "accrues"
    unit: str = ""
    baseline: float | None = None
    milestones: tuple[Milestone, ...] = ()
    amount: float | None = None
    share: float | None = None
    amount_on: date | None = None
    last_report_on: date | None = None
    reporting_days: int | None = None
    issued_on: date | None = None
    submitted_on: date | None = None
    closed_on: date | None = None


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of ``thresholds.toml``, explained there."""

    red_below: float
    yellow_below: float
    compared_from: float
    milestone_red_after_days: int
    reporting_days: int
    accept_within_workdays: int
    task_window_days: int
    milestone_window_days: int
    claim_agrees_with: Mapping[Claim, tuple[Colour, ...]]

    def interval(self, facts: Facts) -> int:
        """How many days may lie between two reports of the task."""
        return facts.reporting_days or self.reporting_days


@cache
def thresholds() -> Thresholds:
    """The thresholds in force."""
    return msgspec.convert(table("thresholds.toml"), Thresholds)


def target_of(low: float | None, high: float | None, bound: Bound | None) -> tuple[float | None, Direction]:
    """The one amount a range is measured by, and whether more of it is better.

    ``6%-6.5%`` -> 6, up; ``5.5%以内`` -> 5.5, down; ``下降2.5%`` -> -2.5, down.
    """
    if low is None or high is None:
        return (low if high is None else high), ("down" if bound == "at_most" else "up")
    if bound == "at_most" or high < 0:
        return high, "down"
    return low, "up"


def in_time(facts: Facts) -> bool | None:
    """Whether the unit finished by the due date: the day it asked for the review that approved it counts.

    A slow reviewer makes no unit late. ``None`` where there is no due date or no such day.
    """
    finished = facts.submitted_on or facts.closed_on
    return finished <= facts.due if finished and facts.due else None


def overdue_days(facts: Facts, on: date) -> int:
    """Days since the due date while the outcome is still owed; 0 where it is not overdue.

    On the due date itself nothing is overdue. What waits for review since before the due date is not.
    """
    if facts.due is None or on <= facts.due or facts.state in {"drafted", "suspended", "done", "closed"}:
        return 0
    if facts.state == "awaiting_review" and in_time(facts):
        return 0
    return (on - facts.due).days
