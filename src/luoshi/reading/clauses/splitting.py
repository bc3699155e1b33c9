"""Cutting a paragraph at its marks, quotations and brackets kept whole."""

from __future__ import annotations

import re
from typing import Protocol

MARKS = "，；。！？："
SENTENCE_ENDS = "。！？"
Clause = tuple[int, int, str]

_SPLIT = re.compile(f"([{MARKS}])")
# Quotations and brackets are stepped over only where a mark stands inside one; that is rare. Both patterns
# look as far ahead, and no farther: an opening mark that is never closed costs a bounded look.
_INNER_MARK = re.compile(
    f"“[^”{MARKS}]{{0,200}}+[{MARKS}]|（[^）{MARKS}]{{0,200}}+[{MARKS}]|《[^》{MARKS}]{{0,100}}+[{MARKS}]|：(?=[0-9])"
)
_MARK_OR_QUOTED = re.compile(
    "“[^”\\n]{0,200}”|（[^）\\n]{0,200}）|《[^》\\n]{0,100}》|(?P<mark>[，；。！？]|：(?![0-9])|(?<![0-9])：)"
)


class Measured(Protocol):
    """What the packages need to know of a figure: where it stands, its lower value and its unit."""

    @property
    def start(self) -> int:
        """Where its words start."""

    @property
    def end(self) -> int:
        """Where its words end."""

    @property
    def low(self) -> float:
        """The value, or the lower one of a range."""

    @property
    def unit(self) -> str:
        """The unit, ``元``."""


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of the paragraph ``text[start:end]``: start, end, and the mark behind each.

    ``甲，乙。丙`` -> ``甲`` (，), ``乙`` (。), ``丙`` (no mark); ``“甲，乙”丙`` is one clause.
    Clauses may be empty.
    """
    if _INNER_MARK.search(text, start, end) is not None:
        return _around_quotations(text, start, end)
    found: list[Clause] = []
    add = found.append
    pieces = iter(_SPLIT.split(text[start:end]))
    for piece in pieces:
        after = start + len(piece)
        add((start, after, next(pieces, "")))
        start = after + 1
    return found


def _around_quotations(text: str, start: int, end: int) -> list[Clause]:
    found: list[Clause] = []
    for match in _MARK_OR_QUOTED.finditer(text, start, end):
        if match["mark"] is not None:
            found.append((start, match.start(), match[0]))
            start = match.end()
    found.append((start, end, ""))
    return found
