"""Tables for a terminal: one report in full, several reports a line each."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from luoshi.errors import Language
from luoshi.output.formats.base import Format, Request, Write, stream_to
from luoshi.output.labels import field_label, in_words, kind_label, value_label
from luoshi.output.rows import Kind, Row, report_row, rows
from luoshi.output.titles import report_title
from luoshi.reading.records import Report

_WIDTH_OF_FILES = 120
_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "figures": ("subject", "value", "status", "period", "place", "section_path"),
    "promises": ("kind", "text", "figure_quotes", "period", "place"),
    "projects": ("name", "stage", "investment", "capacity", "place"),
    "problems": ("text", "section_path"),
    "outline": ("heading", "part"),
}
_SUMMARY = (
    "file",
    "report_place",
    "report_year",
    "figure_count",
    "promise_count",
    "project_count",
    "problem_count",
)
_STYLES = {"target": "red", "expected": "yellow", "background": "dim", "headline_target": "red"}


class _Payload(msgspec.Struct):
    title: str
    report: Row
    rows: list[dict[str, str]]
    styles: list[str]


def encode(report: Report, request: Request) -> bytes:
    """What the tables show of a report, as MessagePack."""
    kind, language = request.kind, request.language
    table = rows(report, kind)
    shown = [{column: _cell(column, row, language) for column in _COLUMNS[kind]} for row in table]
    if kind == "figures":
        for row, figure in zip(shown, report.figures, strict=True):
            row["value"] = in_words(figure, language)
    if kind == "outline":
        for row, section in zip(shown, report.outline, strict=True):
            row["heading"] = "  " * (section.level - 1) + row["heading"]
    styles = [_STYLES.get(row.get("status") or row.get("kind") or "", "") for row in table]
    return msgspec.msgpack.encode(_Payload(_title(report), report_row(report), shown, styles))


@contextmanager
def writing(request: Request, out: Path | None, stdout: IO[bytes]) -> Iterator[Write]:
    """One report: its rows. Several: a line each, or, where a kind was asked for, a table each."""
    with stream_to(out, stdout) as stream:
        tables = _Tables(request, _console(stream, to_file=out is not None), stream)
        yield tables.write
        tables.finish()


class _Tables:
    """Holds the first report back until it is known whether others follow."""

    def __init__(self, request: Request, console: Console, stream: IO[bytes]) -> None:
        self._request, self._console, self._stream = request, console, stream
        self._first: _Payload | None = None
        self._reports: list[Row] = []

    def write(self, payload: bytes) -> None:
        """Take one report."""
        decoded = msgspec.msgpack.decode(payload, type=_Payload)
        if self._request.only:
            self._show(decoded)
            return
        self._reports.append(decoded.report)
        self._first = decoded if len(self._reports) == 1 else None

    def finish(self) -> None:
        """Print what was held back."""
        if self._first is not None:
            self._show(self._first)
        elif self._reports:
            self._print(summary_table(self._reports, self._request.language))

    def _show(self, payload: _Payload) -> None:
        language = self._request.language
        self._print(Text(payload.title, style="bold"), Text(counts(payload.report, language)))
        self._print(_table(payload, self._request.kind, language))

    def _print(self, *things: Any) -> None:
        for thing in things:
            self._console.print(thing)
        text = self._console.file
        if isinstance(text, io.StringIO):
            self._stream.write(text.getvalue().encode("utf-8", "replace"))
            text.seek(0)
            text.truncate()


def _title(report: Report) -> str:
    return f"{report_title(report)}  {report.source.name}"


def counts(report: Row, language: Language) -> str:
    """How much was read: ``数字 210 · 承诺 83 · 项目 12 · 问题 4``."""
    kinds = ("figures", "promises", "projects", "problems")
    return " · ".join(f"{kind_label(kind, language)} {report[kind[:-1] + '_count']}" for kind in kinds)


def summary_table(reports: Sequence[Row], language: Language) -> Table:
    """A line for each report."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in _SUMMARY:
        is_count = column.endswith("_count")
        table.add_column(
            field_label(column, language), justify="right" if is_count else "left", overflow="fold"
        )
    for report in reports:
        table.add_row(*(Text("" if report[column] is None else str(report[column])) for column in _SUMMARY))
    return table


def _table(payload: _Payload, kind: Kind, language: Language) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    columns = [column for column in _COLUMNS[kind] if any(row[column] for row in payload.rows)]
    for column in columns or _COLUMNS[kind]:
        table.add_column(field_label(column, language), overflow="fold")
    for row, style in zip(payload.rows, payload.styles, strict=True):
        table.add_row(*(Text(row[column]) for column in columns), style=style)
    return table


def _cell(column: str, row: Row, language: Language) -> str:
    value = row.get(column)
    if value is None:
        return ""
    if column == "section_path":
        return str(value).rsplit(" › ", maxsplit=1)[-1]
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, float):
        return f"{value:,.0f}"
    return " ".join(value_label(column, value, language).split())


def _console(stream: IO[bytes], *, to_file: bool) -> Console:
    if to_file or not stream.isatty():
        return Console(file=io.StringIO(), width=_WIDTH_OF_FILES, no_color=True)
    return Console()


FORMAT = Format(encode=encode, writing=writing)
