"""Collections in Excel workbooks."""

import io
import zipfile
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


FAR = '<row><c r="A1"><v>1</v></c><c {}><v>1</v></c></row>'
HOSTILE = {
    "space": (FAR.format('r = "XFD1048576"'), "worksheets/sheet1.xml"),
    "line break": (FAR.format('r\n="XFD1048576"'), "worksheets/sheet1.xml"),
    "lower case": (FAR.format('r="xfd1048576"'), "worksheets/sheet1.xml"),
    "leading zeros": (FAR.format('r="XFD0001048576"'), "worksheets/sheet1.xml"),
    "prefix": (FAR.replace("<c {}>", '<x:c r="XFD1048576">'), "worksheets/sheet1.xml"),
    "other name": (FAR.format('r="XFD1048576"'), "sharedStrings_sheet.xml"),
    "no ending": (FAR.format('r="XFD1048576"'), "worksheets/sheet1"),
    "no place": ("<row>" + "<c/>" * 16000 + "</row>" + "<row><c/></row>" * 100_000, "worksheets/sheet1.xml"),
}


def written_by_hand(rows: str, part: str = "worksheets/sheet1.xml") -> bytes:
    """A workbook with one sheet whose XML is given."""
    spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packaged = "http://schemas.openxmlformats.org/package/2006/relationships"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{packaged}"><Relationship Id="r1" Type="{related}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{spread}" xmlns:r="{related}"><sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packaged}"><Relationship Id="r1" Type="{related}/worksheet" Target="{part}"/></Relationships>',
        )
        package.writestr(
            f"xl/{part}", f'<worksheet xmlns="{spread}"><sheetData>{rows}</sheetData></worksheet>'
        )
    return buffer.getvalue()


@pytest.mark.parametrize("spelling", HOSTILE)
def test_what_lies_far_apart_is_one_error_however_it_says_so(spelling: str) -> None:
    said = {"prefix": "cells_far_apart", "no place": "spreadsheet"}.get(spelling, "file_out_of_bounds")
    assert names(list(from_bytes(written_by_hand(*HOSTILE[spelling]), "a.xlsx"))) == [said]


def test_cells_that_do_not_say_where_they_stand_are_read_all_the_same() -> None:
    def row(*cells: str) -> str:
        inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
        return f"<row>{inner}</row>"

    data = written_by_hand(row("年份", "正文") + row("2021", TEXT) + row("2022", TEXT))
    assert names(list(from_bytes(data, "a.xlsx"))) == ["a.xlsx#1", "a.xlsx#2"]
