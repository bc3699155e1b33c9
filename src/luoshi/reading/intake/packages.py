"""Zip packages are weighed before anything in them is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from luoshi.errors import InputError
from luoshi.reading.intake import limits


def check_package(data: bytes, name: str) -> None:
    """Nothing, or ``InputError`` ``zip_bomb``, ``damaged_word`` or ``encrypted_word``.

    Sizes are those that the package declares; ``zipfile`` unpacks no more than declared.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise InputError("damaged_word", name) from error
    if any(member.flag_bits & 1 for member in members):
        raise InputError("encrypted_word", name)
    total = sum(member.file_size for member in members)
    if len(members) > limits.MAX_MEMBERS or total > limits.MAX_UNPACKED_BYTES or any(map(_swells, members)):
        raise InputError("zip_bomb", name, megabytes=max(total // limits.MEGABYTE, 1))


def _swells(member: zipfile.ZipInfo) -> bool:
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    if is_xml and member.file_size > limits.MAX_XML_BYTES:
        return True
    return (
        member.file_size > limits.RATIO_MATTERS_BYTES
        and member.file_size > limits.MAX_RATIO * member.compress_size
    )
