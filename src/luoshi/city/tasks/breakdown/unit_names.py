"""The names of units in a cell, and who of them leads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from luoshi.knowledge import toml_table
from luoshi.reading.lexicon.numerals import NUMERALS

Known = Callable[[str], bool]

_BRACKETS = re.compile(r"\(([^()]*)\)$")
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|\(\d{1,2}\))\s*(?=\D)")
_MOST_PARTS = 15  # of a name that holds blanks or 和
_ONLY_NUMBER = re.compile(rf"\d{{0,2}}|[{NUMERALS}]{{1,2}}")
_COUNTED = re.compile(r"[①-⑳]|[(（]\d{1,2}[)）]")
_HARD = frozenset("、,;\n|。")
_SOFT = re.compile(r"(\s+|以及|[/和及与暨])")


class UnitName(NamedTuple):
    """A name as it stands in a cell; ``leads`` is ``None`` where the cell does not say."""

    name: str
    leads: bool | None = None


def unit_names(cell: str, known: Known) -> tuple[UnitName, ...]:
    """``市教育局（牵头）、市商务局`` -> 市教育局, which leads, and 市商务局.

    ``known`` says whether a name is that of a unit: 市发展和改革委员会 is one and is not divided at its 和.
    A name that is not known comes as it stands.
    """
    found: list[UnitName] = []
    leads: bool | None = None
    text = unicodedata.normalize("NFKC", _COUNTED.sub("\n", cell))
    if _words()["none"].fullmatch(text.strip()):
        return ()
    for chunk in _chunks(_words()["label_behind"].sub("\n", text)):
        label = _label().match(chunk)
        if label is not None:
            leads = label["lead"] is not None
        rest = chunk[label.end() :] if label else chunk
        found += [_said(name, known, leads) for name in _divided(rest, known)]
    if "（" in cell:  # a name that is told as a fault looks as it was written
        wide = str.maketrans("()", "（）")
        found = [one._replace(name=one.name.translate(wide)) for one in found]
    return tuple(found)


def is_collective(name: str) -> bool:
    """Whether the name stands for several units: ``各县（市、区）人民政府``, ``市直有关部门``."""
    return _words()["collective"].search(name) is not None


def _chunks(text: str) -> list[str]:
    """The text divided at marks outside of brackets: the 、 of ``各县(市、区)`` divides nothing."""
    deep = text.count("(") == text.count(")")
    chunks, depth = [""], 0
    for sign in text:
        depth += deep * ((sign == "(") - (sign == ")"))
        if sign in _HARD and depth <= 0:
            chunks.append("")
        else:
            chunks[-1] += sign
    bare = (_unnumbered(chunk) for chunk in chunks)
    return [chunk for chunk in bare if not _ONLY_NUMBER.fullmatch(chunk)]


def _divided(chunk: str, known: Known) -> list[str]:
    """The chunk divided at blanks, slashes and 和 where that leaves known names; the longest come first."""
    if not chunk or _is(chunk, known) or is_collective(chunk):
        return [chunk] if chunk else []
    tokens = _SOFT.split(_unnumbered(chunk))
    names: list[str] = []
    while tokens:
        sizes = range(min(len(tokens), _MOST_PARTS), 0, -1)
        starts = {size: _unnumbered("".join(tokens[:size])) for size in sizes}
        size = next((size for size, start in starts.items() if _is(start, known)), 1)
        names.append(starts[size])
        tokens = tokens[size:]
    named = [name for name in names if not (_ONLY_NUMBER.fullmatch(name) or _SOFT.fullmatch(name))]
    # without a single known name there is nothing to divide by
    return named if any(_is(name, known) for name in named) else [chunk]


def _unnumbered(name: str) -> str:
    return _NUMBER.sub("", name.strip())


def _is(name: str, known: Known) -> bool:
    return known(_said(name, known, None).name)


def _said(name: str, known: Known, leads: bool | None) -> UnitName:
    """The name without the word of its part, or another bracket: ``市教育局(牵头)``, ``市教育局牵头``."""
    words, name = _words(), name.strip()
    if known(name):
        return UnitName(name, leads)
    bracket = _BRACKETS.search(name)
    front = name[: bracket.start()].strip() if bracket else name
    if bracket is not None and known(front) and not known(bracket[1]):
        if words["lead"].fullmatch(bracket[1]):
            leads = True
        elif words["support"].fullmatch(bracket[1]):
            leads = False
        return UnitName(front, leads)
    for kind, part in (("lead", True), ("support", False)):
        behind = words[f"{kind}_behind"].search(name)
        if behind is not None and known(name[: behind.start()].strip()):
            return UnitName(name[: behind.start()].strip(), part)
    return UnitName(name, leads)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    lists = {
        name: "|".join(map(re.escape, words))
        for name, words in toml_table("luoshi.city.tasks.breakdown", "units.toml").items()
    }
    what = "(?:单位|部门)?"
    return {
        "none": re.compile(lists["none"]),
        "collective": re.compile(lists["collective"]),
        "lead": re.compile(rf"(?:{lists['lead']}){what}"),
        "support": re.compile(rf"(?:{lists['support']}){what}"),
        "lead_behind": re.compile(rf"(?:{lists['lead']})$"),
        "support_behind": re.compile(rf"(?:{lists['support']})$"),
        "label": re.compile(rf"(?:(?P<lead>{lists['lead']})|{lists['support']}){what}\s*:\s*"),
        "label_behind": re.compile(rf"\s+(?=(?:{lists['lead']}|{lists['support']}){what}\s*:)"),
    }


def _label() -> re.Pattern[str]:
    return _words()["label"]
