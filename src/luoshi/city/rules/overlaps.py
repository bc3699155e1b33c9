"""Spans of one text, found by what they overlap without looking at all of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from luoshi.reading.text import Span

_WIDTH = 256
"""Characters of a drawer: about the length of a promise, so that most spans lie in one or two."""

K = TypeVar("K", bound=Hashable)


class Overlaps(Generic[K]):
    """Spans under keys, in drawers by where they lie."""

    def __init__(self, spans: Iterable[tuple[K, Span]] = ()) -> None:
        self._drawers: dict[int, dict[K, Span]] = {}
        for key, span in spans:
            self.add(key, span)

    def add(self, key: K, span: Span) -> None:
        """Put a span in; an empty one overlaps nothing and is left out."""
        for drawer in _drawers(span):
            self._drawers.setdefault(drawer, {})[key] = span

    def remove(self, key: K, span: Span) -> None:
        """Take a span out that was put in."""
        for drawer in _drawers(span):
            self._drawers[drawer].pop(key, None)

    def with_(self, span: Span) -> list[K]:
        """The keys of the spans that overlap ``span``, in no order, each once."""
        found: dict[K, None] = {}
        for drawer in _drawers(span):
            for key, one in self._drawers.get(drawer, {}).items():
                if one.overlaps(span):
                    found[key] = None
        return list(found)


def _drawers(span: Span) -> range:
    return range(span.start // _WIDTH, (span.end - 1) // _WIDTH + 1) if span.end > span.start else range(0)
