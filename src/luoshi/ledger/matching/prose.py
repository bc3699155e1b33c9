"""Sentences and clauses around the records of a report, and what is left of them for comparing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache

import numpy as np
from numpy.typing import NDArray

from luoshi.ledger.matching.knowledge import bared, spelled
from luoshi.reading.records import Report

_LINE_ENDS_SENTENCE = re.compile(r"\n(?:(?=\s*(?:\d{1,2}[.．、]|[①-⑳]|[（(]\d{1,2}[）)]|——))|\s*\n)")
_LINE_ENDS = re.compile(r"\n+")
_ENDS_LINE = frozenset("。！？；：")
_OPENS_LINE = frozenset("#*（(-—|>①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_LAST_KNOWN = 0xFFFF
_LONGEST_SENTENCE = 400


class Prose:
    """The text of a report with its ends of sentences and clauses; wraps inside a sentence end nothing.

    The text is laid bare once, as a whole: ``one_spelling`` and ``essence`` of any stretch are slices.
    """

    __slots__ = ("_bare", "_bare_at", "_clauses", "_headings", "_sentences", "_spelled", "_spelled_at",
                 "report", "text")  # fmt: skip

    def __init__(self, report: Report) -> None:
        self.report = report
        # Blanks are put for line ends, one for one, so that every offset stays that of the source.
        self.text = text = _LINE_ENDS.sub(_unwrapped, report.text)
        sentences, clauses = _ends(text)
        edges = {0, len(text), *sentences, *(match.end() for match in _LINE_ENDS_SENTENCE.finditer(text))}
        edges.update(edge for section in report.outline for edge in (section.start, section.end))
        self._sentences = sorted(edges)
        self._clauses = sorted(edges.union(clauses))
        self._spelled, spelled_at = spelled(text)
        self._bare, bare_at = bared(self._spelled)
        # Single numbers are read faster from a view than from an array.
        self._spelled_at, self._bare_at = spelled_at.data, bare_at[spelled_at].data
        self._headings: dict[int | None, tuple[str, str, str]] = {}

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence stands that holds ``start:end``."""
        first, last = _around(self._sentences, start, end)
        if last - first > _LONGEST_SENTENCE:
            return max(first, start - _LONGEST_SENTENCE), min(last, end + _LONGEST_SENTENCE)
        return first, last

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause stands that holds ``start:end``."""
        return _around(self._clauses, start, end)

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses that lie within ``start:end``."""
        ends = self._clauses[bisect_right(self._clauses, start) : bisect_right(self._clauses, end)]
        return list(zip([start, *ends[:-1]], ends, strict=True)) if ends else []

    def words(self, start: int, end: int) -> str:
        """The characters ``start:end`` of the source with blanks and line ends made one or none."""
        return " ".join(self.report.text[start:end].split())

    def one_spelling(self, start: int, end: int) -> str:
        """``start:end`` without blanks and with words of one meaning in one spelling."""
        return self._spelled[self._spelled_at[start] : self._spelled_at[end]]

    def essence(self, start: int, end: int) -> str:
        """``start:end`` without words that say nothing of the thing."""
        return self._bare[self._bare_at[start] : self._bare_at[end]]

    def heading(self, section: int | None) -> tuple[str, str, str]:
        """Of a section: the headings above it for reading and their essence, and the part it is in."""
        if section not in self._headings:
            path = self.report.section_path(section)
            shown = " › ".join(self.words(node.start, node.end).strip("#* ") for node in path)
            bare = "".join(self.essence(node.start, node.end) for node in path[1:])
            self._headings[section] = (shown, bare, path[-1].part if path else "other")
        return self._headings[section]


def _around(edges: list[int], start: int, end: int) -> tuple[int, int]:
    # The last edge is the end of the text.
    return edges[bisect_right(edges, start) - 1], edges[bisect_left(edges, end)]


def _unwrapped(match: re.Match[str]) -> str:
    """Blanks for line ends within a sentence, else the line ends."""
    text, first, last = match.string, match.start(), match.end()
    if not first or last == len(text):
        return match[0]
    before, after = text[first - 1], text[last]
    ends = before.isspace() or before in _ENDS_LINE
    return match[0] if ends or after.isspace() or after in _OPENS_LINE else " " * (last - first)


@cache
def _marks(marks: str) -> NDArray[np.bool_]:
    """By code point: whether a character is one of ``marks``."""
    table = np.zeros(_LAST_KNOWN + 1, dtype=bool)
    table[[ord(mark) for mark in marks]] = True
    return table


def _ends(text: str) -> tuple[list[int], list[int]]:
    """Where marks end a sentence, and where they end a clause."""
    units = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    units = np.minimum(units, _LAST_KNOWN)
    sentences, clauses = (
        (np.flatnonzero(_marks(marks)[units]) + 1).tolist() for marks in ("。！？；", "，,。！？；;：:\n")
    )
    return sentences, clauses
