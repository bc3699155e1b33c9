"""Parquet: typed columns, names as in the records."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec
import polars as pl

from luoshi.output.files import replacing
from luoshi.output.formats.base import Format, Request, Write, required
from luoshi.output.rows import BOOLEAN_COLUMNS, COLUMNS, FLOAT_COLUMNS, INTEGER_COLUMNS, Kind, Row, rows
from luoshi.reading.records import Report

_ROWS_A_PART = 20_000


def schema(kind: Kind) -> dict[str, pl.DataType]:
    """The column types of a kind of record."""
    return {column: _type(column) for column in COLUMNS[kind]}


def encode(report: Report, request: Request) -> bytes:
    """The report's rows, as MessagePack."""
    return msgspec.msgpack.encode(rows(report, request.kind))


@contextmanager
def writing(request: Request, out: Path | None, _stdout: IO[bytes]) -> Iterator[Write]:
    """Rows are set aside in parts, and joined at the end, so that memory stays flat."""
    path = required(out, request.format)
    with replacing(path) as stream, tempfile.TemporaryDirectory(prefix="luoshi-") as folder:
        parts = _Parts(Path(folder), request.kind)
        yield parts.write
        parts.join(stream)


class _Parts:
    """Rows gathered, and set aside on disk whenever there are many."""

    def __init__(self, folder: Path, kind: Kind) -> None:
        self._folder = folder
        self._schema = schema(kind)
        self._rows: list[Row] = []
        self._files: list[Path] = []

    def write(self, payload: bytes) -> None:
        """Take the rows of one report."""
        self._rows += msgspec.msgpack.decode(payload)
        if len(self._rows) >= _ROWS_A_PART:
            self._set_aside()

    def join(self, stream: IO[bytes]) -> None:
        """Write all rows, in the order in which they came, as one file."""
        self._set_aside()
        pl.scan_ipc(self._files).sink_parquet(stream, compression="zstd", maintain_order=True)

    def _set_aside(self) -> None:
        path = self._folder / f"{len(self._files):06}.arrow"
        pl.DataFrame(self._rows, schema=self._schema, orient="row").write_ipc(path)
        self._files.append(path)
        self._rows = []


def _type(column: str) -> pl.DataType:
    if column in INTEGER_COLUMNS:
        return pl.Int64()
    if column in FLOAT_COLUMNS:
        return pl.Float64()
    if column in BOOLEAN_COLUMNS:
        return pl.Boolean()
    if column == "figures":
        return pl.List(pl.Int64)
    return pl.List(pl.String) if column == "figure_quotes" else pl.String()


FORMAT = Format(encode=encode, writing=writing)
