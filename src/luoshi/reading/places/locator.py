"""Narrower places by their names in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from luoshi.reading.lexicon import alternation, table

_ZONE = re.compile("区(?<=(?:开发|高新|经开|保税)区)")
_ZONES = "|".join(table("places", "names.toml")["zones"])
_ZONE_NAME = re.compile(f"(?:^|[，。；：、\\n在])([一-龥]{{2,4}}(?:{_ZONES}))$")
_LONGEST_ZONE = 16
_CLAUSE_MARK = re.compile("[，。；：！？\n]")
_LONGEST_CLAUSE = 80
_DIGIT = re.compile("[0-9]")


_OTHER_NAMES = alternation(table("places", "names.toml")["other_names"])


class _Names(NamedTuple):
    """How the names of a place's divisions are looked for.

    ``ends`` finds the last character but one of full names before their last (市, 县 …), ``sizes`` are
    their lengths, longest first; ``short`` finds short names, which count only where they open a clause and
    name nothing else.
    """

    ends: re.Pattern[str]
    full: frozenset[str]
    sizes: tuple[int, ...]
    short: re.Pattern[str] | None


@lru_cache(maxsize=512)
def _names(names: tuple[tuple[str, str], ...]) -> _Names:
    full = frozenset(name for name, whole in names if name == whole)
    short = [name for name, whole in names if name != whole]
    last = "".join(sorted({name[-1] for name in full}))
    before_last = "".join(sorted({name[-2] for name in full}))
    return _Names(
        re.compile(f"[{before_last}](?=[{last}])" if full else "(?!)"),
        full,
        tuple(sorted({len(name) for name in full}, reverse=True)),
        _opening_a_clause(short) if short else None,
    )


def _opening_a_clause(names: list[str]) -> re.Pattern[str]:
    """``names`` where they open a clause; each hangs on its first character, to which the search can leap."""
    rests: dict[str, list[str]] = {}
    for name in names:
        rests.setdefault(name[0], []).append(name[1:])
    names_by_first = "|".join(f"(?<={first}){alternation(listed)}" for first, listed in rests.items())
    opens = "(?:(?<=[，。；：、\n].)|(?<=其中.))"
    return re.compile(f"[{''.join(rests)}]{opens}(?:{names_by_first})(?!{_OTHER_NAMES})")


def _spans(text: str, names: _Names) -> list[tuple[int, int]]:
    """Where names stand, from left to right; of two that overlap the one that begins first, and is longer."""
    spans: list[tuple[int, int]] = []
    full, sizes = names.full, names.sizes
    for match in names.ends.finditer(text):
        end = match.end() + 1
        for size in sizes:
            if text[end - size : end] in full:
                spans.append((end - size, end))
                break
    if names.short is not None:
        spans += [match.span() for match in names.short.finditer(text)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    apart: list[tuple[int, int]] = []
    for span in spans:
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


class Locator:
    """Finds, for stretches of one text, the one narrower place they name.

    ``names`` are the names of divisions inside the report's place, each with its full name.
    """

    def __init__(self, text: str, names: Mapping[str, str]) -> None:
        self._text = text
        places = [zone for match in _ZONE.finditer(text) for zone in _zone(text, match.end())]
        if names:
            spans = _spans(text, _names(tuple(names.items())))
            places += [(start, end, names[text[start:end]]) for start, end in spans]
            places.sort()
        self._found = places
        self._starts = [start for start, _, _ in places]

    def before(self, at: int) -> str | None:
        """The place that the clause of a number at ``at`` names before it: ``栖松县完成12亿元``."""
        if not self._starts:
            return None
        last = bisect_left(self._starts, at) - 1
        if last < 0 or self._found[last][0] < at - _LONGEST_CLAUSE:
            return None
        start, end, name = self._found[last]
        if _CLAUSE_MARK.search(self._text, end, at) is not None or self._is_one_of_a_list(start):
            return None
        if self._text[at - 1] == "等" and self._text.find("、", end, at) >= 0:
            return None
        if last > 0:
            _, other_end, other = self._found[last - 1]
            if other != name and other_end >= start - 1:
                return None
        return name

    def within(self, start: int, end: int) -> str | None:
        """The place that ``text[start:end]`` names, where it names just one."""
        first = bisect_left(self._starts, start)
        if first == len(self._starts) or self._starts[first] >= end:
            return None
        found = self._found[first : bisect_left(self._starts, end, first)]
        if any(at > start and self._is_one_of_a_list(at) for at, _, _ in found):
            return None
        names = {name for _, _, name in found}
        return names.pop() if len(names) == 1 else None

    def _is_one_of_a_list(self, start: int) -> bool:
        """Whether a place names only one item of a list: ``塔山公园、栖松县温泉等项目``.

        ``新建学校3所、栖松县医院1所`` are two figures, and the place holds for the second.
        """
        text = self._text
        if text[start - 1 : start] != "、":
            return False
        marks = [mark.end() for mark in _CLAUSE_MARK.finditer(text, max(0, start - _LONGEST_CLAUSE), start)]
        return _DIGIT.search(text, marks[-1] if marks else max(0, start - _LONGEST_CLAUSE), start) is None


def _zone(text: str, end: int) -> list[tuple[int, int, str]]:
    """The development zone whose name ends at ``end`` and opens a clause."""
    match = _ZONE_NAME.search(text, max(0, end - _LONGEST_ZONE), end)
    return [(match.start(1), end, match[1])] if match is not None else []
