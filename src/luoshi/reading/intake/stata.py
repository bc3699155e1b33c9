"""Collections of reports in Stata files: one observation is one text."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, NamedTuple, cast

from luoshi.errors import InputError
from luoshi.reading.intake import limits
from luoshi.reading.intake.columns import Columns, find_columns
from luoshi.reading.intake.decoding import decode
from luoshi.reading.intake.rows import Rows, row_source

# Every byte is a character of it, so that old files, which do not name their encoding, come through whole.
_BYTES = "iso-8859-1"
_RELEASE = re.compile(rb"<stata_dta><header><release>([0-9]{3})<")
_FIRST_UTF8_RELEASE = 118
_SAMPLE_ROWS = 50
_SAMPLE_BYTES = 4_000
_UTF8 = "utf-8"


class _Table(NamedTuple):
    """Names of columns to their values; labels of the columns; names of columns to the labels of values."""

    values: dict[str, list[Any]]
    labels: dict[str, str]
    value_labels: dict[str, dict[Any, str]]


def read_stata_rows(
    stream: BinaryIO, name: str, columns: Columns | None = None, encoding: str | None = None
) -> Rows:
    """The texts of a Stata file, its observations called ``name#1`` onwards.

    Columns are known by their names, or by the labels of the variables where no name tells; labels of
    values stand for the values. From Stata 14 on text is UTF-8; the encoding of older files is found out.
    Raises ``InputError`` at once for a file that is damaged, empty or has no column of texts.
    """
    if stream.seek(0, os.SEEK_END) > limits.MAX_STATA_BYTES:
        raise InputError("too_large", name, megabytes=limits.MAX_STATA_BYTES // limits.MEGABYTE)
    stream.seek(0)
    release = _RELEASE.match(stream.read(len(_RELEASE.pattern)))
    is_utf8 = release is not None and int(release[1]) >= _FIRST_UTF8_RELEASE
    stream.seek(0)
    table = _table(stream, name, _UTF8 if is_utf8 else _BYTES)
    found = _UTF8 if is_utf8 else encoding or _encoding(table, name)
    if not is_utf8:
        table = _recoded(table, found)
    yield from _rows(table, _columns(table, columns, name), name, found)


def _table(stream: BinaryIO, name: str, encoding: str) -> _Table:
    from pyreadstat import ReadstatError, read_dta

    try:
        values, meta = read_dta(
            cast("Any", stream), output_format="dict", encoding=encoding, disable_datetime_conversion=True
        )
    except (ReadstatError, OSError, ValueError, OverflowError, MemoryError) as error:
        raise InputError("damaged_stata", name) from error
    labels = {column: label for column, label in meta.column_names_to_labels.items() if label}
    return _Table(
        {column: list(cells) for column, cells in values.items()}, labels, meta.variable_value_labels
    )


def _encoding(table: _Table, name: str) -> str:
    """The encoding of an old file, from what its names and its first cells are in bytes."""
    cells = (cell for cells in table.values.values() for cell in cells[:_SAMPLE_ROWS])
    sample = b"\n".join(
        cell.encode(_BYTES)[:_SAMPLE_BYTES] for cell in cells if isinstance(cell, str) and not cell.isascii()
    )
    return decode(sample, name)[1]


def _recoded(table: _Table, encoding: str) -> _Table:
    def again(text: str) -> str:
        return text if text.isascii() else text.encode(_BYTES).decode(encoding, "replace")

    return _Table(
        {again(column): [_if_text(cell, again) for cell in cells] for column, cells in table.values.items()},
        {again(column): again(label) for column, label in table.labels.items()},
        {
            again(column): {_if_text(value, again): again(label) for value, label in labels.items()}
            for column, labels in table.value_labels.items()
        },
    )


def _if_text(value: Any, change: Callable[[str], str]) -> Any:
    return change(value) if isinstance(value, str) else value


def _columns(table: _Table, asked: Columns | None, name: str) -> Columns:
    """The columns to read, known by name, else by label: ``v3`` labelled ``正文``."""
    try:
        return find_columns(table.values, asked, name)
    except InputError:
        by_label = {label: column for column, label in table.labels.items()}
        try:
            found = find_columns([*by_label, *table.values], asked, name)
        except InputError:
            found = None
        if found is None:
            raise
    roles = {role: getattr(found, role) for role in Columns.__struct_fields__}
    return Columns(**{role: by_label.get(column, column) for role, column in roles.items()})


def _rows(table: _Table, columns: Columns, name: str, encoding: str) -> Rows:
    roles: Iterable[str | None] = (getattr(columns, role) for role in Columns.__struct_fields__)
    wanted = {column for column in roles if column is not None}
    count = max(len(table.values[column]) for column in wanted)
    if count == 0:
        raise InputError("empty_file", name)
    for index in range(count):
        row = {column: _cell(table, column, index) for column in wanted}
        yield row_source(row, columns, f"{name}#{index + 1}", ("dta", encoding))


def _cell(table: _Table, column: str, index: int) -> Any:
    value = table.values[column][index]
    return table.value_labels.get(column, {}).get(value, value)
