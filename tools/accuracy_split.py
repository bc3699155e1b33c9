"""The third of the labels that nobody looks at while rules are written.

Which labels belong to it is decided by the SHA-256 of their id alone, before anybody has read them: the id of
the paragraph for figures, the file and the line of the mention for projects.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_PARTS = 3

Row = dict[str, Any]


def is_held_out(identifier: str) -> bool:
    """Whether the labels of ``identifier`` are kept out of sight: one in three."""
    return int(hashlib.sha256(identifier.encode("utf-8")).hexdigest(), 16) % _PARTS == 0


def by_line(rows: Iterable[Row], reports: Path, held_out: bool) -> list[Row]:
    """The ``rows`` (each with ``file`` and ``start``) that stand in lines of the one part or the other."""
    starts: dict[str, list[int]] = {}
    kept = []
    for row in rows:
        file = row["file"]
        if file not in starts:
            starts[file] = _line_starts((reports / file).read_text(encoding="utf-8"))
        line = bisect_right(starts[file], row["start"])
        if is_held_out(f"{file}#{line}") is held_out:
            kept.append(row)
    return kept


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
