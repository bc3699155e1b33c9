"""Reminders that fall on a day, from ``reminders.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal

import msgspec

from luoshi.city.rules.facts import (
    Facts,
    Thresholds,
    due_binds,
    milestones_counted,
    overdue_days,
    silent_since,
    thresholds,
)
from luoshi.city.rules.schedule import milestone_met
from luoshi.city.rules.words import Reason, table

ReminderKind = Literal["due_soon", "due_today", "overdue", "milestone_due", "progress_due"]


class Reminder(msgspec.Struct, frozen=True):
    """A reminder to send once: ``key`` is the same whenever it is asked for again.

    ``about`` is the day that it reminds of; ``days`` how far that is ahead (negative: past).
    """

    key: str
    kind: ReminderKind
    on: date
    about: date
    days: int
    reason: Reason


class Rhythm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days before and after a day on which to remind; the day itself always belongs to them."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    then_every: int | None = None

    def falls_on(self, late: int) -> bool:
        """Whether the day ``late`` days after (negative: before) the one reminded of is one to remind on."""
        if late <= 0:
            return late == 0 or -late in self.before
        last = max(self.after, default=0)
        every = self.then_every
        return late in self.after or (every is not None and late > last and (late - last) % every == 0)


@cache
def rhythm(of: Literal["due", "milestone", "progress"]) -> Rhythm:
    """When to remind of a due date, a milestone or a progress entry."""
    return msgspec.convert(table("reminders.toml")[of], Rhythm)


def reminders_on(
    task: str, facts: Facts, on: date, *, since: date | None = None, known: Thresholds | None = None
) -> tuple[Reminder, ...]:
    """The reminders of ``task`` that fall on ``on``.

    With ``since``, the day of the last run, also what fell between the two, the newest of each only: a
    machine that stood still over a holiday neither forgets nor floods.
    """
    known = known or thresholds()
    first = on if since is None else min(on, since + timedelta(days=1))
    found: list[Reminder] = []
    for of, about in _days(facts, known):
        for back in range((on - first).days + 1):
            day = on - timedelta(days=back)
            if of == "due" and day > about and not overdue_days(facts, day):
                continue
            if rhythm(of).falls_on((day - about).days):
                found.append(_reminder(task, of, about, day, on))
                break
    return tuple(found)


def _days(facts: Facts, known: Thresholds) -> Iterator[tuple[Literal["due", "milestone", "progress"], date]]:
    """The days to remind of. What waits for review, rests or is settled asks nothing of the unit.

    Nor does what had passed when the unit got the task; and of milestones it is told once it has accepted.
    """
    if facts.phase in ("waiting", "working") and facts.due is not None and due_binds(facts):
        yield "due", facts.due
    if facts.phase == "working":
        counted = milestones_counted(facts)
        for day in dict.fromkeys(one.due for one in counted if not milestone_met(facts, one)):
            yield "milestone", day
        yield "progress", silent_since(facts) + timedelta(days=known.interval(facts))


def _reminder(
    task: str, of: Literal["due", "milestone", "progress"], about: date, day: date, on: date
) -> Reminder:
    """The key names the day reminded of, so that an extended task is reminded of its new date."""
    late = (day - about).days
    kind: ReminderKind
    if of == "due":
        kind = "due_soon" if late < 0 else "due_today" if late == 0 else "overdue"
    else:
        kind = "milestone_due" if of == "milestone" else "progress_due"
    # Said on the day it is sent, which after a standstill is later than the day it fell on.
    days = (about - on).days
    when = "ahead" if days > 0 else "today" if days == 0 else "past"
    reason = Reason(f"remind_{of}_{when}", {"about": f"{about}", "days": str(abs(days))})
    return Reminder(f"{task}/{of}/{about}/{late:+d}", kind, on, about, days, reason)
