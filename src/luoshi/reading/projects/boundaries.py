"""Where a name begins and ends inside its item of a list."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.projects.lists import Closer
from luoshi.reading.projects.words import PLACES, SITES, SOFT_ACTS

UNITS = (
    "亿立方米|立方米|平方公里|平方米|千瓦时|千瓦|兆瓦|吉瓦|公里|千米|公顷|标箱|床位|GW|MW|GWh|MWh|吨级|吨|亩|辆|台|套|头|只|羽|"
    "张|桶|箱|片|件|米|人|名|座|个"
)
_SIZE = re.compile(
    "(?:总投资|投资|投入|总装机|装机|年产|年出栏|年处理|日处理|日供水|全长|总长|长|占地|总面积|建筑面积|库容|规模)?(?:为|约|近|超|超过|达|达到)?"
    f"[0-9][0-9.]*(?:余|多)?[万亿千百]*(?:元|美元|{UNITS})(?:/[年日天])?(?:以上|左右)?"
)
_FIRST = re.compile("(?:全国|全省|全市|国内|我国|亚洲|世界|全球|全区|西部|西南|西北|华东|东北)*(?:首|第一)[个条座台家批套支]|我[市省县区州]|本市")
_BRACKET_BEHIND = re.compile("（[^（）]*）$")
_AMOUNT = re.compile("[0-9](?:[万亿千百多余]*)(?:元|吨|千瓦|公里|亩|平方)|投资")
_PROJECTS = ("项目", "工程")
YIELD = re.compile("[0-9.]+(?:余|多)?[万亿千百]*(?:吨|千瓦|兆瓦|头|只|羽|台|辆|套|张|件|片|箱|桶)")


class Name(NamedTuple):
    """A name and the stretch around it that is left off: sizes before it, a bracket behind it."""

    start: int
    end: int
    low: int
    high: int


def trimmed(text: str, start: int, end: int) -> Name:
    """``总投资5亿元的甲港（一期）`` -> ``甲港（一期）``; ``“丙馆”`` -> ``丙馆``."""
    low, high = start, end
    bracket = _BRACKET_BEHIND.search(text, start, end) if text[end - 1] == "）" else None
    if bracket is not None and _AMOUNT.search(text, bracket.start(), end) is not None:
        end = bracket.start()
    of = text.rfind("的", start, end - 2)
    if of >= 0:
        start = of + 1
    moved = True
    while moved:
        moved = False
        for pattern in (_SIZE, _FIRST):
            match = pattern.match(text, start, end)
            if match is not None and match.end() <= end - 2:
                start, moved = match.end(), True
    if text.endswith("的", start, end):
        end -= 1
    if end - start > 2 and text[start] == "“" and text[end - 1] == "”" and text.find("”", start, end) == end - 1:
        start, end = start + 1, end - 1
    return Name(start, end, low, high)


def without_shared_noun(text: str, names: list[Name], closer: Closer) -> tuple[list[Name], Closer]:
    """The last name of a list leaves the noun that all share: ``甲海、乙海、丙海高速`` -> ``丙海``."""
    if len(names) < 2 or closer != "none":
        return names, closer
    last = names[-1]
    end = last.end
    if text.endswith(_PROJECTS, last.start, end):
        end, closer = end - 2, "projects"
    before = names[:-1]
    if not any(text.endswith(PLACES, name.start, name.end) for name in before):
        noun = max((noun for noun in SITES if text.endswith(noun, last.start, end)), key=len, default="")
        if noun and end - len(noun) - last.start >= 2:
            end, closer = end - len(noun), "projects"
    else:
        end = _behind_same_noun(text, before[-1], last, end)
    return ([*before, last._replace(end=end)], closer) if end - last.start >= 2 else (names, "none")


def _behind_same_noun(text: str, before: Name, last: Name, end: int) -> int:
    """``燕山古城、石桥古城保护开发`` -> behind the second ``古城``."""
    noun = text[before.end - 2 : before.end]
    at = text.rfind(noun, last.start + 2, end)
    return at + 2 if at >= 0 and text.endswith(SOFT_ACTS, at + 2, end) else end
