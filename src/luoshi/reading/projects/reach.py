"""Which clauses are worth reading, and how far they reach."""

from __future__ import annotations

import re

from luoshi.reading.clauses import MARKS, SENTENCE_ENDS
from luoshi.reading.projects.words import PLACES_BY_LAST

_MARK = re.compile(f"[{MARKS}\n]")
_LONGEST_CLAUSE = 200
_LONGEST_BRACKET = 80


def mentions_works(text: str, match: re.Match[str]) -> bool:
    """Whether a place of works ends at a match of ``WORKS_OR_STAGE``; 通车 and the like need none."""
    ends = PLACES_BY_LAST.get(match[0])
    return ends is None or text.endswith(ends, max(0, match.start() - 8), match.end())


def clause_around(text: str, at: int, low: int, high: int) -> tuple[int, int]:
    """The clause of ``text[low:high]`` that ``at`` stands in; marks inside a bracket do not end it."""
    low = max(low, at - _LONGEST_CLAUSE)
    start = low
    for mark in MARKS:
        mark_at = text.rfind(mark, start, at)
        if mark_at >= 0:
            start = mark_at + 1
    end = _mark_from(text, at, high)
    if text.find("（", start, end) >= 0 and text.count("（", start, end) > text.count("）", start, end):
        closing = text.find("）", end, min(high, end + _LONGEST_BRACKET))
        if closing >= 0:
            end = _mark_from(text, closing, high)
    return start, end


def clause_behind(text: str, end: int, high: int) -> tuple[int, int] | None:
    """The next clause of the same sentence."""
    if end >= high or text[end] in SENTENCE_ENDS or text[end] == "；":
        return None
    return end + 1, _mark_from(text, end + 1, high)


def _mark_from(text: str, at: int, high: int) -> int:
    mark = _MARK.search(text, at, high)
    return mark.start() if mark is not None else high
