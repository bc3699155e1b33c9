"""Dates and years as reports write them."""

from __future__ import annotations

import re
from datetime import date

from luoshi.reading.lexicon.numerals import NUMERALS, ZEROS, count_of, digits_of

_LIKE_ZERO = str.maketrans("OＯ", "〇〇")
_NUMBER = f"[0-9{ZEROS}OＯ{NUMERALS}]"
DATE = re.compile(rf"({_NUMBER}{{4}})年({_NUMBER}{{1,3}})月({_NUMBER}{{1,3}})日?")
YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_FIRST_YEAR = 1949
_LAST_YEAR = 2100


def read_date(match: re.Match[str]) -> date | None:
    """The date of a match of ``DATE`` (``二〇二二年一月十七日``); ``None`` where there is no such day."""
    try:
        day = date(*(_number(part) for part in match.groups()))
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def year_of_session(day: date) -> int:
    """The year planned in a report given on ``day``: the next one after a meeting in November or December."""
    return day.year + 1 if day.month >= 11 else day.year


def read_year(text: str) -> int:
    """``2016`` and ``一九九七`` as numbers."""
    return int(digits_of(text.translate(_LIKE_ZERO)))


def _number(text: str) -> int:
    return count_of(text) if "十" in text else read_year(text)
