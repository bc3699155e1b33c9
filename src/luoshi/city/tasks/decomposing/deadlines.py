"""By when, as the words of a promise say it; and what to propose for the quarters until then."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from luoshi.city.tasks.actions.drafting import Node

_MONTHS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_SEVERAL_YEARS = timedelta(days=730)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
_DAY = re.compile(_MONTH + r"(?P<day>[12]\d|3[01]|0?[1-9])日(?:之?前|以前)?")
_MONTH_END = re.compile(_MONTH + r"(?:份|底|末|底前|份前|之前|前)")
_YEAR_END = re.compile(r"(?P<year>20\d\d)年(?:年?底|末|内|全年)")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(
        files("luoshi.city.tasks.decomposing").joinpath("dates.toml").read_text(encoding="utf-8")
    )


def deadline_in(text: str, year: int) -> date | None:
    """The latest day that the words name: ``6月底前建成`` in 2026 -> 2026-06-30; ``None`` without any."""
    found = [date(year, *map(int, day.split("-"))) for word, day in _table()["words"].items() if word in text]
    for match in _DAY.finditer(text):
        month, day = _month(match["month"]), int(match["day"])
        if day <= monthrange(year, month)[1]:
            found.append(date(year, month, day))
    for match in _MONTH_END.finditer(text):
        month = _month(match["month"])
        found.append(date(year, month, monthrange(year, month)[1]))
    found += [
        date(int(match["year"]), 12, 31) for match in _YEAR_END.finditer(text) if int(match["year"]) > year
    ]
    return max(found, default=None)


def end_of(period: str, year: int) -> date:
    """The last day of the period: ``2030`` or ``2026-2030`` -> 2030-12-31; of ``year`` without a period."""
    last = period.rpartition("-")[2]
    return date(max(int(last), year) if last.isdecimal() else year, 12, 31)


def quarter_ends(year: int) -> tuple[date, date, date, date]:
    """The last days of the four quarters."""
    return date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31)


def quarter_of(day: date) -> int:
    """The quarter from 1 to 4."""
    return (day.month + 2) // 3


def proposed_nodes(
    kind: str, start: date, due: date, target: float | None, *, accrues: bool
) -> tuple[Node, ...]:
    """A milestone for each quarter from start to due, or year of a longer stretch; the last on the due day.

    An amount that accrues is split evenly over the days, whole where the target is whole: 40 over the year ->
    10, 20, 30, 40. What must be held, or has no target, gets words only (``dates.toml``), or nothing.
    """
    several = due - start > _SEVERAL_YEARS
    steps = (
        [date(year, 12, 31) for year in range(start.year, due.year)] if several else quarter_ends(start.year)
    )
    ends = [day for day in steps if start <= day < due] + [due]
    words: Sequence[str] = _table()["milestones"].get(kind, _table()["milestones"]["task"])
    if target is None:
        named = ((day, words[quarter_of(day) - 1] if day != due else words[-1]) for day in ends)
        return tuple(Node(due=day, words=said) for day, said in named if said)
    if not accrues:
        return ()
    whole = float(target).is_integer()
    days = max((due - start).days, 1)
    nodes = []
    for day in ends:
        amount = target * (day - start).days / days if day != due else target
        nodes.append(Node(due=day, amount=float(round(amount)) if whole else round(amount, 2)))
    return tuple(nodes)


def _month(written: str) -> int:
    return _MONTHS.get(written) or int(written)
