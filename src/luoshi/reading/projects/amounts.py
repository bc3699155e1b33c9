"""Investment and capacity that the words beside a name give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from luoshi.reading.clauses import Measured
from luoshi.reading.projects.boundaries import Name
from luoshi.reading.projects.words import CAPACITY, INVESTED, NOT_TOTAL, TOTAL

_NO_CAPACITY = re.compile("[0-9.]+[万亿]*(?:元|美元)|[0-9]+(?:个|座|名|人|件)$")
_BEFORE = 10


class Amounts:
    """The figures of a text, for looking up those beside a name."""

    def __init__(self, text: str, figures: Sequence[Measured]) -> None:
        self._text = text
        self._figures = figures
        self._starts = [figure.start for figure in figures]

    def investments(
        self, names: Sequence[Name], following: tuple[int, int] | None, *, share: bool
    ) -> list[float | None]:
        """The total investment (元) of each name, where the text gives it its own.

        ``总投资5亿元的甲港、乙桥等8个项目`` tells the total of all eight, ``投资5亿元的甲港、投资2亿元的
        乙桥`` that of each; ``甲港开工，总投资5亿元`` tells it behind.
        """
        found = [self._investment(name.low, name.high) for name in names]
        if not share:
            if found == [None] and following is not None and TOTAL.match(self._text, *following):
                return [self._investment(*following)]
            return found
        before = [total for name, total in zip(names, found, strict=True) if total and name.low < name.start]
        return [
            None if len(before) == 1 and total and name.low < name.start else total
            for name, total in zip(names, found, strict=True)
        ]

    def _investment(self, low: int, high: int) -> float | None:
        """The amount invested in ``text[low:high]``: ``总投资12亿元的`` -> 1,200,000,000."""
        text = self._text
        for index in range(bisect_left(self._starts, low), bisect_left(self._starts, high)):
            figure = self._figures[index]
            before = max(low, figure.start - _BEFORE)
            if (
                figure.unit == "元"
                and INVESTED.search(text, before, figure.start) is not None
                and NOT_TOTAL.search(text, before, figure.start) is None
            ):
                return figure.low
        return None

    def capacity(self, name: Name) -> str | None:
        """Size or yield as written, before, inside or behind: ``年产20万吨纸业项目`` -> ``年产20万吨``."""
        found = None
        for size in CAPACITY.finditer(self._text, name.low, name.high):
            if _NO_CAPACITY.match(size[0]) is None:
                found = size[0]
        return found
