"""The numbers that Word puts before the paragraphs of a list: ``一、``, ``（二）``, ``3.``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn

from luoshi.reading.lexicon.numerals import spelt

_MOST_DIGITS = 4
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _letter(number: int) -> str:
    return chr(ord("A") + number - 1) if 1 <= number <= 26 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 40:
        return str(number)
    return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": spelt,
    "chineseCountingThousand": spelt,
    "ideographDigital": spelt,
    "japaneseCounting": spelt,
    "taiwaneseCountingThousand": spelt,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}


class Numbering:
    """Counts the numbered paragraphs of one document, which must be asked in document order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """``numbering`` and ``styles`` are the roots of the parts so called, or ``None``."""
        self._abstract = _by_id(numbering, "w:abstractNum", "w:abstractNumId")
        self._numbers = _by_id(numbering, "w:num", "w:numId")
        self._styles = _by_id(styles, "w:style", "w:styleId")
        self._counters: dict[str, list[int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def prefix(self, paragraph: Any) -> str:
        """The number before ``paragraph`` (a ``w:p`` element), empty if it has none."""
        number, level = self._list_of(paragraph)
        definition = self._numbers.get(number)
        if definition is None or not 0 <= level < _LEVELS:
            return ""
        abstract = _value(definition, "w:abstractNumId")
        levels = {_attribute(node, "w:ilvl"): node for node in self._children(abstract, "w:lvl")}
        node = levels.get(str(level))
        if node is None:
            return ""
        counters = self._counted(number, abstract, level, levels)
        return self._spelled(node, counters, levels)

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        style = _value(properties, "w:pStyle")
        seen: set[str] = set()
        while True:
            node = None if properties is None else properties.find(qn("w:numPr"))
            if node is not None:
                level = _value(node, "w:ilvl")
                return _value(node, "w:numId"), _number(level, 0)
            if not style or style in seen or style not in self._styles:
                return "", 0
            seen.add(style)
            properties = self._styles[style].find(qn("w:pPr"))
            style = _value(self._styles[style], "w:basedOn")

    def _children(self, abstract: str, tag: str) -> list[Any]:
        node = self._abstract.get(abstract)
        return [] if node is None else node.findall(qn(tag))

    def _counted(self, number: str, abstract: str, level: int, levels: dict[str, Any]) -> list[int]:
        counters = self._counters.setdefault(abstract, [0] * _LEVELS)
        override = self._override(number, level)
        if override is not None and (number, level) not in self._restarted:
            self._restarted.add((number, level))
            counters[level] = override - 1
        elif counters[level] == 0:
            counters[level] = _start(levels.get(str(level))) - 1
        counters[level] += 1
        counters[level + 1 :] = [0] * (_LEVELS - level - 1)
        return counters

    def _override(self, number: str, level: int) -> int | None:
        for node in self._numbers[number].findall(qn("w:lvlOverride")):
            start = _number(_value(node, "w:startOverride"), -1)
            if _attribute(node, "w:ilvl") == str(level) and start >= 0:
                return start
        return None

    def _spelled(self, node: Any, counters: list[int], levels: dict[str, Any]) -> str:
        if _value(node, "w:numFmt") in {"bullet", "none"}:
            return ""

        def number(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            level = levels.get(str(index))
            count = counters[index] or _start(level)
            return _FORMATS.get(_value(level, "w:numFmt"), str)(count)

        return _PLACE.sub(number, _value(node, "w:lvlText"))


def _by_id(root: Any, tag: str, key: str) -> dict[str, Any]:
    return {} if root is None else {_attribute(node, key): node for node in root.findall(qn(tag))}


def _attribute(node: Any, name: str) -> str:
    return node.get(qn(name)) or ""


def _value(node: Any, tag: str) -> str:
    """The ``w:val`` of the child ``tag`` of ``node``, empty where either is missing."""
    child = None if node is None else node.find(qn(tag))
    return "" if child is None else _attribute(child, "w:val")


def _start(level: Any) -> int:
    return _number(_value(level, "w:start"), 1)


def _number(digits: str, otherwise: int) -> int:
    """The number that ``digits`` are, of which a document has few."""
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else otherwise
