"""A task's amounts against its schedule, as lines whose ends are percentages: text keeps its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from luoshi.city.rules.facts import Facts, begins, milestones_counted
from luoshi.city.rules.schedule import course_of, planned_share
from luoshi.city.rules.words import number
from luoshi.city.tasks.models import ProgressEntry, Task
from luoshi.city.tasks.status_light import facts_of

_LEFT, _WIDTH, _TOP, _HEIGHT = 2.0, 88.0, 8.0, 78.0


@dataclass(frozen=True)
class Line:
    """A stroke from one point to another, in percent of the picture."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Mark:
    """A point with its words, in percent of the picture."""

    x: str
    y: str
    words: str


@dataclass(frozen=True)
class Chart:
    """What to draw, and the same as a table; ``planned_now`` is the amount planned by ``of``."""

    planned: list[Line]
    done: list[Line]
    points: list[Mark]
    target: Mark
    zero: Mark
    today: Mark | None
    start: date
    end: date
    done_words: str
    planned_now: str
    of: date
    rows: list[tuple[date, str, str]]


def chart_of(task: Task, measured: Sequence[ProgressEntry], today: date) -> Chart | None:
    """The chart of a task with a target; ``None`` where there is none."""
    facts = facts_of(task)
    if facts.target is None:
        return None
    amounts = [(one.as_of, one.amount) for one in measured if one.amount is not None]
    last = max([task.due, today, *(day for day, _ in amounts)])
    first = min([task.start, *(day for day, _ in amounts)])
    values = [0.0, facts.target, *(amount for _, amount in amounts)]
    low, high = min(values), max(values)
    span, rise = max((last - first).days, 1), (high - low) or 1.0

    def x(day: date) -> str:
        return f"{_LEFT + _WIDTH * (day - first).days / span:.2f}%"

    def y(amount: float) -> str:
        return f"{_TOP + _HEIGHT * (1 - (amount - low) / rise):.2f}%"

    def lines(points: Sequence[tuple[date, float]]) -> list[Line]:
        return [Line(x(a), y(b), x(c), y(d)) for (a, b), (c, d) in pairwise(points)]

    of = amounts[-1][0] if amounts else today
    return Chart(
        planned=lines([(day, _planned(facts, facts.target, day)) for day in _corners(facts)]),
        done=lines(amounts),
        points=[Mark(x(day), y(amount), f"{day} {number(amount)}") for day, amount in amounts],
        target=Mark(x(last), y(facts.target), number(facts.target)),
        zero=Mark(x(first), y(0.0), "0"),
        today=Mark(x(today), "", f"{today}") if first < today < last else None,
        start=first,
        end=last,
        done_words=number(amounts[-1][1]) if amounts else "",
        planned_now=number(round(_planned(facts, facts.target, of), 2)),
        of=of,
        rows=[
            (day, number(round(_planned(facts, facts.target, day), 2)), number(amount))
            for day, amount in amounts
        ],
    )


def _corners(facts: Facts) -> list[date]:
    """The days between which the schedule is straight."""
    start = begins(facts)
    due = max(start, facts.due or start)
    days = {start, due}
    if course_of(facts) == "accrues":
        days |= {one.due for one in milestones_counted(facts) if start < one.due < due}
    return sorted(days)


def _planned(facts: Facts, target: float, day: date) -> float:
    if course_of(facts) == "holds":
        return target
    base = facts.baseline or 0.0
    return base + (target - base) * planned_share(facts, day)
