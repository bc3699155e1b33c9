"""Where a promise may begin and end: at the marks between clauses, in the source as it was decoded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.city.rules.anchors import Anchor, locate
from luoshi.reading.text import Span

# Half-width marks are what recognition makes of full ones; a comma or colon between digits is a number's own.
_MARK = re.compile(r"(?:[，；。！？：、;!?]|(?<![0-9])[,:]|[,:](?![0-9])|\n)[”’」》）)]*")
_END = re.compile(r"[。！？；!?;]|\n\s*\n|\n(?=[　 ]{2})")
_EDGES = "，；。！？：、,;!?: \t\r\n　"
_REACH = 600


def clauses(text: str, start: int, end: int) -> list[Span]:
    """The clauses of ``text[start:end]``, marks and white space at their ends left out; none is empty."""
    found: list[Span] = []
    cuts = [*_cuts(text, start, end), end]
    at = start
    for cut in cuts:
        span = _trimmed(text, at, cut)
        if span.start < span.end:
            found.append(span)
        at = cut
    return found


def moved(text: str, extent: Span, way: str) -> Span:
    """The extent with one end a clause further: ``start-left``, ``start-right``, ``end-left``, ``end-right``.

    An end that cannot move (the text ends, nothing would be left) stays.
    """
    side, _, direction = way.partition("-")
    start, end = extent.start, extent.end
    if way == "start-left":
        before = clauses(text, max(0, start - _REACH), start)
        start = before[-1].start if before else start
    elif way == "end-right":
        after = clauses(text, end, min(len(text), end + _REACH))
        end = after[0].end if after else end
    else:
        inside = clauses(text, start, end)
        if len(inside) > 1 and side in ("start", "end") and direction:
            start = inside[1].start if side == "start" else start
            end = inside[-2].end if side == "end" else end
    return Span(start, end)


def found_words(text: str, words: str, near: Span) -> Span | None:
    """Where words that a person copied stand, the place nearest to ``near``; white space does not count."""
    return locate(Anchor(near.start, near.end, words.strip()), text)


def sentence(text: str, inside: Span) -> Span:
    """The sentence around a span, at most a few lines of it."""
    starts = [match.end() for match in _END.finditer(text, max(0, inside.start - _REACH), inside.start)]
    end = _END.search(text, inside.end, min(len(text), inside.end + _REACH))
    start = starts[-1] if starts else max(0, inside.start - _REACH)
    return _trimmed(text, start, end.start() if end else min(len(text), inside.end + _REACH))


def parts(text: str, extent: Span, cuts: Sequence[int]) -> list[Span]:
    """The extent cut before the clauses that start at ``cuts``; marks between the parts left out."""
    starts = [extent.start, *sorted({cut for cut in cuts if extent.start < cut < extent.end})]
    ends = [*starts[1:], extent.end]
    spans = [_trimmed(text, start, end) for start, end in zip(starts, ends, strict=True)]
    return [span for span in spans if span.start < span.end]


def _cuts(text: str, start: int, end: int) -> list[int]:
    return [match.end() for match in _MARK.finditer(text, start, end)]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
