"""Which clauses are worth reading, and how far they reach."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from luoshi.reading.clauses import MARKS, SENTENCE_ENDS
from luoshi.reading.projects.words import MAY_END_A_NAME, PLACES, STRONG_TAIL

_LONGEST_CLAUSE = 200
_STOPS = SENTENCE_ENDS + "；\n"


class Clauses:
    """The clauses of a text, looked up by a place in them; marks inside a bracket do not end one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._marks = [-1, *_marks(text)]

    def of_works(self) -> Iterator[tuple[int, int, int]]:
        """Each clause with a word of works: its start, its end, and where the first such word stands.

        It is the end of a place of works (港), or a word that only works have (通车).
        """
        text, marks, ends_in_place = self._text, self._marks, PLACES.end
        strong = {match.start() for match in STRONG_TAIL.finditer(text)}
        may_end = [match.start() for match in MAY_END_A_NAME.finditer(text)]
        read = 0
        for at in sorted([*may_end, *strong]):
            if at < read or not (at in strong or ends_in_place(text, 0, at + 1)):
                continue
            index = bisect_right(marks, at)
            start = max(marks[index - 1] + 1, read)
            read = self._end(start, index)
            if read - start <= _LONGEST_CLAUSE:
                yield start, read, at

    def behind(self, end: int) -> tuple[int, int] | None:
        """The clause behind the one that ends at ``end``, in the same sentence."""
        if end >= len(self._text) or self._text[end] in _STOPS:
            return None
        return end + 1, self._marks[bisect_right(self._marks, end)]

    def sentence_end(self, at: int) -> int:
        """Where the sentence or its part before a semicolon ends, within reach of ``at``."""
        text, marks = self._text, self._marks
        index = bisect_right(marks, at - 1)
        while marks[index] < len(text) and text[marks[index]] not in _STOPS:
            if marks[index] - at > _LONGEST_CLAUSE:
                return at + _LONGEST_CLAUSE
            index += 1
        return marks[index]

    def _end(self, start: int, index: int) -> int:
        text, marks = self._text, self._marks
        end = marks[index]
        if text.find("（", start, end) < 0:
            return end
        while (
            text.count("（", start, end) > text.count("）", start, end)
            and index + 1 < len(marks)
            and text[end] != "\n"
            and end - start < _LONGEST_CLAUSE
        ):
            index += 1
            end = marks[index]
        return end


def _marks(text: str) -> list[int]:
    """Where the marks of ``text`` stand, and its end; one mark is split at faster than any is searched."""
    for mark in f"{MARKS}\n":
        text = text.replace(mark, MARKS[0])
    return [end + before for before, end in enumerate(accumulate(map(len, text.split(MARKS[0]))))]
