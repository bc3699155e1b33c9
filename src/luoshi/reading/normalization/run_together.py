"""Texts whose paragraphs stand in one line, as a cell of a collection or a page pasted at once has them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from luoshi.reading.lexicon.numerals import ORDINAL
from luoshi.reading.normalization.patterns import pattern

_SHARE = 0.5  # of the text, that a line holds in which it stands as a whole
_SHORTEST = 200
_LONGEST_PARAGRAPH = 3000
_FEWEST_HEADINGS = 2
_FEWEST_GAPS = 5
_MARK = f"(?:{ORDINAL}、(?!{ORDINAL}[、产])|[（(]{ORDINAL}[）)]|第{ORDINAL}部分)"
_TOP = re.compile(f"(?:^|[。！？：；”）)\\s　])(?={ORDINAL}、(?!{ORDINAL}[、产]))")
_GAP = re.compile("[ \t\xa0\u3000]+")
_ENDS = "。！？：；…”）)】"
_LEAD = f"(?:{_MARK}|各位代表[：，！!]|附[件表录]|——(?=[12][09]))"
_NO_GAP = re.compile(
    f"(?<=[。！？；”）)])(?={_LEAD})|(?<=会议上)(?![\\s，。的（(])|(?<=报告)(?=——|各位代表)|(?<=各位代表：)(?=现在|我)"
)
_OPENS = re.compile(_LEAD)
_HEADING = re.compile(f"{_MARK}[^。！？；]{{1,44}}\\Z")
_LINE = re.compile(r"(?:[^，。；：！？、\s]{6,}|附[件表录].{0,3})\Z")  # a title or a heading without a number
_NAME = re.compile(r"[一-龥·]{1,4}(?:\s|\Z)")
_LONGEST_HEADING = 48


def _words(name: str) -> str:
    return f"(?:{pattern('run_together', name).pattern})"


@cache
def _heading() -> re.Pattern[str]:
    """A heading that names a part, with nothing behind it: ``二、2025年工作安排全年…``.

    A numbered one without such a name ends where a paragraph opens: ``三、加大工作力度，开好局2026年是…``.
    """
    inside = r"[^。，；：！？\s]"
    # Few parts are joined: each may be read in several ways, and so many parts in their product.
    name = rf"{inside}{{0,24}}?{_words('names')}(?:[和及与暨、]{inside}{{1,14}}?{_words('names')}){{0,3}}"
    short = r"[^。，；：！？\s的定]"
    opens = f"(?={_words('openings')})"
    return re.compile(
        rf"{_words('numbered')}{name}(?![和及与的是为、：，。；！\s])"
        rf"|{_words('unnumbered')}{name}{opens}"
        rf"|{_words('unnumbered')}(?!的){short}{{0,14}}?{_words('sure_names')}(?![和及与的是为、：，。；！\s])"
        rf"|(?:(?<=[。！？”])|(?<=\A)){_words('numbered')}[^。；：！？\s]{{6,60}}?(?<![、和与及，]){opens}"
        rf"|(?<=[。！？”])[（(]{ORDINAL}[）)][^。；：！？\s]{{6,44}}?(?<![、和与及，])(?={_words('body_openings')})"
    )


@cache
def _paragraph() -> re.Pattern[str]:
    return re.compile(f"(?<=[。！？])(?={_words('paragraphs')})")


def line_ends(text: str) -> list[int]:
    """Where a line should end, in ascending order; empty where ``text`` has lines of its own.

    ``…提出意见。 一、2024年工作回顾 过去一年，…`` -> before ``一``, before ``过``.
    """
    shortest = max(_SHORTEST, _SHARE * len(text))
    if max(map(len, text.split("\n"))) < shortest:
        return []
    offsets: list[int] = []
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        if end - start < shortest:
            continue
        if end - start >= _LONGEST_PARAGRAPH or len(_TOP.findall(text, start, end)) >= _FEWEST_HEADINGS:
            offsets += _within(text, start, end)
    return offsets


def _within(text: str, start: int, end: int) -> list[int]:
    """The line ends of one long line: at gaps and before headings; without gaps, behind headings, too."""
    breaks = {match.start() for match in _NO_GAP.finditer(text, start, end)}
    gaps = _gaps(text, start, end, breaks)
    if len(gaps) < _FEWEST_GAPS:
        for match in _heading().finditer(text, start, end):
            breaks |= {match.start(), match.end()}
        breaks |= {match.start() for match in pattern("run_together", "notes").finditer(text, start, end)}
        breaks |= {match.start() for match in _paragraph().finditer(text, start, end)}
    return sorted(at for at in breaks | gaps if start < at < end)


def _gaps(text: str, start: int, end: int, breaks: set[int]) -> set[int]:
    """Where blanks that stand between paragraphs end; ``breaks`` are ends of lines that are known."""
    gaps: set[int] = set()
    line_starts = sorted(breaks)
    last = start
    for gap in _GAP.finditer(text, start, end):
        before = bisect_right(line_starts, gap.start())
        last = max(last, line_starts[before - 1]) if before else last
        if _separates(text, last, gap, end):
            gaps.add(gap.end())
            last = gap.end()
    return gaps


def _separates(text: str, last: int, gap: re.Match[str], end: int) -> bool:
    """Whether the blanks of ``gap`` stand between paragraphs, of which one began at ``last``."""
    at = gap.end()
    if at >= end:
        return False
    if text[gap.start() - 1] == text[at] == "|":  # between two rows of a table
        return True
    if len(gap.group()) > 1 or "\u3000" in gap.group() or text[gap.start() - 1] in _ENDS:
        return True
    if _OPENS.match(text, at):
        return True
    if gap.start() - last > _LONGEST_HEADING:
        return False
    return bool(_HEADING.match(text, last, gap.start())) or (
        _LINE.match(text, last, gap.start()) is not None and _NAME.match(text, at) is None
    )
