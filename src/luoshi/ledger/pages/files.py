"""The ledger as JSON Lines, CSV and Excel."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from tempfile import TemporaryDirectory
from typing import IO, Any

import msgspec

from luoshi.errors import Language
from luoshi.ledger.pages.i18n import LedgerView, label
from luoshi.ledger.pages.rows import (
    ACCOUNT_COLUMNS,
    FINDING_COLUMNS,
    YEAR_COLUMNS,
    Row,
    account_rows,
    finding_rows,
    heading,
    year_rows,
)
from luoshi.output.formats.separated import cell, lines
from luoshi.output.formats.workbook import open_workbook, printable

_WIDE = frozenset(("subject", "promised", "outcome", "reason", "section", "quotes", "files"))


def write_lines(ledger: LedgerView, stream: IO[bytes], language: Language) -> None:
    """A promise a line, all fields flat; the reason's words are in ``language``."""
    encoder = msgspec.json.Encoder()
    for row in account_rows(ledger, language):
        stream.write(encoder.encode({column: row[column] for column in ACCOUNT_COLUMNS}) + b"\n")


def write_separated(ledger: LedgerView, stream: IO[bytes], language: Language) -> None:
    """A promise a row, names as in JSON Lines, with a mark that Excel understands."""
    stream.write(codecs.BOM_UTF8 + lines([ACCOUNT_COLUMNS]))
    rows = account_rows(ledger, language)
    stream.write(lines([cell(row[column]) for column in ACCOUNT_COLUMNS] for row in rows))


def write_workbook(ledger: LedgerView, stream: IO[bytes], language: Language) -> None:
    """Sheets of the promises, the years and the findings, in the words of the user."""
    sheets = {
        "years": (YEAR_COLUMNS, year_rows(ledger)),
        "accounts": (ACCOUNT_COLUMNS, account_rows(ledger, language)),
        "findings": (FINDING_COLUMNS, finding_rows(ledger, language)),
    }
    with TemporaryDirectory(prefix="luoshi-") as folder, open_workbook(stream, folder) as workbook:
        for name, (columns, rows) in sheets.items():
            _sheet(workbook, label("sheet", name)[language], columns, rows, language)


def _sheet(
    workbook: Any, name: str, columns: tuple[str, ...], rows: Iterable[Row], language: Language
) -> None:
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 36 if column in _WIDE else 12)
        sheet.write_string(0, place, heading(column, language), head)
    line = 0
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            _write(sheet, line, place, _cell(column, row[column], language))
    sheet.autofilter(0, 0, line, len(columns) - 1)


def _write(sheet: Any, line: int, place: int, value: object) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, place, value)
    elif value is not None:
        sheet.write_string(line, place, printable(str(value)))


def _cell(column: str, value: object, language: Language) -> object:
    if column in ("verdict", "kind") and isinstance(value, str):
        return label(column, value)[language]
    return "；".join(map(str, value)) if isinstance(value, list) else value
