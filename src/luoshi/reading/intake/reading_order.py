"""The order in which a person reads the lines that character recognition found on a page."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_COLUMN_LINES = 4
_COLUMN_CHARACTERS = 8


class Box(NamedTuple):
    """A line of text and its place on the page, in pixels from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def lines_in_order(boxes: Sequence[Box]) -> list[str]:
    """The lines of a page: columns one after the other, what stands side by side joined by a space."""
    if not boxes:
        return []
    height = median(box.bottom - box.top for box in boxes)
    return [_joined(row) for row in _ordered(sorted(boxes, key=lambda box: (box.top, box.left)), height)]


def _ordered(boxes: list[Box], height: float) -> list[list[Box]]:
    gutter = _gutter(boxes, height)
    if gutter is None:
        return _rows(boxes)
    result: list[list[Box]] = []
    band: list[Box] = []
    for box in boxes:
        if box.left < gutter < box.right:
            result += _columns(band, gutter, height)
            result.append([box])
            band = []
        else:
            band.append(box)
    return result + _columns(band, gutter, height)


def _columns(band: list[Box], gutter: float, height: float) -> list[list[Box]]:
    left = [box for box in band if box.right <= gutter]
    right = [box for box in band if box.left >= gutter]
    return [row for side in (left, right) if side for row in _ordered(side, height)]


def _gutter(boxes: list[Box], height: float) -> float | None:
    """Where a page has two columns of running text, the middle of the gap between them.

    Headlines may run across it. Short entries side by side are a table, which is read by rows.
    """
    for start in sorted({box.right for box in boxes}):
        right = [box for box in boxes if box.left >= start]
        left = [box for box in boxes if box.right <= start]
        across = len(boxes) - len(left) - len(right)
        if min(len(left), len(right)) < _COLUMN_LINES or across * 4 > len(boxes):
            continue
        gap = min(box.left for box in right) - start
        if gap >= height / 2 and _is_prose(left, height) and _is_prose(right, height):
            return start + gap / 2
    return None


def _is_prose(column: list[Box], height: float) -> bool:
    return median(box.right - box.left for box in column) >= _COLUMN_CHARACTERS * height


def _rows(boxes: list[Box]) -> list[list[Box]]:
    """Boxes whose middles lie within one another's height stand on one row, left to right."""
    rows: list[list[Box]] = []
    for box in boxes:
        middle = (box.top + box.bottom) / 2
        first = rows[-1][0] if rows else None
        if first is not None and first.top <= middle <= first.bottom:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _joined(row: list[Box]) -> str:
    return " ".join(box.text for box in row)
