"""By when, as the words of a promise say it; and what to propose for the quarters until then."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from luoshi.city.tasks.terms import MilestoneTerms
from luoshi.knowledge import toml_table
from luoshi.reading.lexicon.numerals import DIGITS, WRITTEN_YEAR, count_of, digits_of

_SEVERAL_YEARS = timedelta(days=730)
_YEAR = r"(?P<year>(?:19|20)\d\d年度?|[明次今本当去]年度?)?"
# 2026年底 and 明年底 share their 年 with the word
_YEAR_OF_WORD = r"(?P<year>20\d\d(?:年度?|(?=年))|[明次今本当去](?:年度?|(?=年)))?"
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[{DIGITS}])月"
_DAY = re.compile(_YEAR + rf"(?<!\d){_MONTH}(?P<day>[12]\d|3[01]|0?[1-9])[日号]")
# the last day of 6月15日至20日
_DAY_TO = re.compile(
    _YEAR + rf"(?<!\d){_MONTH}\d{{1,2}}[日号]?[至到~—–-]+(?P<day>[12]\d|3[01]|0?[1-9])[日号]"
)
_MONTH_END = re.compile(_YEAR + rf"(?<!\d){_MONTH}(?:份|底|末|底前|份前|之前|以前|前)")
_TENTH = re.compile(_YEAR + rf"(?<!\d){_MONTH}(?P<tenth>[上中下])旬")
_YEAR_END = re.compile(r"(?P<year>20\d\d)年度?(?:年?底|末|内|全年)")
_YEARS_ON = {"去": -1, "明": 1, "次": 1}
_TENTHS = {"上": 10, "中": 20}
_WRITTEN_YEAR = re.compile(f"{WRITTEN_YEAR}(?=年)")
# of a cell only, which holds nothing but the deadline
_BARE_MONTH = re.compile(_YEAR + rf"(?<!\d){_MONTH}(?=$|[前、，,；;（(至到~—–-])")
_BARE_YEAR = re.compile(r"(?:20\d\d年?[至到~—–-]+)?(?P<year>20\d\d)年?度?(?:前|之前|以前)?")
_POINTED_DAY = re.compile(
    r"(?P<year>20\d\d)[./-](?P<month>1[0-2]|0?[1-9])[./-](?P<day>[12]\d|3[01]|0?[1-9])(?!\d)"
)
# where a last 0 may have been lost, 2026.1 and 6.3 are no month and no day
_POINTED_MONTH = re.compile(
    r"(?:20\d\d[./]\d{1,2}[至到~—–-]+)?(?P<year>20\d\d)[./-](?P<month>1[0-2]|0[1-9]|[2-9])(?:底|末)?(?:之?前|以前)?"
)
_SHORT_DAY = re.compile(r"(?P<month>1[0-2]|0?[1-9])[./](?P<day>0[1-9]|[12]\d|3[01]|[4-9])(?:之?前|以前)?")


@cache
def _table() -> dict[str, Any]:
    return toml_table("luoshi.city.tasks.breakdown", "dates.toml")


@cache
def _word() -> re.Pattern[str]:
    """A word of ``dates.toml`` with the year before it; what only looks like one comes first."""
    no_day, words = _table()["no_day"], _table()["words"]
    apart = sorted((*no_day["words"], *no_day["spans"]), key=len, reverse=True)
    named = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(
        rf"(?:20\d\d)?(?:{'|'.join(apart)})|(?<!\d)\d{{1,2}}年内|{_YEAR_OF_WORD}(?P<word>{named})"
    )


def deadline_in(text: str, year: int) -> date | None:
    """The latest day that the words name: ``6月底前建成`` in 2026 -> 2026-06-30; ``None`` without any.

    A day before ``year`` is none: a promise looks back at ``2025年底``.
    """
    return max((day for day in _days_in(text, year) if day.year >= year), default=None)


def deadline_of(cell: str, year: int) -> date | None:
    """The day that a cell of deadlines names, which may say less than a sentence: ``3月`` -> 03-31.

    ``None`` for what comes again (``每月底前``), has no end (``长期坚持``) or no day (``6月初``).
    """
    text = _WRITTEN_YEAR.sub(
        lambda written: digits_of(written[0]), "".join(unicodedata.normalize("NFKC", cell).split())
    )
    if any(word in text for word in _table()["no_day"]["recurring"]):
        return None
    days = list(_days_in(text, year))
    for match in _BARE_MONTH.finditer(text):
        days += _last_day(match, year)
    for match in _POINTED_DAY.finditer(text):
        days += _named_day(match, year)
    if (short := _SHORT_DAY.fullmatch(text)) is not None:
        days += _named_day(short, year)
    if (pointed := _POINTED_MONTH.fullmatch(text)) is not None:
        days += _last_day(pointed, year)
    if (bare := _BARE_YEAR.fullmatch(text)) is not None:
        days.append(date(int(bare["year"]), 12, 31))
    return max(days, default=None)


def _days_in(text: str, year: int) -> Iterator[date]:
    for match in _word().finditer(text):
        if match["word"]:
            month, day = map(int, _table()["words"][match["word"]].split("-"))
            yield date(_year(match, year), month, day)
    for pattern in (_DAY, _DAY_TO):
        for match in pattern.finditer(text):
            yield from _named_day(match, year)
    for match in _MONTH_END.finditer(text):
        yield from _last_day(match, year)
    for match in _TENTH.finditer(text):
        (last,) = _last_day(match, year)
        yield last.replace(day=_TENTHS.get(match["tenth"], last.day))
    for match in _YEAR_END.finditer(text):
        yield date(int(match["year"]), 12, 31)


def _named_day(match: re.Match[str], year: int) -> list[date]:
    """The day, or none where the month has no such day."""
    year, month, day = _year(match, year), _month(match["month"]), int(match["day"])
    return [date(year, month, day)] if day <= monthrange(year, month)[1] else []


def _last_day(match: re.Match[str], year: int) -> list[date]:
    year, month = _year(match, year), _month(match["month"])
    return [date(year, month, monthrange(year, month)[1])]


def _year(match: re.Match[str], year: int) -> int:
    """The year before the month: ``2027年``, ``明年``; ``year`` without any."""
    said = match.groupdict().get("year")
    if not said:
        return year
    return int(said[:4]) if said[0].isdecimal() else year + _YEARS_ON.get(said[0], 0)


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


def earliest_proposed(today: date) -> date:
    """The first day on which a milestone is proposed, but for the due date itself."""
    return today + timedelta(days=_table()["proposed"]["days_ahead"])


def proposed_nodes(
    kind: str, start: date, due: date, target: float | None, *, accrues: bool, today: date
) -> tuple[MilestoneTerms, ...]:
    """A milestone for each quarter from start to due, or year of a longer stretch; the last on the due day.

    Nothing that has passed ``today`` or is too close: what is proposed will be held against a unit. An amount
    that accrues is split evenly over the days that are left, whole where the target is whole: 40 over the
    year -> 10, 20, 30, 40. What must be held, or has no target, gets words only (``dates.toml``), or nothing.
    """
    if due <= today:
        return ()
    several = due - start > _SEVERAL_YEARS
    steps = (
        [date(year, 12, 31) for year in range(start.year, due.year)] if several else quarter_ends(start.year)
    )
    first = max(start, earliest_proposed(today))
    ends = [day for day in steps if first <= day < due] + [due]
    words: Sequence[str] = _table()["milestones"].get(kind, _table()["milestones"]["task"])
    if target is None:
        named = ((day, words[quarter_of(day) - 1] if day != due else words[-1]) for day in ends)
        return tuple(MilestoneTerms(due=day, words=said) for day, said in named if said)
    if not accrues:
        return ()
    whole = float(target).is_integer()
    begun = max(start, today)
    days = max((due - begun).days, 1)
    nodes = []
    for day in ends:
        amount = target * (day - begun).days / days if day != due else target
        nodes.append(MilestoneTerms(due=day, amount=float(round(amount)) if whole else round(amount, 2)))
    return tuple(nodes)


def _month(written: str) -> int:
    return int(written) if written.isdecimal() else count_of(written)
