"""The sheets of a workbook as rows of cells.

The library lays a sheet out from its first to its last cell and aborts the process where memory does not do.
Where every cell says in the usual way where it stands, that was weighed before; any other workbook is laid
out in a child, which alone dies of it.
"""

from __future__ import annotations

import io
import multiprocessing
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from luoshi.confinement import Limits, OutOfBounds, confined
from luoshi.errors import InputError
from luoshi.reading.intake import limits
from luoshi.reading.intake.packages import BROKEN_ZIP, WORKBOOK, farthest_cell, is_sheet

Sheet = tuple[str, list[list[Any]]]

_CHUNK = 1 << 20
_LIMITS = Limits(memory_bytes=2048 * 1024 * 1024, processor_seconds=120, deadline_seconds=240)
_CELL_TAGS = (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\r", b"<c\t")
_PREFIXED_CELL = re.compile(rb"<[^\s<>/]{1,60}:c[\s/>]")
_USUAL_CELL = re.compile(rb'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"')
_OF_OTHER_KINDS = frozenset(("content.xml", "xl/workbook.bin"))


def sheets_in(data: bytes, name: str) -> Iterator[Sheet]:
    """Each worksheet with its name. Raises ``InputError``."""
    # Who is confined already needs no further child, and may have none.
    if is_usual(data) or multiprocessing.current_process().daemon:
        yield from _laid_out(data, name)
        return
    try:
        yield from confined(laid_out, data, name, answer=list[tuple[str, list[list[str]]]], limits=_LIMITS)
    except OutOfBounds:
        raise InputError("file_out_of_bounds", name) from None


def is_usual(data: bytes) -> bool:
    """Whether every cell says as spreadsheet programs do where it stands, and that is not far away."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.namelist()
            if _OF_OTHER_KINDS & set(members):
                return False
            return all(_is_usual_part(package, member) for member in members)
    except BROKEN_ZIP:
        return True  # nothing is laid out of it


def _is_usual_part(package: zipfile.ZipFile, member: str) -> bool:
    """Any member may be a sheet, whatever it is called."""
    rest = b""
    with package.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            block = rest + chunk
            cut = block.rfind(b"<")
            # A tag that goes on in the next piece is looked at there.
            rest = block[cut:] if cut > 0 and len(block) - cut < _CHUNK else b""
            if not _has_usual_cells(block[: len(block) - len(rest)]):
                return False
    if not _has_usual_cells(rest):
        return False
    if is_sheet(member):
        return True  # weighed before
    with package.open(member) as stream:
        columns, rows = farthest_cell(stream)
    return columns * rows <= limits.MAX_CELLS


def _has_usual_cells(xml: bytes) -> bool:
    cells = sum(map(xml.count, _CELL_TAGS))
    if cells != (sum(1 for _ in _USUAL_CELL.finditer(xml)) if cells else 0):
        return False
    return b":c" not in xml or _PREFIXED_CELL.search(xml) is None


def laid_out(data: bytes, name: str) -> list[tuple[str, list[list[str]]]]:
    """Each worksheet with its cells as text; for a child, which gives back plain values."""
    return [(sheet, [[str(cell) for cell in row] for row in rows]) for sheet, rows in _laid_out(data, name)]


def _laid_out(data: bytes, name: str) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                yield sheet.name, book.get_sheet_by_name(sheet.name).to_python()
    except PasswordError as error:
        raise InputError(WORKBOOK.encrypted, name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(WORKBOOK.damaged, name) from error
