"""What an Excel file says of its cells beside their values: formats, errors, formulas, what is hidden.

The reader of workbooks gives values only: 0.055 for what is shown as 5.5 %, nothing for ``#REF!`` and for a
formula that was never calculated. This looks into the file's own XML for the rest.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError, OSError, RuntimeError)
_ESCAPED = re.compile(r"\\(.)")
_UNIT_BEHIND = re.compile(r'[#0,]*0(?:\.[0#]+)?(?:_.)?\s*"([^"\d]{1,8})"\s*')
_NO_FORM = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
# the numbers of Excel's own formats that matter here
_BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy", 55: 'yyyy"年"m"月"', 57: 'yyyy"年"m"月"'}


@dataclass(frozen=True)
class Note:
    """Of one cell what its value does not tell.

    Its ``error`` as Excel shows it, a ``bare_formula`` without a result, the ``unit`` that its format writes
    behind the number, whether it shows ``percent``, or of a date only the ``month``.
    """

    error: str = ""
    bare_formula: bool = False
    unit: str = ""
    percent: bool = False
    month: bool = False

    def __bool__(self) -> bool:
        return bool(self.error or self.bare_formula or self.unit or self.percent or self.month)


@dataclass(frozen=True)
class Notes:
    """Of one sheet, with rows and columns counted from 0."""

    cells: dict[tuple[int, int], Note] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def notes_of(data: bytes, sheet: str) -> Notes | None:
    """The notes of a sheet of an xlsx file; ``None`` where the file does not tell them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = _member(archive, sheet)
            if member is None:
                return None
            styles = _styles(archive)
            with archive.open(member) as stream:
                return _notes(stream, styles)
    except _BROKEN:
        return None


def note_of_format(form: str) -> Note:
    """``0.0%`` -> percent, ``0"个"`` -> the unit ``个``, ``yyyy"年"m"月"`` -> a month."""
    first = _ESCAPED.sub(r'"\1"', form.partition(";")[0])
    behind = _UNIT_BEHIND.fullmatch(first)
    if behind is not None:
        return Note(unit=behind[1].strip())
    bare = _NO_FORM.sub("", first).lower()
    if "%" in bare:
        return Note(percent=True)
    return Note(month="y" in bare and "m" in bare and not re.search("[dhs]", bare))


def _parser(stream: IO[bytes], *tags: str) -> Iterator[Any]:
    names = [f"{{*}}{tag}" for tag in tags]
    for _, element in etree.iterparse(stream, tag=names, resolve_entities=False, no_network=True):
        yield element
        element.clear()


def _member(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The file inside that holds the sheet."""
    with archive.open("xl/workbook.xml") as stream:
        wanted = next(
            (
                one.get(_RELATION) or one.get(_STRICT_RELATION)
                for one in _parser(stream, "sheet")
                if one.get("name") == sheet
            ),
            None,
        )
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        for one in _parser(stream, "Relationship"):
            if one.get("Id") == wanted:
                return posixpath.normpath(posixpath.join("/xl", one.get("Target"))).lstrip("/")
    return None


def _styles(archive: zipfile.ZipFile) -> list[Note]:
    """What each style of a cell says by its number format."""
    forms = dict(_BUILT_IN)
    styles: list[Note] = []
    if "xl/styles.xml" not in archive.namelist():
        return styles
    with archive.open("xl/styles.xml") as stream:
        for one in _parser(stream, "numFmt", "cellXfs"):
            if etree.QName(one).localname == "numFmt":
                forms[int(one.get("numFmtId"))] = one.get("formatCode", "")
            else:
                styles = [note_of_format(forms.get(int(each.get("numFmtId", 0)), "")) for each in one]
    return styles


def _notes(stream: IO[bytes], styles: list[Note]) -> Notes:
    cells: dict[tuple[int, int], Note] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    line = -1
    for one in _parser(stream, "col", "row"):
        if etree.QName(one).localname == "col":
            if one.get("hidden") in ("1", "true"):
                columns.update(range(int(one.get("min")) - 1, min(int(one.get("max")), 16_384)))
            continue
        line = int(one.get("r", line + 2)) - 1
        if one.get("hidden") in ("1", "true"):
            rows.add(line)
        place = -1
        for cell in one:
            name, place = cell.get("r"), place + 1
            note = _note(cell, styles)
            if note:
                cells[line, place if name is None else _place(name)] = note
    return Notes(cells, frozenset(rows), frozenset(columns))


def _note(cell: Any, styles: list[Note]) -> Note | None:
    kind = cell.get("t", "n")
    if kind == "e":
        return Note(error=cell.findtext("{*}v") or "#VALUE!")
    if kind not in ("n", "d"):
        return None  # a text is as it stands
    if len(cell) and cell[0].tag.endswith("}f") and not cell.findtext("{*}v"):
        return Note(bare_formula=True)
    style = int(cell.get("s", 0))
    return styles[style] if style < len(styles) else None


def _place(name: str) -> int:
    """The column of a cell: ``C7`` -> 2."""
    number = 0
    for letter in name.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1
