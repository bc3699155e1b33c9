"""The burden meter: how many reports are asked of a unit, and how few answers would serve them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from luoshi.city.rules.facts import Facts, Thresholds, begins, milestones_counted, thresholds
from luoshi.city.rules.rates import Rate
from luoshi.city.rules.words import table

AskedFor = Literal["interval", "milestone", "change_request"]


class Asked(msgspec.Struct, frozen=True):
    """A report that is asked of ``unit`` by ``day``; ``about`` names what: a task, usually."""

    unit: str
    about: str
    day: date
    source: AskedFor


class Burden(msgspec.Struct, frozen=True):
    """What was asked of a unit: ``asked`` reports, which ``answers`` answers serve.

    ``shared`` is (asked - answers) / asked: the change requests that an answer given for another one serves.
    """

    unit: str
    asked: int
    answers: int
    by_source: dict[AskedFor, int]

    @property
    def shared(self) -> Rate:
        """How much of what is asked, the system need not ask again."""
        return Rate(self.asked - self.answers, self.asked)


def asked_by_task(
    unit: str, task: str, facts: Facts, first: date, last: date, known: Thresholds | None = None
) -> Iterator[Asked]:
    """The reports that a task asks by itself from ``first`` to ``last``, both included.

    One each reporting interval, counted from its beginning (``facts.begins``) to its due date or the day it
    was settled, and one at each milestone that counts. A draft and a suspended task ask nothing.
    """
    if facts.phase in ("draft", "paused"):
        return
    interval = (known or thresholds()).interval(facts)
    settled = facts.closed_on if facts.phase == "settled" else None
    end = min(last, settled or last)
    for one in milestones_counted(facts):
        if first <= one.due <= end:
            yield Asked(unit, task, one.due, "milestone")
    end = min(end, facts.due or end)
    start = begins(facts)
    skipped = max(1, -((start - first).days // interval))
    day = start + timedelta(days=interval * skipped)
    while day <= end:
        if day >= first:
            yield Asked(unit, task, day, "interval")
        day += timedelta(days=interval)


def burdens(asked: Iterable[Asked]) -> tuple[Burden, ...]:
    """The burden of each unit, the heaviest first.

    ChangeRequests about the same thing are served by one answer while they lie within seven days of the first
    of them: a milestone of 30 March and a monthly report of 1 April are one answer.
    """
    by_unit: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        by_unit[one.unit].append(one)
    found = [_burden(unit, ones) for unit, ones in by_unit.items()]
    return tuple(sorted(found, key=lambda one: (-one.asked, one.unit)))


def _burden(unit: str, asked: list[Asked]) -> Burden:
    by_source: dict[AskedFor, int] = defaultdict(int)
    days: dict[str, list[date]] = defaultdict(list)
    for one in asked:
        by_source[one.source] += 1
        days[one.about].append(one.day)
    answers = sum(_answers(sorted(ones)) for ones in days.values())
    return Burden(unit, len(asked), answers, dict(by_source))


def _answers(days: list[date]) -> int:
    reach = timedelta(days=int(table("burden.toml")["one_answer_serves_days"]))
    count, served = 0, date.min
    for day in days:
        if day > served or not count:
            count, served = count + 1, day + reach
    return count
