"""Shapes of collections: all reports in one file, with columns for what is known of each."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import xlsxwriter

from shapes_html import page, paragraphs
from shapes_model import ALL, File, Plain, Shape, columns_of_place, own_identity

_CHINESE = ("标题", "正文", "年份", "省份", "城市", "区县")
_ENGLISH = ("title", "text", "year", "province", "city", "county")
_LONGEST_CELL = 32_767

Row = tuple[object, ...]


def rows(reports: Sequence[Plain], text: Callable[[str], str] = str) -> list[Row]:
    """Title, text, year, province, city and county of each report."""
    return [
        (f"{report.year}年政府工作报告", text(report.text), report.year, *columns_of_place(report))
        for report in reports
    ]


def json_lines(reports: Sequence[Plain]) -> File:
    """One object a line."""
    lines = (json.dumps(dict(zip(_ENGLISH, row, strict=True)), ensure_ascii=False) for row in rows(reports))
    return File("reports.jsonl", "\n".join(lines).encode())


def comma_separated(
    reports: Sequence[Plain], *, encoding: str = "utf-8-sig", text: Callable[[str], str] = str
) -> File:
    """A table as Excel saves it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_CHINESE)
    writer.writerows(rows(reports, text))
    return File("reports.csv", buffer.getvalue().encode(encoding, "replace"))


def _workbook(reports: Sequence[Plain]) -> File:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("报告")
    for number, row in enumerate([_CHINESE, *rows(reports)]):
        sheet.write_row(number, 0, row)
    book.close()
    return File("reports.xlsx", buffer.getvalue())


def _stata(reports: Sequence[Plain]) -> File:
    buffer = io.BytesIO()
    frame = pd.DataFrame(rows(reports), columns=list(_ENGLISH))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame.to_stata(buffer, version=118, write_index=False, convert_strl=["text"])
    return File("reports.dta", buffer.getvalue())


def _archive(reports: Sequence[Plain], *, suffix: str, encoding: str = "utf-8") -> File:
    """A zip with a folder a place and a file a year."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for report in sorted(reports, key=_member):
            is_page = suffix == ".html"
            data = page(paragraphs(report.text)) if is_page else report.text.encode(encoding, "replace")
            archive.writestr(f"{_member(report)}{suffix}", data)
    return File("reports.zip", buffer.getvalue())


def _member(report: Plain) -> str:
    return f"{report.place}/{report.year}年政府工作报告"


def _fits_cell(report: Plain) -> Plain | None:
    return report if len(report.text) <= _LONGEST_CELL else None


def _breaks(text: str) -> str:
    return text.replace("\n", "<br>")


def _shape(
    name: str,
    write: Callable[[Sequence[Plain]], File],
    adapt: Callable[[Plain], Plain | None] = lambda report: report,
) -> Shape:
    return Shape(
        name=f"collection: {name}",
        write=write,
        reports=ALL,
        identity=own_identity,
        adapt=adapt,
        order=_member,
    )


SHAPES: tuple[Shape, ...] = (
    _shape("JSON Lines", json_lines),
    _shape("CSV", comma_separated),
    _shape("CSV, GBK", partial(comma_separated, encoding="gb18030")),
    _shape("CSV, paragraphs of HTML in a column", partial(comma_separated, text=paragraphs)),
    _shape("CSV, <br> in a column", partial(comma_separated, text=_breaks)),
    _shape(
        "CSV, one line in a column", partial(comma_separated, text=lambda text: text.replace("\n", "　　"))
    ),
    _shape("xlsx", _workbook, _fits_cell),
    _shape("dta", _stata),
    _shape("zip of texts", partial(_archive, suffix=".txt")),
    _shape("zip of texts, GBK", partial(_archive, suffix=".txt", encoding="gb18030")),
    _shape("zip of pages", partial(_archive, suffix=".html")),
)
