"""Spans over a text as properly nested HTML, whatever way they overlap."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import count

import msgspec
from markupsafe import Markup, escape

from luoshi.reading.text import Span


class Mark(Span, frozen=True):
    """A span with the HTML around it.

    ``opening``   before its first piece; ``again`` before each further piece, where the span had
                  to be cut because it crosses the end of another; ``closing`` after every piece.
    ``rank``      among spans with the same ends, lower ranks lie outside.
    """

    rank: int
    opening: str
    again: str
    closing: str


def nested(text: str, within: Span, marks: Iterable[Mark]) -> Markup:
    """``text`` from ``within.start`` to ``within.end``, escaped, with ``marks`` around their characters."""
    out: list[str] = []
    open_marks: list[Mark] = []
    position = within.start
    turns = count()
    waiting: list[tuple[int, int, int, int, bool, Mark]] = []

    def wait(mark: Mark, is_rest: bool) -> None:
        heapq.heappush(waiting, (mark.start, -mark.end, mark.rank, next(turns), is_rest, mark))

    def go_to(offset: int) -> None:
        nonlocal position
        while open_marks and open_marks[-1].end <= offset:
            out.append(escape(text[position : open_marks[-1].end]))
            position = open_marks[-1].end
            out.append(open_marks.pop().closing)
        out.append(escape(text[position:offset]))
        position = offset

    for mark in _clipped(within, marks):
        wait(mark, False)
    while waiting:
        *_, is_rest, mark = heapq.heappop(waiting)
        go_to(mark.start)
        if open_marks and open_marks[-1].end < mark.end:
            wait(msgspec.structs.replace(mark, start=open_marks[-1].end), True)
            mark = msgspec.structs.replace(mark, end=open_marks[-1].end)
        out.append(mark.again if is_rest else mark.opening)
        open_marks.append(mark)
    go_to(within.end)
    return Markup("".join(out))  # noqa: S704  every piece of text above was escaped


def around_whole(marks: Sequence[Mark], wholes: Sequence[Span]) -> list[Mark]:
    """``marks`` with their ends moved outward, so that none begins or ends inside one of ``wholes``.

    ``wholes`` are in order and do not overlap.
    """
    starts = [whole.start for whole in wholes]

    def holder(offset: int) -> Span | None:
        index = bisect_right(starts, offset) - 1
        inside = index >= 0 and wholes[index].start < offset < wholes[index].end
        return wholes[index] if inside else None

    result = []
    for mark in marks:
        first, last = holder(mark.start), holder(mark.end)
        start = first.start if first else mark.start
        end = last.end if last else mark.end
        result.append(msgspec.structs.replace(mark, start=start, end=end))
    return result


def _clipped(within: Span, marks: Iterable[Mark]) -> Iterable[Mark]:
    for mark in marks:
        start, end = max(mark.start, within.start), min(mark.end, within.end)
        if start < end:
            opening = mark.opening if start == mark.start else mark.again
            yield msgspec.structs.replace(mark, start=start, end=end, opening=opening)
