"""Recognising headings, by their numbering or by their shape."""

from __future__ import annotations

import re

import msgspec

from luoshi.reading.lexicon import table
from luoshi.reading.lexicon.numerals import NUMERALS, ORDINAL
from luoshi.reading.lexicon.table_heads import TABLE_HEAD

# Rank of each kind of heading: a smaller rank stands above a larger one.
_RANKS = {
    "part": 1,
    "main": 2,
    "cn": 3,
    "paren": 4,
    "plain": 5,
    "num": 6,
    "numparen": 7,
    "dash": 8,
    "item": 9,
}

_NUMBERED = re.compile(
    rf"(?:(?P<part>第{ORDINAL}部分[、，：:\s]?)"
    rf"|(?P<cn>{ORDINAL}[、．.]\s?)"
    rf"|(?P<paren>[（(]{ORDINAL}[）)][、．.\s]?)"
    r"|(?P<numparen>[（(][0-9]{1,2}[）)]|[①-⑳])"
    r"|(?P<num>[0-9]{1,2}(?:[、．]|\.(?![0-9])))"
    r"|(?P<dash>——|--+|―+|──)"
    rf"|(?P<item>{ORDINAL}是|第{ORDINAL}，))"
)
_NUMBERED_STARTS = frozenset(f"第（({NUMERALS}①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳0123456789—-―─")
_MARKDOWN = re.compile(r"(#{1,6})\s*")
_SENTENCE_MARK = re.compile("[。！；，：？]")
_DIGIT = re.compile(r"\d")
# What an item of a list reports: ``——财政收入95亿元，增长6%。民生支出…``.
_AMOUNT = re.compile(r"\d\s?(?:[%％‰元]|[万亿千百]+(?:元|美元|人|吨|亩|斤|公斤))")
_NOT_A_HEADING = re.compile("|".join(table("outline", "cues.toml")["headings"]["none"]))
_CALLS = ("各位代表", "同志们")

# Kinds of numbering by which lists are written as well as headings.
_LISTING = frozenset(("num", "numparen", "dash"))
_LONGEST_LINE = 62
_LONGEST_RUN_IN = 34
_LONGEST_NUMBERED_RUN_IN = 64
_SHORTEST_RUN_IN = 4


class Heading(msgspec.Struct, frozen=True, gc=False):
    """A heading: where its text ends, its rank (1 highest) and whether body text follows in the line."""

    start: int
    end: int
    rank: int
    run_in: bool


def find_heading(text: str, start: int, end: int, *, is_main: re.Pattern[str]) -> Heading | None:
    """The heading that opens the line ``text[start:end]``, if one does.

    ``is_main`` says which unnumbered short lines name a main part (回顾, 安排 …).
    """
    marks = _MARKDOWN.match(text, start, end) if text[start] == "#" else None
    if marks is not None and marks.end() < end:
        start = marks.end()
    numbered = _NUMBERED.match(text, start, end) if text[start] in _NUMBERED_STARTS else None
    if numbered is not None:
        return _numbered(text, start, end, numbered)
    if text.find("|", start, end) >= 0:
        return None
    length = end - start
    if length <= _LONGEST_LINE and _SENTENCE_MARK.search(text, start, end - 1) is None:
        return _line(text, start, end, is_main, depth=len(marks[1]) if marks is not None else 0)
    stop = _run_in_end(text, start, min(end, start + _LONGEST_RUN_IN + 1))
    if stop - start < _SHORTEST_RUN_IN or (stop - start) * 2 >= end - stop:
        return None
    if text.startswith(_CALLS, start) or _NOT_A_HEADING.search(text, start, stop):
        return None
    return Heading(start, stop, _RANKS["plain"] + 2, run_in=True)


def _run_in_end(text: str, start: int, end: int) -> int:
    """Where a heading ends that text follows in its line, -1 where no mark ends one."""
    stop = text.find("。", start, end)
    call = text.find("！", start, end if stop < 0 else stop)
    return stop if call < 0 else call


def _numbered(text: str, start: int, end: int, match: re.Match[str]) -> Heading | None:
    """A numbered line: a heading, a paragraph with one, or an item of a list that has none.

    ``（一）做强产业`` and ``1.做强产业。加快…`` have headings; ``1.新建公园3座。`` has none, nor has a line
    whose first sentence tells an amount.
    """
    kind = match.lastgroup or "item"
    if kind == "item":
        return None
    rank = _RANKS[kind]
    lists = kind in _LISTING
    stop = _run_in_end(text, match.end(), min(end, start + _LONGEST_NUMBERED_RUN_IN + 4))
    if stop < 0:
        is_item = end - start > _LONGEST_NUMBERED_RUN_IN or (
            lists and _says_something(text, match.end(), end)
        )
        return None if is_item else Heading(start, end, rank, run_in=False)
    if stop + 1 < end:
        if lists and _AMOUNT.search(text, match.end(), stop):
            return None
        return Heading(start, stop, rank, run_in=True)
    return None if lists else Heading(start, stop, rank, run_in=False)


def _says_something(text: str, start: int, end: int) -> bool:
    """Whether a short numbered line is a clause rather than a heading: ``——生产总值增长6%；``."""
    return text[end - 1] in "；，、。" or _DIGIT.search(text, start, end) is not None


def _line(text: str, start: int, end: int, is_main: re.Pattern[str], *, depth: int) -> Heading | None:
    """A short line without marks; ``depth`` counts the ``#`` before it."""
    if text[end - 1] in "。；，：！？、" or text.startswith(_CALLS, start):
        return None
    if TABLE_HEAD.fullmatch(text, start, end) is not None:
        return None
    if depth:
        return Heading(start, end, _RANKS["main"] + min(depth, 3) - 1, run_in=False)
    rank = _RANKS["main"] if is_main.search(text, start, end) else _RANKS["plain"]
    return Heading(start, end, rank, run_in=False)
