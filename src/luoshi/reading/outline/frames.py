"""What part of the report a paragraph belongs to, and the years it speaks of."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.records import Part

_CUES = table("outline", "cues.toml")
_CN_DIGITS = "一二三四五六七八九十"
_PLAN_NAME = "“?(?P<plan>[一二三四五六七八九十]{1,3})五”?"
_YEAR = r"(?:19|20)\d\d"
_FIRST_PLAN = 1951  # the n-th five-year plan, n >= 6, begins in 1951 + 5 n


class Frame(NamedTuple):
    """Part, and the years spoken of: ``first == last`` where one year is meant."""

    part: Part
    first: int | None
    last: int | None


def plan_years(name: str) -> tuple[int, int] | None:
    """The years of a five-year plan: ``十四`` (of 十四五) -> (2021, 2025)."""
    number = 0
    for digit in name:
        value = _CN_DIGITS.find(digit) + 1
        number = number * 10 if value == 10 and number else number + value  # noqa: PLR2004
    first = _FIRST_PLAN + 5 * number
    return (first, first + 4) if number >= 6 else None  # noqa: PLR2004


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(alternation((word.replace("{Y}", _YEAR) for word in words), patterns=True))


_REVIEW_HEADING = _pattern(_CUES["headings"]["review"])
_PLAN_HEADING = _pattern(_CUES["headings"]["plan"])
_GOVERNMENT_HEADING = _pattern(_CUES["headings"]["government"])
MAIN_HEADING = re.compile(
    f"{_YEAR}年|{_REVIEW_HEADING.pattern}|{_PLAN_HEADING.pattern}|{_GOVERNMENT_HEADING.pattern}"
)
_HEADING_YEAR = re.compile(rf"({_YEAR})年")
_HEADING_PLAN = re.compile(_PLAN_NAME + "(?:时期|期间|规划|发展|主要|经济|工作|成就|回顾|目标|以来|”)")
_FIVE_YEARS = re.compile("五年|本届政府|届政府")
_ONE_YEAR = re.compile("(?:过去|去)(?:的)?一?年(?!以)|一年")
_TURN = _pattern(_CUES["turns"]["plan"])
_PLAN_WORDS = _pattern(_CUES["openings"]["plan_words"])
_OPENING = re.compile(
    r"(?:各位代表[，！：:!,]*|——|同时，|回顾|在|总的看，|[一二三四五六七八九十]是|[（(][一二三四五六七八九十]+[）)])*(?:"
    + "|".join(
        f"(?P<{name}>{alternation(_CUES['openings'][name], patterns=True)})"
        for name in ("review_span", "review_year", "plan_span", "plan_year")
    )
    + f"|(?:到)?(?P<year>{_YEAR})年(?!代)|“(?P<plan>[一二三四五六七八九十]{{1,3}})五”)"
)
_OPENING_REACH = 90


class FrameReader:
    """Follows a report from heading to heading and says the frame of each paragraph.

    ``year`` is the year whose plan the report gives; where it is not known, the headings' own
    years decide and the frames may lack years.
    """

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.frame = Frame("review", *self._past())

    def _past(self) -> tuple[int | None, int | None]:
        return (None, None) if self.year is None else (self.year - 1, self.year - 1)

    def _past_span(self) -> tuple[int | None, int | None]:
        return (None, None) if self.year is None else (self.year - 5, self.year - 1)

    def _future_span(self) -> tuple[int | None, int | None]:
        return (None, None) if self.year is None else (self.year, self.year + 4)

    def heading(self, words: str, *, main: bool) -> Frame:
        """The frame below a heading; only ``main`` ones can change the part."""
        if not main:
            if self.frame.part == "plan" and _GOVERNMENT_HEADING.search(words) and len(words) <= 30:  # noqa: PLR2004
                return self.frame._replace(part="government")
            return self._opening_years(words)
        part = self._heading_part(words)
        if part is not None:
            self.frame = Frame(part, *self._heading_years(words, part))
        return self.frame

    def _heading_part(self, words: str) -> Part | None:
        review = _REVIEW_HEADING.search(words) is not None
        plan = _PLAN_HEADING.search(words) is not None
        year = _HEADING_YEAR.search(words)
        if _GOVERNMENT_HEADING.search(words) and not year and self.frame.part != "review":
            return "government"
        if review and not (plan and self._is_ahead(words)):
            return "review" if self.frame.part == "review" or self._is_behind(words) else None
        if plan and not (year and self.year is not None and int(year[1]) < self.year):
            return "plan"
        if year is not None and self.year is not None:
            return "review" if int(year[1]) < self.year else "plan"
        return None

    def _is_behind(self, words: str) -> bool:
        """Whether a heading with words of looking back names time past, not merely ``取得新成效``."""
        return bool(re.search("回顾|过去|去年|成就|成绩|基本情况|工作总结", words))

    def _is_ahead(self, words: str) -> bool:
        """Whether the words of looking ahead in a heading outweigh those of looking back."""
        year = _HEADING_YEAR.search(words)
        if year and self.year is not None:
            return int(year[1]) >= self.year and not re.search("回顾|成就", words)
        return not re.search("回顾|过去|成就", words)

    def _heading_years(self, words: str, part: Part) -> tuple[int | None, int | None]:
        year = _HEADING_YEAR.search(words)
        five = _HEADING_PLAN.search(words)
        span = plan_years(five["plan"]) if five else None
        if part == "review":
            if year is not None:
                return int(year[1]), int(year[1])
            if span is not None:
                return span
            return self._past_span() if _FIVE_YEARS.search(words) else self._past()
        if year is not None and (self.year is None or int(year[1]) >= self.year):
            return int(year[1]), int(year[1])
        if span is not None and self.year is not None and span[1] > self.year:
            return span
        return self._future_span() if _FIVE_YEARS.search(words) else (self.year, self.year)

    def paragraph(self, text: str, start: int, end: int) -> Frame:
        """The frame of the paragraph ``text[start:end]``."""
        opening = _OPENING.match(text, start, min(end, start + 40))
        if self.frame.part == "review":
            if opening is not None and opening.lastgroup is not None:
                self._review_opening(text, opening, end)
            if self.frame.part == "review" and _TURN.search(text, start, end):
                self._turn(text, start, end)
        elif opening is not None:
            self._plan_opening(opening)
        return self.frame

    def _turn(self, text: str, start: int, end: int) -> None:
        turn = _TURN.search(text, start, end)
        assert turn is not None
        year = _HEADING_YEAR.search(turn[0])
        if year is not None and self.year is not None and int(year[1]) < self.year:
            return
        self.frame = Frame("plan", self.year, self.year)

    def _review_opening(self, text: str, opening: re.Match[str], end: int) -> None:
        kind = opening.lastgroup
        ahead = _PLAN_WORDS.search(text, opening.end(), min(end, opening.end() + _OPENING_REACH)) is not None
        if kind == "review_span":
            if self.frame.first == self.frame.last:
                self.frame = Frame("review", *self._past_span())
        elif kind == "review_year":
            self.frame = Frame("review", *self._past())
        elif kind == "plan_span" and ahead:
            self.frame = Frame("plan", *self._future_span())
        elif kind == "plan_year" and ahead:
            self.frame = Frame("plan", self.year, self.year)
        elif kind == "year" and self.year is not None:
            year = int(opening["year"])
            if year == self.year - 1:
                self.frame = Frame("review", year, year)
            elif year == self.year and ahead:
                self.frame = Frame("plan", year, year)
        elif kind == "plan" and self.year is not None:
            span = plan_years(opening["plan"])
            if span and span[1] < self.year:
                self.frame = Frame("review", *span)
            elif span and span[1] > self.year and ahead:
                self.frame = Frame("plan", *span)

    def _plan_opening(self, opening: re.Match[str]) -> None:
        kind = opening.lastgroup
        part = self.frame.part
        if kind == "plan_span":
            self.frame = Frame(part, *self._future_span())
        elif kind == "plan_year":
            self.frame = Frame(part, self.year, self.year)
        elif kind == "year" and self.year is not None and int(opening["year"]) == self.year:
            self.frame = Frame(part, self.year, self.year)
        elif kind == "plan" and self.year is not None:
            span = plan_years(opening["plan"])
            if span and span[1] > self.year:
                self.frame = Frame(part, *span)

    def _opening_years(self, words: str) -> Frame:
        opening = _OPENING.match(words)
        if opening is None or self.frame.part != "review":
            return self.frame
        if opening.lastgroup == "review_span":
            self.frame = Frame("review", *self._past_span())
        elif opening.lastgroup == "review_year":
            self.frame = Frame("review", *self._past())
        return self.frame
