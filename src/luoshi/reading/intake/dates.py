"""Dates and years as containers of texts write them."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"\s*((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT_DATE = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*")
_YEAR = re.compile(r"\s*((?:19|20)\d\d)\s*(?:年度?|\.0)?\s*")


def iso_date(value: object) -> str | None:
    """The date that ``value`` begins with, as ``YYYY-MM-DD``: 2021年2月3日 -> 2021-02-03."""
    text = str(value)
    match = _DATE.match(text) or _COMPACT_DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def year_number(value: object) -> int | None:
    """The year that ``value`` is: 2021, "2021年", 2021.0 -> 2021; ``None`` for anything else."""
    match = _YEAR.fullmatch(str(value))
    return int(match.group(1)) if match else None
