"""The order in which a person reads the lines of a page, as recognised or as a PDF has placed them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_COLUMN_LINES = 4
_COLUMN_CHARACTERS = 8
# Characters of one line are nearer than this part of their height; columns are farther apart.
_LETTER_GAP = 0.6
_MIDDLE = 2


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


def has_columns(boxes: Sequence[Box]) -> bool:
    """Whether a page has two columns of running text; ``boxes`` need no text."""
    if len(boxes) < 2 * _COLUMN_LINES:
        return False
    return _gutter(list(boxes), median(box.bottom - box.top for box in boxes)) is not None


def follows(last: Box, box: Box) -> bool:
    """Whether ``box`` goes on where ``last`` ends, on the same line."""
    height = last.bottom - last.top
    same_line = last.top <= (box.top + box.bottom) / 2 <= last.bottom
    return same_line and abs(box.left - last.right) < _LETTER_GAP * height


def joined(last: Box, box: Box) -> Box:
    """The two as one box."""
    return Box(
        last.left,
        min(last.top, box.top),
        max(last.right, box.right),
        max(last.bottom, box.bottom),
        last.text + box.text,
    )


def segments(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that follow one another on a line as one, so that a change of font is no gap."""
    result: list[Box] = []
    for row in _rows(sorted(boxes, key=lambda box: (box.top, box.left))):
        start = len(result)
        for box in row:
            if len(result) > start and follows(result[-1], box):
                result[-1] = joined(result[-1], box)
            else:
                result.append(box)
    return result


def _ordered(boxes: list[Box], height: float) -> list[list[Box]]:
    gutter = _gutter(boxes, height)
    if gutter is None:
        return _rows(boxes)
    result: list[list[Box]] = []
    band: list[Box] = []
    for box in boxes:
        if _is_between(box, gutter, height) and _is_alone(box, boxes):
            result += _columns(band, gutter, height)
            result.append([box])
            band = []
        else:
            band.append(box)
    return result + _columns(band, gutter, height)


def _is_between(box: Box, gutter: float, height: float) -> bool:
    """Whether a box runs across the gap, or stands in the middle as the number of a page does."""
    return box.left < gutter < box.right or abs((box.left + box.right) / 2 - gutter) < _MIDDLE * height


def _is_alone(box: Box, boxes: list[Box]) -> bool:
    """Whether nothing stands on the line of ``box``: a line too long for its column is no headline."""
    middle = (box.top + box.bottom) / 2
    return not any(other.top <= middle <= other.bottom for other in boxes if other is not box)


def _columns(band: list[Box], gutter: float, height: float) -> list[list[Box]]:
    left = [box for box in band if box.left < gutter]
    right = [box for box in band if box.left >= gutter]
    return [row for side in (left, right) if side for row in _ordered(side, height)]


def _gutter(boxes: list[Box], height: float) -> float | None:
    """Where a page has two columns of running text, the middle of the gap between them.

    Headlines may run across it. Short entries side by side are a table, which is read by rows. Of several
    gaps the one that fewest lines run across is taken, and of these the widest.
    """
    best: tuple[int, float, float] | None = None
    for start in sorted({box.right for box in boxes}):
        right = [box for box in boxes if box.left >= start]
        left = [box for box in boxes if box.right <= start]
        across = len(boxes) - len(left) - len(right)
        if min(len(left), len(right)) < _COLUMN_LINES or across * 4 > len(boxes):
            continue
        gap = min(box.left for box in right) - start
        candidate = (across, -gap, start + gap / 2)
        if (
            gap >= height / 2
            and (best is None or candidate < best)
            and _is_prose(left, height)
            and _is_prose(right, height)
        ):
            best = candidate
    return None if best is None else best[2]


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
