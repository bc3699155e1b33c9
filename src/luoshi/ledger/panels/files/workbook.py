"""Excel: the panel in the words of the user, and a sheet that says what each column holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import IO, Any

import polars as pl
import xlsxwriter

from luoshi.errors import Language
from luoshi.ledger.panels.columns import Column, words

_ROWS_A_SHEET = 1_048_576
_LONGEST_CELL = 32_767
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"long": 40, "text": 14}
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  the same bytes whenever it is written
_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def write(
    stream: IO[bytes], frames: Iterable[pl.DataFrame], columns: Sequence[Column], language: Language
) -> int:
    """Rows go to temporary files as they come, to a new sheet where Excel's rows end; gives their number."""
    with TemporaryDirectory(prefix="luoshi-") as folder:
        workbook = xlsxwriter.Workbook(stream, {**_SETTINGS, "tmpdir": folder})
        try:
            workbook.set_properties({"created": _CREATED, "title": words("title", language)})
            count = _Sheets(workbook, columns, language).write(frames)
            _codebook(workbook, columns, language)
        except BaseException:
            for sheet in workbook.worksheets():
                sheet.row_data_fh.close()
            workbook.fileclosed = True  # else its destructor would write the file after all
            raise
        workbook.close()
    return count


class _Sheets:
    """The sheets that hold the rows."""

    def __init__(self, workbook: Any, columns: Sequence[Column], language: Language) -> None:
        self._series = workbook
        self._columns = columns
        self._head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        self._codes = [dict(column.codes) for column in columns]
        self._name = words("panel", language)
        self._sheet = self._new(1)
        self._line = 1

    def write(self, frames: Iterable[pl.DataFrame]) -> int:
        """Write all rows; gives their number."""
        count = 0
        for frame in frames:
            for row in frame.iter_rows():
                if self._line == _ROWS_A_SHEET:
                    self._finish()
                    self._sheet = self._new(len(self._series.worksheets()) + 1)
                self._row(row)
                count += 1
        self._finish()
        return count

    def _row(self, row: Sequence[object]) -> None:
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, (int, float)):
                self._sheet.write_number(self._line, place, value)
            else:
                self._sheet.write_string(self._line, place, self._text(place, str(value)))
        self._line += 1

    def _text(self, place: int, value: str) -> str:
        text = _UNPRINTABLE.sub("�", self._codes[place].get(value, value))
        return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"

    def _new(self, number: int) -> Any:
        sheet = self._series.add_worksheet(self._name if number == 1 else f"{self._name} {number}")
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, _WIDTHS.get(column.type, 11))
            sheet.write_string(0, place, column.label, self._head)
        self._line = 1
        return sheet

    def _finish(self) -> None:
        self._sheet.autofilter(0, 0, max(self._line - 1, 0), len(self._columns) - 1)


def _codebook(workbook: Any, columns: Sequence[Column], language: Language) -> None:
    sheet = workbook.add_worksheet(words("codebook", language))
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 2, 80)
    rows = [[words(name, language) for name in ("label", "column", "says")]]
    rows += [[column.label, column.name, column.says] for column in columns]
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(line, place, text)
