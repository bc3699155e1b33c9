"""Figures of tables: a row names a thing and its unit, a column says of which year a value is and what.

``指标|单位|2024年完成|2025年目标`` and below it ``粮食产量|万吨|61.5|62``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.figures import subjects
from luoshi.reading.figures.numbers import KIND_OF_UNIT, NUMBER, Number, numbers, scaled
from luoshi.reading.lexicon import alternation, table
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.outline import Frame
from luoshi.reading.records import Bound, Measure, Status

_WORDS = table("figures", "words.toml")["tables"]
_NAMES = frozenset(_WORDS["names"])
_UNITS = frozenset(_WORDS["units"])
_PASSED_OVER = frozenset(_WORDS["passed_over"])
_GROWTH = re.compile(alternation(_WORDS["growth"]))
_FALL = re.compile(alternation(_WORDS["fall"]))
_STATUS: tuple[tuple[re.Pattern[str], Status], ...] = tuple(
    (re.compile(alternation(_WORDS[status])), status) for status in ("expected", "target", "actual")
)
_BOUNDS: tuple[tuple[re.Pattern[str], Bound], ...] = tuple(
    (re.compile(alternation(_WORDS["bounds"][bound])), bound) for bound in ("at_least", "at_most", "about")
)
_YEAR = re.compile("((?:19|20)[0-9]{2})年?度?")
_IN_BRACKETS = re.compile("[（(][^（）()]*[）)]")
_NUMBERING = re.compile(f"[0-9]{{1,2}}[.、．]|[（(]?[{NUMERALS}0-9]{{1,2}}[）)、]|其中[：，]?|[-—·●]+")


class Column(NamedTuple):
    """What the values of a column are; ``status`` and ``year`` are the part's where they are not said."""

    status: Status | None
    year: int | None
    grows: bool


class Head(NamedTuple):
    """The columns of a table by their position: ``None`` for those that hold no values."""

    names: int
    units: int
    columns: tuple[Column | None, ...]


class Value(NamedTuple):
    """A value of a table with all that its row and column say of it."""

    number: Number
    subject: str
    measure: Measure
    bound: Bound
    status: Status
    period: str


def head_of(text: str, start: int, end: int) -> Head | None:
    """The head of a table in the line ``text[start:end]``; ``None`` where it is none."""
    cells = [text[first:last] for first, last in _cells(text, start, end)]
    names = next((index for index, cell in enumerate(cells) if cell in _NAMES), -1)
    units = next((index for index, cell in enumerate(cells) if cell in _UNITS), -1)
    if names < 0 or units < 0:
        return None
    columns = tuple(
        None if index in (names, units) or cell in _PASSED_OVER else _column(cell)
        for index, cell in enumerate(cells)
    )
    return Head(names, units, columns) if any(columns) else None


def values_of(text: str, start: int, end: int, head: Head, frame: Frame) -> list[Value]:
    """The values of the row ``text[start:end]`` below ``head``, in a part of the report with ``frame``."""
    cells = _cells(text, start, end)
    if len(cells) != len(head.columns):
        return []
    name = text[slice(*cells[head.names])]
    unit = text[slice(*cells[head.units])]
    values: list[Value] = []
    for (first, last), column in zip(cells, head.columns, strict=True):
        if column is None:
            continue
        written = numbers(text, first, last)
        if len(written) == 1:
            number = _in_unit(written[0], unit, grows=column.grows)
            values.append(_value(text[first:last], number, name, column, frame))
    return values


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a row lie, without the bars before the first and behind the last."""
    if text[start] == "|":
        start += 1
    if text[end - 1] == "|":
        end -= 1
    cells: list[tuple[int, int]] = []
    while True:
        bar = text.find("|", start, end)
        last = bar if bar >= 0 else end
        inner = text[start:last]
        first = start + len(inner) - len(inner.lstrip())
        cells.append((first, max(first, start + len(inner.rstrip()))))
        if bar < 0:
            return cells
        start = bar + 1


def _column(cell: str) -> Column | None:
    """``2025年目标`` -> target of 2025; a column of remarks is none."""
    year = _YEAR.search(cell)
    status = next((status for words, status in _STATUS if words.search(cell)), None)
    grows = _GROWTH.search(cell) is not None
    if year is None and status is None and not grows:
        return None
    return Column(status, int(year[1]) if year is not None else None, grows)


def _in_unit(number: Number, unit: str, *, grows: bool) -> Number:
    """``number`` in the unit of its row, unless it has one of its own: ``1610`` in 亿元."""
    if number.unit:
        return number
    if grows:
        unit = "%"
    number_match = NUMBER.fullmatch(f"1{unit}")
    if number_match is None:
        number.unit = unit if KIND_OF_UNIT.get(unit) else ""
        return number
    number.low, number.high = (
        scaled(f"{value:.15g}", number_match[3]) for value in (number.low, number.high)
    )
    number.unit = number_match[5] or ""
    number.kind = KIND_OF_UNIT.get(number.unit, "none")
    return number


def _value(cell: str, number: Number, name: str, column: Column, frame: Frame) -> Value:
    measure = _measure(cell, number, name, column)
    if measure == "growth" and number.low > 0 and _FALL.search(name) is not None:
        number.low, number.high = -number.high, -number.low
    ahead = frame.part in ("plan", "government")
    year = column.year if column.year is not None else frame.last
    status = column.status
    if status is None:
        over = column.year is not None and frame.last is not None and column.year < frame.last
        status = "target" if ahead and not over else "actual"
    bound = next((bound for words, bound in _BOUNDS if words.search(cell)), number.bound or "exact")
    return Value(number, _subject(name), measure, bound, status, "" if year is None else str(year))  # type: ignore[arg-type]


def _measure(cell: str, number: Number, name: str, column: Column) -> Measure:
    if number.kind == "percent":
        grows = column.grows or _GROWTH.search(name) or _FALL.search(name) or _GROWTH.search(cell)
        return "growth" if grows else "share"
    return "change" if number.kind == "points" else "level"


def _subject(name: str) -> str:
    """``1.地区生产总值（现价）增长`` -> ``地区生产总值``."""
    words = _IN_BRACKETS.sub("", name)
    numbering = _NUMBERING.match(words)
    words = subjects.clean(words[numbering.end() :] if numbering is not None else words)
    growth = next((match for pattern in (_GROWTH, _FALL) for match in pattern.finditer(words)), None)
    return (
        words[: growth.start()]
        if growth is not None and growth.end() == len(words) and growth.start()
        else words
    )
