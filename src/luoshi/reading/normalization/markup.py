"""What is left of Markdown and HTML around the words: comments, tags, quotation marks, rules."""

from __future__ import annotations

import re

from luoshi.reading.normalization.note_marks import raised_marks
from luoshi.reading.normalization.patterns import notice, shortened

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_LINE_MARK = re.compile(
    r"^(?:[ \t]*>)+[ \t]?"
    r"|^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t:-]*$"
    r"|^[ \t]*[-*_=]{3,}[ \t]*$",
    re.MULTILINE,
)
_HAS_LINE_MARK = re.compile(r"\n[ \t]*(?:[>|]|[-*_=]{3})").search


def markup(text: str, start: int) -> tuple[list[tuple[int, int]], list[str]]:
    """Stretches of ``text`` from ``start`` on to leave out, in order, and notices of comments among them."""
    drops: list[tuple[int, int]] = []
    notices: list[str] = []
    if text.find("<", start) >= 0:
        comments = list(_COMMENT.finditer(text, start))
        if comments:
            example = shortened(comments[0].group(1).strip())
            notices.append(notice("comments", count=len(comments), example=example))
        drops += [match.span() for match in comments]
        drops += [span for span in raised_marks(text, start) if not _inside(span[0], drops)]
        drops += [match.span() for match in _TAG.finditer(text, start) if not _inside(match.start(), drops)]
    if _HAS_LINE_MARK(text, start) or text.startswith(">", start):
        spans = [match.span() for match in _LINE_MARK.finditer(text, start)]
        drops += [span for span in spans if not _inside(span[0], drops) and not _inside(span[1] - 1, drops)]
    return sorted(drops), notices


def _inside(at: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in stretches)
