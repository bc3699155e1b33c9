"""A mended text that never loses the way back to its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class MendedText:
    """Text ready for reading: one paragraph a line, with a map back to the source.

    The mended text is a sequence of *pieces*; within a piece characters answer to source
    characters one to one. ``pieces`` holds ``(mended_start, source_start, length)`` in mended
    order, without gaps; a character that mending put in (a line end) belongs to no
    piece and maps to where the next piece starts.
    """

    __slots__ = ("_mended_starts", "_pieces", "text")

    def __init__(self, text: str, pieces: Sequence[tuple[int, int, int]]) -> None:
        self.text = text
        self._pieces = tuple(pieces)
        self._mended_starts = [piece[0] for piece in pieces]

    @classmethod
    def unchanged(cls, text: str) -> MendedText:
        """A text that needs no mending: every offset maps to itself."""
        return cls(text, [(0, 0, len(text))])

    @property
    def pieces(self) -> tuple[tuple[int, int, int], ...]:
        """``(mended_start, source_start, length)`` of every piece, in mended order."""
        return self._pieces

    @property
    def is_identity(self) -> bool:
        """Whether every offset maps to itself."""
        return len(self._pieces) == 1 and self._pieces[0][:2] == (0, 0)

    def source_offset(self, offset: int) -> int:
        """The source offset of the mended character at ``offset``."""
        index = bisect_right(self._mended_starts, offset) - 1
        if index < 0:
            return self._pieces[0][1] if self._pieces else 0
        mended, source, length = self._pieces[index]
        within = offset - mended
        if within >= length and index + 1 < len(self._pieces):
            return self._pieces[index + 1][1]
        return source + min(within, length)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets ``(start, end)`` of the mended stretch ``start:end`` (not empty).

        Where mending moved text so that the stretch's ends come from different places in the
        wrong order, the span covers the longer run of it only.
        """
        first = self.source_offset(start)
        last = self.source_offset(end - 1) + 1
        return (first, last) if first < last else self._longest_run(start, end)

    def _longest_run(self, start: int, end: int) -> tuple[int, int]:
        runs = [
            (source + max(start - mended, 0), source + min(end - mended, length))
            for mended, source, length in self._pieces
            if mended < end and start < mended + length
        ]
        return max(runs, key=lambda run: run[1] - run[0])
