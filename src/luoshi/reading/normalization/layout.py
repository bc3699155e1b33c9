"""From lines to paragraphs: what is left out, joined and moved before characters are normalized."""

from __future__ import annotations

from itertools import pairwise

from luoshi.reading.normalization import columns, furniture
from luoshi.reading.normalization.lines import Line, lines_of
from luoshi.reading.normalization.paragraphs import has_cut_paragraph, join_cut
from luoshi.reading.normalization.patterns import notice, shortened
from luoshi.reading.normalization.pieces import join
from luoshi.reading.normalization.wraps import is_wrapped, may_be_wrapped, unwrap
from luoshi.reading.text import Pieces

_OTHER_LINE_ENDS = ("\f", "\u2028", "\u2029", "\x0b", "\x85")


def with_plain_line_ends(text: str) -> str:
    """``text``, as long as before, with every kind of line and page end a line feed."""
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    for mark in _OTHER_LINE_ENDS:
        if mark in text:
            text = text.replace(mark, "\n")
    return text


def lay_out(text: str, pages: str) -> tuple[str, Pieces, list[str]] | None:
    """``text`` with one paragraph a line, its map and notices; ``None`` where it is so already.

    ``pages`` is the text as long as ``text`` in which form feeds still mark the pages.
    """
    if not (
        may_be_wrapped(text)
        or "\f" in pages
        or columns.may_have_turns(text)
        or furniture.may_have_furniture(text)
        or has_cut_paragraph(text)
    ):
        return None
    lines = lines_of(text)
    if not lines:
        return None
    notices: list[str] = []
    wrapped = may_be_wrapped(text) and is_wrapped(lines)
    lines = _without_furniture(lines, pages, notices)
    lines = _without(lines, columns.turns(lines), "turns", notices)
    if wrapped:
        lines = _without(lines, columns.captions(lines), "captions", notices)
        lines = _without(lines, columns.headlines(lines), "headlines", notices)
    if not lines:
        return None
    if wrapped:
        paragraphs, moves = columns.in_order(unwrap(lines))
        notices += [notice("unwrapped", count=len(paragraphs)), *moves]
    else:
        paragraphs = join_cut(lines)
        joins = len(lines) - len(paragraphs)
        if joins:
            notices.append(notice("joined", count=joins))
    normalized, pieces = _put_together(text, paragraphs)
    return normalized, pieces, notices


def _without_furniture(lines: list[Line], pages: str, notices: list[str]) -> list[Line]:
    numbers = furniture.page_numbers(lines)
    boundaries = set(numbers)
    if "\f" in pages:
        gaps = enumerate(pairwise(lines), 1)
        boundaries |= {
            index for index, (line, following) in gaps if "\f" in pages[line.end : following.start]
        }
    heads = furniture.running_heads(lines, boundaries, numbers)
    if numbers:
        notices.append(notice("page_numbers", count=len(numbers)))
    if heads:
        example = shortened(lines[min(heads)].text)
        notices.append(notice("running_heads", count=len(heads), example=example))
    return [line for index, line in enumerate(lines) if index not in numbers and index not in heads]


def _without(lines: list[Line], dropped: set[int], kind: str, notices: list[str]) -> list[Line]:
    if not dropped:
        return lines
    notices.append(notice(kind, count=len(dropped), example=shortened(lines[min(dropped)].text)))
    return [line for index, line in enumerate(lines) if index not in dropped]


def _put_together(text: str, paragraphs: list[list[Line]]) -> tuple[str, Pieces]:
    """A line end stands after each paragraph but the last, and between two Latin words that are joined."""
    stretches: list[tuple[int, int]] = []
    for number, paragraph in enumerate(paragraphs):
        if number:
            stretches.append(_line_end_near(text, paragraphs[number - 1][-1]))
        stretches += [(line.start, line.end) for line in paragraph]
    return join(text, stretches)


def _line_end_near(text: str, line: Line) -> tuple[int, int]:
    """The line end after ``line``, or where it is the last, the one before it."""
    at = text.find("\n", line.end)
    if at < 0:
        at = text.rfind("\n", 0, line.start)
    return at, at + 1
