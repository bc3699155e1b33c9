"""Narrower places by their names in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache

from luoshi.reading.lexicon import alternation, table

_ZONE = re.compile("(?:开发区|高新区|经开区|保税区)")
_ZONE_NAME = re.compile(
    "(?:^|[，。；：、\n在])([一-龥]{2,4}(?:经济技术开发区|高新技术产业开发区|经济开发区|高新区|经开区|综合保税区))$"
)
_LONGEST_ZONE = 16
_CLAUSE_MARK = re.compile("[，。；：！？\n]")
_LONGEST_CLAUSE = 80


_OTHER_NAMES = alternation(table("places", "names.toml")["other_names"])


@lru_cache(maxsize=512)
def _pattern(names: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Full names anywhere; short ones only where they open a clause and name nothing else."""
    full = [name for name, whole in names if name == whole]
    short = [name for name, whole in names if name != whole]
    opening = (
        f"(?:(?<=[，。；：、\n])|(?<=其中))(?:{alternation(short)})(?!{_OTHER_NAMES})" if short else "(?!)"
    )
    return re.compile(f"{alternation(full)}|{opening}" if full else opening)


class Locator:
    """Finds, for stretches of one text, the one narrower place they name.

    ``names`` are the names of divisions inside the report's place, each with its full name.
    """

    def __init__(self, text: str, names: Mapping[str, str]) -> None:
        self._text = text
        found = [zone for match in _ZONE.finditer(text) for zone in _zone(text, match.end())]
        if names:
            pattern = _pattern(tuple(names.items()))
            found += [(match.start(), match.end(), names[match[0]]) for match in pattern.finditer(text)]
            found.sort()
        self._found = found
        self._starts = [start for start, _, _ in found]

    def before(self, at: int) -> str | None:
        """The place that the clause of a number at ``at`` names before it: ``栖松县完成12亿元``."""
        if not self._starts:
            return None
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
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if first == last:
            return None
        names = {name for _, _, name in self._found[first:last]}
        return names.pop() if len(names) == 1 else None


def _zone(text: str, end: int) -> list[tuple[int, int, str]]:
    """The development zone whose name ends at ``end`` and opens a clause."""
    match = _ZONE_NAME.search(text, max(0, end - _LONGEST_ZONE), end)
    return [(match.start(1), end, match[1])] if match is not None else []
