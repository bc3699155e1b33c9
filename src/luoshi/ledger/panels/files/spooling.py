"""Rows set aside on disk, for files whose front or columns depend on all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import polars as pl

from luoshi.ledger.panels.columns import Column

_ROWS_A_PART = 20_000


class Spool(msgspec.Struct, frozen=True):
    """Arrow files in the order of their rows, of which there are ``count``.

    ``longest`` is how many bytes of UTF-8 the longest value of each column of text has.
    """

    parts: list[Path]
    count: int
    longest: dict[str, int]

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows again."""
        return (pl.read_ipc(part) for part in self.parts)


@contextmanager
def spooled(frames: Iterable[pl.DataFrame], columns: Sequence[Column]) -> Iterator[Spool]:
    """``frames``, which have ``columns``, in a few files that last as long as the context."""
    empty = pl.DataFrame(schema={column.name: column.dtype for column in columns})
    texts = [column.name for column in columns if column.dtype == pl.String]
    longest = dict.fromkeys(texts, 0)
    parts: list[Path] = []
    count = 0
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder:
        for frame in _in_parts(frames, empty):
            parts.append(Path(folder) / f"{len(parts):06}.arrow")
            frame.write_ipc(parts[-1])
            count += len(frame)
            for name, size in frame.select(pl.col(texts).str.len_bytes().max()).row(0, named=True).items():
                longest[name] = max(longest[name], size or 0)
        yield Spool(parts, count, longest)


def _in_parts(frames: Iterable[pl.DataFrame], empty: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The same rows in frames of about ``_ROWS_A_PART``; at least one, which may be ``empty``."""
    waiting = [empty]
    count = 0
    for frame in frames:
        waiting.append(frame)
        count += len(frame)
        if count >= _ROWS_A_PART:
            yield pl.concat(waiting)
            waiting, count = [empty], 0
    yield pl.concat(waiting)
