"""Page furniture: page numbers, running heads and feet."""

from __future__ import annotations

import re
from itertools import pairwise

from luoshi.reading.lexicon import is_title
from luoshi.reading.normalization.lines import Line
from luoshi.reading.normalization.patterns import pattern

_BARE = re.compile(r"[0-9]{1,3}\Z")
_VARYING = re.compile(r"[0-9０-９\s]+")
_LONGEST_HEAD = 80
_SHORTEST_HEAD = 4
_TITLE_LINES = 3
_FEWEST_TITLES = 3
_MAYBE = re.compile(r"\n[ \t\u3000]*(?:[-—–―－·•~共第/／Pp]|[0-9]{1,3}[ \t\r]*(?:\n|/|\Z))")


def may_have_furniture(text: str) -> bool:
    """Whether ``text`` has a line that may be a page number; quick where it has none."""
    for match in _MAYBE.finditer(text):
        start = match.start() + 1
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)].strip(" \t\r\u3000")
        if pattern("furniture", "page_numbers", after=r"\Z").match(line) or _BARE.match(line):
            return True
    return False


def page_numbers(lines: list[Line]) -> set[int]:
    """Indexes of the lines that are page numbers: ``- 3 -``, ``第3页``, or bare numbers that count up."""
    number = pattern("furniture", "page_numbers", after=r"\Z")
    marked = {index for index, line in enumerate(lines) if number.match(line.text)}
    bare = [index for index, line in enumerate(lines) if _BARE.match(line.text)]
    values = [int(lines[index].text) for index in bare]
    steps = sum(second - first == 1 for first, second in pairwise(values))
    if len(bare) >= 3 and steps >= 0.7 * (len(bare) - 1):
        marked.update(bare)
    return marked


def running_heads(lines: list[Line], boundaries: set[int], numbers: set[int]) -> set[int]:
    """Indexes of the short lines that come back at every third page boundary or more.

    ``boundaries`` are indexes of lines at which a page ends or begins, ``numbers`` those of page
    numbers among them. A line at the top of the text may be its title and is no running head; a
    title that comes back is one wherever it stands.
    """
    at_boundary = {index + step for index in {0, *boundaries} for step in (-2, -1, 0, 1, 2)} - numbers
    candidates: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if index in at_boundary and line.width <= _LONGEST_HEAD and not line.ends_sentence:
            candidates.setdefault(_VARYING.sub("", line.text), []).append(index)
    enough = max(3, len(boundaries) // 3)
    heads = {
        index
        for text, indexes in candidates.items()
        if len(text) >= _SHORTEST_HEAD and len(indexes) >= enough and not _is_content(text)
        for index in indexes
        if index >= _TITLE_LINES
    }
    return heads | _repeated_titles(lines)


def _repeated_titles(lines: list[Line]) -> set[int]:
    """Indexes of a title's repetitions, where it stands in the text three times or more."""
    titles: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if is_title(line.text):
            titles.setdefault(line.text, []).append(index)
    return {
        index
        for indexes in titles.values()
        if len(indexes) >= _FEWEST_TITLES
        for index in indexes
        if index >= _TITLE_LINES
    }


def _is_content(text: str) -> bool:
    return bool(pattern("paragraphs", "starts").match(text)) or text.startswith("|")
