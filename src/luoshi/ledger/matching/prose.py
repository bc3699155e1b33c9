"""Sentences and clauses around the records of a report."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from luoshi.reading.records import Report

_SENTENCE_END = re.compile(r"[。！？；]|\n(?=\s*(?:\d{1,2}[.．、]|[①-⑳]|[（(]\d{1,2}[）)]|——))|\n\s*\n(?<=[^，、；\w]\n)")
_CLAUSE_END = re.compile(r"[，,。！？；;：:\n]")
_WRAP = re.compile(r"(?<=[^\s。！？；：])\n+(?=[^\s#*（(\-—|>])")
_BLANKS = re.compile(r"\s+")
_LONGEST_SENTENCE = 400


class Prose:
    """The text of a report with its ends of sentences and clauses; wraps inside a sentence end nothing."""

    __slots__ = ("_clauses", "_sentences", "report", "text")

    def __init__(self, report: Report) -> None:
        self.report = report
        # Blanks are put for line ends, one for one, so that every offset stays that of the source.
        self.text = _WRAP.sub(lambda found: " " * len(found[0]), report.text)
        self._sentences = [found.end() for found in _SENTENCE_END.finditer(self.text)]
        self._sentences += [edge for section in report.outline for edge in (section.start, section.end)]
        self._sentences = sorted({0, len(self.text), *self._sentences})
        self._clauses = sorted(
            {0, len(self.text), *self._sentences, *(f.end() for f in _CLAUSE_END.finditer(self.text))}
        )

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence stands that holds ``start:end``."""
        first, last = _around(self._sentences, start, end)
        return max(first, start - _LONGEST_SENTENCE), min(last, end + _LONGEST_SENTENCE)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause stands that holds ``start:end``."""
        return _around(self._clauses, start, end)

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses that lie within ``start:end``."""
        ends = self._clauses[bisect_right(self._clauses, start) : bisect_right(self._clauses, end)]
        return list(zip([start, *ends[:-1]], ends, strict=True)) if ends else []

    def words(self, start: int, end: int) -> str:
        """The characters ``start:end`` of the source with blanks and line ends made one or none."""
        return _BLANKS.sub(" ", self.report.text[start:end]).strip()


def _around(edges: list[int], start: int, end: int) -> tuple[int, int]:
    return edges[bisect_right(edges, start) - 1], edges[min(bisect_left(edges, end), len(edges) - 1)]
