"""Text in lines of a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import re
from itertools import pairwise

from rich.cells import cell_len, chop_cells
from rich.text import Text

_OPENING = r"（《〈「『【〔［“‘"
_CLOSING = r"，。、；：！？）》〉」』】〕］”’％…,.;:!?)%"
# What is never parted: a run of Latin characters, a Chinese character; with the marks that cling to it.
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[!-~]+|[^\s{_OPENING}])?[{_CLOSING}]*")


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; no line begins with ``，`` or ends with ``（``.

    ``"新建公园12个，绿道"``, 14 -> ``["新建公园12个，", "绿道"]``
    """
    starts = [0, *_breaks(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in pairwise(starts)]


def wrapped_styled(text: Text, width: int) -> list[Text]:
    """``wrapped`` for a text of several looks."""
    lines = list(text.divide(_breaks(text.plain, width)))
    for line in lines:
        line.rstrip()
    return lines


def shortened(text: str, width: int) -> str:
    """``text`` in one line of at most ``width`` columns, with ``…`` where some of it is left out."""
    if cell_len(text) <= width:
        return text
    return chop_cells(text, width - 1)[0].rstrip() + "…"


def padded(text: str, width: int) -> str:
    """``text`` with blanks behind it up to ``width`` columns."""
    return text + " " * (width - cell_len(text))


def _breaks(text: str, width: int) -> list[int]:
    """Where the second line begins, and every further one."""
    breaks: list[int] = []
    at = used = 0
    for piece in _pieces(text, width):
        if used + cell_len(piece.rstrip()) > width:
            breaks.append(at)
            used = 0
        used += cell_len(piece)
        at += len(piece)
    return breaks


def _pieces(text: str, width: int) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        pieces += chop_cells(piece, width) if cell_len(piece) > width else [piece]
    return pieces
