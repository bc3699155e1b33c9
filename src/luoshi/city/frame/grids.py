"""A sheet as a grid of cells: from Excel or CSV, merged cells filled, each cell as Excel shows it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from luoshi.city.frame.columns import Formless, Measured, Month, shown
from luoshi.city.frame.packed import check_packed
from luoshi.city.frame.worksheets import Note, Notes, notes_of
from luoshi.errors import LuoshiError
from luoshi.output.formats.separated import cell as safe_cell

MOST_COLUMNS = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")


class Unreadable(LuoshiError):  # noqa: N818 - the field's word
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


class Book:
    """An opened file: an Excel workbook, or CSV as one sheet without a name. Raises ``Unreadable``."""

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
        raise Unreadable("workbook_locked") from None
    except CalamineError:
        raise Unreadable("workbook_unreadable") from None


def _page(book: CalamineWorkbook, sheet: str) -> CalamineSheet:
    try:
        page = book.get_sheet_by_name(sheet)
    except WorksheetNotFound:
        raise Unreadable(
            "workbook_no_sheet", sheet=sheet, sheets="、".join(book.sheet_names) or "—"
        ) from None
    except CalamineError:
        raise Unreadable("workbook_unreadable") from None
    if page.end is not None and page.end[1] >= MOST_COLUMNS:
        raise Unreadable("workbook_too_wide", most=MOST_COLUMNS)
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
            raise Unreadable("workbook_unreadable")
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
                return [[_unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
            except csv.Error:
                break
    raise Unreadable("workbook_unreadable")


def _unguarded(cell: str) -> str:
    """Without the apostrophe that ``separated`` leads a text with."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell
