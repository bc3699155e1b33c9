r"""Tables of figures, whose cells stand between tabs or on lines of their own, as rows ``甲|亿元|1610``.

Only tables with a column of units are looked for; what else has tabs stays as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import NamedTuple

from luoshi.reading.lexicon.numerals import MULTIPLIERS
from luoshi.reading.lexicon.table_heads import COLUMN_HEAD

_IDLE = " \r\u3000\xa0*"
# The word is looked for before what stands around it: it is rare and the search leaps to it.
_UNITS_COLUMN = re.compile(rf"单位(?=[{_IDLE}]*[\t\n])")
_BEFORE_COLUMN = re.compile(rf"[\t\n][{_IDLE}]*(?:计量)?\Z")
_REACH = 12
_UNIT_CELL = re.compile(f"[{MULTIPLIERS}]*[^0-9，。；：\\s]{{1,8}}|[%％‰]")
_VALUE_CELL = re.compile(r".{0,8}[0-9０-９].{0,10}|[-—－/]{1,2}|")
_MOST_COLUMNS = 8


class Rows(NamedTuple):
    """Where cells end (a bar takes the place of the character there), and stretches to leave out."""

    bars: list[int]
    drops: list[tuple[int, int]]


class _Line(NamedTuple):
    start: int
    end: int
    cell: str


def table_rows(text: str) -> Rows:
    """The rows of the tables of figures in ``text``."""
    rows = Rows([], [])
    done = 0
    for match in _UNITS_COLUMN.finditer(text):
        at = match.start()
        if at < done or _BEFORE_COLUMN.search(text, max(0, at - _REACH), at) is None:
            continue
        is_tabbed = "\t" in text[text.rfind("\n", 0, at) + 1 : _line_end(text, at)]
        done = (_tabbed if is_tabbed else _a_cell_a_line)(text, at, rows)
    return rows


def _tabbed(text: str, at: int, rows: Rows) -> int:
    """The head that ``at`` lies in and the lines below that have as many cells."""
    start = text.rfind("\n", 0, at) + 1
    columns = text.count("\t", start, _line_end(text, start))
    while start < len(text):
        end = _line_end(text, start)
        if text.count("\t", start, end) != columns:
            break
        rows.bars.extend(position for position in range(start, end) if text[position] == "\t")
        start = end + 1
    return start


def _a_cell_a_line(text: str, at: int, rows: Rows) -> int:
    r"""``指标\n单位\n目标\n粮食产量\n万吨\n62``: the head's lines say how many cells a row has."""
    head = _head_lines(text, at)
    units = next((index for index, line in enumerate(head) if line.cell.endswith("单位")), 0)
    if not 0 < units < len(head) - 1 or len(head) > _MOST_COLUMNS:
        return at
    row, done = _lines(text, head[-1].end + 1, len(head)), at
    if not _is_row(row, units, len(head)):
        return at
    _join(head, rows)
    while _is_row(row, units, len(head)):
        _join(row, rows)
        done = row[-1].end
        row = _lines(text, done + 1, len(head))
    return done


def _head_lines(text: str, at: int) -> list[_Line]:
    """The lines of a head, of which the second or a later one lies at ``at``."""
    start = at
    while start and text[start - 1] in "\n" + _IDLE:
        start -= 1
    lines = _lines(text, text.rfind("\n", 0, start) + 1, _MOST_COLUMNS + 1)
    return list(takewhile(lambda line: COLUMN_HEAD.fullmatch(line.cell), lines))


def _join(lines: list[_Line], rows: Rows) -> None:
    """Make one row of the lines of its cells."""
    for line, following in pairwise(lines):
        rows.bars.append(line.end)
        rows.drops.append((line.end + 1, following.start))


def _is_row(lines: list[_Line], units: int, size: int) -> bool:
    """Whether ``lines`` are the ``size`` cells of a row, the unit in the place ``units``."""
    if len(lines) < size:
        return False
    values = [line.cell for line in lines[units + 1 :]]
    return (
        _UNIT_CELL.fullmatch(lines[units].cell) is not None
        and all(_VALUE_CELL.fullmatch(value) for value in values)
        and any(char.isdigit() for value in values for char in value)
    )


def _lines(text: str, start: int, count: int) -> list[_Line]:
    """The first ``count`` lines of ``text`` from ``start`` on that are not empty and may be cells."""
    lines: list[_Line] = []
    while start < len(text) and len(lines) < count:
        end = _line_end(text, start)
        cell = text[start:end].strip(_IDLE)
        if len(cell) > 40:
            break
        if cell:
            lines.append(_Line(start, end, cell))
        start = end + 1
    return lines


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)
