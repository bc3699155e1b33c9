"""Collections of reports in Excel workbooks: one row is one text."""

from __future__ import annotations

from itertools import islice
from typing import Any

from luoshi.errors import InputError
from luoshi.reading.intake.columns import Columns, find_columns
from luoshi.reading.intake.notices import notice
from luoshi.reading.intake.packages import WORKBOOK, check_cells, check_package
from luoshi.reading.intake.rows import Rows, row_source
from luoshi.reading.intake.sheets import sheets_in
from luoshi.reading.text import Source

_HEADER_WITHIN = 10
_FEWEST_CHARACTERS = 200
_FULL_CELL = 32_767


def read_workbook_rows(data: bytes, name: str, columns: Columns | None = None) -> Rows:
    """The texts of every sheet with a column of texts, below the header, which may have lines above it.

    Rows of the first such sheet are called ``name#1`` onwards, those of others ``name#sheet!1``.
    Raises ``InputError`` ``spreadsheet`` at once for a workbook that is no collection: no sheet has a
    column of texts, or none of its cells is as long as the shortest report.
    """
    check_package(data, name, WORKBOOK)
    check_cells(data, name)
    sheets = ((sheet, *_collection(grid, columns, name)) for sheet, grid in sheets_in(data, name))
    is_first = True
    for sheet, header, rows in sheets:
        if header is None:
            continue
        prefix = f"{name}#" if is_first else f"{name}#{sheet}!"
        is_first = False
        yield from _texts(header, rows, columns, prefix)
    if is_first:
        wanted = columns.text if columns is not None else None
        if wanted is not None:
            raise InputError("column_missing", name, column=wanted, columns="—")
        raise InputError("spreadsheet", name)


def _collection(
    grid: list[list[Any]], asked: Columns | None, name: str
) -> tuple[list[str] | None, list[list[Any]]]:
    """The header of a sheet of texts and the rows below it; ``None`` for a sheet that is none."""
    for line, cells in enumerate(islice(grid, _HEADER_WITHIN)):
        header = [str(cell) for cell in cells]
        try:
            found = find_columns(header, asked, name)
        except InputError:
            continue
        place = header.index(found.text or "")
        rows = grid[line + 1 :]
        was_named = asked is not None and asked.text is not None
        if was_named or any(len(str(row[place])) >= _FEWEST_CHARACTERS for row in rows):
            return header, rows
    return None, []


def _texts(header: list[str], rows: list[list[Any]], asked: Columns | None, prefix: str) -> Rows:
    columns = find_columns(header, asked, prefix)
    for number, cells in enumerate((cells for cells in rows if any(map(_is_filled, cells))), 1):
        row = {
            name: cell if isinstance(cell, str) else str(cell)
            for name, cell in zip(header, cells, strict=True)
        }
        result = row_source(row, columns, f"{prefix}{number}", ("xlsx", None))
        if isinstance(result, Source) and len(row[columns.text or ""]) >= _FULL_CELL:
            result = result.with_notices(notice("cell_full", count=_FULL_CELL))
        yield result


def _is_filled(cell: object) -> bool:
    return bool(str(cell).strip())
