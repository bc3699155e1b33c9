"""The administrative divisions of China: codes, names, who lies in whom.

``divisions.csv`` holds GB/T 2260 code, name, short name, code of the division above, and for a
name no longer in use the year of the last edition that had it. ``tools/divisions.py`` writes it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

from luoshi.reading.lexicon import table
from luoshi.reading.records import Place

_LONGEST_NAME = 16
NATION = Place(name="全国", code="000000")
"""The place of the State Council's reports; ``000000`` is the code of national series, not of GB/T 2260."""


class Division(msgspec.Struct, frozen=True, gc=False):
    """A row of ``divisions.csv``; ``until`` is 0 while the name is in use."""

    code: str
    name: str
    short: str
    parent: str
    until: int

    @property
    def rank(self) -> int:
        """0 for a province, 1 for a prefecture, 2 for a county."""
        return 0 if self.code.endswith("0000") else 1 if self.code.endswith("00") else 2


class _Gazetteer:
    """The divisions by name and by code; names in use come before former ones."""

    def __init__(self, divisions: list[Division]) -> None:
        self.by_name: dict[str, list[Division]] = {}
        self.by_short: dict[str, list[Division]] = {}
        self.by_code: dict[str, Division] = {}
        self.children: dict[str, list[Division]] = {}
        for division in sorted(divisions, key=lambda division: (-(division.until or 9999), division.rank)):
            for name in (division.name, *_usual_names(division)):
                self.by_name.setdefault(name, []).append(division)
            self.by_short.setdefault(division.short, []).append(division)
            self.by_code.setdefault(division.code, division)
            self.children.setdefault(division.parent, []).append(division)


def _usual_names(division: Division) -> tuple[str, ...]:
    """``伊犁州`` of ``伊犁哈萨克自治州``, ``伊通县`` of ``伊通满族自治县``, ``前郭旗``."""
    self_governed = division.short and division.name[-3:-1] == "自治" and division.name[-1] != "区"
    return (division.short + division.name[-1],) if self_governed else ()


@cache
def _gazetteer() -> _Gazetteer:
    text = files("luoshi.reading.metadata").joinpath("divisions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return _Gazetteer(
        [
            Division(row["code"], row["name"], row["short"], row["parent"], int(row["until"] or 0))
            for row in rows
        ]
    )


def divisions() -> tuple[Division, ...]:
    """Every division, in the order of the table's codes."""
    every = [division for inside in _gazetteer().children.values() for division in inside]
    return tuple(sorted(every, key=lambda division: (division.code, division.name)))


def find_place(name: str, context: str = "") -> Place | None:
    """The place of the full name ``name`` (``吉林省四平市`` counts), ``None`` if there is none.

    Of several counties of one name the one whose prefecture or province ``context`` names is
    taken; where it names none, ``code`` and ``province`` stay empty.
    """
    found = _chain(name)
    if not found:
        return None
    *above, last = found
    every = _gazetteer().by_name[last]
    same = [division for division in every if not division.until] or every[:1]
    if len(same) > 1:
        hints = [*above, context]
        same = [division for division in same if any(_lies_in(division, hint) for hint in hints)] or same
    return _as_place(same[0]) if len(same) == 1 else Place(name=last)


def find_short(name: str, within: str | None = None) -> Place | None:
    """The province or prefecture whose short name is ``name``, if there is but one.

    Where ``within`` names a province or prefecture, it may be a county there: 四平 and 铁东 -> 铁东区.
    """
    same = [
        division
        for division in _gazetteer().by_short.get(name, ())
        if division.rank < 2 and not division.until
    ]
    if within:
        every = [division for division in _gazetteer().by_short.get(name, ()) if not division.until]
        same = [division for division in every if _lies_in(division, within)] or same
    return _as_place(same[0]) if len(same) == 1 else None


def last_name_in(text: str) -> str | None:
    """The longest full name that ``text`` ends with."""
    names = _gazetteer().by_name
    for size in range(min(_LONGEST_NAME, len(text)), 1, -1):
        if text[-size:] in names:
            return text[-size:]
    return None


def names_in(text: str) -> Iterator[str]:
    """Full names in ``text`` from left to right, the longest at each end; meant for titles."""
    for end in range(2, len(text) + 1):
        if text[end - 1] in "省市县区旗州盟":
            name = last_name_in(text[:end])
            if name:
                yield name


def narrowest_in(text: str) -> list[str]:
    """Full names in ``text``, the lowest division first: ``四川省内江市2025年`` -> 内江市, 四川省."""
    by_name = _gazetteer().by_name
    names = sorted(names_in(text), key=lambda name: -by_name[name][0].rank)
    # A name is told by those above it, where the text puts them in front of it.
    return [_with_those_above(name, text) for name in names]


def _with_those_above(name: str, text: str) -> str:
    """``name`` with the full names right before it in ``text``: ``北京市朝阳区`` for ``朝阳区``."""
    end = text.find(name)
    start = end
    while above := last_name_in(text[:start]):
        start -= len(above)
    return text[start:end] + name


@cache
def narrower_places(place: Place) -> dict[str, str]:
    """Names of the divisions inside ``place``, full and short, each to its full name.

    Former names are included, since old reports use them; short names that are ordinary words,
    or names of larger places or of ``place`` itself, are not. Empty for a place without a code.
    """
    if not place.code:
        return {}
    gazetteer = _gazetteer()
    barred = set(table("metadata", "metadata.toml")["narrower"]["ordinary_words"])
    own = gazetteer.by_code.get(place.code)
    barred |= {own.short} if own else set()
    next_below = gazetteer.children.get(place.code, [])
    prefectures = [division for division in next_below if division.rank == 1]
    inside = [
        *next_below,
        *(division for above in prefectures for division in gazetteer.children.get(above.code, ())),
    ]
    names: dict[str, str] = {}
    for division in inside:
        for name in (division.name, *_usual_names(division)):
            names.setdefault(name, division.name)
    for division in inside:
        if division.short and division.short not in barred and not _is_elsewhere(division):
            names.setdefault(division.short, division.name)
    return names


def _is_elsewhere(county: Division) -> bool:
    """Whether its short name means a larger place first: ``西安`` is not 辽源's 西安区."""
    return county.rank == 2 and any(division.rank < 2 for division in _gazetteer().by_short[county.short])


def _chain(name: str) -> list[str]:
    """``吉林省四平市铁东区`` -> its three names; empty where ``name`` is not made of names."""
    names = _gazetteer().by_name
    if name in names:
        return [name]
    for size in range(min(_LONGEST_NAME, len(name) - 2), 1, -1):
        if name[-size:] in names:
            above = _chain(name[:-size])
            return [*above, name[-size:]] if above else []
    return []


def _lies_in(division: Division, text: str) -> bool:
    above = _gazetteer().by_code.get(division.parent)
    while above:
        if above.name in text or (above.short and above.short in text):
            return True
        above = _gazetteer().by_code.get(above.parent)
    return False


def _as_place(division: Division) -> Place:
    province = _gazetteer().by_code.get(division.code[:2] + "0000")
    return Place(name=division.name, code=division.code, province=province.name if province else None)
