"""From normalized text to sections and framed paragraphs."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from luoshi.reading.lexicon import is_title, text_start
from luoshi.reading.lexicon.numerals import NUMERALS, WRITTEN_YEAR
from luoshi.reading.outline.frames import MAIN_HEADING, Frame, FrameReader, announces_plan
from luoshi.reading.outline.headings import Heading, find_heading
from luoshi.reading.records import Part

_MAIN_RANK = 3
_LONGEST_TITLE = 90
_MAIN_LINE = re.compile(
    rf"\n[ #]*((?:[{NUMERALS}]{{1,2}}、|第[一二三四五]部分|(?:19|20)\d\d年|今后|新的一年)"
    r"[^\n。，；]{2,40})$",
    re.MULTILINE,
)
_TITLE_LINE = re.compile(
    "(?:——|--|在|二)?[^。]{0,12}年[^。]{0,60}(?:会议|大会)上?|[(（]?[上下]接"
    "|在?[^。，]{4,40}(?:会议|大会)上?（[^。]{0,20}$"
    f"|[（(]?(?:[0-9]{{4}}|{WRITTEN_YEAR})年[0-9{NUMERALS}]{{1,3}}月[0-9{NUMERALS}]{{1,3}}日[^，。、]{{0,12}}[）)]?$"
    "|[^，。]{0,14}(?:市长|省长|主席|州长|县长|区长)[^，。]{0,8}$"
)
_TITLE_END = "政府工作报告"


class SectionDraft(msgspec.Struct, frozen=True, gc=False):
    """A section in offsets of the normalized text; see ``records.Section`` for the fields."""

    start: int
    end: int
    number: int
    level: int
    heading: str
    part: Part
    parent: int | None


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """A paragraph without its run-in heading, or the part of one that speaks of the same years."""

    start: int
    end: int
    section: int | None
    frame: Frame


class Outline(NamedTuple):
    """Sections and paragraphs of a report, in text order, in offsets of the normalized text."""

    sections: tuple[SectionDraft, ...]
    paragraphs: tuple[Paragraph, ...]


def outline(text: str, year: int | None) -> Outline:
    """The outline of normalized ``text``; ``year`` is the year whose plan the report gives."""
    return _Drafting(text, year).run()


class _Drafting:
    def __init__(self, text: str, year: int | None) -> None:
        self._text = text
        headed = any(announces_plan(match[1], year) for match in _MAIN_LINE.finditer("\n" + text))
        self._frames = FrameReader(year, plan_is_headed=headed)
        self._sections: list[SectionDraft] = []
        self._paragraphs: list[Paragraph] = []
        self._stack: list[tuple[int, int]] = []  # (rank, index of section)

    def run(self) -> Outline:
        text = self._text
        position, size = text_start(text), len(text)
        while position <= size:
            end = text.find("\n", position)
            if end < 0:
                end = size
            start = position
            while start < end and text[start].isspace():
                start += 1
            if start < end:
                self._line(start, end)
            position = end + 1
        return Outline(tuple(self._sections), tuple(self._paragraphs))

    def _line(self, start: int, end: int) -> None:
        if end - start <= _LONGEST_TITLE and is_title(self._text[start:end]):
            return
        heading = find_heading(self._text, start, end, is_main=MAIN_HEADING)
        if heading is not None and not _belongs_to_title(self._text[heading.start : heading.end]):
            self._section(heading)
            start = heading.end
            if not heading.run_in:
                return
            if start < end and self._text[start] in "。！":
                start += 1
        elif heading is None:
            self._leave_run_ins()
        index = self._stack[-1][1] if self._stack else None
        frames = self._frames.paragraph(self._text, start, end, headed=heading is not None)
        for number, (first, frame) in enumerate(frames):
            last = frames[number + 1][0] if number + 1 < len(frames) else end
            self._paragraphs.append(Paragraph(first, last, index, frame))

    def _section(self, heading: Heading) -> None:
        words = self._text[heading.start : heading.end]
        main = heading.rank <= _MAIN_RANK
        frame = self._frames.heading(words, rank=heading.rank, main=main)
        while self._stack and self._stack[-1][0] >= heading.rank:
            self._stack.pop()
        index = len(self._sections)
        parent = self._stack[-1][1] if self._stack else None
        level = len(self._stack) + 1
        self._sections.append(
            SectionDraft(heading.start, heading.end, index, level, words, frame.part, parent)
        )
        self._stack.append((heading.rank, index))

    def _leave_run_ins(self) -> None:
        """A paragraph without a heading of its own is not part of the run-in section before it."""
        while self._stack and self._stack[-1][0] == 7:
            self._stack.pop()


def _belongs_to_title(words: str) -> bool:
    """Whether a line that looks like a heading is the title or stands below it: ``2025年1月10日 林某``."""
    return words.endswith(_TITLE_END) or _TITLE_LINE.match(words) is not None
