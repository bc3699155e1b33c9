"""What a person is asked before it is written, since it may be a slip: days that are past, other places.

Nothing is forbidden here: what is meant is confirmed and then written.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import cache

import msgspec

from luoshi.city.rules.words import table


class Doubts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of ``doubts.toml``, explained there."""

    report_years: int
    just_minutes: int


class Place(msgspec.Struct, frozen=True):
    """A place: its name, and its GB/T 2260 code where the table of divisions has one."""

    name: str
    code: str = ""


@cache
def doubts() -> Doubts:
    """The numbers in force."""
    return msgspec.convert(table("doubts.toml"), Doubts)


def days_past(due: date, on: date) -> int:
    """How many days ``due`` lies before ``on``; 0 where it does not."""
    return max((on - due).days, 0)


def year_is_over(year: int | None, on: date) -> bool:
    """Whether a report is of a year that ended long enough ago to ask."""
    return year is not None and on.year - year >= doubts().report_years


def is_elsewhere(site: Place, of: Place, below: Container[str] = ()) -> bool:
    """Whether a report of the place ``of`` is of another place than that of the site.

    The place itself is not, nor what lies in it (a district's report names the city's own ground), nor what
    it lies in (a province's report, the nation's: a city is given tasks by those). By code where both have
    one: 220300 lies in 220000 and holds 220302. Else by name: ``below`` names what lies in the site's place.
    """
    if not site.name or not of.name:
        return False
    if of.code == _NATION:
        return False
    if site.code and of.code:
        inner, outer = _stem(of.code), _stem(site.code)
        return not (inner.startswith(outer) or outer.startswith(inner))
    within = of.name.startswith(site.name) or site.name.startswith(of.name) or site.name.endswith(of.name)
    return not (within or of.name.endswith(site.name) or of.name in below)


_NATION = "000000"


def _stem(code: str) -> str:
    """The digits of a code that say something: 220300 -> 2203."""
    pairs = code[:2], code[2:4], code[4:6]
    return "".join(pairs[: max((at for at, pair in enumerate(pairs, 1) if pair != "00"), default=0)])
