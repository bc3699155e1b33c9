"""CSV for spreadsheets: UTF-8 with a mark that Excel understands, names as in the codebook."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

import polars as pl

from luoshi.errors import Language
from luoshi.ledger.panels.columns import Column
from luoshi.output.formats.separated import cell


def write(
    stream: IO[bytes], frames: Iterable[pl.DataFrame], columns: Sequence[Column], _language: Language
) -> int:
    """The mark and the header first, then lines as they come; gives the number of rows."""
    stream.write(codecs.BOM_UTF8 + _lines([[column.name for column in columns]]))
    count = 0
    for frame in frames:
        stream.write(_lines([_plain(value) for value in row] for row in frame.iter_rows()))
        count += len(frame)
    return count


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else cell(value)


def _lines(table: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode("utf-8", "replace")
