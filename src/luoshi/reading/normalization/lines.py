"""Lines of a text and how wide they are set."""

from __future__ import annotations

import re

import msgspec

_EDGE = " \t\r\f\v\xa0\u2002\u2003\u3000\ufeff\u200b"
_NARROW = re.compile(r"[\x21-\x7e“”‘’·]")
_BLANK = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[。！？!?：:][”’」』）)】*]*\Z|…\Z")


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line that is not blank: ``start:end`` without the blanks around it.

    ``space`` is all that stands between it and the line before.
    """

    start: int
    end: int
    text: str
    space: str

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends where a sentence does."""
        return bool(_SENTENCE_END.search(self.text[-12:]))

    @property
    def indent(self) -> int:
        """How many cells the line is indented."""
        margin = self.space[self.space.rfind("\n") + 1 :]
        return len(margin) + margin.count("\u3000")

    @property
    def after_gap(self) -> bool:
        """Whether a blank line or a page break stands before it."""
        return self.space.count("\n") > 1

    @property
    def width(self) -> int:
        """How many cells it takes: two for a Chinese character, one for a Latin one or a quotation mark."""
        solid = _BLANK.sub("", self.text)
        return 2 * len(solid) - len(_NARROW.findall(solid))


def lines_of(text: str) -> list[Line]:
    """The lines of ``text`` that are not blank."""
    lines: list[Line] = []
    at = last_end = 0
    for raw in text.split("\n"):
        stripped = raw.strip(_EDGE)
        if stripped:
            start = at + raw.index(stripped[0])
            end = start + len(stripped)
            lines.append(Line(start, end, stripped, text[last_end:start]))
            last_end = end
        at += len(raw) + 1
    return lines
