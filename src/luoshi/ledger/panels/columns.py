"""The columns of the panel, with their labels, from ``columns.toml``."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args

import msgspec
import polars as pl

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.output.labels import value_label
from luoshi.reading.records import Edition, Status
from luoshi.reading.records.model import Bound, Measure, Tone

ColumnType = Literal["text", "long", "integer", "number", "yes", "coded"]
Choice = Literal["chosen", "outranked", "narrower_place", "span", "no_year", "part_year"]

STATUSES: tuple[Status, ...] = ("target", "expected", "actual")
"""The statuses that have cells, in the order of the panel."""

_VALUES: dict[str, tuple[str, ...]] = {
    "status": STATUSES,
    "bound": get_args(Bound),
    "measure": get_args(Measure),
    "tone": get_args(Tone),
    "edition": get_args(Edition),
}

_TYPES: dict[ColumnType, pl.DataType] = {
    "text": pl.String(),
    "long": pl.String(),
    "coded": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "yes": pl.Boolean(),
}


class Column(msgspec.Struct, frozen=True):
    """A column: its ``name`` in every file, its type, its label, and what it says.

    ``codes`` are the values of a coded column with their words, in the order of their numbers (from
    1) in Stata; empty for every other column.
    """

    name: str
    type: ColumnType
    label: str
    says: str = ""
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def dtype(self) -> pl.DataType:
        """The type of the column in a frame."""
        return _TYPES[self.type]


@cache
def _table() -> dict[str, Any]:
    return toml_table("luoshi.ledger.panels", "columns.toml")


def words(key: str, language: Language, /, **values: object) -> str:
    """One of the words that files need beside their columns."""
    text: str = _table()["words"][key][language]
    return text.format(**values)


@cache
def columns(language: Language, *, every: bool = False) -> tuple[Column, ...]:
    """The columns of the long panel in their order; those of ``--all`` with ``every``."""
    return tuple(
        Column(name, column["type"], column[language], column[f"says_{language}"], _codes(name, language))
        for name, column in _table()["columns"].items()
        if every or not column.get("every", False)
    )


def schema() -> dict[str, pl.DataType]:
    """Names and types of all columns of the long panel."""
    return {column.name: column.dtype for column in columns("zh", every=True)}


def column_named(name: str, language: Language) -> Column:
    """The column ``name`` of the long panel."""
    return next(column for column in columns(language, every=True) if column.name == name)


def _codes(name: str, language: Language) -> tuple[tuple[str, str], ...]:
    if name == "choice":
        return tuple((value, _table()["choice"][value][language]) for value in get_args(Choice))
    return tuple((value, value_label(name, value, language)) for value in _VALUES.get(name, ()))
