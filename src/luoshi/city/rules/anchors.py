"""Anchors: where a person pointed at in a text, found again when the text is decoded anew."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from luoshi.reading.text import Span


class Anchor(Span, frozen=True):
    """A span with the words that stood there; white space in ``quote`` does not count."""

    quote: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``text[start:end]``."""
    return Anchor(start, end, text[start:end])


def locate(wanted: Anchor, text: str) -> Span | None:
    """Where the words of the anchor stand in ``text``; see ``Finder``, which is for many anchors."""
    return Finder(text).one(wanted)


def locate_all(wanted: Sequence[Anchor], text: str) -> tuple[Span, ...] | None:
    """Where each anchor stands in ``text``; see ``Finder.all``."""
    return Finder(text).all(wanted)


class Finder:
    """Finds the words of anchors in one text, near the places where they were."""

    def __init__(self, text: str) -> None:
        self._text = text

    def one(self, wanted: Anchor, *, shift: int = 0, taken: Iterable[Span] = ()) -> Span | None:
        r"""Where the words of the anchor stand, ``None`` where they do not.

        At its offsets, else the occurrence nearest to them (moved by ``shift``) that overlaps none of
        ``taken``. Lines may be broken elsewhere than they were: ``新建100\n所`` is found as ``新建100所``.
        """
        letters = squeezed(wanted.quote)
        if not letters or wanted.start < 0:
            return None
        taken = tuple(taken)
        as_it_was = Span(wanted.start, wanted.end)
        if not shift and squeezed(as_it_was.of(self._text)) == letters and not _meets(as_it_was, taken):
            return as_it_was
        return self._nearest(letters, wanted.start + shift, taken)

    def all(self, wanted: Sequence[Anchor]) -> tuple[Span, ...] | None:
        """Where each anchor stands, apart from each other; ``None`` where one of them is not found.

        What the first one moved by, the others are looked for at: anchors of one correction stay together.
        """
        found: list[Span] = []
        shift = 0
        for one in wanted:
            place = self.one(one, shift=shift, taken=found)
            if place is None:
                return None
            found.append(place)
            shift = place.start - one.start
        return tuple(found)

    def _nearest(self, letters: str, near: int, taken: tuple[Span, ...]) -> Span | None:
        """The free occurrence nearest to ``near``; the earlier of two that are as near."""
        before, after = self._before(letters, near), self._after(letters, near)
        left, right = next(before, None), next(after, None)
        while left is not None or right is not None:
            if right is None or (left is not None and near - left.start <= right.start - near):
                one, left = left, next(before, None)
            else:
                one, right = right, next(after, None)
            if one is not None and not _meets(one, taken):
                return one
        return None

    def _before(self, letters: str, near: int) -> Iterator[Span]:
        """Occurrences that begin before ``near``, the nearest first."""
        squeezed_text, places = self._squeezed
        end = bisect_left(places, near)
        while True:
            # One that begins just before may end behind.
            at = squeezed_text.rfind(letters, 0, end + len(letters) - 1)
            if at < 0:
                return
            yield Span(places[at], places[at + len(letters) - 1] + 1)
            end = at

    def _after(self, letters: str, near: int) -> Iterator[Span]:
        """Occurrences that begin at ``near`` or behind it, the nearest first."""
        squeezed_text, places = self._squeezed
        start = bisect_left(places, near)
        while True:
            at = squeezed_text.find(letters, start)
            if at < 0:
                return
            yield Span(places[at], places[at + len(letters) - 1] + 1)
            start = at + 1

    @cached_property
    def _squeezed(self) -> tuple[str, array[int]]:
        """The text without white space, and where each of its characters stands in the text."""
        places = array("q", (at for at, sign in enumerate(self._text) if not sign.isspace()))
        return squeezed(self._text), places


def squeezed(text: str) -> str:
    """The text without white space, which mending and decoding may change."""
    return "".join(text.split())


def _meets(span: Span, taken: Iterable[Span]) -> bool:
    return any(span.overlaps(one) for one in taken)
