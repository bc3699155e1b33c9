"""Compare the panel with a plain search of the reports.

Of each report alone: where ``panel_search`` finds the value of a headline indicator, for the year's aims or
for the year before, the panel of the report must have that cell with one of the values found.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import polars as pl

from luoshi.errors import LuoshiError
from luoshi.ledger.panels import panel_of
from luoshi.parallel import Processes, Work
from luoshi.reading.intake import sources
from luoshi.reading.reader import read_source
from luoshi.reading.records import Report
from panel_search import Kind, Mention, knowledge, mentions, report_year

_STATUSES = {"outcome": ("actual", "expected"), "target": ("target",)}


class Cell(NamedTuple):
    """One indicator and kind of one report: what the words give, and what the panel has."""

    file: str
    indicator: str
    kind: Kind
    mentions: tuple[Mention, ...]
    values: tuple[tuple[float, float], ...]
    figures: tuple[str, ...]

    @property
    def is_there(self) -> bool:
        """Whether the panel has the cell with a value that the words give."""
        return any((found.low, found.high) in self.values for found in self.mentions)


class Task(NamedTuple):
    """A report to read."""

    reports: Path
    path: Path

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.path.stat().st_size


def cells(shared: Path) -> list[Cell]:
    """Every cell that the words of the shared reports give, in the order of the files."""
    reports = shared / "reports"
    tasks = [Task(reports, path) for path in sorted(reports.rglob("*.md"))]
    work = Processes(Work(report_cells, _give_up), os.cpu_count() or 1, ordered=True)
    return [cell for _, found in work.run(tasks) for cell in found]


def report_cells(task: Task) -> list[Cell]:
    """The cells that the words of one report give."""
    text = task.path.read_text(encoding="utf-8")
    place, year = task.path.parent.name, int(task.path.stem)
    found: dict[tuple[str, Kind], list[Mention]] = {}
    for mention in mentions(text, place, year):
        found.setdefault((mention.indicator, mention.kind), []).append(mention)
    read = [read_source(source) for source in sources(task.path) if not isinstance(source, LuoshiError)]
    rows = panel_of(read, every=True)
    given = report_year(text, place, year)
    file = str(task.path.relative_to(task.reports))
    return [_cell(file, given, tuple(of_cell), rows, _figures(read, of_cell)) for of_cell in found.values()]


def _give_up(task: Task) -> list[Cell]:
    raise RuntimeError(f"{task.path} ends its process")


def _cell(
    file: str, year: int, found: tuple[Mention, ...], rows: pl.DataFrame, figures: tuple[str, ...]
) -> Cell:
    first = found[0]
    chosen = rows.filter(
        pl.col("indicator").is_in(knowledge()["indicators"][first.indicator]["codes"]),
        pl.col("status").is_in(_STATUSES[first.kind]),
        year=year - (first.kind == "outcome"),
        choice="chosen",
    )
    values = tuple(chosen.select("value_low", "value_high").iter_rows())
    return Cell(file, first.indicator, first.kind, found, values, figures)


def _figures(read: list[Report], found: list[Mention]) -> tuple[str, ...]:
    """What the reader made of the numbers that were found, for whoever looks for the fault."""
    return tuple(
        " ".join(
            (figure.quote, figure.subject, figure.measure, figure.status, figure.period, figure.place or "")
        )
        for mention in found
        for report in read
        for figure in report.figures
        if mention.start < figure.end <= mention.end + 3
    )


def panel_scores() -> tuple[str, ...]:
    """The names of the scores."""
    return tuple(f"{key} {kind}" for key in knowledge()["indicators"] for kind in _STATUSES)


def score_panel(shared: Path, faults: int) -> dict[str, float]:
    """Of each indicator and kind the share of reports that have the cell; prints ``faults`` of the lost."""
    of: dict[str, list[Cell]] = {name: [] for name in panel_scores()}
    for cell in cells(shared):
        of[f"{cell.indicator} {cell.kind}"].append(cell)
    scores: dict[str, float] = {}
    for name, given in of.items():
        lost = [cell for cell in given if not cell.is_there]
        print(f"{name}: {len(given)} reports give it, {len(lost)} have not the cell")
        print("".join(_lost(cell) for cell in lost[:faults]), end="")
        scores[name] = round(1 - len(lost) / max(1, len(given)), 4)
    return scores


def _lost(cell: Cell) -> str:
    """The lines that show a lost cell: the words found, what the panel has, what the reader made of them."""
    words = "".join(f"    {found.start} {found.low:g} {found.words}\n" for found in cell.mentions)
    read = "".join(f"      read: {figure}\n" for figure in cell.figures)
    return f"  {cell.file}, the panel has {list(cell.values) or 'nothing'}\n{words}{read}"
