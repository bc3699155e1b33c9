"""Tables in and out of an office: Excel files and CSV, nothing in them run as a formula.

Out: ``workbook(sheets)`` and ``separated(columns, rows)``. In: ``read_rows(data, columns, sheet=…)`` and
``read_tables(data, columns)``, which take xlsx, xls and CSV, find the header below any title rows, and name
every fault by row and column, and in a notice all that was not read.
"""

from __future__ import annotations

import codecs
import io
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from luoshi.city.site.columns import CellFault, Column
from luoshi.city.site.grids import Grid, LaidBook, Unreadable, laid_out
from luoshi.city.site.headers import find_header, missing_in
from luoshi.city.site.openings import opened_for_page
from luoshi.city.site.tables import Row, Table, table_of
from luoshi.errors import LuoshiError
from luoshi.output.formats.separated import cell as safe_cell
from luoshi.output.formats.separated import lines
from luoshi.output.formats.workbook import open_workbook, printable

__all__ = [
    "Row",
    "Sheet",
    "Table",
    "TooLarge",
    "Unreadable",
    "read_named",
    "read_rows",
    "read_tables",
    "separated",
    "workbook",
]

# What is brought in at once is written at once, while others wait: a few seconds, not minutes.
MOST_ROWS = 2_000
# What is given out at once.
MOST_EXPORTED = 20_000
MOST_OF_A_CELL = 32_767
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


class TooLarge(LuoshiError):  # noqa: N818 - the field's word
    """More rows than a file takes."""

    status = 400


@dataclass(frozen=True)
class Sheet:
    """A sheet to write; each row has a value for each column. ``title`` is a merged row above the header."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    title: str = ""


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
        shown = printable(joined)
        if len(shown) > MOST_OF_A_CELL:  # Excel takes no more, and the writer would leave the cell empty
            shown = f"{shown[: MOST_OF_A_CELL - 1]}…"
        page.write_string(line, place, shown, styles["text"])


def separated(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV with a mark that Excel understands; a text that a spreadsheet would run is led by an apostrophe."""
    head = [column.name for column in columns]
    return codecs.BOM_UTF8 + lines([head, *([safe_cell(value) for value in row] for row in rows)])


def read_rows(
    data: bytes, columns: Sequence[Column], *, sheet: str | None = None, most_rows: int = MOST_ROWS
) -> Table:
    """The rows of ``sheet`` (the first one for ``None``), with a fault for each cell that does not fit.

    Raises ``Unreadable`` for a file that is no table, lacks the sheet or the header, or is too large.
    """
    wanted = sheet if sheet is not None else next(iter(_opened(data, ()).sheets), "")
    book = _opened(data, (wanted,))
    if not book.grids:
        raise Unreadable("workbook_no_sheet", sheet=wanted, sheets="、".join(book.sheets) or "—")
    return _table(book.grids[0].grid(), columns, most_rows)


def read_named(
    data: bytes, columns: Mapping[str, Sequence[Column]], *, most_rows: int = MOST_ROWS
) -> dict[str, Table]:
    """The rows of each sheet that ``columns`` names and the file has.

    Raises ``Unreadable`` as ``read_rows``.
    """
    sheets = {sheet.name: sheet for sheet in _opened(data, tuple(columns)).grids}
    return {name: _table(sheets[name].grid(), columns[name], most_rows) for name in columns if name in sheets}


def _table(grid: Grid, columns: Sequence[Column], most_rows: int) -> Table:
    header = find_header(grid, columns)
    missing = missing_in(header, columns)
    if missing or header is None:
        raise Unreadable("workbook_no_header", sheet=grid.sheet or "CSV", missing="、".join(missing))
    return table_of(grid, header, columns, most_rows)


def read_tables(data: bytes, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> tuple[Table, ...]:
    """The rows of every sheet that is not hidden and has the header; of the others a notice.

    Raises ``Unreadable`` as ``read_rows``.
    """
    book = _opened(data, None)
    grids = {sheet.name: sheet for sheet in book.grids}
    tables: list[Table] = []
    unread: list[CellFault] = []
    problem: Unreadable | None = None
    for name in book.sheets:
        if name not in book.visible:
            unread.append(CellFault(name, 0, "", "", "sheet_hidden", {"sheet": name}))
            continue
        grid = grids[name].grid()
        header = find_header(grid, columns)
        missing = missing_in(header, columns)
        if header is not None and not missing:
            left = most_rows - sum(len(table.rows) for table in tables)
            tables.append(table_of(grid, header, columns, left, most_rows))
            continue
        sheet, names = name or "CSV", "、".join(missing)
        problem = problem or Unreadable("workbook_no_header", sheet=sheet, missing=names)
        if any(map(grid.own, range(len(grid.rows)))):
            details: dict[str, object] = {"sheet": sheet, "missing": names}
            unread.append(CellFault(name, 0, "", "", "sheet_not_read", details))
    if not tables:
        raise problem or Unreadable("workbook_unreadable")
    tables[0] = replace(tables[0], notices=(*unread, *tables[0].notices))
    return tuple(tables)


def _opened(data: bytes, wanted: Sequence[str] | None) -> LaidBook:
    return opened_for_page(laid_out, data, wanted, answer=LaidBook)
