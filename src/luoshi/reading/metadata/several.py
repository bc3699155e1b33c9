"""More than one report in a text: one behind the other, or the same one again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from luoshi.reading.lexicon import is_title, table

_TITLE = "政府工作报告"
_SPEAKING = "我代表"
_LONGEST_OPENING = 40
_LONGEST_ADDRESS = 12
_HEAD = 600
_LONGEST_TITLE = 60
_LINES_TO_ADDRESS = 8
_SHORTEST_REPORT = 300
_SAME = 0.9
_FEWEST_HEADS = 3  # a title that stands so often is the head of each page
_SHORTEST_LINE = 8
_LONG_LINE = 40
_LINES_TO_LONG = 12
_SAME_REACH = 400


class FurtherReport(NamedTuple):
    """A further report in a text: where it starts, its first line, whether it is the first one again."""

    start: int
    title: str
    is_copy: bool


def first_title(text: str) -> str:
    """The line with which a text begins."""
    return next((line for line in text.split("\n") if line.strip()), "")[:_LONGEST_TITLE]


def further_reports(text: str) -> list[FurtherReport]:
    """The reports behind the first one in a normalized ``text``; none where the first part is no report.

    A report begins with a title line of its own (``政府工作报告``) and, a few lines below, the address
    (``各位代表：``); a sentence that mentions a report, or a resolution about one, is no such line.
    """
    starts = _beginnings(text)
    parts = [text[start:end] for start, end in zip([0, *starts], [*starts, len(text)], strict=True)]
    return [
        FurtherReport(start, first_title(part), _is_same(parts[0], part))
        for start, part in zip(starts, parts[1:], strict=True)
    ]


def _beginnings(text: str) -> list[int]:
    """Where reports begin behind a first one that has an address of its own."""
    address = _address()
    first = address.search(text)
    starts = set(_repeated(text))
    if first is not None:
        from_here = first.end() + _SHORTEST_REPORT
        starts |= {*_titled(text, from_here, address), *_opened(text, from_here, address)}
    beginnings = sorted(starts)
    # A title and the opening below it begin the same report.
    return [
        start
        for number, start in enumerate(beginnings)
        if number == 0 or start - beginnings[number - 1] > _SHORTEST_REPORT
    ]


def _titled(text: str, from_here: int, address: re.Pattern[str]) -> Iterator[int]:
    """Title lines that stand above an address."""
    lines: Counter[str] = Counter()
    place = text.find(_TITLE, from_here)
    while place >= 0:
        start = text.rfind("\n", max(0, place - _HEAD), place) + 1 or max(0, place - _HEAD)
        line, _, below = text[start : start + _HEAD].partition("\n")
        if is_title(line) and _is_addressed(below, address):
            lines = lines or Counter(text.split("\n"))
            if lines[line] < _FEWEST_HEADS:
                yield start
        place = text.find(_TITLE, max(start + len(line), place + 1))


def _repeated(text: str) -> Iterator[int]:
    """Where the text begins again: its first long line and the lines above it, once more."""
    line = next(
        (line for line in text.split("\n", _LINES_TO_LONG)[:_LINES_TO_LONG] if len(line) >= _LONG_LINE), None
    )
    if line is None:
        return
    first = text.index(line)
    again = text.find(f"\n{line}\n", first + len(line)) + 1
    if text[first : first + _SAME_REACH] != text[again : again + _SAME_REACH]:
        return  # a long heading, in the table of contents before
    while again > 0 and first > 0:
        above, above_again = (text.rfind("\n", 0, at - 1) + 1 for at in (first, again))
        if text[above:first] != text[above_again:again]:
            break
        first, again = above, above_again
    if again > 0:
        yield again


def _opened(text: str, from_here: int, address: re.Pattern[str]) -> Iterator[int]:
    """Addresses above the sentence that opens a report; the title may have been taken for a running head."""
    place = text.find(_SPEAKING, from_here)
    while place >= 0:
        line = text.rfind("\n", max(0, place - _LONGEST_OPENING), place) + 1
        above = text.rfind("\n", max(0, line - _LONGEST_ADDRESS - 2), max(line - 1, 0)) + 1
        if (
            place - line < _LONGEST_OPENING
            and line - above <= _LONGEST_ADDRESS
            and address.match(text[above:line])
        ):
            yield above
        place = text.find(_SPEAKING, place + 1)


def _is_addressed(below: str, address: re.Pattern[str]) -> bool:
    """Whether only short lines (meeting, speaker) stand between a title and the address: ``各位代表：``."""
    for line in below.split("\n", _LINES_TO_ADDRESS)[:_LINES_TO_ADDRESS]:
        if address.match(line):
            return True
        if len(line) > _LONGEST_TITLE or "。" in line:
            return False
    return False


def _is_same(first: str, other: str) -> bool:
    """Whether two parts are one report, apart from a few lines at their ends."""
    lines, others = (
        Counter(line for line in part.split("\n") if len(line) > _SHORTEST_LINE) for part in (first, other)
    )
    both = (lines & others).total()
    return 2 * both >= _SAME * (lines.total() + others.total())


@cache
def _address() -> re.Pattern[str]:
    return re.compile(table("metadata", "documents.toml")["own"]["address"], re.MULTILINE)
