"""The formats by the suffix of their files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Literal, get_args

import polars as pl

from luoshi.errors import Language, UsageError
from luoshi.ledger.panels.columns import Column
from luoshi.output.files import replacing

PanelFormat = Literal["parquet", "csv", "xlsx", "dta"]
PANEL_FORMATS: tuple[PanelFormat, ...] = get_args(PanelFormat)
Write = Callable[[IO[bytes], Iterable[pl.DataFrame], Sequence[Column], Language], int]

_MODULES: dict[PanelFormat, str] = {
    "parquet": "parquet", "csv": "separated", "xlsx": "workbook", "dta": "stata",
}  # fmt: skip


def panel_format(path: Path) -> PanelFormat:
    """The format that a file name asks for; ``UsageError`` (``unknown_panel_format``) for any other."""
    suffix = path.suffix.lower().removeprefix(".")
    for name in PANEL_FORMATS:
        if suffix == name:
            return name
    raise UsageError("unknown_panel_format", path=str(path))


def write_panel(
    path: Path, frames: Iterable[pl.DataFrame], columns: Sequence[Column], language: Language
) -> int:
    """Write ``frames``, which all have ``columns``, to ``path``; gives the number of rows.

    The file is whole or not there. The same frames give the same bytes.
    """
    write: Write = import_module(f"luoshi.ledger.panels.files.{_MODULES[panel_format(path)]}").write
    with replacing(path) as stream:
        return write(stream, frames, columns, language)
