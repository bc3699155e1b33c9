"""One row a place and year: a column for every indicator and status that occurs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from luoshi.errors import Language
from luoshi.ledger.indicators import find
from luoshi.ledger.panels.columns import STATUSES, Column, column_named, columns, words

Cells = dict[tuple[str, str], set[str]]
"""The units that occur, by indicator and status."""

KEYS = ("place_code", "place", "province", "year")


class Wide:
    """The wide panel: ``columns``, and ``frames`` that have them.

    For each indicator and status that occurs: ``gdp_growth_target`` (the value), for targets
    ``gdp_growth_target_bound``, and ``…_unit`` where it is not the same unit throughout.
    """

    def __init__(self, parts: Sequence[Path], cells: Cells, language: Language) -> None:
        self._parts = parts
        self._cells = cells
        self.columns = tuple(_wide_columns(cells, language))

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows, place by place."""
        names = [column.name for column in self.columns]
        for part in self._parts:
            yield _pivoted(pl.read_ipc(part), self.columns).select(names)


@contextmanager
def widened(frames: Iterable[pl.DataFrame], language: Language) -> Iterator[Wide]:
    """The wide form of long ``frames``, which wait on disk until all columns are known."""
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder:
        parts: list[Path] = []
        cells: Cells = {}
        for frame in frames:
            for indicator, status, unit in frame.select("indicator", "status", "unit").unique().iter_rows():
                cells.setdefault((indicator, status), set()).add(unit)
            parts.append(Path(folder) / f"{len(parts):06}.arrow")
            frame.write_ipc(parts[-1])
        yield Wide(parts, cells, language)


def _wide_columns(cells: Cells, language: Language) -> Iterator[Column]:
    long = {column.name: column for column in columns(language)}
    yield from (long[key] for key in KEYS)
    bound = column_named("bound", language)
    for indicator, status in sorted(cells, key=lambda cell: (cell[0], STATUSES.index(cell[1]))):
        name, label = f"{indicator}_{status}", _label(indicator, status, language)
        units = cells[indicator, status]
        one_unit = next(iter(units)) if len(units) == 1 else ""
        of_value = words("in_unit", language, name=label, unit=one_unit) if one_unit else label
        yield Column(name, "number", of_value, one_unit)
        if status == "target":
            yield Column(
                f"{name}_bound", "coded", words("bound_of", language, name=label), bound.says, bound.codes
            )
        if len(units) > 1:
            yield Column(f"{name}_unit", "text", words("unit_of", language, name=label))


def _label(indicator: str, status: str, language: Language) -> str:
    entry = find(indicator)
    name = indicator if entry is None else entry.zh if language == "zh" else entry.en
    of_status = dict(column_named("status", language).codes)
    return words("named", language, name=name, status=of_status[status])


def _pivoted(rows: pl.DataFrame, wanted: Sequence[Column]) -> pl.DataFrame:
    """The rows of one place, a row a year."""
    names = pl.concat_str("indicator", pl.lit("_"), "status")
    wide = rows.select(*KEYS, "value", "bound", "unit", _name=names).pivot(
        "_name", index=KEYS, values=["value", "bound", "unit"], maintain_order=True
    )
    have = set(wide.columns)
    return wide.select(*KEYS, *(_cell(column, have) for column in wanted if column.name not in KEYS))


def _cell(column: Column, have: set[str]) -> pl.Expr:
    """``gdp_target_bound`` out of the pivoted ``bound_gdp_target``, else ``value_gdp_target``."""
    ending = next((part for part in ("bound", "unit") if column.name.endswith(f"_{part}")), None)
    source = f"{ending}_{column.name.removesuffix(f'_{ending}')}" if ending else f"value_{column.name}"
    return (pl.col(source) if source in have else pl.lit(None, dtype=column.dtype)).alias(column.name)
