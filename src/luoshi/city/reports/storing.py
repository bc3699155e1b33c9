"""Uploaded reports on disk: whole or not there, named by their content, outside everything served."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from luoshi.errors import InputError, LuoshiError, UsageError
from luoshi.reading.intake.kinds import kind_of
from luoshi.showing.files import replacing


class TooLarge(LuoshiError):  # noqa: N818 - the field's word
    """An upload beyond the office's limit."""

    status = 413


class NotKept(LuoshiError):  # noqa: N818 - the field's word
    """The disk took no file: it is full, or may not be written to."""

    status = 507


class Kept(NamedTuple):
    """A file as it is kept."""

    stored: str
    size: int
    sha256: str


def whole(chunks: Iterable[bytes], name: str) -> bytes:
    """The bytes of an upload, within the limit and of a format that the reader takes."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.MAX_UPLOAD:
            raise TooLarge("too_large", source=name, megabytes=settings.MAX_UPLOAD // 1024 // 1024)
        parts.append(chunk)
    data = b"".join(parts)
    if not data or data.isspace():
        raise InputError("empty_file", name)
    kind_of(data, name)
    return data


def keep(data: bytes) -> Kept:
    """Put the bytes on disk under their digest; the same bytes are one file."""
    digest = hashlib.sha256(data).hexdigest()
    stored = f"reports/{digest[:2]}/{digest}"
    path = _path(stored)
    if not path.is_file() or path.stat().st_size != len(data):
        try:
            with replacing(path) as stream:
                stream.write(data)
                stream.flush()
                # What is acknowledged survives a power cut.
                os.fsync(stream.fileno())
        except (OSError, UsageError) as error:
            raise NotKept("city_report_not_kept") from error
    return Kept(stored, len(data), digest)


def fetch(stored: str, name: str) -> bytes:
    """The bytes of a kept file; ``InputError`` where the disk does not have it."""
    try:
        return _path(stored).read_bytes()
    except OSError as error:
        raise InputError("city_report_file_lost", name) from error


def remove(stored: str) -> None:
    """Take a kept file away; one that is gone is gone."""
    _path(stored).unlink(missing_ok=True)


def _path(stored: str) -> Path:
    return Path(settings.FILES) / stored
