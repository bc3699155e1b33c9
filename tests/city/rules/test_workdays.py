"""Working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.city.rules.workdays import (
    Workday,
    add_workdays,
    by_notice,
    days_known,
    is_workday,
    look_up,
    read_notices,
    workdays_between,
)

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-01-01", Workday(worked=False, known=True)),  # New Year
        ("2025-01-26", Workday(worked=True, known=True)),  # a Sunday exchanged for the Spring Festival
        ("2025-01-28", Workday(worked=False, known=True)),  # the eve of the Spring Festival
        ("2025-10-08", Workday(worked=False, known=True)),  # National Day and Mid-autumn together
        ("2025-10-09", Workday(worked=True, known=True)),
        ("2025-10-11", Workday(worked=True, known=True)),  # a Saturday worked
        ("2026-02-14", Workday(worked=True, known=True)),
        ("2026-03-16", Workday(worked=True, known=True)),
        ("2026-03-15", Workday(worked=False, known=True)),
        ("2099-01-01", Workday(worked=True, known=False)),  # a Thursday of a year without notice
        ("2099-01-03", Workday(worked=False, known=False)),  # a Saturday
        ("1999-10-01", Workday(worked=True, known=False)),
    ],
)
def test_look_up(day: str, expected: Workday) -> None:
    assert look_up(date.fromisoformat(day)) == expected


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-03-13", 1, "2026-03-16"),  # Friday -> Monday
        ("2026-03-13", 0, "2026-03-13"),
        ("2026-03-14", 0, "2026-03-14"),
        ("2026-03-14", 1, "2026-03-16"),
        ("2026-03-16", -1, "2026-03-13"),
        ("2025-09-30", 1, "2025-10-09"),  # over the holidays
        ("2025-10-10", 1, "2025-10-11"),  # onto a Saturday worked
    ],
)
def test_add_workdays(day: str, count: int, expected: str) -> None:
    assert add_workdays(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-03-13", "2026-03-13", 0),
        ("2026-03-13", "2026-03-15", 0),
        ("2026-03-13", "2026-03-16", 1),
        ("2026-03-16", "2026-03-13", -1),
        ("2025-09-30", "2025-10-13", 4),  # 9, 10, 11 and 13 October
    ],
)
def test_workdays_between(first: str, last: str, count: int) -> None:
    assert workdays_between(date.fromisoformat(first), date.fromisoformat(last)) == count


@given(days, st.integers(-40, 40))
def test_adding_and_counting_are_inverse(day: date, count: int) -> None:
    there = add_workdays(day, count)
    if count >= 0 or is_workday(day):
        assert workdays_between(day, there) == count
    assert count == 0 or is_workday(there)


@given(days, days, days)
def test_counts_add_up(first: date, middle: date, last: date) -> None:
    first, middle, last = sorted((first, middle, last))
    middle = min(middle, first + timedelta(days=400))
    last = min(last, middle + timedelta(days=400))
    assert workdays_between(first, middle) + workdays_between(middle, last) == workdays_between(first, last)


@pytest.mark.parametrize(
    ("first", "last", "known"),
    [
        ("2025-03-01", "2025-04-01", True),
        ("2025-12-01", "2099-01-01", False),
        ("2099-01-01", "2025-01-01", False),
    ],
)
def test_days_known(first: str, last: str, known: bool) -> None:
    assert days_known(date.fromisoformat(first), date.fromisoformat(last)) is known


def test_a_notice_of_the_office_is_read() -> None:
    notices = read_notices(
        {"2027": {"rest": ["2027-01-01", "2027-02-05/2027-02-11"], "work": ["2027-02-14"]}}
    )
    rest = notices[2027].rest
    assert len(rest) == 8
    assert date(2027, 2, 11) in rest
    assert not by_notice(date(2027, 2, 8), notices[2027])  # a Monday off
    assert by_notice(date(2027, 2, 12), notices[2027])
    assert by_notice(date(2027, 2, 14), notices[2027])  # a Sunday worked
    assert not by_notice(date(2027, 2, 13), notices[2027])
