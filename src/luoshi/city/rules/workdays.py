"""Working days of China: holidays and exchanged days as the State Council announces them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import chinese_calendar

from luoshi.city.rules.words import table

_DAY = timedelta(days=1)
_SATURDAY = 5


class Workday(NamedTuple):
    """Whether a day is worked; ``known`` is false where its year has no notice yet: Monday to Friday then."""

    worked: bool
    known: bool


class Notice(NamedTuple):
    """A year's notice: days off, and weekend days worked."""

    rest: frozenset[date]
    work: frozenset[date]


def look_up(day: date) -> Workday:
    """The day by ``workdays.toml``, else by the package, else Monday to Friday."""
    return _look_up(day)


def is_workday(day: date) -> bool:
    """Whether the day is worked: 2026-02-14 (a Saturday exchanged for the Spring Festival) -> yes."""
    return look_up(day).worked


def days_known(first: date, last: date) -> bool:
    """Whether the holidays of every year from ``first`` to ``last`` are announced."""
    low, high = sorted((first.year, last.year))
    return all(look_up(date(year, 1, 1)).known for year in range(low, high + 1))


def add_workdays(day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (before it where negative); ``day`` itself for 0."""
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def workdays_between(first: date, last: date) -> int:
    """The working days after ``first`` up to and including ``last``; negative where ``last`` is earlier.

    Friday to the next Monday -> 1; what is due on Friday is one working day late on Monday.
    """
    if last < first:
        return -workdays_between(last, first)
    return sum(is_workday(first + timedelta(days=ahead)) for ahead in range(1, (last - first).days + 1))


def read_notices(written: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[int, Notice]:
    """The notices of ``workdays.toml`` by year."""
    return {
        int(year): Notice(frozenset(_days(one.get("rest", ()))), frozenset(_days(one.get("work", ()))))
        for year, one in written.items()
    }


def by_notice(day: date, notice: Notice) -> bool:
    """Whether the day is worked: a weekday that is not off, or a weekend day that is."""
    return day in notice.work or (day.weekday() < _SATURDAY and day not in notice.rest)


@cache
def _notices() -> dict[int, Notice]:
    return read_notices(table("workdays.toml"))


@cache
def _look_up(day: date) -> Workday:
    notice = _notices().get(day.year)
    if notice is not None:
        return Workday(by_notice(day, notice), known=True)
    try:
        return Workday(chinese_calendar.is_workday(day), known=True)
    except NotImplementedError:  # the package's word for a year that it does not hold
        return Workday(day.weekday() < _SATURDAY, known=False)


def _days(written: Iterable[str]) -> Iterator[date]:
    for stretch in written:
        first, _, last = stretch.partition("/")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            yield day
            day += _DAY
