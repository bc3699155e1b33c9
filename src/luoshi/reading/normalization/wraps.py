"""Hard-wrapped files: every line broken at the width of a column or page."""

from __future__ import annotations

import re
from collections import Counter

from luoshi.reading.lexicon import is_title
from luoshi.reading.normalization.lines import Line
from luoshi.reading.normalization.patterns import pattern

_WIDEST = 120
_USUAL = 70  # characters of a line, its end included, on average
_FEWEST = 12
_INDENT = 3
_FIRST_LINE = 4  # cells by which the first line of a paragraph is shorter, its indentation lost
_SLACK = 3
_TITLE_REACH = 20  # lines from the start among which the title stands
_FEWEST_GAPS = 5
_ALMOST_ALL = 0.95
_SAME_SIZE = 0.4
_FEWEST_CHARACTERS = 12
_SHORT = 0.7  # of the column: so short is the last line of a paragraph, a title, a heading
_HEADING = 0.9
_HEADING_LINES = 12  # at most
_HANGS = re.compile(r"[，、；,（(“‘《〈]\Z")
_FULL_STOP = re.compile(r"[。！？!?；;]")


def may_be_wrapped(text: str) -> bool:
    """Whether lines are short enough on average for ``is_wrapped`` to be asked."""
    breaks = text.count("\n")
    return breaks >= _FEWEST and breaks * _USUAL > len(text)


def is_wrapped(lines: list[Line]) -> bool:
    """Whether most lines are narrow, about as wide as the next, and stop in mid-sentence."""
    if len(lines) < _FEWEST:
        return False
    if _is_cut_by_counting(lines):
        return True
    widths = [line.width for line in lines]
    narrow = sum(width <= _WIDEST for width in widths)
    even_and_open = sum(
        width >= 20 and 0.8 <= width / following <= 1.25 and not line.ends_sentence
        for line, width, following in zip(lines, widths, widths[1:], strict=False)
    )
    return narrow >= 0.9 * len(lines) and even_and_open >= 0.4 * len(lines)


def unwrap(lines: list[Line]) -> list[list[Line]]:
    """The lines put together into paragraphs."""
    measure = _Measure(lines)
    paragraphs: list[list[Line]] = [[lines[0]]]
    for index in range(1, len(lines)):
        if measure.begins(index, paragraphs[-1]):
            paragraphs.append([])
        paragraphs[-1].append(lines[index])
    return paragraphs


def _widths(lines: list[Line]) -> list[int]:
    """The widths of ``lines`` in cells; two cells a character where lines were cut by counting characters."""
    if _is_cut_by_counting(lines):
        return [2 * len(line.text) for line in lines]
    return [line.width for line in lines]


def _is_cut_by_counting(lines: list[Line]) -> bool:
    """Whether many lines have the same number of characters, or two less for an indent, and stay open."""
    sizes = Counter(len(line.text) for line in lines if not line.ends_sentence)
    count, size = max(((sizes[size] + sizes[size - 2], size) for size in sizes), default=(0, 0))
    return count >= _SAME_SIZE * len(lines) and size >= _FEWEST_CHARACTERS


class _Measure:
    """How wide the columns are around each line, and whether paragraphs are indented."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.widths = _widths(lines)
        indented = sum(line.indent >= _INDENT for line in lines)
        gaps = sum(line.after_gap for line in lines)
        self.indented = 0.03 * len(lines) <= indented <= 0.6 * len(lines)
        self.gaps_tell = gaps <= 0.4 * len(lines)
        self.gaps_part = self.gaps_tell and gaps >= _FEWEST_GAPS and self._gaps_part()

    def _gaps_part(self) -> bool:
        """Whether blank lines stand between paragraphs: before them a sentence or a heading ends."""
        column = self._column(0, len(self.lines))
        ended = [
            before.ends_sentence or width < _HEADING * column
            for before, width, line in zip(self.lines, self.widths, self.lines[1:], strict=False)
            if line.after_gap
        ]
        return sum(ended) >= _ALMOST_ALL * len(ended)

    def _column(self, first: int, last: int) -> int:
        """The usual width of the lines ``first`` to ``last``: one of the wider ones."""
        widths = sorted(self.widths[max(first, 0) : max(last, 0)])
        return widths[(2 * len(widths)) // 3] if widths else 0

    def begins(self, index: int, paragraph: list[Line]) -> bool:
        """Whether line ``index`` begins a paragraph and does not go on with ``paragraph``."""
        line, before = self.lines[index], self.lines[index - 1]
        if index <= _TITLE_REACH and is_title(line.text):
            return True
        if line.text[0] == "|" and (before.text[-1] == "|" or paragraph[0].text[0] != "|"):
            return True  # a row of a table
        starts = bool(pattern("paragraphs", "starts").match(line.text))
        hangs = bool(_HANGS.search(before.text))
        if self.gaps_part:
            return line.after_gap and not hangs
        if self.indented:
            if line.indent >= _INDENT:
                return True
            return (starts and before.ends_sentence) or (
                (not hangs or before.text[-1] == "；") and self._stands_alone(index)
            )
        if starts and not hangs:
            return True
        column_after = self._column(index + 1, index + 6)
        column_before = self._column(index - 6, index - 1) or column_after
        width = self.widths[index - 1]
        looks_first = self.widths[index] < (column_after or column_before) - _SLACK
        if before.ends_sentence:
            full = column_before - (_FIRST_LINE if len(paragraph) == 1 else 0)
            return width < full - _SLACK or looks_first or (self.gaps_tell and line.after_gap)
        if not hangs and width < 0.7 * min(column_before, column_after or column_before):
            return True
        rest_of_heading = self.widths[index] < 0.8 * column_before and not line.ends_sentence
        return looks_first and not rest_of_heading and self._is_whole_heading(paragraph)

    def _stands_alone(self, index: int) -> bool:
        """Whether line ``index``, not indented among indented paragraphs, is a heading or follows one.

        The line before is short, as titles and headings are; or it ends a sentence and this one, short
        and without a full stop, stands above the first line of a paragraph.
        """
        column = self._column(index - 6, index + 7)
        before, line = self.lines[index - 1], self.lines[index]
        if self.widths[index - 1] < _SHORT * column and not (before.indent >= _INDENT and line.ends_sentence):
            return True
        is_last = index + 1 == len(self.lines)
        above_first = is_last or self.lines[index + 1].indent >= _INDENT
        short = self.widths[index] < _HEADING * column
        return before.ends_sentence and short and line.text[-1] not in "。！？；" and above_first

    @staticmethod
    def _is_whole_heading(paragraph: list[Line]) -> bool:
        return (
            len(paragraph) <= _HEADING_LINES
            and bool(pattern("paragraphs", "headings").match(paragraph[0].text))
            and not any(_FULL_STOP.search(line.text) for line in paragraph)
        )
