"""Rates and times: how many were on time, and how long answering, closing and solving took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

import msgspec

from luoshi.city.rules.facts import Facts, due_binds, in_time, overdue_days
from luoshi.city.rules.verdicts import Verdict
from luoshi.city.rules.words import table
from luoshi.city.rules.workdays import days_known, workdays_between


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """The days of a task's way; ``None`` where it has not come so far.

    ``done_on`` is the day of the office's approval 办结, ``closed_on`` that of closing 销号.
    """

    facts: Facts
    accepted_on: date | None = None
    done_on: date | None = None
    closed_on: date | None = None
    verdict: Verdict | None = None


class Rate(msgspec.Struct, frozen=True):
    """A share with what it is made of."""

    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; ``None`` where there is nothing to share."""
        return self.numerator / self.denominator if self.denominator else None


class OnTime(Rate, frozen=True):
    """On time; ``late`` and ``overdue`` are the rest of the denominator, ``suspended`` stands outside it.

    So does ``undated``: what had passed its due date when the unit got it can be neither on time nor late.
    """

    late: int
    overdue: int
    suspended: int
    undated: int = 0


class Duration(msgspec.Struct, frozen=True):
    """The median of ``count`` durations in working days; ``known`` unless a year has no holidays yet."""

    days: float | None
    count: int
    known: bool


class Times(msgspec.Struct, frozen=True):
    """Three different times, each from the day of issue.

    ``response`` 响应 until accepted by the unit; ``closing`` 办结 until approved by the office, whatever
    the verdict; ``solving`` 解决 until closed with a verdict that says it is solved.
    """

    response: Duration
    closing: Duration
    solving: Duration


def on_time(passages: Iterable[Passage], on: date) -> OnTime:
    """On-time rate = closed on time / (closed + open and overdue), so that a backlog cannot hide.

    Closed is done or closed. The day that counts is the unit's last submission (``facts.in_time``). A task
    closed as missed is not on time, whenever that was. Tasks not due yet, suspended ones, and those issued
    behind their own due date do not count.
    """
    never = set(table("rates.toml")["never_on_time"])
    kept = late = overdue = suspended = undated = 0
    for one in passages:
        if one.facts.due is not None and not due_binds(one.facts):
            undated += 1
        elif one.facts.phase == "settled":
            punctual = in_time(one.facts) is not False and one.verdict not in never
            kept, late = (kept + 1, late) if punctual else (kept, late + 1)
        elif one.facts.phase == "paused":
            suspended += 1
        elif overdue_days(one.facts, on):
            overdue += 1
    return OnTime(kept, kept + late + overdue, late, overdue, suspended, undated)


def times(passages: Sequence[Passage]) -> Times:
    """The three medians, in working days; each over the tasks that have come so far."""
    solved = set(table("rates.toml")["solved"])
    return Times(
        _duration([(one.facts.issued_on, one.accepted_on) for one in passages]),
        _duration([(one.facts.issued_on, one.done_on) for one in passages]),
        _duration([(one.facts.issued_on, one.closed_on) for one in passages if one.verdict in solved]),
    )


def _duration(stretches: Iterable[tuple[date | None, date | None]]) -> Duration:
    days: list[int] = []
    known = True
    for first, last in stretches:
        if first is None or last is None:
            continue
        days.append(workdays_between(first, last))
        known = known and days_known(first, last)
    return Duration(float(median(days)) if days else None, len(days), known)
