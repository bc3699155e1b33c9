"""Which of several figures fills a cell of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import polars as pl

from luoshi.ledger.panels.columns import STATUSES, columns
from luoshi.reading.records import Edition
from luoshi.reading.records.model import Bound

CELL = ("owner", "year", "indicator", "status")
_EDITIONS: Sequence[str | None] = (get_args(Edition)[0], None, *get_args(Edition)[1:])
_FAR = 1_000
_LIMITS: tuple[Bound, ...] = ("at_least", "at_most")


def choose(rows: pl.DataFrame, *, every: bool = False) -> pl.DataFrame:
    """The panel of one owner's ``rows`` (as ``report_rows`` gives them), in the order of the panel.

    A figure about a narrower place, over several years or part of one, or without a year fills no cell.
    Of those left in a cell, first comes the one

    1. in the report that should tell it: for a target that of its own year, for an outcome that of
       the year after; else the nearest, for targets rather before, for outcomes rather after;
    2. in a full report, then in one of unknown edition, an abstract, an interpretation;
    3. among the headline targets or in the review;
    4. whose number is that reached, before one that says only over or under what (outcomes alone);
    5. in the paragraph that tells most rates of the same year;
    6. whose subject is a name of the indicator as it stands;
    7. in the first file by name, and the first in its text.

    With ``every``, the others follow it, with the reason in ``choice``. The same text given twice
    counts once. A place that changed its name has that of its last report throughout.
    """
    names = [column.name for column in columns("zh", every=every)]
    judged = _judged(_once(rows)).with_columns(_last("place"), _last("province"))
    ordered = judged.sort(
        "year", "indicator", _position("status", STATUSES), *_RANK, nulls_last=True, maintain_order=True
    )
    return (ordered if every else ordered.filter(choice="chosen")).select(names)


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with the same place of the same text only under the first of its names."""
    by_file = rows.sort("file", "start", "end", maintain_order=True)
    return by_file.unique(["sha256", "start", "end", "indicator"], keep="first", maintain_order=True)


def _last(column: str) -> pl.Expr:
    return pl.col(column).sort_by("report_year", column, nulls_last=[False, False]).last()


def _judged(rows: pl.DataFrame) -> pl.DataFrame:
    spans = (pl.col("first_year") != pl.col("year")) | pl.col("timing").eq_missing("span")
    standing = (
        pl.when(pl.col("year").is_null()).then(pl.lit("no_year"))
        .when(spans).then(pl.lit("span"))
        .when(pl.col("timing") == "part_year").then(pl.lit("part_year"))
        .when(pl.col("narrower_place").is_not_null()).then(pl.lit("narrower_place"))
        .otherwise(pl.lit("chosen"))
    )  # fmt: skip
    ranked = rows.with_columns(
        choice=standing,
        _out=standing != "chosen",
        _distance=_distance(),
        _edition=_position("edition", _EDITIONS),
    ).sort(*CELL, *_RANK, nulls_last=True, maintain_order=True)
    cell = [*CELL, "_out"]
    first = pl.int_range(pl.len()).over(cell) == 0
    value = pl.struct("value_low", "value_high", "unit")
    candidates = pl.when(~pl.col("_out"))
    return ranked.with_columns(
        choice=pl.when((pl.col("choice") == "chosen") & ~first).then(pl.lit("outranked")).otherwise("choice"),
        candidates=candidates.then(pl.len().over(cell)).cast(pl.Int64),
        candidate_values=candidates.then(value.n_unique().over(cell)).cast(pl.Int64),
    )


_RANK: tuple[pl.Expr, ...] = (
    pl.col("_out"),
    pl.col("_distance"),
    pl.col("_edition"),
    ~pl.col("headline"),
    (pl.col("status") != "target") & pl.col("bound").is_in(_LIMITS),
    -pl.col("listed"),
    ~pl.col("exact_subject"),
    pl.col("file"),
    pl.col("start"),
    pl.col("end"),
)


def _distance() -> pl.Expr:
    """How far the report's year is from the one that should tell the figure; less on the better side."""
    late = pl.col("report_year") - pl.col("year")
    target = pl.col("status") == "target"
    distance = pl.when(target).then(late).otherwise(late - 1)
    better_side = pl.when(target).then(distance <= 0).otherwise(distance >= 0)
    return (2 * distance.abs() + (~better_side).cast(pl.Int64)).fill_null(_FAR)


def _position(column: str, values: Sequence[str | None]) -> pl.Expr:
    """The position of a column's value among ``values``."""
    numbers = {value: number for number, value in enumerate(values)}
    return pl.col(column).replace_strict(numbers, default=len(values), return_dtype=pl.Int64)
