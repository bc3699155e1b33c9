"""Opening files and folders, with one clear error for everything an operating system may say."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from luoshi.errors import InputError
from luoshi.reading.intake import limits
from luoshi.reading.intake.kinds import belongs_in_folder

STANDARD_INPUT = "-"


def shown(path: str | os.PathLike[str]) -> str:
    """``path`` as messages and records call it: bytes that are no characters become ``�``."""
    return os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_folder(path: str) -> bool:
    """Whether ``path`` is a directory; an impossible path is none."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116  pathlib would raise for a NUL as well
    except (OSError, ValueError):
        return False


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The file at ``path``, open for reading bytes; ``InputError`` where it cannot be opened or read."""
    try:
        stream = open(path, "rb")  # noqa: PTH123, SIM115  a path may hold what pathlib rewrites; closed below
    except OSError as error:
        raise _named(error, shown(path)) from error
    except ValueError as error:  # a NUL in the path
        raise InputError("missing_file", shown(path)) from error
    with stream:
        try:
            yield stream
        except OSError as error:
            raise _named(error, shown(path)) from error


def read_whole(stream: BinaryIO, name: str) -> bytes:
    """The bytes of ``stream``; ``InputError`` ``too_large`` beyond ``MAX_FILE_BYTES``."""
    try:
        data = stream.read(limits.MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _named(error, name) from error
    if len(data) > limits.MAX_FILE_BYTES:
        raise InputError("too_large", name, megabytes=limits.MAX_FILE_BYTES // limits.MEGABYTE)
    return data


def walk(folder: str) -> Iterator[str | InputError]:
    """The files of a folder and the folders in it that are read, by name; links to folders are not followed.

    Hidden files and folders and those of unknown suffixes are left out. ``InputError`` in place of a
    folder that may not be opened, and if there is nothing to read at all.
    """
    anything = False
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path is not folder and not is_folder(path):
            anything = True
            yield path
            continue
        try:
            inside = [entry for entry in os.scandir(path) if _is_wanted(entry)]
        except OSError as error:
            anything = True
            yield _named(error, shown(path))
            continue
        waiting += [entry.path for entry in sorted(inside, key=lambda entry: entry.name, reverse=True)]
    if not anything:
        yield InputError("empty_folder", shown(folder))


def files_at(path: str) -> Iterator[str | InputError]:
    """The file at ``path``, or those of the folder there as ``walk`` gives them."""
    if path != STANDARD_INPUT and is_folder(path):
        return walk(path)
    return iter((path,))


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    # "~$" begins the lock files that Word leaves beside open documents.
    if entry.name.startswith((".", "~$")):
        return False
    return entry.is_dir(follow_symlinks=False) or (not entry.is_dir() and belongs_in_folder(entry.name))


def _named(error: OSError, name: str) -> InputError:
    if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}:
        return InputError("missing_file", name)
    if error.errno in {errno.EACCES, errno.EPERM}:
        return InputError("permission_denied", name)
    return InputError("unreadable_file", name, reason=error.strerror or type(error).__name__)
