"""Tables that go out run nothing; tables that come in are read or every fault is named."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from luoshi.city.site.tables.cell_notes import Note, note_of_format
from luoshi.city.site.tables.columns import Choice, Column, bare, column_letter
from luoshi.city.site.tables.read import MOST_ROWS, Table, UnreadableError, read_sheets
from luoshi.city.site.tables.write import Sheet, separated, workbook
from luoshi.city.site.zip_guard import OversizedError
from luoshi.confinement import OutOfBoundsError

HOSTILE = ["=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", "\t=1", "http://example.test/", "<b>x</b>", "{=1}"]
NAME = Column("name", "名称", ("Name",), required=True)
DAY = Column("day", "日期", ("Day",), kind="date")
COUNT = Column("count", "数量", kind="integer")
KIND = Column(
    "kind", "类型", choices=(Choice("department", ("部门", "Department")), Choice("other", ("其他",)))
)
COLUMNS = (NAME, DAY, COUNT, KIND)


def book(rows: list[list[Any]], name: str = "表") -> bytes:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    page = made.add_worksheet(name)
    for line, row in enumerate(rows):
        page.write_row(line, 0, row)
    made.close()
    return stream.getvalue()


def read_one(data: bytes, columns: tuple[Column, ...], most_rows: int = MOST_ROWS) -> Table:
    """The only sheet of a file."""
    (table,) = read_sheets(data, columns, most_rows=most_rows)
    return table


def test_texts_stay_texts_in_excel() -> None:
    data = workbook([Sheet("单位/表", (NAME,), [[text] for text in HOSTILE], title="单位")])
    page = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert [row[0] for row in page.to_python()[2:]] == HOSTILE
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert 'paperSize="9"' in xml
    assert 'orientation="landscape"' in xml
    assert not any("externalLink" in name for name in names)


def test_texts_stay_texts_in_csv() -> None:
    lines = separated((NAME,), [[text] for text in HOSTILE]).decode("utf-8-sig").splitlines()
    assert lines[0] == "名称"
    assert not any(line.lstrip('"').startswith(("=", "+", "-", "@", "\t")) for line in lines)


@pytest.mark.parametrize("form", ["excel", "csv"])
def test_what_goes_out_comes_back(form: str) -> None:
    rows: list[list[object]] = [["=1+1", date(2026, 3, 1), 7, "部门"], ["市商务局", None, None, "其他"]]
    data = workbook([Sheet("表", COLUMNS, rows, title="题")]) if form == "excel" else separated(COLUMNS, rows)
    table = read_one(data, COLUMNS)
    assert table.faults == ()
    assert [row.values for row in table.rows] == [
        {"name": "=1+1", "day": date(2026, 3, 1), "count": 7, "kind": "department"},
        {"name": "市商务局", "day": None, "count": None, "kind": "other"},
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026年3月1日", date(2026, 3, 1)),
        ("2026/3/1", date(2026, 3, 1)),
        ("2026.03.01", date(2026, 3, 1)),
        (20260301, date(2026, 3, 1)),
        (46082, date(2026, 3, 1)),
        (datetime(2026, 3, 1), date(2026, 3, 1)),  # noqa: DTZ001 - as Excel has it
        ("", None),
    ],
)
def test_days_as_people_write_them(cell: object, day: date | None) -> None:
    (row,) = read_one(book([["名称", "日期"], ["甲", cell]]), COLUMNS).rows
    assert row["day"] == day


def test_the_header_is_found_below_titles_and_by_other_names() -> None:
    table = read_one(
        book([["青岚市"], [], ["序号", "Name *", "Day\n", "备注"], [1, "甲", "", ""], [], [2, 5.0, "", ""]]),
        COLUMNS,
    )
    assert [(row.number, row["name"]) for row in table.rows] == [(4, "甲"), (6, "5")]


def test_every_fault_is_named_by_row_and_column() -> None:
    rows = [
        ["名称", "日期", "数量", "类型"],
        ["", "明天", "1.5", "衙门"],
        ["甲", "2026-02-30", "many", "部门"],
        ["#REF!"],
    ]
    table = read_one(book([["题"], *rows], "单位"), COLUMNS)
    assert [(one.sheet, one.row, one.letter, one.column, one.code) for one in table.faults] == [
        ("单位", 3, "A", "名称", "cell_empty"),
        ("单位", 3, "B", "日期", "cell_no_day"),
        ("单位", 3, "C", "数量", "cell_no_whole_number"),
        ("单位", 3, "D", "类型", "cell_no_choice"),
        ("单位", 4, "B", "日期", "cell_no_day"),
        ("单位", 4, "C", "数量", "cell_no_number"),
        ("单位", 5, "A", "名称", "cell_excel_fault"),
    ]
    assert "衙门" in table.faults[3].message("zh")
    assert "衙门" in table.faults[3].message("en")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "workbook_unreadable"),
        (b"%PDF-1.7\x00\x01", "workbook_unreadable"),
        (b"PK\x03\x04 not a zip", "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "workbook_unreadable"),
        ("随便一段文字".encode(), "workbook_no_header"),
        ("随便一段文字".encode("gb18030"), "workbook_no_header"),
        (book([["别的表头"], ["甲"]]), "workbook_no_header"),
        (book([]), "workbook_no_header"),
    ],
)
def test_what_is_no_table_is_refused_with_one_line(data: bytes, code: str) -> None:
    with pytest.raises((UnreadableError, OversizedError)) as caught:
        read_one(data, COLUMNS)
    assert caught.value.code == code
    assert caught.value.message("zh")
    assert caught.value.message("en")


def test_cells_far_apart_do_not_fill_the_memory() -> None:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    page = made.add_worksheet()
    page.write_string(0, 0, "名称")
    page.write_string(1_048_575, 16_383, "far")
    made.close()
    with pytest.raises(OversizedError) as caught:
        read_one(stream.getvalue(), COLUMNS)
    assert caught.value.code == "workbook_cells_far_apart"


FAR = "XFD1048576"
SPELLINGS: dict[str, tuple[str, str]] = {
    "a space around the sign": (f'<c r = "{FAR}"><v>1</v></c>', "xl/worksheets/sheet1.xml"),
    "single quotes": (f"<c r='{FAR}'><v>1</v></c>", "xl/worksheets/sheet1.xml"),
    "a line break": (f'<c r\n="{FAR}"><v>1</v></c>', "xl/worksheets/sheet1.xml"),
    "small letters": (f'<c r="{FAR.lower()}"><v>1</v></c>', "xl/worksheets/sheet1.xml"),
    "leading zeros": ('<c r="XFD0001048576"><v>1</v></c>', "xl/worksheets/sheet1.xml"),
    "a name like that of the texts": (f'<c r="{FAR}"><v>1</v></c>', "xl/sharedStrings_sheet.xml"),
    "an ending in other letters": (f'<c r="{FAR}"><v>1</v></c>', "xl/worksheets/sheet1.XmL"),
    "no ending": (f'<c r="{FAR}"><v>1</v></c>', "xl/worksheets/sheet1"),
    "no places at all": (
        '</row><row r="1048576">' + "<c/>" * 16_000 + "<c><v>1</v></c>",
        "xl/worksheets/s.xml",
    ),
}


def workbook_of(cells: str, member: str) -> bytes:
    """A workbook with one sheet, kept under ``member``, whose XML is ``cells`` behind A1."""
    space = "http://schemas.openxmlformats.org"
    main, office = f"{space}/spreadsheetml/2006/main", f"{space}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="单位" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{space}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="/{member}"/></Relationships>',
        member: f'<worksheet xmlns="{main}"><sheetData><row><c r="A1" t="inlineStr"><is><t>名称</t></is></c>'
        f"{cells}</row></sheetData></worksheet>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_cells_far_apart_in_any_spelling_end_no_process_but_their_own(spelling: str) -> None:
    with pytest.raises((UnreadableError, OversizedError, OutOfBoundsError)):
        read_one(workbook_of(*SPELLINGS[spelling]), COLUMNS)
    assert [row["name"] for row in read_one(book([["名称"], ["市水利局"]]), COLUMNS).rows] == ["市水利局"]


def test_a_file_that_unpacks_to_very_much_is_refused() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/a.xml", "w", force_zip64=True) as out,
    ):
        for _ in range(301):
            out.write(bytes(1 << 20))
    with pytest.raises(OversizedError) as caught:
        read_one(stream.getvalue(), COLUMNS)
    assert caught.value.code == "file_unpacks_too_large"


def test_more_rows_than_allowed_are_refused() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_one(book([["名称"], *([str(n)] for n in range(6))]), COLUMNS, most_rows=5)
    assert caught.value.code == "workbook_too_many_rows"


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_of_columns(place: int, letter: str) -> None:
    assert column_letter(place) == letter


def test_headers_without_marks() -> None:
    assert {bare("单位 名称*"), bare("单位名称（必填）"), bare("单位\n名称")} == {"单位名称"}


def noted(read: Any) -> list[tuple[str, str]]:
    return [(f"{one.letter}{one.row or ''}", one.code) for one in read.notices]


def test_a_csv_tells_what_it_does_not_read() -> None:
    data = "名称,日期,电话\n一、部门,,\n甲,2026-03-01,1\n,,备忘\n".encode()
    table = read_one(data, (Column("number", "序号", numbers=True), Column("day", "日期", kind="date"), NAME))
    assert [row["name"] for row in table.rows] == ["一、部门", "甲"]
    assert noted(table) == [("C1", "column_not_read"), ("C4", "row_not_read")]


def test_every_sheet_with_the_header_is_read() -> None:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    for name, cells in (("甲", ["名称", "一"]), ("空", []), ("说明", ["随便"]), ("乙", ["名称", "二"])):
        made.add_worksheet(name).write_column(0, 0, cells)
    made.close()
    tables = read_sheets(stream.getvalue(), COLUMNS)
    assert [(table.sheet, [row["name"] for row in table.rows]) for table in tables] == [
        ("甲", ["一"]),
        ("乙", ["二"]),
    ]
    assert [(one.sheet, one.code) for one in tables[0].notices] == [("说明", "sheet_not_read")]
    with pytest.raises(UnreadableError) as caught:
        read_sheets(stream.getvalue(), COLUMNS, most_rows=1)
    assert caught.value.details == {"most": 1}


def test_merged_ranges_over_one_another_do_not_fill_the_memory() -> None:
    data = book([["名称"], *([str(number)] for number in range(3000))])
    merged = "".join(f'<mergeCell ref="A2:A{3000 - number}"/>' for number in range(1500))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            xml = old.read(member).decode()
            new.writestr(
                member, xml.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")
            )
    with pytest.raises(UnreadableError) as caught:
        read_one(stream.getvalue(), COLUMNS)
    assert caught.value.code == "workbook_unreadable"


@pytest.mark.parametrize(
    ("form", "note"),
    [
        ("0.0%", Note(percent=True)),
        ('0.0" %"', Note(unit="%")),
        ("#,##0.00", Note()),
        ("General", Note()),
        ('#,##0"万元"', Note(unit="万元")),
        ("0\\个", Note(unit="个")),
        ('0!.0,"万"', Note()),
        ('yyyy"年"m"月"', Note(month=True)),
        ("[$-804]yyyy/m", Note(month=True)),
        ("yyyy/m/d", Note()),
        ("h:mm:ss", Note()),
        ('"¥"#,##0', Note()),
    ],
)
def test_what_a_number_format_shows(form: str, note: Note) -> None:
    assert note_of_format(form) == note


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1,234", 1234), ("１，２３４", 1234), (" 7 ", 7), (7.0, 7), ("12,34", None), ("1_000", None), ("7个", None), (True, None)],
)  # fmt: skip
def test_whole_numbers(cell: object, amount: int | None) -> None:
    table = read_one(book([["名称", "数量"], ["甲", cell]]), COLUMNS)
    assert [row["count"] for row in table.rows] == [amount]
    assert bool(table.faults) == (amount is None)
