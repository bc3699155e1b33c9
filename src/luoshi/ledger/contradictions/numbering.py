"""Section and item numbers that jump or return."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.ledger.contradictions.checking import finding
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.records import Finding, Grade
from luoshi.reading.lexicon.numerals import NUMERALS, ORDINAL, count_of, spelt

KIND = "numbering"
# Kinds of numbers by rank; the first group is the number.
_OPENINGS = (
    re.compile(rf"第({ORDINAL})部分[、，：\s]?"),
    re.compile(rf"({ORDINAL})、"),
    re.compile(rf"[（(]({ORDINAL})[）)]"),
    re.compile(r"(\d{1,2})(?:、|\.(?!\d)|．)"),
    re.compile(r"[（(](\d{1,2})[）)]"),
)
_DIGIT_RANKS = (3, 4)
_ITEM = re.compile(rf"(?:^|(?<=[。；：，！？]))({ORDINAL})是(?!否)")


class Numbered(NamedTuple):
    """A number that opens a line (or an item of a sentence) and where it stands."""

    rank: int
    number: int
    start: int
    end: int


def numbering_slips(prose: Prose) -> Iterator[Finding]:
    """Numbers of sections that jump or return: ``一、…… 二、…… 四、……``.

    A list that begins anew at one inside another of the same kind may end and the outer one go on.
    """
    open_lists: dict[int, list[Numbered]] = {}
    for opening in _openings(prose.text):
        for rank in [rank for rank in open_lists if rank > opening.rank]:
            del open_lists[rank]
        lists = open_lists.setdefault(opening.rank, [])
        if opening.number == 1 or not lists:
            lists.append(opening)
            continue
        # An outer list that goes on is looked for from the innermost outwards.
        if any(_follows(before, opening) for before in lists):
            while not _follows(lists[-1], opening):
                lists.pop()
        if not _follows(lists[-1], opening) and _is_missing(prose.text, lists[-1], opening):
            yield _slip(prose, lists[-1], opening)
        lists[-1] = opening


def item_slips(prose: Prose) -> Iterator[Finding]:
    """Items within a paragraph that jump or return: ``一是……；二是……；四是……``."""
    position = 0
    for line in prose.text.split("\n"):
        before: Numbered | None = None
        for match in _ITEM.finditer(line):
            start = position + match.start()
            item = Numbered(9, _number(match[1]), start, position + match.end())
            slipped = before is not None and item.number not in (1, before.number + 1)
            if before is not None and slipped and _is_missing(prose.text, before, item):
                yield _slip(prose, before, item)
            before = item
        position += len(line) + 1


def _follows(before: Numbered, after: Numbered) -> bool:
    return after.number == before.number + 1


def _number(text: str) -> int:
    """``十二`` -> 12, ``12`` -> 12."""
    return int(text) if text.isdigit() else count_of(text)


def _openings(text: str) -> Iterator[Numbered]:
    position = 0
    for line in text.split("\n"):
        for rank, pattern in enumerate(_OPENINGS):
            match = pattern.match(line)
            if match is not None:
                yield Numbered(rank, _number(match[1]), position, position + match.end())
                break
        position += len(line) + 1


def _is_missing(text: str, before: Numbered, after: Numbered) -> bool:
    """Whether the numbers between the two stand nowhere between them, in any dress; true for a return."""
    return not any(
        re.search(_dressed(number), text[before.end : after.start])
        for number in range(before.number + 1, after.number)
    )


def _dressed(number: int) -> str:
    chinese = spelt(number)
    circled = chr(ord("①") + number - 1) if number <= 20 else "①"
    return (
        rf"(?<![{NUMERALS}]){chinese}(?:、|是|要|[）)]|[.．，：])|第{chinese}[，、]|[。；\n]{chinese}|{circled}"
        rf"|(?<!\d){number}(?:、|．|[.](?!\d)|[）)])|(?:^|\n){number}"
    )


def _slip(prose: Prose, before: Numbered, after: Numbered) -> Finding:
    spans = [_heading(prose.text, numbered) for numbered in (before, after)]
    reason = "numbering_returns" if after.number <= before.number else "numbering_jumps"
    # In an appendix of terms, numbers stand for places in the report, some of which share a note.
    grade: Grade = "likely" if before.rank in _DIGIT_RANKS else "certain"
    texts = [prose.text[numbered.start : numbered.end] for numbered in (before, after)]
    return finding(KIND, grade, prose, spans, reason=reason, before=texts[0], after=texts[1])


def _heading(text: str, numbered: Numbered) -> tuple[int, int]:
    end = min((text + "\n").index("\n", numbered.end), numbered.end + 24)
    stop = re.search("[。；，：]", text[numbered.end : end])
    return numbered.start, numbered.end + stop.start() if stop else end
