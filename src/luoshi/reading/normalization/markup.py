"""What is left of Markdown and HTML around the words: comments, tags, quotation marks, rules."""

from __future__ import annotations

import re
from bisect import bisect_right

from luoshi.reading.normalization.note_marks import raised_marks
from luoshi.reading.normalization.patterns import notice, shortened

_OPENS, _CLOSES = "<!--", "-->"
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_LINE_MARK = re.compile(
    r"^(?:[ \t]*>)+[ \t]?"
    r"|^[ \t]*+\|?(?:[ \t]*+:?-{3,}+:?[ \t]*+\|)++[ \t:-]*$"
    r"|^[ \t]*[-*_=]{3,}[ \t]*$",
    re.MULTILINE,
)
_HAS_LINE_MARK = re.compile(r"\n[ \t]*(?:[>|]|[-*_=]{3})").search


def markup(text: str, start: int) -> tuple[list[tuple[int, int]], list[str]]:
    """Stretches of ``text`` from ``start`` on to leave out, in order, and notices of comments among them."""
    drops: list[tuple[int, int]] = []
    notices: list[str] = []
    if text.find("<", start) >= 0:
        drops = _comments(text, start)
        if drops:
            first, last = drops[0]
            example = shortened(text[first + len(_OPENS) : last - len(_CLOSES)].strip())
            notices.append(notice("comments", count=len(drops), example=example))
        for spans in (raised_marks(text, start), [match.span() for match in _TAG.finditer(text, start)]):
            known = _Stretches(drops)
            drops += [span for span in spans if span[0] not in known]
    if _HAS_LINE_MARK(text, start) or text.startswith(">", start):
        known = _Stretches(drops)
        spans = [match.span() for match in _LINE_MARK.finditer(text, start)]
        drops += [span for span in spans if span[0] not in known and span[1] - 1 not in known]
    return sorted(drops), notices


def _comments(text: str, start: int) -> list[tuple[int, int]]:
    """The comments of ``text``; one that is never closed is none, and ends the search."""
    found: list[tuple[int, int]] = []
    opened = text.find(_OPENS, start)
    while opened >= 0:
        closed = text.find(_CLOSES, opened + len(_OPENS))
        if closed < 0:
            break
        found.append((opened, closed + len(_CLOSES)))
        opened = text.find(_OPENS, found[-1][1])
    return found


class _Stretches:
    """Stretches that do not overlap, asked whether a place lies in one."""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self._sorted = sorted(stretches)
        self._starts = [start for start, _ in self._sorted]

    def __contains__(self, at: int) -> bool:
        before = bisect_right(self._starts, at) - 1
        return before >= 0 and at < self._sorted[before][1]
