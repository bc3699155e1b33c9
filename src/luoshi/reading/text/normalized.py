"""A normalized text that never loses the way back to its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

LONGEST_SENTENCE = 2000
"""At most so many characters stand between two full stops: twice what reports are known to have."""


class Pieces(NamedTuple):
    """The map of a normalized text: where each piece starts in it and in the source, and how long it is.

    The three lists run in normalized order and leave no gap but for characters that normalization put in;
    a piece may be empty.
    """

    normalized: list[int]
    source: list[int]
    lengths: list[int]


class NormalizedText:
    """Text ready for reading: one paragraph a line, with a map back to the source.

    The normalized text is a sequence of *pieces*; within a piece characters answer to source
    characters one to one. ``pieces`` holds ``(normalized_start, source_start, length)`` in normalized
    order, without gaps; a character that normalization put in (a line end) belongs to no
    piece and maps to where the next piece starts.
    """

    __slots__ = ("_last_piece", "_map", "text")

    def __init__(self, text: str, pieces: Sequence[tuple[int, int, int]]) -> None:
        self.text = text
        columns = [list(column) for column in zip(*pieces, strict=True)] or [[], [], []]
        self._map = Pieces(*columns)
        # Where the piece that was asked for last begins and ends, and how far its source lies from it:
        # records are mapped in text order, so most lie in the same piece as the one before.
        self._last_piece = (0, 0, 0)

    @classmethod
    def unchanged(cls, text: str) -> NormalizedText:
        """A text that needs no normalization: every offset maps to itself."""
        return cls(text, [(0, 0, len(text))])

    @classmethod
    def mapped(cls, text: str, pieces: Pieces) -> NormalizedText:
        """A text with a map that is ready."""
        normalized = cls(text, ())
        normalized._map = pieces
        return normalized

    def until(self, end: int) -> NormalizedText:
        """The text before ``end``, with the same way back."""
        return NormalizedText.mapped(self.text[:end].rstrip("\n"), self._map)

    @property
    def pieces(self) -> tuple[tuple[int, int, int], ...]:
        """``(normalized_start, source_start, length)`` of every piece that is not empty, in that order."""
        return tuple(piece for piece in zip(*self._map, strict=True) if piece[2])

    @property
    def is_identity(self) -> bool:
        """Whether every offset maps to itself."""
        pieces = self.pieces
        return not pieces or (len(pieces) == 1 and pieces[0] == (0, 0, len(self.text)))

    def source_offset(self, offset: int) -> int:
        """The source offset of the normalized character at ``offset``."""
        starts, sources, lengths = self._map
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return sources[0] if sources else 0
        within = offset - starts[index]
        if within >= lengths[index] and index + 1 < len(starts):
            return sources[index + 1]
        return sources[index] + min(within, lengths[index])

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets ``(start, end)`` of the normalized stretch ``start:end`` (not empty).

        Where normalization moved text so that the stretch's ends come from different places in the
        wrong order, the span covers the longer run of it only.
        """
        begins, ends, shift = self._last_piece
        if begins <= start and end <= ends:
            return start + shift, end + shift
        starts, sources, lengths = self._map
        index = bisect_right(starts, start) - 1
        if index >= 0 and end - starts[index] <= lengths[index]:
            begins, shift = starts[index], sources[index] - starts[index]
            self._last_piece = (begins, begins + lengths[index], shift)
            return start + shift, end + shift
        first = self.source_offset(start)
        last = self.source_offset(end - 1) + 1
        return (first, last) if first < last else self._longest_run(start, end)

    def _longest_run(self, start: int, end: int) -> tuple[int, int]:
        runs = [
            (source + max(start - normalized, 0), source + min(end - normalized, length))
            for normalized, source, length in self.pieces
            if normalized < end and start < normalized + length
        ]
        return max(runs, key=lambda run: run[1] - run[0])
