"""Zipped office files (docx, xlsx), checked before they are unpacked: size, and how far out cells lie."""

from __future__ import annotations

import io
import zipfile
from typing import IO

from luoshi.errors import LuoshiError
from luoshi.reading.intake.limits import MAX_CELLS
from luoshi.reading.intake.packages import BROKEN_ZIP, farthest_cell

MOST_UNPACKED = 300 * 1024 * 1024
MOST_MEMBERS = 5000
_MACROS = "vbaproject.bin"


class OversizedError(LuoshiError):
    """A zipped file that is damaged, or would fill the memory when unpacked."""


def check_packed(data: bytes) -> None:
    """Raise ``OversizedError`` for a workbook that unpacks to more than an office's table ever holds.

    A reader lays a sheet out from its first to its last cell, so that two cells far apart would take
    all memory: the rows and columns that the cells name are looked at first.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
                raise OversizedError("file_unpacks_too_large")
            for member in members:
                if member.filename.endswith((".xml", ".XML")) and "sharedStrings" not in member.filename:
                    with archive.open(member) as stream:
                        _check_places(stream)
    except BROKEN_ZIP:
        raise OversizedError("workbook_unreadable") from None


def package_kind(data: bytes) -> str:
    """``docx`` or ``xlsx`` for a sound Office package without macros, else empty; runs in a child process."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.namelist()
    except BROKEN_ZIP:
        return ""
    if "[Content_Types].xml" not in inside or any(one.lower().endswith(_MACROS) for one in inside):
        return ""
    kinds = (("word/", "docx"), ("xl/", "xlsx"))
    return next((kind for part, kind in kinds if any(one.startswith(part) for one in inside)), "")


def _check_places(stream: IO[bytes]) -> None:
    columns, rows = farthest_cell(stream)
    if columns * rows > MAX_CELLS:
        raise OversizedError("workbook_cells_far_apart")
