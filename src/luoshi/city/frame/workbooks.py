"""Tables in and out of an office: Excel files and CSV, nothing in them run as a formula.

Out: ``workbook(sheets)`` and ``separated(columns, rows)``. In: ``read_rows(data, columns, sheet=…)``, which
takes xlsx, xls and CSV, finds the header below any title rows, and names every fault by row and column.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

from luoshi.city.frame.columns import CellFault, Column, Unfit, bare, column_letter, content, shown
from luoshi.city.frame.packed import check_packed
from luoshi.errors import LuoshiError
from luoshi.output.formats.separated import cell as safe_cell
from luoshi.output.formats.separated import lines
from luoshi.output.formats.workbook import open_workbook, printable

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_HEADER_WITHIN = 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


class Unreadable(LuoshiError):  # noqa: N818 - the field's word
    """A file that is no table that can be read."""


@dataclass(frozen=True)
class Sheet:
    """A sheet to write; each row has a value for each column. ``title`` is a merged row above the header."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    title: str = ""


@dataclass(frozen=True)
class Row:
    """A row as read: Excel's row number and the values by key of column."""

    number: int
    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True)
class Table:
    """A sheet as read; the values of its rows are whole only where ``faults`` is empty."""

    sheet: str
    columns: tuple[Column, ...]
    places: dict[str, int]
    rows: tuple[Row, ...] = ()
    faults: tuple[CellFault, ...] = ()

    def fault(self, row: Row | int, key: str, code: str, /, **details: object) -> CellFault:
        """A fault that the caller found in the cell of column ``key``; ``""`` for the whole row."""
        number = row.number if isinstance(row, Row) else row
        name = next((column.name for column in self.columns if column.key == key), "")
        letter = column_letter(self.places[key]) if key in self.places else ""
        return CellFault(self.sheet, number, letter, name, code, details)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An Excel file: header frozen, A4 across, days as days, every text a text."""
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder, open_workbook(stream, folder) as book:
        styles = {
            "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
            "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center",
                                     "valign": "vcenter", "bg_color": "#EFEDE6"}),
            "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"border": 1, "valign": "top", "num_format": "yyyy-mm-dd"}),
        }  # fmt: skip
        for sheet in sheets:
            _write(book.add_worksheet(_NO_SHEET_NAME.sub(" ", sheet.name)[:31]), sheet, styles)
    return stream.getvalue()


def _write(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    last = len(sheet.columns) - 1
    line = 0
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C&P / &N")
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        if column.choices and len(",".join(one.names[0] for one in column.choices)) <= 255:
            names = [one.names[0] for one in column.choices]
            page.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": names})
    if sheet.title:
        page.set_row(0, 30)
        if last > 0:
            page.merge_range(0, 0, 0, last, "", styles["title"])
        page.write_string(0, 0, printable(sheet.title), styles["title"])
        line = 1
    page.repeat_rows(line)
    page.freeze_panes(line + 1, 0)
    for place, column in enumerate(sheet.columns):
        page.write_string(line, place, column.name + ("*" if column.required else ""), styles["head"])
    for row in sheet.rows:
        line += 1
        for place, value in enumerate(row):
            _write_cell(page, line, place, value, styles)


def _write_cell(page: Any, line: int, place: int, value: object, styles: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if value is None or value == "":
        page.write_blank(line, place, None, styles["text"])
    elif isinstance(value, date):
        page.write_datetime(line, place, value, styles["day"])
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        page.write_number(line, place, value, styles["text"])
    else:
        joined = "；".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
        page.write_string(line, place, printable(joined), styles["text"])


def separated(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV with a mark that Excel understands; a text that a spreadsheet would run is led by an apostrophe."""
    head = [column.name for column in columns]
    return codecs.BOM_UTF8 + lines([head, *([safe_cell(value) for value in row] for row in rows)])


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The names of the sheets; one empty name for CSV. Raises ``Unreadable``."""
    book = _open(data)
    return ("",) if book is None else tuple(book.sheet_names)


def read_rows(
    data: bytes, columns: Sequence[Column], *, sheet: str | None = None, most_rows: int = MOST_ROWS
) -> Table:
    """The rows of ``sheet`` (the first one for ``None``), with a fault for each cell that does not fit.

    Raises ``Unreadable`` for a file that is no table, lacks the sheet or the header, or is too large.
    """
    name, grid = _grid(data, sheet)
    head, places = _header(grid, columns, name)
    rows: list[Row] = []
    faults: list[CellFault] = []
    table = Table(name, tuple(columns), places)
    for number, cells in enumerate(grid[head + 1 :], start=head + 2):
        if not any(shown(cells[place]) for place in places.values() if place < len(cells)):
            continue
        if len(rows) >= most_rows:
            raise Unreadable("workbook_too_many_rows", most=most_rows)
        values: dict[str, Any] = {}
        for column in columns:
            place = places.get(column.key, len(cells))
            try:
                values[column.key] = content(cells[place] if place < len(cells) else None, column)
            except Unfit as unfit:
                values[column.key] = None
                faults.append(table.fault(number, column.key, unfit.code, **unfit.details))
        rows.append(Row(number, values))
    return Table(name, tuple(columns), places, tuple(rows), tuple(faults))


def _open(data: bytes) -> CalamineWorkbook | None:
    """The workbook; ``None`` where the bytes may be CSV."""
    packed = data.startswith(b"PK")
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


def _grid(data: bytes, sheet: str | None) -> tuple[str, list[list[Any]]]:
    book = _open(data)
    if book is None:
        return "", _separated_grid(data)
    wanted = sheet if sheet is not None else next(iter(book.sheet_names), "")
    try:
        page = book.get_sheet_by_name(wanted)
    except WorksheetNotFound:
        raise Unreadable(
            "workbook_no_sheet", sheet=wanted, sheets="、".join(book.sheet_names) or "—"
        ) from None
    except CalamineError:
        raise Unreadable("workbook_unreadable") from None
    if page.end is not None and page.end[1] >= MOST_COLUMNS:
        raise Unreadable("workbook_too_wide", most=MOST_COLUMNS)
    return wanted, page.to_python(skip_empty_area=False)


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


def _header(grid: list[list[Any]], columns: Sequence[Column], sheet: str) -> tuple[int, dict[str, int]]:
    """The row of the header, and the place of each column that it has."""
    best: tuple[int, dict[str, int]] = (0, {})
    for line, cells in enumerate(grid[:_HEADER_WITHIN]):
        headers = [bare(cell) for cell in cells]
        places = {
            column.key: place
            for column in columns
            for place, header in enumerate(headers)
            if header and header in column.headers()
        }
        if len(places) > len(best[1]):
            best = (line, places)
    missing = [column.name for column in columns if column.required and column.key not in best[1]]
    if missing or not best[1]:
        names = missing or [column.name for column in columns]
        raise Unreadable("workbook_no_header", sheet=sheet or "CSV", missing="、".join(names))
    return best
