"""Thousands marked off by a full-width comma, which elsewhere ends a clause."""

from __future__ import annotations

import re

from luoshi.reading.normalization.patterns import pattern

# A comma is looked at only between digits, which is rare; the first search leaps from one to the next.
_COMMA = re.compile("，(?=[0-9０-９])")
_GROUPS = re.compile(r"(?:，[0-9０-９]{3}){1,8}+(?![0-9０-９])(?:[.．][0-9０-９]{1,2}(?![0-9０-９]))? ?")
_LEADING_GROUP = re.compile(r"(?<![0-9０-９A-Za-zＡ-Ｚａ-ｚ.．:∶：/／·+＋×-])[1-9１-９][0-9０-９]{0,2}\Z")
_RANKED_REACH = 4


def thousands_marks(text: str) -> list[int]:
    """Where a full-width comma marks off thousands: ``３３，２１２万吨``, ``1，234.5亿元``.

    A comma behind a rank or a name (``居第1，120个村达标``, ``110，119报警``) ends its clause.
    """
    marks: list[int] = []
    done = 0
    for match in _COMMA.finditer(text):
        at = match.start()
        if at >= done and _is_one_number(text, at):
            groups = _GROUPS.match(text, at)
            done = groups.end() if groups is not None else at
            marks += [comma for comma in range(at, done) if text[comma] == "，"]
    return marks


def _is_one_number(text: str, at: int) -> bool:
    groups = _GROUPS.match(text, at)
    if groups is None or not pattern("thousands", "units").match(text, groups.end()):
        return False
    leading = _LEADING_GROUP.search(text, max(0, at - _RANKED_REACH), at)
    if leading is None:
        return False
    before = text[max(0, leading.start() - _RANKED_REACH) : leading.start()]
    return not pattern("thousands", "ranks", after=r" ?\Z").search(before)
