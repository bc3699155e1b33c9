"""The facts of a task that its schedule, light and reminders are computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from luoshi.city.rules.states import OPEN, Phase, TaskState, task_lifecycle
from luoshi.city.rules.words import table
from luoshi.city.rules.workdays import workdays_between
from luoshi.reading.records import Bound

Direction = Literal["up", "down"]
Course = Literal["accrues", "holds"]
Colour = Literal["green", "blue", "yellow", "red", "grey"]
Claim = Literal["on_track", "behind", "at_risk"]


class Milestone(msgspec.Struct, frozen=True):
    """What is to be reached by a day; ``amount`` counts from the task's beginning, in the target's unit.

    ``agreed_on`` is the day on which it was put in, where that was after the issue.
    """

    due: date
    amount: float | None = None
    done_on: date | None = None
    agreed_on: date | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is on record of a task.

    ``target``         the amount to be reached (``direction`` up) or kept below (down); see ``target_of``.
    ``course``         ``accrues``: it adds up over the year (公里、亿元投资); ``holds``: it must stand at
                       the target at any time (增速、占比、失业率). See ``schedule.course_of``.
    ``unit``           of the amounts, as it is written behind them: 个, %.
    ``baseline``       where an amount that accrues starts; 0 unless given.
    ``amount``         the signed amount that counts (``counting``), of the day ``amount_on``.
    ``share``          the signed share that counts (0 to 1), for tasks without target, of ``amount_on``.
    ``last_progress_on`` the day of the newest report signed, with an amount or without.
    ``progress_interval_days`` how often it reports; ``None`` for the interval of ``thresholds.toml``.
    ``issued_on``      the day of its last issue.
    ``runs_from``      the day from which it counts for the unit that leads it: of its issue, of its transfer
                       to that unit, of its resumption; the day of issue unless given.
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
    last_progress_on: date | None = None
    progress_interval_days: int | None = None
    issued_on: date | None = None
    runs_from: date | None = None
    submitted_on: date | None = None
    closed_on: date | None = None

    @property
    def phase(self) -> Phase:
        """The phase of its state."""
        return task_lifecycle().states[self.state].phase

    @property
    def owes_progress(self) -> bool:
        """Whether its unit owes progress entries by its interval: its silence is held against it."""
        return "owes_progress" in task_lifecycle().states[self.state].attributes


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of ``thresholds.toml``, explained there."""

    red_below: float
    yellow_below: float
    compared_from: float
    milestone_red_after_days: int
    progress_interval_days: int
    accept_within_workdays: int
    task_window_days: int
    milestone_window_days: int
    claim_agrees_with: Mapping[Claim, tuple[Colour, ...]]

    def interval(self, facts: Facts) -> int:
        """How many days may lie between two reports of the task."""
        return facts.progress_interval_days or self.progress_interval_days


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


def got_on(facts: Facts) -> date | None:
    """The day on which the unit that leads it got the task; ``None`` where that is not on record."""
    return facts.runs_from or facts.issued_on


def begins(facts: Facts) -> date:
    """The day on which the schedule begins: the start, and never before the unit got the task."""
    return max(facts.start, got_on(facts) or facts.start)


def silent_since(facts: Facts) -> date:
    """The day from which an entry is awaited: of the newest one, and never before the schedule began."""
    return max(begins(facts), facts.last_progress_on or facts.start)


def silent_days(facts: Facts, on: date) -> int:
    """Days of silence where the unit owes progress; 0 before the schedule began and where it owes none."""
    return max((on - silent_since(facts)).days, 0) if facts.owes_progress else 0


def is_silent(facts: Facts, on: date, known: Thresholds | None = None) -> bool:
    """Whether the silence is longer than the interval of the task."""
    return silent_days(facts, on) > (known or thresholds()).interval(facts)


def unit_silent_days(tasks: Iterable[Facts], on: date) -> int | None:
    """Days of silence of a unit over its tasks; ``None`` where it owes progress on none of them.

    Counted from its newest entry on any of them; one of before the unit got the task breaks no silence of
    its own. Where it never wrote: from the day on which the first of them began.
    """
    owed = [facts for facts in tasks if facts.owes_progress]
    own = [since for facts in owed if (since := silent_since(facts)) == facts.last_progress_on]
    if not owed:
        return None
    since = max(own) if own else min(silent_since(facts) for facts in owed)
    return max((on - since).days, 0)


def milestones_counted(facts: Facts) -> tuple[Milestone, ...]:
    """The milestones that the unit could meet: behind the day on which it got the task, and each of them."""
    got = got_on(facts)
    return tuple(
        one for one in facts.milestones if all(day is None or one.due > day for day in (got, one.agreed_on))
    )


def due_binds(facts: Facts) -> bool:
    """Whether there is a due date, and it had not passed when the unit got the task."""
    got = got_on(facts)
    return facts.due is not None and (got is None or facts.due >= got)


def accepted_late(facts: Facts, on: date, known: Thresholds | None = None) -> int:
    """The working days for which a task has waited to be accepted, once they are too many; 0 before."""
    got = got_on(facts)
    if facts.phase != "waiting" or got is None:
        return 0
    waited = workdays_between(got, on)
    return waited if waited > (known or thresholds()).accept_within_workdays else 0


def in_time(facts: Facts) -> bool | None:
    """Whether the unit finished by the due date: the day it asked for the review that approved it counts.

    A slow reviewer makes no unit late. ``None`` without a due date that binds, or such a day.
    """
    finished = facts.submitted_on or facts.closed_on
    return finished <= facts.due if finished and facts.due and due_binds(facts) else None


def overdue_days(facts: Facts, on: date) -> int:
    """Days since the due date while the outcome is still owed; 0 where it is not overdue.

    On the due date itself nothing is overdue. What waits for review since before the due date is not, nor
    what had passed when the unit got the task. A unit that does not accept in time gains nothing by it.
    """
    if facts.due is None or on <= facts.due or facts.phase not in OPEN:
        return 0
    if not due_binds(facts) or (facts.phase == "waiting" and not accepted_late(facts, on)):
        return 0
    if facts.phase == "review" and in_time(facts):
        return 0
    return (on - facts.due).days
