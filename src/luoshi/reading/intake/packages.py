"""Zip packages are weighed before anything in them is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO, NamedTuple

from luoshi.errors import InputError
from luoshi.reading.intake import limits

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""What ``zipfile`` raises for a damaged, encrypted or unknown package or member."""

_CHUNK = 1 << 20
_CELL = re.compile(rb"""\br=["']([A-Z]{0,3})([0-9]{1,7})["']""")
_LONGEST_CELL = 24


class Wording(NamedTuple):
    """The codes of a kind of package, and whether one XML part may hold all of it."""

    damaged: str
    encrypted: str
    in_one_part: bool


WORD = Wording("damaged_word", "encrypted_word", in_one_part=False)
WORKBOOK = Wording("damaged_workbook", "encrypted_workbook", in_one_part=True)


def check_package(data: bytes, name: str, wording: Wording = WORD) -> None:
    """Nothing, or ``InputError`` ``zip_bomb`` or those of ``wording``.

    Sizes are those that the package declares; ``zipfile`` unpacks no more than declared.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except BROKEN_ZIP as error:
        raise InputError(wording.damaged, name) from error
    if any(member.flag_bits & 1 for member in members):
        raise InputError(wording.encrypted, name)
    total = sum(member.file_size for member in members)
    too_many = len(members) > limits.MAX_MEMBERS or total > limits.MAX_UNPACKED_BYTES
    largest = limits.MAX_UNPACKED_BYTES if wording.in_one_part else limits.MAX_XML_BYTES
    if too_many or any(swells(member) or _is_xml_over(member, largest) for member in members):
        raise InputError("zip_bomb", name, megabytes=max(total // limits.MEGABYTE, 1))


def check_cells(data: bytes, name: str) -> None:
    """Nothing, or ``InputError`` ``cells_far_apart``.

    A sheet is laid out from its first to its last cell, so two cells far apart would take all memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                if is_sheet(member):
                    with package.open(member) as stream:
                        columns, rows = farthest_cell(stream)
                    if columns * rows > limits.MAX_CELLS:
                        raise InputError("cells_far_apart", name)
    except BROKEN_ZIP as error:
        raise InputError(WORKBOOK.damaged, name) from error


def is_sheet(member: str) -> bool:
    """Whether a member has the usual name of a sheet."""
    return member.lower().startswith("xl/worksheets/") and member.lower().endswith(".xml")


def farthest_cell(stream: IO[bytes]) -> tuple[int, int]:
    """The last column and the last row that the XML of a sheet names: ``r="C7"`` -> 3, 7."""
    column = row = 0
    rest = b""
    while chunk := stream.read(_CHUNK):
        block = rest + chunk
        for letters, number in set(_CELL.findall(block)):
            column = max(column, _column_number(letters))
            row = max(row, int(number))
        rest = block[-_LONGEST_CELL:]
    return column, row


def swells(member: zipfile.ZipInfo) -> bool:
    """Whether a member is large, and many times larger than packed."""
    return (
        member.file_size > limits.RATIO_MATTERS_BYTES
        and member.file_size > limits.MAX_RATIO * member.compress_size
    )


def _is_xml_over(member: zipfile.ZipInfo, largest: int) -> bool:
    return member.filename.lower().endswith((".xml", ".rels")) and member.file_size > largest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
