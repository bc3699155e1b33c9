"""Dates that cannot be, that lie after the report, and periods that end before they begin."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from luoshi.ledger.contradictions.checking import finding
from luoshi.ledger.contradictions.knowledge import compiled, table
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.records import Finding

IMPOSSIBLE, LATER, REVERSED = "impossible_date", "later_date", "reversed_period"
_WORDS = table()["dates"]
_DONE = compiled(_WORDS["done"])
_AHEAD = compiled(_WORDS["ahead"])
_DATE = re.compile(
    r"(?:(?<!\d)(?P<year>(?:19|20)\d\d)年)?(?<![\d.－—\-~～至个第])"
    r"(?P<month>\d{1,2})月(?:份)?(?P<day>\d{1,2})(?:日|号)"
)
_MONTH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月")
_PERIOD = re.compile(
    r"(?<![\d.])(?P<first>(?:19|20)\d\d)年?(?:[—－\-~～–―]{1,2}|至|到)(?P<last>(?:19|20)\d\d)年(?!均)"
)
_LEAP_YEAR = 2000


def impossible_dates(prose: Prose) -> Iterator[Finding]:
    """Days that no calendar has: ``2月30日``, ``4月31日``, ``13月5日``; 29 February outside leap years."""
    for match in _DATE.finditer(prose.text):
        year = int(match["year"] or _LEAP_YEAR)
        month, day = int(match["month"]), int(match["day"])
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            yield finding(IMPOSSIBLE, "certain", prose, [match.span()], date=match[0])
    for match in _MONTH.finditer(prose.text):
        following = prose.text[match.end() : match.end() + 1]
        if not 1 <= int(match["month"]) <= 12 and not following.isdigit():
            yield finding(IMPOSSIBLE, "certain", prose, [match.span()], date=match[0])


def later_dates(prose: Prose) -> Iterator[Finding]:
    """Things told as done on a day after the report was given."""
    given_on = prose.report.date
    if given_on is None:
        return
    day_of_report = date.fromisoformat(given_on)
    for match in _DATE.finditer(prose.text):
        day = _day(match)
        if day is None or day <= day_of_report:
            continue
        first, last = prose.sentence(*match.span())
        sentence = prose.text[first:last]
        if _DONE.search(sentence) and not _AHEAD.search(sentence):
            yield finding(LATER, "likely", prose, [match.span()], date=match[0], given=given_on)


def reversed_periods(prose: Prose) -> Iterator[Finding]:
    """Periods that end before they begin: ``2025—2021年``."""
    for match in _PERIOD.finditer(prose.text):
        if int(match["last"]) < int(match["first"]):
            yield finding(REVERSED, "certain", prose, [match.span()], period=match[0])


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])) if match["year"] else None
    except ValueError:
        return None
