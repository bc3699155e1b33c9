"""Zip archives: the files in them, as if they lay in a folder."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from luoshi.errors import InputError
from luoshi.reading.intake import limits
from luoshi.reading.intake.kinds import belongs_in_folder
from luoshi.reading.intake.packages import BROKEN_ZIP, swells

_ENCRYPTED = 1
_UTF8_NAME = 0x800
_FOREIGN_FOLDERS = frozenset({"__MACOSX"})


def read_members(stream: BinaryIO, name: str) -> Iterator[tuple[str, bytes] | InputError]:
    """The files of a zip that a folder would give, by name, each called ``name/folder/file``.

    An ``InputError`` stands in place of a file that cannot be unpacked. Raises ``InputError`` at once for
    an archive that is damaged, too large, has a password, or nothing to read in it.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            members = _wanted(archive, name)
            for path, member in members:
                try:
                    yield path, _unpacked(archive, member, path)
                except InputError as error:
                    yield error
    except BROKEN_ZIP as error:
        raise InputError("damaged_archive", name) from error


def _wanted(archive: zipfile.ZipFile, name: str) -> list[tuple[str, zipfile.ZipInfo]]:
    everything = archive.infolist()
    total = sum(member.file_size for member in everything)
    if len(everything) > limits.MAX_ARCHIVE_MEMBERS or total > limits.MAX_ARCHIVE_BYTES:
        megabytes = max(total // limits.MEGABYTE, 1)
        raise InputError("archive_too_large", name, count=len(everything), megabytes=megabytes)
    parts = ((_path(member), member) for member in everything if not member.is_dir())
    wanted = sorted(((path, member) for path, member in parts if _is_wanted(path)), key=lambda pair: pair[0])
    if not wanted:
        raise InputError("empty_archive", name)
    if all(member.flag_bits & _ENCRYPTED for _, member in wanted):
        raise InputError("encrypted_archive", name)
    return [("/".join([name, *path]), member) for path, member in wanted]


def _path(member: zipfile.ZipInfo) -> list[str]:
    """The folders and the name of a member.

    Only newer programs mark names as UTF-8. Others write those of their system, which on a Chinese Windows
    are GBK with backslashes, and Python takes for code page 437.
    """
    text = member.orig_filename
    if not member.flag_bits & _UTF8_NAME and not text.isascii():
        raw = text.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            break
    return [part for part in text.replace("\\", "/").split("/") if part not in ("", ".", "..")]


def _is_wanted(path: list[str]) -> bool:
    is_hidden = any(part.startswith((".", "~$")) or part in _FOREIGN_FOLDERS for part in path)
    return bool(path) and not is_hidden and belongs_in_folder(path[-1])


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise InputError("encrypted_archive", path)
    if member.file_size > limits.MAX_FILE_BYTES:
        raise InputError("too_large", path, megabytes=limits.MAX_FILE_BYTES // limits.MEGABYTE)
    if swells(member):
        raise InputError("zip_bomb", path, megabytes=member.file_size // limits.MEGABYTE)
    try:
        return archive.read(member)
    except BROKEN_ZIP as error:
        raise InputError("damaged_member", path) from error
