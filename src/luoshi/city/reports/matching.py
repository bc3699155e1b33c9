"""Finding rows again by their place in the text: the same span, else the one they share most with."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.city.rules.overlaps import Overlaps
from luoshi.reading.text import Span


def found_again(
    before: Sequence[Span], after: Sequence[Span], preferred: Sequence[bool] = ()
) -> list[int | None]:
    """For each span of ``after`` the index of the one in ``before`` that it continues, each at most once.

    Identical spans first; then pairs that share at least half of the shorter span, those of ``preferred``
    rows first, then by how much they share, then in the order of the text.
    """
    result: list[int | None] = [None] * len(after)
    waiting: dict[tuple[int, int], list[int]] = {}
    for index in sorted(range(len(before)), key=lambda index: not _at(preferred, index)):
        span = before[index]
        waiting.setdefault((span.start, span.end), []).append(index)
    taken: set[int] = set()
    for place, span in enumerate(after):
        same = waiting.get((span.start, span.end))
        if same:
            result[place] = same.pop(0)
            taken.add(result[place])  # type: ignore[arg-type]
    for _, _, index, place in sorted(_pairs(before, after, preferred, taken)):
        if result[place] is None and index not in taken:
            result[place] = index
            taken.add(index)
    return result


def _pairs(
    before: Sequence[Span], after: Sequence[Span], preferred: Sequence[bool], taken: set[int]
) -> list[tuple[bool, int, int, int]]:
    """(not preferred, -shared, index before, index after) of every pair that shares enough."""
    left = Overlaps((index, span) for index, span in enumerate(before) if index not in taken)
    pairs: list[tuple[bool, int, int, int]] = []
    for place, span in enumerate(after):
        for index in left.with_(span):
            shared = min(before[index].end, span.end) - max(before[index].start, span.start)
            shorter = min(before[index].end - before[index].start, span.end - span.start)
            if 2 * shared >= shorter:
                pairs.append((not _at(preferred, index), -shared, index, place))
    return pairs


def _at(preferred: Sequence[bool], index: int) -> bool:
    return bool(preferred) and preferred[index]
