"""Tables out: Excel files and CSV, nothing in them run as a formula."""

from __future__ import annotations

import codecs
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.rows import MOST_ROWS
from luoshi.output.formats.separated import cell as safe_cell
from luoshi.output.formats.separated import lines
from luoshi.output.formats.workbook import open_workbook, printable

_MOST_OF_A_CELL = 32_767
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


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
        if len(shown) > _MOST_OF_A_CELL:  # Excel takes no more, and the writer would leave the cell empty
            shown = f"{shown[: _MOST_OF_A_CELL - 1]}…"
        page.write_string(line, place, shown, styles["text"])


def separated(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV with a mark that Excel understands; a text that a spreadsheet would run is led by an apostrophe."""
    head = [column.name for column in columns]
    return codecs.BOM_UTF8 + lines([head, *([safe_cell(value) for value in row] for row in rows)])
