"""A report's text without its line wraps and marks, with the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.ledger.records import Evidence
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.records import Figure, Report

_ENDS = "。！？"
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”）]?")
_DROPPED = frozenset(" \t\r\u3000\xa0\u200b\ufeff*#")
_FOLDED = {ord("％"): "%", ord("﹪"): "%", ord("．"): ".", ord(";"): "；", ord("?"): "？", ord("!"): "！"} | {
    ord("０") + digit: str(digit) for digit in range(10)
}
_NUMBERED = re.compile(
    rf"\s*#|\s*[（(]?(?:[{NUMERALS}]|\d){{1,3}}(?:[、．）)]|\.(?!\d))"
    rf"|\s*第[{NUMERALS}]|\s*(?:——|--)|\s*[①-⑳|]"
)
_SHORTEST_WRAPPED = 20


class Placed(NamedTuple):
    """A figure and where its number stands in the prose."""

    figure: Figure
    start: int
    end: int


class Prose:
    """``text`` is the report's text with wraps joined, blanks dropped, digits and marks in one width.

    One paragraph a line; ``offsets[i]`` is where character ``i`` stands in ``report.text``.
    """

    __slots__ = ("_figures", "offsets", "report", "text")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.text, self.offsets = _joined(report.text)
        self._figures: list[Placed] | None = None

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The sentences, as ``(start, end)`` in ``text``."""
        for match in _SENTENCE.finditer(self.text):
            if match.end() > match.start():
                yield match.start(), match.end()

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence or sentences that ``start:end`` of ``text`` lies in."""
        text = self.text
        first = start
        while first and text[first - 1] not in _ENDS and text[first - 1] != "\n":
            first -= 1
        last = max(end - 1, start)
        while last < len(text) and text[last] not in _ENDS and text[last] != "\n":
            last += 1
        return first, min(last + 1, len(text)) if last < len(text) and text[last] != "\n" else last

    def figures(self) -> list[Placed]:
        """The report's figures in the order of the text."""
        if self._figures is None:
            figures = self.report.figures
            positions = [
                Placed(figure, self.at(figure.start), self.at(figure.end - 1) + 1) for figure in figures
            ]
            self._figures = sorted(
                (placed for placed in positions if placed.start < placed.end), key=lambda placed: placed.start
            )
        return self._figures

    def between(self, start: int, end: int) -> list[Placed]:
        """The figures whose numbers stand in ``start:end`` of ``text``."""
        figures = self.figures()
        first = bisect_left(figures, start, key=lambda placed: placed.start)
        last = bisect_left(figures, end, key=lambda placed: placed.start)
        return [placed for placed in figures[first:last] if placed.end <= end]

    def evidence(self, start: int, end: int) -> Evidence:
        """``start:end`` of ``text`` as words of the source, with the sentence around them."""
        first, last = self.sentence(start, end)
        source = self.report.text
        begin, stop = self.offsets[start], self.offsets[end - 1] + 1
        return Evidence(
            start=begin,
            end=stop,
            file=self.report.source.name,
            quote=source[begin:stop],
            sentence=self.text[first:last],
        )

    def at(self, source_offset: int) -> int:
        """Where a character of the source stands in ``text``, or the one before it if it was dropped."""
        return max(bisect_right(self.offsets, source_offset) - 1, 0)


def _joined(source: str) -> tuple[str, list[int]]:
    characters: list[str] = []
    offsets: list[int] = []
    position = _front_matter_end(source)
    while position < len(source):
        stop = source.find("\n", position)
        stop = len(source) if stop < 0 else stop
        kept = [at for at in range(position, stop) if source[at] not in _DROPPED]
        characters += (source[at] for at in kept)
        offsets += kept
        following = stop
        while following < len(source) and source[following] in "\r\n \t\u3000":
            following += 1
        gap = source.count("\n", stop, following)
        if kept and not _wrapped(source, kept, following, gap):
            characters.append("\n")
            offsets.append(min(stop, len(source) - 1))
        position = max(following, stop + 1)
    return _folded("".join(characters)), offsets


def _wrapped(source: str, line: list[int], following: int, gap: int) -> bool:
    """Whether the line of the characters ``line`` goes on at ``following``."""
    last = source[line[-1]]
    if following >= len(source) or len(line) < _SHORTEST_WRAPPED or _NUMBERED.match(source, following):
        return False
    if last in "。！？；：”）!?;:)|>":
        return False
    return gap == 1 or last in "，、,"


def _front_matter_end(source: str) -> int:
    if not source.startswith("---"):
        return 0
    end = source.find("\n---", 3)
    return 0 if end < 0 else source.find("\n", end + 1) + 1 or len(source)


def _folded(text: str) -> str:
    folded = text.translate(_FOLDED)
    folded = re.sub(r"(?<![0-9]),|,(?![0-9])", "，", folded)
    return re.sub(r"(?<![0-9]):|:(?![0-9])", "：", folded)
