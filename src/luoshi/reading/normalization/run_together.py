"""Texts whose paragraphs stand in one line, as a cell of a collection or a page pasted at once has them."""

from __future__ import annotations

import re

from luoshi.reading.normalization.patterns import pattern

_SHARE = 0.5  # of the text, that a line holds in which it stands as a whole
_SHORTEST = 200
_FEWEST_HEADINGS = 2
_CN = "[一二三四五六七八九十]{1,3}"
_MARK = f"(?:{_CN}、(?!{_CN}[、产])|[（(]{_CN}[）)]|第{_CN}部分)"
_TOP = re.compile(f"(?:^|[。！？：；”）)\\s　])(?={_CN}、(?!{_CN}[、产]))")
_GAP = re.compile("[ \t\xa0\u3000]+")
_ENDS = "。！？：；…”）)】"
_LEAD = f"(?:{_MARK}|各位代表[：，！!]|——(?=[12][09])|[①-⑳])"
_NO_GAP = re.compile(f"(?<=[。！？；”）)])(?={_LEAD})|(?<=会议上)(?![\\s，。的])|(?<=报告)(?=——|各位代表)")
_HEADING = re.compile(f"{_MARK}[^。！？；]{{1,44}}\\Z")
_LONGEST_HEADING = 48


def line_ends(text: str) -> list[int]:
    """Where a line should end, in ascending order; empty where ``text`` has lines of its own.

    ``…提出意见。 一、2024年工作回顾 过去一年，…`` -> before ``一``, before ``过``.
    """
    offsets: list[int] = []
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        if end - start < max(_SHORTEST, _SHARE * len(text)):
            continue
        if len(_TOP.findall(text, start, end)) >= _FEWEST_HEADINGS:
            offsets += _within(text, start, end)
    return offsets


def _within(text: str, start: int, end: int) -> list[int]:
    """The line ends of one long line: at gaps, at marks of headings, behind headings that are words of a part."""
    breaks = {match.start() for match in _NO_GAP.finditer(text, start, end)}
    heading = pattern("run_together", "headings")
    for match in heading.finditer(text, start, end):
        if match.end() < end:
            breaks.add(match.end())
    last = start
    for gap in _GAP.finditer(text, start, end):
        last = max([last, *(at for at in breaks if last < at <= gap.start())])
        if _separates(text, last, gap, end):
            breaks.add(gap.end())
            last = gap.end()
    return sorted(at for at in breaks if start < at < end)


def _separates(text: str, last: int, gap: re.Match[str], end: int) -> bool:
    """Whether the blanks of ``gap`` stand between paragraphs, of which one began at ``last``."""
    at = gap.end()
    if at >= end:
        return False
    if len(gap.group()) > 1 or "\u3000" in gap.group() or text[gap.start() - 1] in _ENDS:
        return True
    if re.compile(_LEAD).match(text, at):
        return True
    return gap.start() - last <= _LONGEST_HEADING and bool(_HEADING.match(text, last, gap.start()))
