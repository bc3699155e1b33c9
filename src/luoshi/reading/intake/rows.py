"""Collections of reports: JSON Lines, a JSON array or object, CSV. One row is one text."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from luoshi.errors import InputError
from luoshi.reading.intake import limits
from luoshi.reading.intake.columns import Columns, find_columns, row_hints
from luoshi.reading.intake.damage import REPLACED, RESYNCING
from luoshi.reading.intake.decoding import replace_surrogates, stream_encoding
from luoshi.reading.intake.notices import notice
from luoshi.reading.text import Source

Rows = Iterator[Source | InputError]


def read_json_rows(
    stream: BinaryIO, name: str, columns: Columns | None = None, encoding: str | None = None
) -> Rows:
    """The texts of JSON Lines (a line at a time, called ``name#line``) or of one JSON array or object.

    A broken line gives an ``InputError`` in its place; a file in which no line is right gives only one.
    """
    found = stream_encoding(stream, name, encoding)
    first = _first_line(stream, found)
    if first.lstrip().startswith("[") or (first.strip() and not _is_json(first)):
        stream.seek(0)
        whole = _whole_document(stream, name, found)
        if whole is not None:
            for number, row in enumerate(whole, 1):
                yield _source_of(row, f"{name}#{number}", columns, found)
            return
    stream.seek(0)
    yield from _json_lines(stream, name, columns, found)


def read_csv_rows(
    stream: BinaryIO, name: str, columns: Columns | None = None, encoding: str | None = None
) -> Rows:
    """The texts of a CSV file, its rows called ``name#1`` onwards, the header not counted.

    Fields are separated by commas, or by tabs or semicolons where the header has more of these.
    Raises ``InputError`` at once for a file without a column of texts.
    """
    found = stream_encoding(stream, name, encoding)
    csv.field_size_limit(min(limits.MAX_ROW_CHARACTERS, sys.maxsize))
    lines = io.TextIOWrapper(stream, encoding=found, errors=RESYNCING, newline="")
    try:
        yield from _csv_rows(lines, name, columns, found)
    finally:
        lines.detach()


def _csv_rows(lines: io.TextIOWrapper, name: str, asked: Columns | None, encoding: str) -> Rows:
    first = lines.readline(limits.MAX_ROW_CHARACTERS)
    while first and not first.strip():
        first = lines.readline(limits.MAX_ROW_CHARACTERS)
    if not first:
        raise InputError("empty_file", name)
    delimiter = max(",\t;", key=first.count)
    number = 0
    try:
        header = next(csv.reader([first], delimiter=delimiter))
        columns = find_columns(header, asked, name)
        for number, fields in enumerate(filter(None, csv.reader(lines, delimiter=delimiter)), 1):
            yield row_source(
                dict(zip(header, fields, strict=False)), columns, f"{name}#{number}", ("csv", encoding)
            )
    except csv.Error as error:
        yield InputError("broken_csv", f"{name}#{number + 1}", detail=str(error))
        return
    if number == 0:
        raise InputError("empty_file", name)


def _first_line(stream: BinaryIO, encoding: str) -> str:
    lines = io.TextIOWrapper(stream, encoding=encoding, errors=RESYNCING, newline="\n")
    try:
        for line in iter(lambda: lines.readline(limits.MAX_ROW_CHARACTERS), ""):
            if line.strip():
                return line
        return ""
    finally:
        lines.detach()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _trouble(error: Exception) -> tuple[int, str]:
    """The line that a JSON error names, and what it says."""
    if isinstance(error, json.JSONDecodeError):
        return error.lineno, error.msg
    return 1, "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"


def _whole_document(stream: BinaryIO, name: str, encoding: str) -> list[Any] | None:
    """The rows of a document that is one JSON value; ``None`` if it is rather a file of lines."""
    data = stream.read(limits.MAX_FILE_BYTES + 1)
    text = data.decode(encoding, "replace")
    is_array = text.lstrip().startswith("[")
    if is_array and len(data) > limits.MAX_FILE_BYTES:
        raise InputError("too_large", name, megabytes=limits.MAX_FILE_BYTES // limits.MEGABYTE)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if not is_array:
            return None
        line, detail = _trouble(error)
        raise InputError("broken_json", name, line=line, detail=detail) from error
    if isinstance(value, list):
        if not value:
            raise InputError("empty_file", name)
        return value
    return [value]


def _json_lines(stream: BinaryIO, name: str, columns: Columns | None, encoding: str) -> Rows:
    """Bad lines wait until a good one has shown that this is a collection at all."""
    waiting: list[InputError] = []
    any_good = any_line = False
    lines = io.TextIOWrapper(stream, encoding=encoding, errors=RESYNCING, newline="\n")
    try:
        for number, line in enumerate(iter(lambda: lines.readline(limits.MAX_ROW_CHARACTERS), ""), 1):
            if not line.strip():
                continue
            any_line = True
            result = _line_source(line, f"{name}#{number}", columns, encoding)
            if isinstance(result, InputError) and not any_good:
                waiting.append(result)
                continue
            any_good = True
            yield from waiting
            waiting = []
            yield result
    finally:
        lines.detach()
    if not any_line:
        raise InputError("empty_file", name)
    if len(waiting) > 1 and not any_good:
        raise InputError(
            "no_good_line", name, first=waiting[0].message("zh"), first_en=waiting[0].message("en")
        )
    yield from waiting


def _line_source(line: str, name: str, columns: Columns | None, encoding: str) -> Source | InputError:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return InputError("broken_json_line", name, detail=_trouble(error)[1])
    return _source_of(value, name, columns, encoding)


def _source_of(row: Any, name: str, asked: Columns | None, encoding: str) -> Source | InputError:
    if not isinstance(row, dict):
        return InputError("not_a_row", name)
    try:
        columns = find_columns(row, asked, name)
    except InputError as error:
        return error
    return row_source(row, columns, name, ("jsonl", encoding))


def row_source(
    row: Mapping[str, Any], columns: Columns, name: str, form: tuple[str, str | None]
) -> Source | InputError:
    """The text in ``row``; ``form`` is the format of its collection and the encoding."""
    value = row.get(columns.text or "")
    text = _plain(replace_surrogates(value)) if isinstance(value, str) else ""
    if not text.strip():
        return InputError("row_without_text", name, column=columns.text)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    bad = text.count(REPLACED)
    notices = (notice("bad_characters", count=bad),) if bad else ()
    kind, encoding = form
    return Source(name, text, kind, encoding, digest, row_hints(row, columns), notices)


def _plain(text: str) -> str:
    """The text of a cell, without the markup of a page that was put into it as it was."""
    if "<" not in text and "&" not in text:
        return text
    from luoshi.reading.intake.webpages import text_of_markup

    return text_of_markup(text)
