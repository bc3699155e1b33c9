"""Parquet: typed columns, names as in the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

import polars as pl

from luoshi.errors import Language
from luoshi.ledger.panels.columns import Column
from luoshi.ledger.panels.files.spooling import spooled

_ROWS_A_GROUP = 50_000


def write(
    stream: IO[bytes], frames: Iterable[pl.DataFrame], columns: Sequence[Column], _language: Language
) -> int:
    """Rows are set aside in parts and joined at the end; gives their number."""
    with spooled(frames, columns) as spool:
        pl.scan_ipc(spool.parts).sink_parquet(
            stream, compression="zstd", maintain_order=True, row_group_size=_ROWS_A_GROUP
        )
        return spool.count
