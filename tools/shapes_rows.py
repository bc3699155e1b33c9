"""Rows of their own: collections, refusals, several reports in a file, places and years.

Everything is read from the bundled reports of the fictional city, so that the right answer is known.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import xlsxwriter

from corpus import demo_folder
from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes
from luoshi.reading.reader import read_source
from shapes_files import zipped

_COLUMNS = ("标题", "年份", "省份", "城市", "区县", "正文")
Given = tuple[object, ...]


class Row(NamedTuple):
    """``give`` reads something; it should give ``expected``."""

    name: str
    give: Callable[[], object]
    expected: object


def _texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(demo_folder().glob("*.txt"))[-2:]]


def _body(text: str) -> str:
    return text[text.index("各位代表") :]


def read(data: bytes, name: str, *, any_text: bool = False) -> list[object]:
    """Place, year and number of figures of each report, or the code of its error."""
    results: list[object] = []
    for source in from_bytes(data, name):
        try:
            if isinstance(source, InputError):
                raise source
            report = read_source(source, any_text=any_text)
            results.append((report.place and report.place.name, report.year, len(report.figures)))
        except InputError as error:
            results.append(error.code)
    return results


@cache
def _expected() -> list[object]:
    """What a collection should give: the figures of the plain texts, under the places of the columns."""
    counts = [len(read_source(_source(text)).figures) for text in _texts()]
    return [("内江市", 2025, counts[0]), ("朝阳区", 2026, counts[1])]


def _source(text: str) -> object:
    (source,) = from_bytes(text.encode(), "report.txt")
    return source


def _rows() -> list[list[str]]:
    first, second = map(_body, _texts())
    return [
        ["2025年政府工作报告", "2025", "四川省", "内江市", "", first],
        ["2026年政府工作报告", "2026", "吉林省", "长春市", "朝阳区", second],
    ]


def _csv() -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([_COLUMNS, *_rows()])
    return ("\ufeff" + buffer.getvalue()).encode()


def _json() -> bytes:
    return "\n".join(
        json.dumps(dict(zip(_COLUMNS, row, strict=True)), ensure_ascii=False) for row in _rows()
    ).encode()


def _xlsx() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([list(_COLUMNS), *_rows()]):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def _dta() -> bytes:
    buffer = io.BytesIO()
    names = ("title", "year", "province", "city", "county", "content")
    frame = pd.DataFrame([dict(zip(names, row, strict=True)) for row in _rows()])
    frame.to_stata(buffer, version=118, write_index=False, convert_strl=["content"])
    return buffer.getvalue()


def _zip() -> bytes:
    return zipped({f"报告/{path.name}": path.read_bytes() for path in _files()})


def _files() -> list[Path]:
    return sorted(demo_folder().glob("*.txt"))[-2:]


def _html_column() -> bytes:
    rows = [[*row[:-1], "".join(f"<p>{line}</p>" for line in row[-1].split("\n") if line)] for row in _rows()]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([_COLUMNS, *rows])
    return buffer.getvalue().encode()


def _collection(data: Callable[[], bytes], name: str) -> Row:
    return Row(f"collection: {name}", lambda: read(data(), name) == _expected(), expected=True)


def _refusal(name: str, text: bytes, file: str, code: str) -> Row:
    return Row(f"refused: {name}", lambda: read(text, file), [code])


_PROSE = "\n".join(
    [
        "一、综合",
        "全年地区生产总值1523.6亿元，比上年增长5.2%。",
        "二、农业",
        "全年粮食产量61.5万吨，增长1.2%。",
    ]
    * 4
)


def _titled(title: str, file: str = "report.txt", *, head: str = "") -> object:
    text = f"{title}\n{head}{_body(_texts()[-1])}"
    return read(text.encode(), file)[0]


def _place_and_year(title: str, file: str, expected: tuple[str | None, int], *, head: str = "") -> Row:
    shown = f"what it is: {title} in {file}"
    return Row(shown, lambda: (_titled(title, file, head=head) or ("", 0))[:2], expected)  # type: ignore[index]


def _zipped_years() -> list[int]:
    return [int(path.stem[-4:]) for path in _files()]


ROWS: list[Row] = [
    _collection(_json, "reports.jsonl"),
    _collection(_csv, "reports.csv"),
    _collection(_xlsx, "reports.xlsx"),
    _collection(_dta, "reports.dta"),
    _collection(_html_column, "html.csv"),
    Row("collection: reports.zip", lambda: [one[1] for one in read(_zip(), "reports.zip")], _zipped_years()),  # type: ignore[index]
    _refusal("RTF", b"{\\rtf1\\ansi text}", "report.rtf", "rtf_file"),
    _refusal("old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "report.doc", "old_word"),
    _refusal(
        "communiqué", f"云澜市2024年国民经济和社会发展统计公报\n{_PROSE}".encode(), "a.txt", "other_document"
    ),
    _refusal(
        "budget",
        f"关于云澜市2024年预算执行情况和2025年预算草案的报告\n各位代表：\n{_PROSE}".encode(),
        "a.txt",
        "other_document",
    ),
    _refusal(
        "plan",
        f"关于云澜市2024年国民经济和社会发展计划执行情况与2025年计划草案的报告\n各位代表：\n{_PROSE}".encode(),
        "a.txt",
        "other_document",
    ),
    _place_and_year("四川省内江市2026年政府工作报告", "report.txt", ("内江市", 2026)),
    _place_and_year("北京市朝阳区2026年政府工作报告", "report.txt", ("朝阳区", 2026)),
    _place_and_year("政府工作报告", "2026四川省内江市.txt", ("内江市", 2026)),
    _place_and_year(
        "政府工作报告",
        "2026.txt",
        ("全国", 2026),
        head="——2026年3月5日在第十四届全国人民代表大会第四次会议上\n国务院总理 某某\n",
    ),
]
