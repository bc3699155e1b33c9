"""Where a name begins and ends inside its item of a list."""

from __future__ import annotations

import re

import msgspec

from luoshi.reading.projects.words import SIZE, SIZE_BEHIND, SLOGAN

_TO_TRIM = re.compile("[0-9的“首第我本]")
_FIRST = re.compile(
    "(?:全国|全省|全市|国内|我国|亚洲|世界|全球|全区|西部|西南|西北|华东|东北)*"
    "(?:[一-龥]{0,8}首|第一)[个条座台家批套支]套?|我[市省县区州]|本市"
)
_BRACKET_BEHIND = re.compile("（[^（）]*）$")
_AMOUNT = re.compile("[0-9](?:[万亿千百多余]*)(?:元|吨|千瓦|公里|亩|平方)|投资")


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name and the stretch around it that is left off: sizes before and behind it, a bracket behind it."""

    start: int
    end: int
    low: int
    high: int

    @property
    def is_cut(self) -> bool:
        """Whether a size or a bracket behind the name is left off."""
        return self.end < self.high


def trimmed(text: str, start: int, end: int, *, listed: bool) -> Name:
    """``总投资5亿元的甲港（一期）`` -> ``甲港（一期）``; ``“丙馆”`` -> ``丙馆``; ``甲路73公里`` -> ``甲路``.

    In a list a size behind belongs to the name: ``甲电厂35万千瓦、乙电厂66万千瓦项目``.
    """
    if _TO_TRIM.search(text, start, end) is None:
        return Name(start, end, start, end)
    low, high = start, end
    end = _without_amounts_behind(text, start, end, listed=listed)
    of = text.rfind("的", start, end - 2)
    if of >= start and text[of - 1] != "美":
        start = of + 1
    start = _behind_sizes(text, start, end)
    if text.endswith("的", start, end):
        end -= 1
    if text[start] == "“" and text.find("”", start, end) == end - 1 and not SLOGAN.match(text, start, end):
        start, end = start + 1, end - 1
    return Name(start, end, low, high)


def _without_amounts_behind(text: str, start: int, end: int, *, listed: bool) -> int:
    bracket = _BRACKET_BEHIND.search(text, start, end) if text[end - 1] == "）" else None
    if bracket is not None and _AMOUNT.search(text, bracket.start(), end) is not None:
        end = bracket.start()
    size = SIZE_BEHIND.search(text, start, end) if not listed else None
    return size.start() if size is not None and size.start() > start else end


def _behind_sizes(text: str, start: int, end: int) -> int:
    """``年产20万吨纸业项目``, ``全省首个灯具馆`` -> where 纸业 and 灯具 start."""
    while True:
        match = SIZE.match(text, start, end) or _FIRST.match(text, start, end)
        if match is None or match.end() > end - 2:
            return start
        start = match.end()
