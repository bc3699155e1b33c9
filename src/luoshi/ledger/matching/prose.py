"""Sentences and clauses around the records of a report, and what is left of them for comparing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from luoshi.ledger.matching.knowledge import bared, spelled
from luoshi.reading.records import Report

_SENTENCE_END = re.compile(r"[。！？；]|\n(?=\s*(?:\d{1,2}[.．、]|[①-⑳]|[（(]\d{1,2}[）)]|——))|\n\s*\n")
_CLAUSE_END = re.compile(r"[，,。！？；;：:\n]")
_WRAP = re.compile(r"(?<=[^\s。！？；：])\n+(?=[^\s#*（(\-—|>①-⑳])")
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
        self.text = text = _WRAP.sub(lambda match: " " * len(match[0]), report.text)
        edges = {0, len(text), *(match.end() for match in _SENTENCE_END.finditer(text))}
        edges.update(edge for section in report.outline for edge in (section.start, section.end))
        self._sentences = sorted(edges)
        self._clauses = sorted(edges.union(match.end() for match in _CLAUSE_END.finditer(text)))
        self._spelled, spelled_at = spelled(text)
        self._bare, bare_at = bared(self._spelled)
        # Single numbers are read faster from a view than from an array.
        self._spelled_at, self._bare_at = memoryview(spelled_at), memoryview(bare_at[spelled_at])
        self._headings: dict[int | None, tuple[str, str, str]] = {}

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
    return edges[bisect_right(edges, start) - 1], edges[min(bisect_left(edges, end), len(edges) - 1)]
