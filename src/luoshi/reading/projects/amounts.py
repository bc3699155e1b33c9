"""Investment and capacity that the words beside a name give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from luoshi.reading.clauses import Measured
from luoshi.reading.projects.boundaries import UNITS, Name

_CAPACITY = re.compile(
    f"(?:年产|年出栏|年处理|年加工|日处理|日产|日供水)?[0-9][0-9.]*(?:余|多)?[万亿千百]*(?:{UNITS}|千伏)(?:/[年日天])?"
)
_NO_CAPACITY = re.compile("[0-9.]+[万亿]*(?:元|美元)|[0-9]+(?:个|座|名|人|件)$")
_INVESTED = re.compile("投资|投入|耗资")
_NOT_TOTAL = re.compile("完成投资|年度投资|今年投资|累计|完成")
_BEFORE = 10


class Amounts:
    """The figures of a text, for looking up those beside a name."""

    def __init__(self, text: str, figures: Sequence[Measured]) -> None:
        self._text = text
        self._figures = figures
        self._starts = [figure.start for figure in figures]

    def investment(self, low: int, high: int) -> float | None:
        """The total investment (元) in ``text[low:high]``: ``总投资12亿元的`` -> 1,200,000,000."""
        text = self._text
        for index in range(bisect_left(self._starts, low), bisect_left(self._starts, high)):
            figure = self._figures[index]
            before = max(low, figure.start - _BEFORE)
            if (
                figure.unit == "元"
                and _INVESTED.search(text, before, figure.start) is not None
                and _NOT_TOTAL.search(text, before, figure.start) is None
            ):
                return figure.low
        return None

    def capacity(self, name: Name) -> str | None:
        """Size or yield as written, before, inside or behind the name: ``年产20万吨纸业项目`` -> ``年产20万吨``."""
        found = None
        for size in _CAPACITY.finditer(self._text, name.low, name.high):
            if _NO_CAPACITY.match(size[0]) is None:
                found = size[0]
        return found
