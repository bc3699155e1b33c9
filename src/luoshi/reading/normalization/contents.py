"""The table of contents before a report: its entries would be taken for the headings themselves."""

from __future__ import annotations

import re

from luoshi.reading.normalization.patterns import notice, pattern

_REACH = 4000  # characters from the start within which a table of contents begins
_HEAD = re.compile(r"^[ \t\u3000*#]*目[ \t\u3000]*录[ \t\u3000*]*$", re.MULTILINE)
# Each run of marks or blanks is tried from its start only, and whole: a long one costs its length.
_BLANKS = r"(?<![ \t\u3000])(?=[ \u3000]*+\t|[ \u3000]{3})[ \t\u3000]++"
_PAGE = r"[ \t\u3000]*+[（(]?[0-9]{1,3}[)）]?"
_LEADER = re.compile(
    rf"(?:(?<![.．…·•。])(?:[.．·•。]{{3,}}+|…{{2,}}+)|(?<![_—-])[_—-]{{4,}}+|{_BLANKS}){_PAGE}[ \t\u3000]*\Z"
)
_HAS_LEADER = re.compile(
    rf"(?:(?<![.．…·•])(?:[.．·•]{{3,}}+|…{{2,}}+)|{_BLANKS}){_PAGE}[ \t\u3000\r]*+$", re.MULTILINE
)
_LONGEST_ENTRY = 70
_FEWEST_LEADERS = 3
_LEADERS = ("...", "……", "···", "．．．", "•••", "。。。", "\t", "   ", "\u3000\u3000\u3000")
_MOST_ENTRIES = 300
_SENTENCE = re.compile("[。；！？]")


def contents(text: str, start: int) -> tuple[list[tuple[int, int]], list[str]]:
    """The stretch of ``text`` behind ``start`` that is a table of contents, and a notice of it."""
    first = _first_entry(text, start)
    if first is None:
        return [], []
    entries: set[str] = set()
    end = at = first
    while at < len(text):
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end
        line = text[at:line_end].strip(" \t\r\u3000*#")
        if line and (len(entries) == _MOST_ENTRIES or not _is_entry(line, entries, text, line_end)):
            break
        if line:
            entries.add(_LEADER.sub("", line))
            end = min(line_end + 1, len(text))
        at = line_end + 1
    return ([(first, end)], [notice("contents", count=len(entries))]) if len(entries) > 1 else ([], [])


def _first_entry(text: str, start: int) -> int | None:
    """Where the entries begin: behind the line 目录, or at the first of several lines that end in a page."""
    head = _HEAD.search(text, start, start + _REACH) if text.find("录", start, start + _REACH) >= 0 else None
    if head is not None:
        return min(head.end() + 1, len(text))
    reach = text[start : start + _REACH]
    if not any(mark in reach for mark in _LEADERS):
        return None
    leaders = list(_HAS_LEADER.finditer(text, start, start + _REACH))
    if len(leaders) < _FEWEST_LEADERS:
        return None
    return text.rfind("\n", 0, leaders[0].start()) + 1


def _is_entry(line: str, entries: set[str], text: str, end: int) -> bool:
    """Whether ``line`` names a section: it ends in a page, or has a number and comes back behind ``end``."""
    if len(line) > _LONGEST_ENTRY or _SENTENCE.search(_LEADER.sub("", line)):
        return False
    if _LEADER.search(line):
        return True
    if line in entries:
        return False
    return bool(pattern("paragraphs", "headings").match(line)) and text.find(line, end) >= 0
