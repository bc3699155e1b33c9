"""Where the paragraphs of a source text are, for showing: lines that were wrapped belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Literal

import msgspec

from luoshi.reading.records import Report, Section
from luoshi.reading.text import Span

_LINE = re.compile(r"[^\n\r\f]+")
_MARKDOWN = re.compile(r"\*\*|(?m:^#{1,6} +)")
_SENTENCE_END = re.compile(r"[。！？；：!?;:…][”’」）)]*$|[”）)]$")
_FRONT_MATTER = re.compile(r"\A---\s*\n(?:.*\n)*?---\s*\n")
_SHORTEST_WRAPPED = 16
_LONGEST_LEAD = 40


class Block(msgspec.Struct, frozen=True):
    """A stretch of the source that is shown as one paragraph or heading.

    ``look``  ``front`` for the lines of a Markdown file's front matter, ``lead`` for the short
              lines of title, meeting and speaker before the first section, else empty.
    """

    span: Span
    heading: Section | None = None
    look: Literal["", "front", "lead"] = ""


def blocks(report: Report) -> Iterator[Block]:
    """The paragraphs and headings of ``report.text`` in order; nothing between them but white space."""
    lines = list(_lines(report.text))
    width = _wrapped_width(report.text, lines)
    titles = {section.start: section for section in report.outline}
    group: list[Span] = []
    for line in lines:
        if group and not _continues(report.text, group, line, width, titles):
            yield _block(report.text, group, titles)
            group = []
        group.append(line)
    if group:
        yield _block(report.text, group, titles)


def with_looks(report: Report, blocks: Iterable[Block]) -> Iterator[Block]:
    """``blocks`` with the looks of what stands before the first section."""
    front = _FRONT_MATTER.match(report.text) if report.source.format == "markdown" else None
    front_end = front.end() if front else 0
    first = min((section.start for section in report.outline), default=0)
    for block in blocks:
        words = block.span.of(report.text)
        if block.span.end <= front_end:
            yield msgspec.structs.replace(block, look="front")
        elif block.span.end <= first and len(words) <= _LONGEST_LEAD and not _SENTENCE_END.search(words):
            yield msgspec.structs.replace(block, look="lead")
        else:
            yield block


def markdown_marks(report: Report, span: Span) -> Iterator[Span]:
    """The characters of ``span`` that are Markdown and no words: ``**``, leading ``#``."""
    if report.source.format == "markdown":
        for match in _MARKDOWN.finditer(report.text, span.start, span.end):
            yield Span(match.start(), match.end())


def line_ends(text: str, span: Span) -> Iterator[Span]:
    """The line ends inside ``span``, with the white space around them."""
    for match in re.compile(r"\s*[\n\r\f]\s*").finditer(text, span.start, span.end):
        yield Span(match.start(), match.end())


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        words = match.group()
        if stripped := words.strip():
            start = match.start() + words.index(stripped[0])
            yield Span(start, start + len(stripped))


def _wrapped_width(text: str, lines: list[Span]) -> float:
    """The length at which lines were wrapped; infinity where each paragraph is one line."""
    unended = [line.end - line.start for line in lines if not _SENTENCE_END.search(line.of(text))]
    wrapped = [length for length in unended if length >= _SHORTEST_WRAPPED]
    return median(wrapped) if len(wrapped) * 4 > len(lines) else float("inf")


def _continues(text: str, group: list[Span], line: Span, width: float, titles: dict[int, Section]) -> bool:
    """Whether ``line`` goes on with the paragraph or heading of the lines in ``group``."""
    last = group[-1]
    length = last.end - last.start
    if _title(text, line, titles) or length < max(_SHORTEST_WRAPPED, width * 0.6):
        return False
    if _whole_title(text, Span(group[0].start, last.end), titles):
        return False
    if not _SENTENCE_END.search(last.of(text)):
        return True
    # A sentence may end where a full line does; an indented line or one after a gap is a new paragraph.
    return length >= width - 1 and text[last.end : line.start] in ("\n", "\r\n")


def _title(text: str, span: Span, titles: dict[int, Section]) -> Section | None:
    """The section whose heading begins ``span``, Markdown left out."""
    words = span.of(text)
    return titles.get(span.end - len(words.lstrip("*# "))) or titles.get(span.start)


def _block(text: str, group: list[Span], titles: dict[int, Section]) -> Block:
    span = Span(group[0].start, group[-1].end)
    return Block(span, _whole_title(text, span, titles))


def _whole_title(text: str, span: Span, titles: dict[int, Section]) -> Section | None:
    """The section whose heading ``span`` is, with nothing after it."""
    title = _title(text, span, titles)
    return title if title is not None and not text[title.end : span.end].strip("*# \n\r。") else None
