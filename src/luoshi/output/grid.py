"""Columns for a terminal, as wide as they look."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len

from luoshi.output.wrapping import padded, wrapped

_GAP = 2
_NARROWEST = 4


def grid(
    rows: Sequence[Sequence[str]], width: int, *, right: Sequence[int] = (), indent: int = 0
) -> list[list[str]]:
    """For every row its lines, of at most ``width`` columns; columns in ``right`` end at the right.

    The widest columns give way where the table is too wide; what does not fit goes on in the next line,
    as does what stands behind a line end in a cell.
    """
    widths = _fitting([max(map(_width, column)) for column in zip(*rows, strict=True)], width - indent)
    return [[" " * indent + line for line in _lines(row, widths, right)] for row in rows]


def _width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _fitting(widths: list[int], width: int) -> list[int]:
    most = width - _GAP * (len(widths) - 1)
    while sum(widths) > most and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> list[str]:
    cells = [
        [line for part in cell.split("\n") for line in wrapped(part, width)]
        for cell, width in zip(row, widths, strict=True)
    ]
    return [
        (" " * _GAP)
        .join(
            " " * (width - cell_len(cell)) + cell if index in right else padded(cell, width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        .rstrip()
        for line in zip_longest(*cells, fillvalue="")
    ]
