"""The rows of a sheet below its header: each one read, or told with the reason why not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from luoshi.city.site.tables.columns import (
    CellError,
    CellFault,
    Column,
    Measured,
    column_letter,
    content,
    shown,
)
from luoshi.city.site.tables.grids import Grid, UnreadableError
from luoshi.city.site.tables.headers import Header, known_headers, rivals_told, says_again

# What is brought in at once is written at once, while others wait: a few seconds, not minutes.
MOST_ROWS = 2_000
_TOTALS = frozenset(("合计", "总计", "小计", "共计"))
_JOINED = "；"
Part = tuple[int | None, Any]


@dataclass(frozen=True)
class Row:
    """A row as read: Excel's row number and the values by key of column.

    ``parts`` holds the place and the value of each cell of a key that several columns fill.
    """

    number: int
    values: dict[str, Any]
    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True)
class Table:
    """A sheet as read; the values of its rows are whole only where ``faults`` is empty.

    ``notices`` say what was not read, or otherwise than it stands there, though nothing is wrong.
    """

    sheet: str
    columns: tuple[Column, ...]
    places: dict[str, int]
    rows: tuple[Row, ...] = ()
    faults: tuple[CellFault, ...] = ()
    notices: tuple[CellFault, ...] = ()

    def fault(self, row: Row | int, key: str, code: str, /, **details: object) -> CellFault:
        """A fault that the caller found in the cell of column ``key``; ``""`` for the whole row."""
        return self.fault_at(self.places.get(key), row, key, code, **details)

    def fault_at(
        self, place: int | None, row: Row | int, key: str, code: str, /, **details: object
    ) -> CellFault:
        """A fault in the cell at ``place``, where several columns hold ``key``."""
        number = row.number if isinstance(row, Row) else row
        name = next((column.name for column in self.columns if column.key == key), "")
        letter = "" if place is None else column_letter(place)
        return CellFault(self.sheet, number, letter, name, code, details)


def table_of(
    grid: Grid, header: Header, columns: Sequence[Column], left: int, most_rows: int | None = None
) -> Table:
    """The rows below the header, ``left`` at most. Raises ``UnreadableError``."""
    reader = _Reader(grid, header, columns)
    for line in range(header.last + 1, len(grid.rows)):
        if reader.skips(line):
            continue
        if len(reader.rows) >= left:
            raise UnreadableError("workbook_too_many_rows", most=most_rows or left)
        reader.read(line)
    return replace(
        reader.table,
        rows=tuple(reader.rows),
        faults=tuple(reader.faults),
        notices=tuple(reader.notices),
    )


class _Reader:
    """Reads row after row."""

    def __init__(self, grid: Grid, header: Header, columns: Sequence[Column]) -> None:
        self._grid = grid
        self._header = header
        self._known = known_headers(columns)
        self.table = Table(grid.sheet, tuple(columns), header.places)
        self.rows: list[Row] = []
        self.faults, self.notices = rivals_told(grid, header)
        self._numbering = {header.places.get(column.key) for column in columns if column.numbers}
        self._required = {header.places.get(column.key) for column in columns if column.required}
        self._read = header.read
        self._hidden = grid.notes.hidden_rows if grid.notes else frozenset()
        self._tell_columns(columns)

    def _tell_columns(self, columns: Sequence[Column]) -> None:
        if self._grid.notes is None:
            self.notices.insert(0, self.table.fault(0, "", "workbook_old_format"))
            return
        for column in columns:
            place = self._header.places.get(column.key, -1)
            # a column without width is hidden on purpose
            if place in self._grid.notes.hidden_columns and column.width:
                self.notices.append(self.table.fault(self._header.last + 1, column.key, "column_hidden"))

    def skips(self, line: int) -> bool:
        """Whether a row is none of the table; where it has content, a notice or a fault says why."""
        own = self._grid.own(line)
        if not own:
            return True
        again = says_again(self._grid, line, self._header, self._known)
        code = self._no_row(line, own)
        if again is not None:
            code = "row_header_again" if again else "row_other_header"
        if code:
            text = shown(self._grid.rows[line][own[0]])
            notice = self.table.fault_at(own[0], line + 1, "", code, text=text[:40])
            (self.faults if again is False else self.notices).append(notice)
        return bool(code)

    def _no_row(self, line: int, own: list[int]) -> str:
        """Why a row is no row of the table: a heading, a note, a sum; ``""`` for one that is."""
        cells = self._grid.rows[line]
        first = shown(cells[own[0]])
        content_at = [place for place in own if place not in self._numbering]
        if not content_at and first.isascii():
            return "row_number_only"
        if first.replace(" ", "") in _TOTALS and self._lacks_required(cells):
            return "row_total"
        if any(self._grid.filled.get((line, place), (line, 0))[0] < line for place in self._read):
            return ""  # what is merged down over it says that it is one
        if not self._read.intersection(own):
            return "row_not_read"
        return "row_heading" if self._is_heading(line, content_at or own) else ""

    def _is_heading(self, line: int, own: list[int]) -> bool:
        """Whether words stand alone in a row, across columns or where no row can do without others."""
        if len(own) > 1 or shown(self._grid.rows[line][own[0]]).isascii():
            return False
        others = self._read - {own[0]}
        across = any(self._grid.filled.get((line, place)) == (line, own[0]) for place in others)
        return across or own[0] not in self._required

    def _lacks_required(self, cells: Sequence[Any]) -> bool:
        return any(place is not None and not _cell(cells, place) for place in self._required)

    def read(self, line: int) -> None:
        """Read a row; what does not fit is a fault."""
        cells = self._grid.rows[line]
        values: dict[str, Any] = {}
        parts: dict[str, tuple[Part, ...]] = {}
        for column in self.table.columns:
            first = self._header.places.get(column.key, len(cells))
            more = self._header.more.get(column.key, ())
            found = [(place, self._value(line, cells, column, place)) for place in (first, *more)]
            values[column.key] = found[0][1]
            if more:
                parts[column.key] = tuple((place, value) for place, value in found if value)
                values[column.key] = _JOINED.join(dict.fromkeys(value for _, value in parts[column.key]))
        self.faults += self._settle_units(line + 1, values)
        self.rows.append(Row(line + 1, values, parts))
        if line in self._hidden:
            self.notices.append(self.table.fault(line + 1, "", "row_hidden"))

    def _value(self, line: int, cells: Sequence[Any], column: Column, place: int) -> Any:
        try:
            return content(cells[place] if place < len(cells) else None, column)
        except CellError as unfit:
            at = place if place < len(cells) or column.key in self._header.places else None
            self.faults.append(self.table.fault_at(at, line + 1, column.key, unfit.code, **unfit.details))
            return None

    def _settle_units(self, number: int, values: dict[str, Any]) -> Iterator[CellFault]:
        """Give the unit that stands with a number to the column of units; a fault where they differ."""
        for column in self.table.columns:
            value = values[column.key]
            if not column.unit or value is None:
                continue
            unit = value.unit if isinstance(value, Measured) else ""
            values[column.key] = float(value)
            for one in filter(None, (self._header.units.get(column.key, ""), unit)):
                given = values.get(column.unit) or ""
                if given and _plain(given) != _plain(one):
                    yield self.table.fault(
                        number, column.key, "cell_other_unit", value=shown(value), unit=given
                    )
                    break
                values[column.unit] = given or one


def _cell(cells: Sequence[Any], place: int) -> str:
    return shown(cells[place]) if place < len(cells) else ""


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split()).casefold()
