"""Days are taken of four-digit years that can be meant; anything else is a slip, and said to be one."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.city.rules.years import OutOfYearsError, is_taken, taken_day, taken_year, years


@pytest.mark.parametrize("day", ["1949-01-01", "2026-06-30", "2100-12-31"])
def test_days_that_can_be_meant(day: str) -> None:
    assert f"{taken_day(date.fromisoformat(day))}" == day


@pytest.mark.parametrize("day", ["0001-01-01", "0026-01-01", "1948-12-31", "2101-01-01", "9999-12-31"])
def test_days_of_other_years_are_named(day: str) -> None:
    with pytest.raises(OutOfYearsError) as refused:
        taken_day(date.fromisoformat(day))
    for language in ("zh", "en"):
        assert day in refused.value.message(language)
        assert str(years().last) in refused.value.message(language)


def test_years() -> None:
    assert [is_taken(year) for year in (26, 1948, 1949, 2100, 2101)] == [False, False, True, True, False]
    with pytest.raises(OutOfYearsError, match="0026"):
        taken_year(26)
