"""Newspaper pages pasted column by column: captions, headlines, sections out of order."""

from __future__ import annotations

import re
from itertools import pairwise

from luoshi.reading.lexicon.numerals import ORDINAL, count_of
from luoshi.reading.normalization.lines import Line
from luoshi.reading.normalization.patterns import notice, pattern, shortened

_TOP = re.compile(rf"[*# ]*({ORDINAL})、")
_SECOND = re.compile(rf"[*# ]*[（(]({ORDINAL})[)）]")
# Each begins with one character, to which the search leaps.
_GOES_ON, _COMES_FROM = re.compile("下[转接]"), re.compile("上[转接]")
_CLOSING = re.compile(r"各位代表|让我们")
_HEADLINE_LINES = 4
_HEADLINE_WIDTH = 44

Paragraph = list[Line]


def captions(lines: list[Line]) -> set[int]:
    """Indexes of the lines that are captions of pictures."""
    caption = pattern("newspaper", "captions", after=r"\Z")
    return {index for index, line in enumerate(lines) if caption.match(line.text)}


def may_have_turns(text: str) -> bool:
    """Whether ``text`` may say on which page it goes on; quick where it does not."""
    return _GOES_ON.search(text) is not None or _COMES_FROM.search(text) is not None


def turns(lines: list[Line]) -> set[int]:
    """Indexes of the lines that only say on which page the text goes on: ``（下转第三版）``."""
    turn = pattern("newspaper", "turns", after=r"\Z")
    return {index for index, line in enumerate(lines) if "版" in line.text[-6:] and turn.match(line.text)}


def headlines(lines: list[Line]) -> set[int]:
    """Indexes of the lines of headlines: one that names a series and the short lines above it."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        if not pattern("newspaper", "series", after=r"\Z").match(line.text):
            continue
        found.add(index)
        for above in range(index - 1, max(index - 1 - _HEADLINE_LINES, -1), -1):
            if lines[above].ends_sentence or lines[above].width > _HEADLINE_WIDTH // 2 + 4:
                break
            found.add(above)
    return found


def in_order(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs with sections moved where their numbers say they belong, and notices of it.

    Only sections whose numbers are 一 to some last one, each once, are moved.
    """
    notices: list[str] = []
    ordered = _ordered(paragraphs, _TOP, notices)
    result: list[Paragraph] = []
    for block in _blocks(ordered, _TOP):
        result += _ordered(block, _SECOND, notices)
    return result, notices


def _ordered(paragraphs: list[Paragraph], numbering: re.Pattern[str], notices: list[str]) -> list[Paragraph]:
    opening, *blocks = _blocks(paragraphs, numbering)
    numbers = [_number(block, numbering) for block in blocks]
    if numbers == sorted(numbers) or sorted(numbers) != list(range(1, len(numbers) + 1)):
        return paragraphs
    closing = _split_closing(blocks[-1])
    for before, after in pairwise(blocks):
        if _number(after, numbering) < _number(before, numbering):
            words = {"moved": shortened(after[0][0].text), "before": shortened(before[0][0].text)}
            notices.append(notice("moved", **words))
    blocks.sort(key=lambda block: _number(block, numbering))
    return [*opening, *(paragraph for block in blocks for paragraph in block), *closing]


def _blocks(paragraphs: list[Paragraph], numbering: re.Pattern[str]) -> list[list[Paragraph]]:
    """What comes before the first numbered heading (maybe nothing), then a block for each heading."""
    blocks: list[list[Paragraph]] = [[]]
    for paragraph in paragraphs:
        if numbering.match(paragraph[0].text):
            blocks.append([])
        blocks[-1].append(paragraph)
    return blocks


def _split_closing(block: list[Paragraph]) -> list[Paragraph]:
    """Take the closing words of the report off the block that happens to stand last."""
    for index, paragraph in enumerate(block):
        if index and _CLOSING.match(paragraph[0].text):
            closing = block[index:]
            del block[index:]
            return closing
    return []


def _number(block: list[Paragraph], numbering: re.Pattern[str]) -> int:
    match = numbering.match(block[0][0].text)
    return count_of(match.group(1)) if match else 0
