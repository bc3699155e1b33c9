"""A sheet as a grid of cells: from Excel or CSV, merged cells filled, each cell as Excel shows it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from luoshi.city.site.tables.cell_notes import Note, Notes, notes_of
from luoshi.city.site.tables.columns import Formless, Measured, Month, shown
from luoshi.city.site.zip_guard import check_packed
from luoshi.errors import LuoshiError
from luoshi.output.formats.separated import cell as safe_cell

MOST_COLUMNS = 200
MOST_CELLS = 1_000_000
"""More than any table of an office has; what is larger would keep the site busy."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")


class UnreadableError(LuoshiError):
    """A file that is no table that can be read."""


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet from A1 on.

    ``filled``  the cells that hold what the first cell of their merged range holds: ``(row, column)`` to that
                first cell's place.
    ``notes``   what Excel says beside the values; ``None`` where the format does not tell.
    """

    sheet: str
    rows: list[list[Any]]
    filled: dict[tuple[int, int], tuple[int, int]]
    notes: Notes | None

    def own(self, line: int) -> list[int]:
        """The places in a row with content of their own, of a merged range the first only."""
        return [
            place
            for place, cell in enumerate(self.rows[line])
            if cell != "" and (line, place) not in self.filled and (_is_plain(cell) or shown(cell))
        ]


def _is_plain(cell: Any) -> bool:
    """Whether a cell shows something, told without looking at each sign."""
    return not isinstance(cell, str) or (cell.isprintable() and not cell.isspace())


class LaidSheet(msgspec.Struct, frozen=True):
    """A sheet as a child tells it: plain values, and lists for cells that are none; see ``_coded``."""

    name: str
    rows: list[list[Any]]
    filled: list[tuple[int, int, int, int]]
    hidden: tuple[list[int], list[int]] | None

    def grid(self) -> Grid:
        """The sheet as the office's tables are read from."""
        rows = [[_uncoded(cell) if type(cell) is list else cell for cell in row] for row in self.rows]
        filled = {(line, place): (top, first) for line, place, top, first in self.filled}
        notes = None
        if self.hidden is not None:
            notes = Notes({}, frozenset(self.hidden[0]), frozenset(self.hidden[1]))
        return Grid(self.name, rows, filled, notes)


class LaidBook(msgspec.Struct, frozen=True):
    """A workbook as a child tells it; CSV is one sheet without a name. ``grids`` are those asked for."""

    sheets: tuple[str, ...]
    visible: tuple[str, ...]
    grids: tuple[LaidSheet, ...]


def laid_out(data: bytes, wanted: Sequence[str] | None) -> LaidBook:
    """A workbook with the sheets ``wanted``, all that are not hidden for ``None``; runs in a child process.

    Raises ``UnreadableError`` and ``OversizedError``.
    """
    book = _Book(data)
    names = book.visible if wanted is None else [name for name in wanted if name in book.sheets]
    return LaidBook(book.sheets, book.visible, tuple(_laid(book.grid(name)) for name in names))


def _laid(grid: Grid) -> LaidSheet:
    filled = [(*place, *first) for place, first in grid.filled.items()]
    notes = grid.notes
    hidden = None if notes is None else (sorted(notes.hidden_rows), sorted(notes.hidden_columns))
    return LaidSheet(grid.sheet, [[_coded(cell) for cell in row] for row in grid.rows], filled, hidden)


def _coded(cell: Any) -> Any:
    """A cell as a plain value: texts and numbers as they are, all else as a list of its kind and parts."""
    if type(cell) in (str, int, float, bool):
        return cell
    if isinstance(cell, Formless):
        return ["formless", cell.error]
    if isinstance(cell, Measured):
        return ["measured", float(cell), cell.unit]
    if isinstance(cell, Month):
        return ["month", cell.year, cell.month]
    if isinstance(cell, timedelta):
        return ["span", cell.total_seconds()]
    if isinstance(cell, (datetime, date, time)):
        return [type(cell).__name__, cell.isoformat()]
    return str(cell)


def _uncoded(cell: list[Any]) -> Any:
    kind, *parts = cell
    return _KINDS[kind](*parts)


_KINDS: dict[str, Callable[..., Any]] = {
    "formless": Formless,
    "measured": Measured,
    "month": lambda year, month: Month(year, month, 1),
    "span": lambda seconds: timedelta(seconds=seconds),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


class _Book:
    """An opened file: an Excel workbook, or CSV as one sheet without a name. Raises ``UnreadableError``."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._packed = data.startswith(b"PK")
        self._excel = _open(data, packed=self._packed)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets."""
        return ("",) if self._excel is None else tuple(self._excel.sheet_names)

    @property
    def visible(self) -> tuple[str, ...]:
        """The names of the sheets that are not hidden."""
        if self._excel is None:
            return ("",)
        return tuple(
            one.name for one in self._excel.sheets_metadata if one.visible == SheetVisibleEnum.Visible
        )

    def grid(self, sheet: str) -> Grid:
        """The cells of a sheet."""
        if self._excel is None:
            return Grid("", _separated_grid(self._data), {}, Notes())
        page = _page(self._excel, sheet)
        rows = page.to_python(skip_empty_area=False)
        notes = notes_of(self._data, sheet) if self._packed else None
        for (line, place), note in (notes.cells if notes else {}).items():
            if line < len(rows):
                # a row of errors only is shorter than its cells
                rows[line] += [""] * (place + 1 - len(rows[line]))
                rows[line][place] = _noted(rows[line][place], note)
        return Grid(sheet, rows, _fill(rows, page), notes)


def _open(data: bytes, *, packed: bool) -> CalamineWorkbook | None:
    """The workbook; ``None`` where the bytes may be CSV."""
    if not packed and not data.startswith(_OLE):
        return None
    if packed:
        check_packed(data)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise UnreadableError("workbook_locked") from None
    except CalamineError:
        raise UnreadableError("workbook_unreadable") from None


def _page(book: CalamineWorkbook, sheet: str) -> CalamineSheet:
    try:
        page = book.get_sheet_by_name(sheet)
    except WorksheetNotFound:
        raise UnreadableError(
            "workbook_no_sheet", sheet=sheet, sheets="、".join(book.sheet_names) or "—"
        ) from None
    except CalamineError:
        raise UnreadableError("workbook_unreadable") from None
    if page.end is not None:
        if page.end[1] >= MOST_COLUMNS:
            raise UnreadableError("workbook_too_wide", most=MOST_COLUMNS)
        if (page.end[0] + 1) * (page.end[1] + 1) > MOST_CELLS:
            raise UnreadableError("workbook_too_many_cells", most=MOST_CELLS)
    return page


def _noted(cell: Any, note: Note) -> Any:
    """The cell as Excel shows it: 0.055 as 5.5 %, a first of a month as the month, an error as itself."""
    if note.error or note.bare_formula:
        return Formless(note.error)
    if note.month and isinstance(cell, date):
        return Month(cell.year, cell.month, 1)
    if (note.percent or note.unit) and isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Measured(round(cell * 100, 10), "%") if note.percent else Measured(cell, note.unit)
    return cell


def _fill(rows: list[list[Any]], page: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Write what a merged range holds into all its cells; gives those that were filled."""
    filled: dict[tuple[int, int], tuple[int, int]] = {}
    wide = max(map(len, rows), default=0)
    left = len(rows) * wide
    for (top, first), (bottom, last) in page.merged_cell_ranges or ():
        bottom, last = min(bottom, len(rows) - 1), min(last, wide - 1)  # noqa: PLW2901 - kept inside the grid
        left -= max(bottom - top + 1, 0) * max(last - first + 1, 0)
        if left < 0:  # Excel's ranges never overlap
            raise UnreadableError("workbook_unreadable")
        for line in range(top, bottom + 1):
            rows[line] += [""] * (wide - len(rows[line]))
            for place in range(first, last + 1):
                if (line, place) != (top, first):
                    rows[line][place] = rows[top][first]
                    filled[line, place] = (top, first)
    return filled


def _separated_grid(data: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text) and text.strip():
            try:
                rows = [[_unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
            except csv.Error:
                break
            if sum(map(len, rows)) > MOST_CELLS:
                raise UnreadableError("workbook_too_many_cells", most=MOST_CELLS)
            return rows
    raise UnreadableError("workbook_unreadable")


def _unguarded(cell: str) -> str:
    """Without the apostrophe that ``separated`` leads a text with."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell
