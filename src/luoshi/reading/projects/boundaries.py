"""Where a name begins and ends inside its item of a list."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.projects.lists import Closer
from luoshi.reading.projects.words import ACTS_BEHIND, PLACES, SHARED_BEFORE_A_STRETCH, SHARED_SITES, SLOGAN, SOFT_ACTS_ONLY

UNITS = (
    "亿立方米|立方米|平方公里|平方米|千瓦时|千瓦|兆瓦|吉瓦|公里|千米|公顷|标箱|床位|GW|MW|GWh|MWh|吨级|吨|亩|辆|台|套|头|只|羽|"
    "张|桶|箱|米"
)
_SIZE = re.compile(
    "(?:总投资|投资|投入|总装机|装机|年产|年出栏|年处理|日处理|日供水|全长|总长|长|占地|总面积|建筑面积|库容|规模)?(?:为|约|近|超|超过|达|达到)?"
    f"[0-9][0-9.]*(?:余|多)?[万亿千百]*(?:元|美元|{UNITS})(?:/[年日天])?(?:以上|左右)?"
)
_SIZE_BEHIND = re.compile(
    f"(?:全长|总长|长|约|共)*[0-9][0-9.]*(?:余|多)?[万亿千百]*(?:{UNITS})(?:以上|左右)?$"
)
_FIRST = re.compile(
    "(?:全国|全省|全市|国内|我国|亚洲|世界|全球|全区|西部|西南|西北|华东|东北)*(?:[一-龥]{0,8}首|第一)[个条座台家批套支]套?|我[市省县区州]|本市"
)
_TO_TRIM = re.compile("[0-9的“首第我本]")
_BRACKET_BEHIND = re.compile("（[^（）]*）$")
_AMOUNT = re.compile("[0-9](?:[万亿千百多余]*)(?:元|吨|千瓦|公里|亩|平方)|投资")
_PROJECTS = ("项目", "工程")


class Name(NamedTuple):
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

    In a list that a noun closes a size behind belongs to the name: ``甲电厂35万千瓦、乙电厂66万千瓦项目``.
    """
    if _TO_TRIM.search(text, start, end) is None:
        return Name(start, end, start, end)
    low, high = start, end
    bracket = _BRACKET_BEHIND.search(text, start, end) if text[end - 1] == "）" else None
    if bracket is not None and _AMOUNT.search(text, bracket.start(), end) is not None:
        end = bracket.start()
    size = _SIZE_BEHIND.search(text, start, end) if not listed else None
    if size is not None and size.start() > start:
        end = size.start()
    of = text.rfind("的", start, end - 2)
    if of >= start and text[of - 1] != "美":
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
    if (
        end - start > 2
        and text[start] == "“"
        and text[end - 1] == "”"
        and text.find("”", start, end) == end - 1
        and not SLOGAN.match(text, start, end)
    ):
        start, end = start + 1, end - 1
    return Name(start, end, low, high)


def without_shared_nouns(text: str, names: list[Name], closer: Closer) -> list[tuple[Name, Closer]]:
    """The last name of a list leaves the noun that all share: ``甲海、乙海、丙海高速`` -> ``丙海``.

    Each name comes with what closes its list: the noun that it shares is as good as ``等项目``.
    """
    if len(names) < 2:
        return [(name, closer) for name in names]
    last = names[-1]
    if closer == "none" and text.endswith(_PROJECTS, last.start, last.end) and last.end - last.start > 3:
        names = [*names[:-1], last._replace(end=last.end - 2)]
        closer = "projects"
    found: list[tuple[Name, Closer]] = []
    nounless = 0
    for index, name in enumerate(names):
        if not PLACES.end(text, name.start, name.end):
            nounless += 1
            found.append((name, closer))
            continue
        noun = _shared_noun(text, names[index - 1], name, nounless) if index else 0
        end = name.end - noun
        if nounless and (noun or SHARED_BEFORE_A_STRETCH.search(text, name.start, name.end)):
            found[index - nounless :] = [(earlier, "projects") for earlier, _ in found[index - nounless :]]
            found.append((name._replace(end=end), "projects"))
        else:
            found.append((name._replace(end=end), closer))
        nounless = 0
    return found


def _shared_noun(text: str, before: Name, last: Name, nounless: int) -> int:
    """How many characters at the end of ``last`` belong to the names before it as well."""
    if nounless:
        acts = ACTS_BEHIND.search(text, last.start, last.end)
        end = acts.start() if acts is not None else last.end
        size = SHARED_SITES.size_at_end(text, last.start, end)
        return last.end - end + size if size and end - size - last.start >= 2 else 0
    for size in (2, 1):
        at = text.rfind(text[before.end - size : before.end], last.start + 1, last.end)
        if at >= 0 and at + size < last.end and SOFT_ACTS_ONLY.fullmatch(text, at + size, last.end):
            return last.end - at - size
    return 0
