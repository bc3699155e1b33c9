"""CSV for spreadsheets: UTF-8 with a mark that Excel understands, names as in the records."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from luoshi.output.formats.base import Format, Request, Write, stream_to
from luoshi.output.rows import COLUMNS, rows
from luoshi.reading.records import Report

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def encode(report: Report, request: Request) -> bytes:
    """The report's records as CSV lines, without the header."""
    columns = COLUMNS[request.kind]
    return lines([cell(row[column]) for column in columns] for row in rows(report, request.kind))


@contextmanager
def writing(request: Request, out: Path | None, stdout: IO[bytes]) -> Iterator[Write]:
    """The mark and the header first, then lines as they come."""
    with stream_to(out, stdout) as stream:
        stream.write(codecs.BOM_UTF8 + lines([COLUMNS[request.kind]]))
        yield stream.write


def cell(value: object) -> object:
    """A value as a cell: lists joined by ``；``, whole numbers without ``.0``, no formulas.

    A text that a spreadsheet would run (``=1+1``) is led by an apostrophe.
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, (list, tuple)):
        value = "；".join(str(item) for item in value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def lines(table: Iterable[Iterable[object]]) -> bytes:
    """Cells as lines of CSV, UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode("utf-8", "replace")


FORMAT = Format(encode=encode, writing=writing)
