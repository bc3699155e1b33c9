"""Excel: a sheet for each kind of record and one for the reports, in the words of the user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import msgspec
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from luoshi.errors import Language
from luoshi.output.files import replacing
from luoshi.output.formats.base import Format, Request, Write, required
from luoshi.output.labels import coded_fields, field_label, kind_label, value_label
from luoshi.output.rows import COLUMNS, LIST_COLUMNS, REPORT_COLUMNS, Row, report_row, rows
from luoshi.reading.records import Report

_ROWS_A_SHEET = 1_048_576
_LONGEST_CELL = 32_767
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDE = frozenset(
    ("subject", "text", "heading", "title", "section_path", "name", "figure_quotes", "file", "meeting")
)
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  the same bytes whenever it is written
_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def encode(report: Report, request: Request) -> bytes:
    """The report's rows by sheet, as MessagePack."""
    sheets: dict[str, list[Row]] = {kind: rows(report, kind) for kind in request.kinds}
    sheets["reports"] = [report_row(report)]
    return msgspec.msgpack.encode(sheets)


@contextmanager
def writing(request: Request, out: Path | None, _stdout: IO[bytes]) -> Iterator[Write]:
    """Rows go to temporary files as they come, so that memory stays flat."""
    with (
        replacing(required(out, request.format)) as stream,
        TemporaryDirectory(prefix="luoshi-") as folder,
        open_workbook(stream, folder) as workbook,
    ):
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        columns = {kind: COLUMNS[kind] for kind in request.kinds} | {"reports": REPORT_COLUMNS}
        sheets = {
            kind: _Sheets(workbook, head, kind, names, request.language) for kind, names in columns.items()
        }

        def write(payload: bytes) -> None:
            for kind, table in msgspec.msgpack.decode(payload).items():
                for row in table:
                    sheets[kind].add(row)

        yield write
        for sheet in sheets.values():
            sheet.finish()


@contextmanager
def open_workbook(stream: IO[bytes], folder: str) -> Iterator[Any]:
    """A workbook that is written to ``stream`` at the end; on an error its open files are let go."""
    workbook = xlsxwriter.Workbook(stream, {**_SETTINGS, "tmpdir": folder})
    workbook.set_properties({"created": _CREATED})
    try:
        yield workbook
    except BaseException:
        for sheet in workbook.worksheets():
            sheet.row_data_fh.close()
        workbook.fileclosed = True  # else its destructor would write the file after all
        raise
    workbook.close()


class _Sheets:
    """The sheet of one kind of record; a second one follows where Excel's rows run out."""

    def __init__(
        self, workbook: Any, head: Any, kind: str, columns: Sequence[str], language: Language
    ) -> None:
        self._workbook, self._head, self._kind = workbook, head, kind
        self._columns, self._language = columns, language
        self._coded = coded_fields()
        self._count = 0
        self._sheet = self._new()

    def add(self, row: Row) -> None:
        """Append a row; texts are written as texts, whatever they begin with."""
        if self._line == _ROWS_A_SHEET:
            self.finish()
            self._sheet = self._new()
        for place, column in enumerate(self._columns):
            value = row[column]
            if value is None:
                continue
            if isinstance(value, bool):
                self._sheet.write_boolean(self._line, place, value)
            elif isinstance(value, (int, float)):
                self._sheet.write_number(self._line, place, value)
            else:
                self._sheet.write_string(self._line, place, self._text(column, value))
        self._line += 1

    def finish(self) -> None:
        """Put the filter over all rows."""
        self._sheet.autofilter(0, 0, max(self._line - 1, 0), len(self._columns) - 1)

    def _new(self) -> Worksheet:
        self._count += 1
        name = kind_label(self._kind, self._language)
        sheet: Worksheet = self._workbook.add_worksheet(name if self._count == 1 else f"{name} {self._count}")
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, 36 if column in _WIDE else 12)
        for place, column in enumerate(self._columns):
            sheet.write_string(0, place, field_label(column, self._language), self._head)
        self._line = 1
        return sheet

    def _text(self, column: str, value: object) -> str:
        if column in self._coded:
            return value_label(column, value, self._language)
        if column in LIST_COLUMNS and isinstance(value, list):
            value = "；".join(map(str, value))
        return printable(str(value))


def printable(text: str) -> str:
    """``text`` as a cell takes it: no control characters, cut where Excel cuts."""
    clean = _UNPRINTABLE.sub("�", text)
    return clean if len(clean) <= _LONGEST_CELL else clean[: _LONGEST_CELL - 1] + "…"


FORMAT = Format(encode=encode, writing=writing)
