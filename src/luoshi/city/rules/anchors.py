"""Anchors: where a person pointed at in a text, found again when the text is decoded anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from luoshi.reading.text import Span


class Anchor(Span, frozen=True):
    """A span with the words that stood there; white space in ``quote`` does not count."""

    quote: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``text[start:end]``."""
    return Anchor(start, end, text[start:end])


def locate(wanted: Anchor, text: str, *, shift: int = 0, taken: Iterable[Span] = ()) -> Span | None:
    r"""Where the words of the anchor stand in ``text``, ``None`` where they do not.

    At its offsets, else the occurrence nearest to them (moved by ``shift``) that overlaps none of
    ``taken``. Lines may be broken elsewhere than they were: ``新建100\n所`` is found as ``新建100所``.
    """
    letters = squeezed(wanted.quote)
    if not letters or wanted.start < 0:
        return None
    taken = tuple(taken)
    as_it_was = Span(wanted.start, wanted.end)
    if not shift and squeezed(as_it_was.of(text)) == letters and not _meets(as_it_was, taken):
        return as_it_was
    near = wanted.start + shift
    free = (one for one in _occurrences(letters, text) if not _meets(one, taken))
    return min(free, key=lambda one: (abs(one.start - near), one.start), default=None)


def locate_all(wanted: Sequence[Anchor], text: str) -> tuple[Span, ...] | None:
    """Where each anchor stands, apart from each other; ``None`` where one of them is not found.

    What the first one moved by, the others are looked for at: anchors of one correction stay together.
    """
    found: list[Span] = []
    shift = 0
    for one in wanted:
        place = locate(one, text, shift=shift, taken=found)
        if place is None:
            return None
        found.append(place)
        shift = place.start - one.start
    return tuple(found)


def squeezed(text: str) -> str:
    """The text without white space, which mending and decoding may change."""
    return "".join(text.split())


def _occurrences(letters: str, text: str) -> Iterable[Span]:
    """Every place where the letters stand, also one that begins inside another."""
    pattern = re.compile(r"(?=(" + r"\s*".join(map(re.escape, letters)) + r"))")
    return (Span(*found.span(1)) for found in pattern.finditer(text))


def _meets(span: Span, taken: Iterable[Span]) -> bool:
    return any(span.overlaps(one) for one in taken)
