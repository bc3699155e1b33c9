"""Text in lines of a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells

_OPENING = r"（《〈「『【〔［“‘"
_CLOSING = r"，。、；：！？）》〉」』】〕］”’％…,.;:!?)%"
# What is never parted: a run of Latin characters, a Chinese character; with the marks that cling to it.
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[!-~]+|[^\s{_OPENING}])?[{_CLOSING}]*")


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; no line begins with ``，`` or ends with ``（``.

    ``"新建公园12个，绿道"``, 14 -> ``["新建公园12个，", "绿道"]``
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if cell_len(line) + cell_len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def shortened(text: str, width: int) -> str:
    """``text`` in one line of at most ``width`` columns, with ``…`` where some of it is left out."""
    if cell_len(text) <= width:
        return text
    return chop_cells(text, width - 1)[0].rstrip() + "…"


def padded(text: str, width: int) -> str:
    """``text`` with blanks behind it up to ``width`` columns."""
    return text + " " * (width - cell_len(text))


def _pieces(text: str, width: int) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        pieces += chop_cells(piece, width) if cell_len(piece) > width else [piece]
    return pieces
