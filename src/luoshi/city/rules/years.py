"""The years whose days are taken, from ``years.toml``: of forms, tables and the API alike."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from luoshi.city.rules.words import table
from luoshi.errors import LuoshiError


class OutOfYearsError(LuoshiError):
    """A day of a year that is not taken; pages say so beside the field, the API answers 400."""


class Years(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first and the last of them."""

    first: int
    last: int


@cache
def years() -> Years:
    """The years that are taken."""
    return msgspec.convert(table("years.toml"), Years)


def is_taken(year: int) -> bool:
    """Whether days of ``year`` are taken."""
    return years().first <= year <= years().last


def taken_year(year: int) -> int:
    """The year, where it is taken; raises ``OutOfYearsError``."""
    if not is_taken(year):
        raise OutOfYearsError("day_out_of_years", value=f"{year:04}", first=years().first, last=years().last)
    return year


def taken_day(day: date) -> date:
    """The day, where its year is taken; raises ``OutOfYearsError``."""
    if not is_taken(day.year):
        raise OutOfYearsError("day_out_of_years", value=f"{day}", first=years().first, last=years().last)
    return day
