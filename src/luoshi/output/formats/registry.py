"""The formats by name."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import IO, get_args

from luoshi.output.formats.base import Format, FormatName, Request, Write
from luoshi.reading.records import Report

FORMATS: tuple[FormatName, ...] = get_args(FormatName)
_SUFFIXES: dict[str, FormatName] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".xlsx": "xlsx",
    ".parquet": "parquet", ".html": "html", ".htm": "html", ".txt": "table",
}  # fmt: skip


def format_of_suffix(path: Path) -> FormatName | None:
    """The format that a file name asks for: ``a.xlsx`` -> ``xlsx``."""
    return _SUFFIXES.get(path.suffix.lower())


def encode(report: Report, request: Request) -> bytes:
    """A report as bytes for the ``write`` of ``writing(request, …)``."""
    return _format(request.format).encode(report, request)


def writing(request: Request, out: Path | None, stdout: IO[bytes]) -> AbstractContextManager[Write]:
    """A context that yields ``write`` for encoded reports; see ``Format.writing``.

    ``UsageError``: ``output_needed`` where the format cannot go to standard output,
    ``cannot_write`` where ``out`` cannot be written.
    """
    return _format(request.format).writing(request, out, stdout)


def _format(name: FormatName) -> Format:
    # Each format's library (rich, xlsxwriter, polars, jinja2) is loaded only when it is asked for.
    chosen: Format = import_module(f"luoshi.output.formats.{_MODULES[name]}").FORMAT
    return chosen


_MODULES: dict[FormatName, str] = {
    "table": "table", "jsonl": "lines", "csv": "separated",
    "xlsx": "workbook", "parquet": "columns", "html": "pages",
}  # fmt: skip
