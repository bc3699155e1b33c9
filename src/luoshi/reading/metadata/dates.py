"""Dates and years as reports write them."""

from __future__ import annotations

import re
from datetime import date

_NUMERALS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○零ＯO", "0"
)
_NUMBER = "[0-9〇○零OＯ一二三四五六七八九十]"
DATE = re.compile(rf"({_NUMBER}{{4}})年({_NUMBER}{{1,3}})月({_NUMBER}{{1,3}})日?")
YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_FIRST_YEAR = 1949
_LAST_YEAR = 2100


def read_date(match: re.Match[str]) -> date | None:
    """The date of a match of ``DATE`` (``二〇二二年一月十七日``); ``None`` where there is no such day."""
    try:
        found = date(*(_number(part) for part in match.groups()))
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def year_of_session(day: date) -> int:
    """The year planned in a report given on ``day``: the next one after a meeting in November or December."""
    return day.year + 1 if day.month >= 11 else day.year


def read_year(text: str) -> int:
    """``2016`` and ``一九九七`` as numbers."""
    return int("".join(_NUMERALS.get(char, char) for char in text))


def _number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if ten:
        return (int(_NUMERALS.get(tens, tens) or 1)) * 10 + int(_NUMERALS.get(ones, ones) or 0)
    return read_year(text)
