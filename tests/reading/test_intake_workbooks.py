"""Collections in Excel workbooks."""

import io
from collections.abc import Mapping

import pytest
import xlsxwriter

from luoshi.errors import InputError
from luoshi.reading.intake import Columns, from_bytes, limits
from luoshi.reading.text import Hints, Source

TEXT = "各位代表：\n全市生产总值304.1亿元，增长6.5%。" + "全市经济平稳运行。" * 30
Grid = list[list[object]]


def workbook(sheets: Mapping[str, Grid]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, grid in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(grid):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def read(sheets: Mapping[str, Grid], columns: Columns | None = None) -> list[Source | InputError]:
    return list(from_bytes(workbook(sheets), "a.xlsx", columns=columns))


def names(results: list[Source | InputError]) -> list[str]:
    return [result.code if isinstance(result, InputError) else result.name for result in results]


def test_a_row_is_a_report() -> None:
    header: list[object] = ["标题", "年份", "省份", "城市", "正文"]
    results = read(
        {"Sheet1": [header, ["报告", 2021, "甲省", "乙市", TEXT], ["又一份", "2022年", "甲省", "", TEXT]]}
    )
    assert [(one.name, one.text, one.format, one.hints) for one in results if isinstance(one, Source)] == [
        ("a.xlsx#1", TEXT, "xlsx", Hints("报告", "乙市", 2021, within="甲省")),
        ("a.xlsx#2", TEXT, "xlsx", Hints("又一份", "甲省", 2022)),
    ]


TEXTS: Grid = [["年份", "正文"], [2021, TEXT], ["", ""], [2022, ""], [2023, TEXT]]


@pytest.mark.parametrize(
    ("sheets", "columns", "found"),
    [
        ({"甲": TEXTS}, None, ["a.xlsx#1", "row_without_text", "a.xlsx#3"]),
        ({"甲": [["某省各市政府工作报告汇编"], [], *TEXTS[:2]]}, None, ["a.xlsx#1"]),
        (
            {"说明": [["编号", "说明"], [1, "x"]], "甲": TEXTS[:2], "乙": TEXTS[:2]},
            None,
            ["a.xlsx#1", "a.xlsx#乙!1"],
        ),
        ({"甲": [["年份", "稿子"], [2021, "短"]]}, Columns(text="稿子"), ["a.xlsx#1"]),
        ({"甲": TEXTS}, Columns(text="没有"), ["column_missing"]),
        ({"甲": [["序号", "工作任务"], [1, "新建学校"]]}, None, ["spreadsheet"]),
        ({"甲": [["序号", "内容"], [1, "新建学校3所"]]}, None, ["spreadsheet"]),
        ({"甲": []}, None, ["spreadsheet"]),
    ],
)
def test_sheets_of_texts_are_found(
    sheets: Mapping[str, Grid], columns: Columns | None, found: list[str]
) -> None:
    assert names(read(sheets, columns)) == found


def test_a_cell_that_excel_has_cut_off_is_told() -> None:
    (full,) = read({"甲": [["正文"], ["全" * 32_767]]})
    assert isinstance(full, Source)
    assert "32767" in full.notices[0]


def test_a_workbook_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        page.write(0, 0, "正文")
        page.write(1_000_000, 16_000, TEXT)
    assert names(list(from_bytes(buffer.getvalue(), "a.xlsx"))) == ["cells_far_apart"]
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 1000)
    assert names(read({"甲": TEXTS})) == ["zip_bomb"]


def test_a_damaged_workbook_is_one_error() -> None:
    data = workbook({"甲": TEXTS})
    assert names(list(from_bytes(data[:-200], "a.xlsx"))) == ["damaged_workbook"]
