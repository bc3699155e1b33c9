"""The entries of this package: a path, bytes or standard input to sources."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from luoshi.errors import InputError
from luoshi.reading.intake.columns import Columns
from luoshi.reading.intake.damage import REPLACED, first_bad_byte
from luoshi.reading.intake.decoding import checked_encoding, decode
from luoshi.reading.intake.files import STANDARD_INPUT, is_folder, opened, read_whole, shown, walk
from luoshi.reading.intake.kinds import Kind, is_collection, kind_of
from luoshi.reading.intake.notices import notice
from luoshi.reading.text import Hints, Source

_Results = Iterator[Source | InputError]


class _Wishes(NamedTuple):
    """What the caller asked for."""

    columns: Columns | None
    encoding: str | None
    ocr: bool
    in_archive: bool = False


def sources(
    path: str | os.PathLike[str],
    *,
    columns: Columns | None = None,
    encoding: str | None = None,
    ocr: bool = True,
    stdin: BinaryIO | None = None,
) -> Iterator[Source | InputError]:
    """The texts at ``path``, in a stable order; in place of each that cannot be read, its error.

    ``path``      a file, a folder (read with the folders in it, by name), or ``-`` for standard input.
    ``columns``   the columns of a JSON or CSV collection; common names are recognised.
    ``encoding``  of text, web pages and collections; found out if not given.
    ``ocr``       whether pictures and scanned PDFs are recognised.
    ``stdin``     what to read for ``-`` instead of ``sys.stdin.buffer``.

    Raises ``UsageError`` at once for an unknown encoding, and nothing afterwards.
    """
    wishes = _Wishes(columns, checked_encoding(encoding) if encoding else None, ocr)
    place = os.fspath(path)
    if place == STANDARD_INPUT:
        return _guarded(_from_standard_input(stdin, wishes))
    return _from_folder(place, wishes) if is_folder(place) else _guarded(_from_file(place, wishes))


def from_bytes(
    data: bytes,
    name: str,
    *,
    columns: Columns | None = None,
    encoding: str | None = None,
    ocr: bool = True,
) -> Iterator[Source | InputError]:
    """The texts in the bytes of a file called ``name``; its content tells the format, else its suffix.

    Everything else is as for ``sources``.
    """
    wishes = _Wishes(columns, checked_encoding(encoding) if encoding else None, ocr)
    return _guarded(_from_bytes(data, name, wishes))


def single(path: str | os.PathLike[str], *, encoding: str | None = None, ocr: bool = True) -> Source:
    """The one text at ``path``.

    Raises ``InputError`` where it cannot be read, or where there is more than one.
    """
    found = sources(path, encoding=encoding, ocr=ocr)
    first = next(found)
    if next(found, None) is not None:
        raise InputError("several_texts", shown(path))
    if isinstance(first, InputError):
        raise first
    return first


def _guarded(results: _Results) -> _Results:
    """The results, with an error that ends them as the last."""
    try:
        yield from results
    except InputError as error:
        yield error


def _from_folder(folder: str, wishes: _Wishes) -> _Results:
    for found in walk(folder):
        if isinstance(found, InputError):
            yield found
        else:
            yield from _guarded(_from_file(found, wishes))


def _from_standard_input(stdin: BinaryIO | None, wishes: _Wishes) -> _Results:
    stream = stdin if stdin is not None else getattr(sys.stdin, "buffer", io.BytesIO())
    yield from _from_bytes(read_whole(stream, STANDARD_INPUT), STANDARD_INPUT, wishes)


def _from_file(path: str, wishes: _Wishes) -> _Results:
    name = shown(path)
    with opened(path) as stream:
        if is_collection(name) and stream.seekable():
            yield from _from_stream(stream, name, wishes)
        else:
            yield from _from_bytes(read_whole(stream, name), name, wishes)


def _from_bytes(data: bytes, name: str, wishes: _Wishes) -> _Results:
    if not data or data.isspace():
        raise InputError("empty_file", name)
    yield from _from_stream(io.BytesIO(data), name, wishes)


def _from_stream(stream: BinaryIO, name: str, wishes: _Wishes) -> _Results:
    """The texts in a seekable ``stream``; collections are read as they come, all else whole."""
    if not stream.read(1):
        raise InputError("empty_file", name)
    stream.seek(0)
    kind = kind_of(stream, name)
    if kind == "zip":
        yield from _from_archive(stream, name, wishes)
    elif kind in {"jsonl", "csv", "xlsx", "dta"}:
        yield from _rows(stream, name, kind, wishes)
    else:
        yield _document(read_whole(stream, name), name, kind, wishes)


def _from_archive(stream: BinaryIO, name: str, wishes: _Wishes) -> _Results:
    from luoshi.reading.intake.archives import read_members

    if wishes.in_archive:
        raise InputError("nested_archive", name)
    inside = wishes._replace(in_archive=True)
    for member in read_members(stream, name):
        if isinstance(member, InputError):
            yield member
        else:
            path, data = member
            yield from _guarded(_from_bytes(data, path, inside))


def _rows(stream: BinaryIO, name: str, kind: Kind, wishes: _Wishes) -> _Results:
    if kind == "xlsx":
        from luoshi.reading.intake.workbooks import read_workbook_rows

        return read_workbook_rows(read_whole(stream, name), name, wishes.columns)
    if kind == "dta":
        from luoshi.reading.intake.stata import read_stata_rows

        return read_stata_rows(stream, name, wishes.columns, wishes.encoding)
    from luoshi.reading.intake.rows import read_csv_rows, read_json_rows

    reader = read_csv_rows if kind == "csv" else read_json_rows
    return reader(stream, name, wishes.columns, wishes.encoding)


def _document(data: bytes, name: str, kind: Kind, wishes: _Wishes) -> Source:
    encoding: str | None = None
    hints = Hints()
    notices: tuple[str, ...] = ()
    if kind == "html":
        from luoshi.reading.intake.webpages import read_web_page

        text, encoding, hints = read_web_page(data, name, wishes.encoding)
    elif kind == "docx":
        from luoshi.reading.intake.word import read_word

        text, notices = read_word(data, name)
    elif kind == "pdf":
        from luoshi.reading.intake.pdf import read_pdf

        text = read_pdf(data, name, ocr=wishes.ocr)
    elif kind == "image":
        from luoshi.reading.intake.pictures import read_picture

        text = read_picture(data, name, ocr=wishes.ocr)
    else:
        text, encoding = decode(data, name, wishes.encoding)
    if not text or text.isspace():
        raise InputError("empty_file", name)
    notices += _of_bad_bytes(data, text, encoding)
    digest = hashlib.sha256(data).hexdigest()
    return Source(name, text, kind, encoding, digest, hints, notices)


def _of_bad_bytes(data: bytes, text: str, encoding: str | None) -> tuple[str, ...]:
    """A notice where some bytes of a file did not decode."""
    offset = first_bad_byte(data, encoding) if encoding is not None and REPLACED in text else None
    return () if offset is None else (notice("bad_bytes", offset=offset, count=text.count(REPLACED)),)
