"""Narrower places by their names in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from luoshi.reading.lexicon import alternation

_ZONE = "(?:经济技术开发区|高新技术产业开发区|经济开发区|高新区|经开区|综合保税区)"
_ZONE_NAME = re.compile(rf"(?<=[，。；：、\n在])([一-龥]{{2,4}}{_ZONE})")
_CLAUSE_MARK = re.compile("[，。；：！？\n]")
_LONGEST_CLAUSE = 80


class Locator:
    """Finds, for stretches of one text, the one narrower place they name.

    ``names`` are the names of divisions inside the report's place, each with its full name.
    """

    def __init__(self, text: str, names: Mapping[str, str]) -> None:
        self._text = text
        found = [(match.start(), match.end(), match[1]) for match in _ZONE_NAME.finditer(text)]
        if names:
            pattern = re.compile(alternation(names))
            found += [(match.start(), match.end(), names[match[0]]) for match in pattern.finditer(text)]
            found.sort()
        self._found = found
        self._starts = [start for start, _, _ in found]

    def before(self, at: int) -> str | None:
        """The place that the clause of a number at ``at`` names before it: ``栖松县完成12亿元``."""
        last = bisect_left(self._starts, at) - 1
        if last < 0 or self._found[last][0] < at - _LONGEST_CLAUSE:
            return None
        start, end, name = self._found[last]
        if _CLAUSE_MARK.search(self._text, end, at) is not None:
            return None
        if last > 0:
            _, other_end, other = self._found[last - 1]
            if other != name and other_end >= start - 1:
                return None
        return name

    def within(self, start: int, end: int) -> str | None:
        """The place that ``text[start:end]`` names, where it names just one."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end - 1)
        names = {name for _, _, name in self._found[first:last]}
        return names.pop() if len(names) == 1 else None
