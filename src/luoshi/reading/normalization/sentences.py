"""Sentences without an end: what reads a sentence as a whole may look at all of it for each of its words."""

from __future__ import annotations

import re

from luoshi.reading.text import LONGEST_SENTENCE as LONGEST

_SENTENCE = re.compile("[^。！]+")
_MARKS = "；，、|"


def overlong_ends(text: str) -> list[int]:
    """Where sentences longer than any that is written should end, in ascending order; most texts have none.

    One ends behind the last semicolon within reach, else a comma, else a mark of enumeration.
    """
    ends: list[int] = []
    at = 0
    for line in text.split("\n"):
        if len(line) > LONGEST:
            for sentence in _SENTENCE.finditer(text, at, at + len(line)):
                _cut(text, *sentence.span(), ends)
        at += len(line) + 1
    return ends


def _cut(text: str, start: int, end: int, ends: list[int]) -> None:
    while end - start > LONGEST:
        half, whole = start + LONGEST // 2, start + LONGEST
        start = next((at + 1 for mark in _MARKS if (at := text.rfind(mark, half, whole)) >= 0), whole)
        ends.append(start)
