"""Marks of notes behind words: ``基站1200个①``, ``主导产业［7］增加值``, ``”<sup>12</sup>``."""

from __future__ import annotations

import re

_CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴"
_RAISED = "⁰¹²³⁴-⁹"
_NUMBERS = "[0-9０-９]{1,3}(?:[,，、—–~-][0-9０-９]{1,3})*"
_OPENS = r"\[［〔﹝【"
# One set of characters stands first, so that the search can leap from one to the next.
_MARK = re.compile(
    rf"[{_CIRCLED}{_RAISED}{_OPENS}](?:(?<=[{_CIRCLED}])"
    rf"|(?<=[{_RAISED}])(?<![A-Za-z0-9米㎡㎥].)[{_RAISED}]{{0,2}}"
    rf"|(?<=[{_OPENS}])[ \u3000]?(?:\^|注)?{_NUMBERS}[ \u3000]?[\]］〕﹞】](?!\())"
)
# Notes are numbered from the first, so a text without any of these has none.
_SIGNS = ("[", "［", "〔", "﹝", "【", "①", "❶", "¹")
_IDLE = " \t\r\u3000\xa0*#>|-"
_BEHIND_A_STOP = "。；：！？，、;:,（("
_RAISED_TAG = re.compile(
    r"(?<![A-Za-z0-9米])<sup>\s*[\[［〔【（(]?[0-9]{1,3}[\]］〕】）)]?\s*</sup>", re.IGNORECASE
)


def raised_marks(text: str, start: int) -> list[tuple[int, int]]:
    """Where a number is raised by a tag behind a word, from ``start`` on; ``m<sup>2</sup>`` is a unit."""
    return [match.span() for match in _RAISED_TAG.finditer(text, start)]


def note_marks(text: str) -> list[tuple[int, int]]:
    """Where marks of notes stand in ``text``, in order.

    A mark that opens its line or a clause numbers an item (``①新建公园。②改造道路。``) and is none;
    where one circled number of a line does so, the others of that line do, too.
    """
    if not any(sign in text for sign in _SIGNS):
        return []
    marks: list[tuple[int, int]] = []
    counting_line = -1
    line = looked = 0  # where the line of the mark begins, and up to where line ends were looked for
    for match in _MARK.finditer(text):
        start, end = match.span()
        line = text.rfind("\n", looked, start) + 1 or line
        looked = start
        before = _before(text, line, start)
        circled = end - start == 1
        if (circled and line == counting_line) or _numbers_an_item(text, before, end):
            counting_line = line if circled else counting_line
        elif not (before.isdigit() and text[end : end + 1].isdigit()):
            marks.append((start, end))
    return marks


def _before(text: str, line: int, start: int) -> str:
    """The last character before ``start`` in the line that begins at ``line``, idle ones passed over."""
    while start > line and text[start - 1] in _IDLE:
        start -= 1
    return text[start - 1] if start > line else ""


def _numbers_an_item(text: str, before: str, end: int) -> bool:
    """Whether a mark opens a line, or a clause that goes on behind it; ``before`` stands before it."""
    return not before or (before in _BEHIND_A_STOP and text[end : end + 1] not in ("\n", ""))
