"""Tables for a terminal: one report at a glance, several a line each, or everything of a kind."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec
from rich.console import Console

from luoshi.errors import Language
from luoshi.output.amounts import in_own_unit
from luoshi.output.formats.base import Format, Request, Write, stream_to
from luoshi.output.glance import Line, at_a_glance, show, where_the_rest_is
from luoshi.output.grid import grid
from luoshi.output.labels import field_label, in_words, kind_label, value_label
from luoshi.output.overview import Overview, overview
from luoshi.output.rows import Kind, Row, report_row, rows
from luoshi.output.titles import report_title
from luoshi.output.wrapping import wrapped
from luoshi.reading.records import Report

_WIDTH_OF_FILES = 80
_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "figures": ("subject", "value", "status", "period", "place"),
    "promises": ("text", "kind", "period", "place"),
    "projects": ("name", "stage", "amount", "capacity", "place"),
    "problems": ("text",),
    "outline": ("heading", "part"),
}
_SUMMARY = (
    "report_place",
    "report_year",
    "figure_count",
    "promise_count",
    "project_count",
    "problem_count",
    "file",
)
_COUNTS = range(2, 6)
_STYLES = {"target": "red", "expected": "yellow", "background": "dim", "headline_target": "red"}


class _Record(msgspec.Struct):
    section: str
    cells: dict[str, str]
    style: str


class _Payload(msgspec.Struct):
    title: str
    report: Row
    overview: Overview | None
    records: list[_Record]


def encode(report: Report, request: Request) -> bytes:
    """What the tables show of a report, as MessagePack."""
    language = request.language
    glance = None if request.only else overview(report, language)
    records = _records(report, request.only, language) if request.only else []
    return msgspec.msgpack.encode(_Payload(report_title(report), report_row(report), glance, records))


@contextmanager
def writing(request: Request, out: Path | None, stdout: IO[bytes]) -> Iterator[Write]:
    """One report at a glance; several a line each; or, where a kind was asked for, all of it of each."""
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
            self._print(_all_of(decoded, self._request.only, self._request.language, self._console.width))
            return
        self._reports.append(decoded.report)
        self._first = decoded if len(self._reports) == 1 else None

    def finish(self) -> None:
        """Print what was held back."""
        width, language = self._console.width, self._request.language
        if self._first is not None and self._first.overview is not None:
            first = self._first
            lines = at_a_glance(first.title, first.report, self._first.overview, language, width)
            self._print([*lines, *where_the_rest_is(language, width)])
        elif self._reports:
            self._print(summary(self._reports, language, width))

    def _print(self, lines: Sequence[Line]) -> None:
        show(self._console, lines)
        text = self._console.file
        if isinstance(text, io.StringIO):
            self._stream.write(text.getvalue().encode("utf-8", "replace"))
            text.seek(0)
            text.truncate()


def summary(reports: Sequence[Row], language: Language, width: int) -> list[Line]:
    """A line for each report; the folder that holds them all stands above."""
    folder = _common_folder([report["file"] for report in reports])
    table = [[field_label(column, language) for column in _SUMMARY]]
    for report in reports:
        cells = ["" if report[column] is None else str(report[column]) for column in _SUMMARY]
        table.append([*cells[:-1], cells[-1].removeprefix(folder)])
    head, *rest = grid(table, width, right=_COUNTS)
    lines = [Line(line, "dim") for line in wrapped(folder, width)] if folder else []
    lines += [Line(line, "bold") for line in head]
    return [*lines, *(Line(line) for laid in rest for line in laid)]


def _common_folder(names: Sequence[str]) -> str:
    """``a/b/1.md``, ``a/b/c/2.md`` -> ``a/b/``; empty where they share none."""
    above = [Path(name).parent for name in names]
    shared = next((folder for folder in (above[0], *above[0].parents) if _holds_all(folder, above)), Path())
    return "" if shared == Path() else os.path.join(shared, "")  # noqa: PTH118  with its last stroke


def _holds_all(folder: Path, others: Sequence[Path]) -> bool:
    return all(other.is_relative_to(folder) for other in others)


def _all_of(payload: _Payload, kind: Kind, language: Language, width: int) -> list[Line]:
    """The report's records of one kind, under the headings of its sections."""
    lines = [Line(line, "bold") for line in wrapped(payload.title, width)]
    lines += [Line(line, "dim") for line in wrapped(payload.report["file"], width)]
    lines.append(Line(f"{kind_label(kind, language)} {len(payload.records)}"))
    columns = [name for name in _COLUMNS[kind] if any(record.cells[name] for record in payload.records)]
    if not columns:
        return [*lines, Line("")]
    table = [[field_label(name, language) for name in columns]]
    table += [[record.cells[name] for name in columns] for record in payload.records]
    head, *rest = grid(table, width, indent=2)
    lines += [Line(line, "bold") for line in head]
    section = None
    for record, laid in zip(payload.records, rest, strict=True):
        if record.section != section:
            section = record.section
            if section:
                lines += [Line(""), *(Line(line, "bold") for line in wrapped(section, width))]
        lines += [Line(line, record.style) for line in laid]
    return [*lines, Line("")]


def _records(report: Report, kind: Kind, language: Language) -> list[_Record]:
    table = rows(report, kind)
    records = []
    for number, row in enumerate(table):
        cells = {column: _cell(column, row, language) for column in _COLUMNS[kind]}
        if kind == "figures":
            cells["value"] = in_words(report.figures[number], language)
        elif kind == "projects":
            cells["amount"] = in_own_unit(report, report.projects[number])
        elif kind == "outline":
            cells["heading"] = "　" * (row["level"] - 1) + cells["heading"]
        section = "" if kind == "outline" else _last(row["section_path"])
        style = _STYLES.get(row.get("status") or row.get("kind") or "", "")
        records.append(_Record(section, cells, style))
    return records


def _last(path: str | None) -> str:
    return "" if path is None else path.rsplit(" › ", maxsplit=1)[-1]


def _cell(column: str, row: Row, language: Language) -> str:
    value = row.get(column)
    return "" if value is None else " ".join(value_label(column, value, language).split())


def _console(stream: IO[bytes], *, to_file: bool) -> Console:
    if to_file or not stream.isatty():
        return Console(file=io.StringIO(), width=_WIDTH_OF_FILES, no_color=True)
    return Console(highlight=False)


FORMAT = Format(encode=encode, writing=writing)
