"""Tables in: xlsx, xls and CSV as rows, with a fault or a notice for all that could not be read.

The header is found below any title rows; ``read_sheets`` reads every sheet that has it, ``read_named`` sheets
by their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from luoshi.city.site.openings import opened_for_page
from luoshi.city.site.tables.columns import CellFault, Column
from luoshi.city.site.tables.grids import Grid, LaidBook, UnreadableError, laid_out
from luoshi.city.site.tables.headers import find_header, missing_in
from luoshi.city.site.tables.rows import MOST_ROWS, Part, Row, Table, table_of

__all__ = ["MOST_ROWS", "Part", "Row", "Table", "UnreadableError", "read_named", "read_sheets"]


def read_named(
    data: bytes, columns: Mapping[str, Sequence[Column]], *, most_rows: int = MOST_ROWS
) -> dict[str, Table]:
    """The rows of each sheet that ``columns`` names and the file has.

    Raises ``UnreadableError`` for a file that is no table, lacks a header or is too large.
    """
    sheets = {sheet.name: sheet for sheet in _opened(data, tuple(columns)).grids}
    tables = {}
    for name in columns:
        if name in sheets:
            table = _read(sheets[name].grid(), columns[name], most_rows, most_rows)
            if isinstance(table, UnreadableError):
                raise table
            tables[name] = table
    return tables


def read_sheets(data: bytes, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> tuple[Table, ...]:
    """The rows of every sheet that is not hidden and has the header; of the others a notice.

    Raises ``UnreadableError`` as ``read_named``.
    """
    book = _opened(data, None)
    sheets = {sheet.name: sheet for sheet in book.grids}
    tables: list[Table] = []
    unread: list[CellFault] = []
    problem: UnreadableError | None = None
    for name in book.sheets:
        if name not in book.visible:
            unread.append(CellFault(name, 0, "", "", "sheet_hidden", {"sheet": name}))
            continue
        grid = sheets[name].grid()
        table = _read(grid, columns, most_rows - sum(len(table.rows) for table in tables), most_rows)
        if isinstance(table, Table):
            tables.append(table)
            continue
        problem = problem or table
        if any(map(grid.own, range(len(grid.rows)))):
            unread.append(CellFault(name, 0, "", "", "sheet_not_read", table.details))
    if not tables:
        raise problem or UnreadableError("workbook_unreadable")
    tables[0] = replace(tables[0], notices=(*unread, *tables[0].notices))
    return tuple(tables)


def _read(grid: Grid, columns: Sequence[Column], left: int, most_rows: int) -> Table | UnreadableError:
    """The rows below the header, ``left`` at most; without a header, what it lacks."""
    header = find_header(grid, columns)
    missing = missing_in(header, columns)
    if missing or header is None:
        return UnreadableError("workbook_no_header", sheet=grid.sheet or "CSV", missing="、".join(missing))
    return table_of(grid, header, columns, left, most_rows)


def _opened(data: bytes, wanted: Sequence[str] | None) -> LaidBook:
    return opened_for_page(laid_out, data, wanted, answer=LaidBook)
