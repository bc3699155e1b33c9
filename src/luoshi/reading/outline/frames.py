"""What part of the report a paragraph belongs to, and the years it speaks of."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.lexicon.numerals import NUMERALS, ORDINAL, WRITTEN_YEAR, ZEROS, count_of, digits_of
from luoshi.reading.records import Part

_CUES = table("outline", "cues.toml")
_PLAN_NAME = f"“?(?P<plan>{ORDINAL})五”?"
_YEAR = r"(?:19|20)\d\d"
_FIRST_PLAN = 1951  # the n-th five-year plan, n >= 6, begins in 1951 + 5 n


class Frame(NamedTuple):
    """Part, and the years spoken of: ``first == last`` where one year is meant."""

    part: Part
    first: int | None
    last: int | None


def plan_years(name: str) -> tuple[int, int] | None:
    """The years of a five-year plan: ``十四`` (of 十四五) -> (2021, 2025)."""
    number = count_of(name)
    first = _FIRST_PLAN + 5 * number
    return (first, first + 4) if number >= 6 else None


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(alternation((word.replace("{Y}", _YEAR) for word in words), patterns=True))


_REVIEW_HEADING = _pattern(_CUES["headings"]["review"])
_PLAN_HEADING = _pattern(_CUES["headings"]["plan"])
_GOVERNMENT_HEADING = _pattern(_CUES["headings"]["government"])
MAIN_HEADING = re.compile(
    f"{_YEAR}年|{_REVIEW_HEADING.pattern}|{_PLAN_HEADING.pattern}|{_GOVERNMENT_HEADING.pattern}"
)
_HEADING_YEAR = re.compile(rf"({_YEAR}|{WRITTEN_YEAR})年")
_HEADING_PLAN = re.compile(_PLAN_NAME + "(?:时期|期间|规划|发展|主要|经济|工作|成就|回顾|目标|以来|”)")
_FIVE_YEARS = re.compile(f"(?<![{NUMERALS}{ZEROS}])五年|本届政府|届政府")
_ONE_YEAR = re.compile("(?:过去|去)(?:的)?一?年(?!以)|一年")
_PLAN_WORDS = _pattern(_CUES["openings"]["plan_words"])
_SOME = "[三四五六]"
_LEAD_IN = (
    f"(?:各位代表[，！：:!,]*|同志们[，！]*|——|同时，|回顾|总结|在|总的看，|面向|展望|[{NUMERALS}]是"
    f"|[（(][{NUMERALS}]+[）)]|刚刚|已经|即将|刚|这|我们|的|过去的?(?=[0-9])){{0,4}}"
)
_TIMES = "|".join(
    f"(?P<{name}>{alternation(_CUES['openings'][name], patterns=True)})"
    for name in ("review_span", "review_year", "plan_span", "plan_year")
) + (
    f"|(?P<some>{_SOME})年(?:来|间)|过去的?(?P<some2>{_SOME})年"
    f"|(?:到)?(?P<year>{_YEAR})年(?!代|底|末|初|[0-9]|[—-])|“(?P<plan>{ORDINAL})五”(?:时期|期间|以来|五年|(?=[，是我]))"
)
_FAR = (
    f"(?P<review_span_far>{alternation(_CUES['openings']['review_span_far'], patterns=True)})"
    f"|[^。，]{{0,20}}以来的(?P<some3>{_SOME})年|本届政府[^。，]{{0,8}}的(?P<some4>{_SOME})年"
)
_OPENING_WORDS: list[str] = _CUES["openings"]["first_words"]
_OPENING = re.compile(f"{_LEAD_IN}(?:{_TIMES}|{_FAR})")
# The second character is looked at first, since few sentences open with a word of time.
_OPENED = f"(?=[各同—回总在面展{NUMERALS}（(刚已即这我的过去今新未近到12“本下]){_LEAD_IN}(?:{_TIMES})"
_SENTENCE_OPENING = re.compile(f"[。！]{_OPENED}")
# In a paragraph without an exclamation: the search for one mark is many times as fast as that for two.
_PLAIN_SENTENCE_OPENING = re.compile(f"。{_OPENED}")
_THIS_YEAR = re.compile(r"[今新12](?:(?<=今)年|(?<=新)的一年|(?<=[12])[09][0-9]{2}年)")
_AFTER_YEAR = _pattern(_CUES["turns"]["after_year"])
_BEFORE_YEAR = tuple(_CUES["turns"]["before_year"])
_THEN = _pattern(_CUES["turns"]["then"])
_OPENING_LENGTH = 60
_OPENING_REACH = 90
_LONGEST_HEADING = 30
_NAMES_A_PART = re.compile("|".join(_CUES["headings"]["names_a_part"]))
_CLEARLY_PLAN_WORDS = alternation([*_CUES["headings"]["clearly_plan"], "要求"])
_CLEARLY_PLAN = re.compile("|".join(_CUES["headings"]["clearly_plan"]))


# 一、2003年工作回顾和2004年工作总体要求: what comes behind it is the plan.
_REVIEW_AND_PLAN = re.compile(f"回顾[^，。]{{0,4}}[和与及][^，。]{{0,14}}{_CLEARLY_PLAN_WORDS}")


def names_a_part(words: str) -> bool:
    """Whether a heading names a part of the report rather than a field of work: ``三、2025年工作安排``."""
    return _NAMES_A_PART.search(words) is not None


def announces_plan(words: str, year: int | None) -> bool:
    """Whether a main heading says that the plan begins: ``二、2024年工作安排``."""
    if _CLEARLY_PLAN.search(words) is None or re.search("回顾|成就", words):
        return False
    named = _heading_year(words)
    return named is None or year is None or named >= year


def _heading_year(words: str) -> int | None:
    """The year that a heading names, in digits or written: ``一、一九八五年工作回顾`` -> 1985."""
    named = _HEADING_YEAR.search(words)
    return None if named is None else int(digits_of(named[1]))


def _opening(words: str) -> re.Match[str] | None:
    """The word of time that opens a paragraph or a heading: ``过去五年，…``; most have none."""
    for word in _OPENING_WORDS:
        if word in words:
            return _OPENING.match(words)
    return None


class FrameReader:
    """Follows a report from heading to heading and says the frame of each paragraph.

    ``year`` is the year whose plan the report gives; where it is not known, the headings' own
    years decide and the frames may lack years. ``plan_is_headed``: a main heading will announce
    the plan, so that the opening of a paragraph need not be taken for its beginning.
    """

    def __init__(self, year: int | None, *, plan_is_headed: bool) -> None:
        self.year = year
        self._may_turn = not plan_is_headed
        self._headings = 0
        self.past_year = 0 if year is None else year - 1
        self.frame = Frame("review", *self._past())
        self._government_rank = 0
        self._part_rank = 0
        self._review_and_plan = 0

    def _past(self) -> tuple[int | None, int | None]:
        return (None, None) if self.year is None else (self.past_year, self.past_year)

    def _past_span(self) -> tuple[int | None, int | None]:
        return (None, None) if self.year is None else (self.past_year - 4, self.past_year)

    def _future_span(self) -> tuple[int | None, int | None]:
        return (None, None) if self.year is None else (self.year, self.year + 4)

    def heading(self, words: str, *, rank: int, main: bool) -> Frame:
        """The frame below a heading of ``rank`` (1 highest); only ``main`` ones change the part."""
        if self._review_and_plan and rank <= self._review_and_plan and self.frame.part == "review":
            self._review_and_plan = 0
            if not main or self._heading_part(words) is None:
                self.frame = Frame("plan", self.year, self.year)
                return self.frame
        main = main and (not self._part_rank or rank <= self._part_rank or self._turns_to_plan(words))
        if self._government_rank and rank <= self._government_rank and not main:
            self.frame = self.frame._replace(part="plan")
            self._government_rank = 0
        if main:
            self._government_rank = 0
            self._headings += 1
            part = self._heading_part(words)
            if part is not None:
                self.frame = Frame(part, *self._heading_years(words, part))
                if names_a_part(words):
                    self._part_rank = rank
                if _REVIEW_AND_PLAN.search(words):
                    self._review_and_plan = rank
            return self.frame
        if self.frame.part == "plan" and len(words) <= _LONGEST_HEADING and _GOVERNMENT_HEADING.search(words):
            self.frame = self.frame._replace(part="government")
            self._government_rank = rank
            return self.frame
        return self._opening_years(words)

    def _turns_to_plan(self, words: str) -> bool:
        return self.frame.part == "review" and names_a_part(words) and announces_plan(words, self.year)

    def _heading_part(self, words: str) -> Part | None:
        review = _REVIEW_HEADING.search(words) is not None
        plan = _PLAN_HEADING.search(words) is not None
        year = _heading_year(words)
        if _GOVERNMENT_HEADING.search(words) and not year and self.frame.part != "review":
            return "government"
        if year and self.year is not None and year == self.year and review and re.search("回顾|总结", words):
            self.past_year = self.year
            return "review"
        if review and not (plan and self._is_ahead(words)):
            return "review" if self.frame.part == "review" or self._is_behind(words) else None
        if plan and not (year and self.year is not None and year < self.year):
            return "plan" if self._headings > 1 or _CLEARLY_PLAN.search(words) or year else "review"
        if year is not None and self.year is not None:
            return "review" if year < self.year else "plan"
        return None

    def _is_behind(self, words: str) -> bool:
        """Whether a heading with words of looking back names time past, not merely ``取得新成效``."""
        return bool(re.search("回顾|过去|去年|成就|成绩|基本情况|工作总结", words))

    def _is_ahead(self, words: str) -> bool:
        """Whether the words of looking ahead in a heading outweigh those of looking back."""
        year = _heading_year(words)
        if year and self.year is not None:
            return year >= self.year and not re.search("回顾|成就", words)
        return not re.search("回顾|过去|成就|圆满完成", words)

    def _heading_years(self, words: str, part: Part) -> tuple[int | None, int | None]:
        year = _heading_year(words)
        five = _HEADING_PLAN.search(words)
        span = plan_years(five["plan"]) if five else None
        if part == "review":
            if year is not None:
                self.past_year = year
                return self._past()
            if span is not None and (self.year is None or span[1] < self.year):
                return span
            return self._past_span() if _FIVE_YEARS.search(words) else self._past()
        is_beyond = span is not None and year is not None and year > span[1]  # “十四五”和2035年远景目标
        if year is not None and not is_beyond and (self.year is None or year >= self.year):
            return year, year
        if span is not None and self.year is not None and span[1] > self.year:
            return span
        return self._future_span() if _FIVE_YEARS.search(words) else (self.year, self.year)

    def paragraph(self, text: str, start: int, end: int, *, headed: bool = False) -> list[tuple[int, Frame]]:
        """The frames of the paragraph ``text[start:end]``, each with where it begins.

        What a sentence inside the paragraph says of time holds to the paragraph's end; it holds
        beyond only where the paragraph is no item under a heading of its own (``headed``).
        """
        ahead = self.frame.part == "plan" and self.frame.first != self.frame.last
        if (self.frame.part == "review" or ahead) and self._turns(text, start, end, ahead=ahead):
            self.frame = Frame("plan", self.year, self.year)
        opening = _opening(text[start : min(end, start + _OPENING_LENGTH)])
        frame = self.frame
        if opening is not None:
            frame = self._reframed(self.frame, opening, text, start + opening.end(), end)
            if frame.part != "review" or self.frame.part == "review":
                self.frame = frame
        frames = [(start, frame)]
        openings = _SENTENCE_OPENING if text.find("！", start, end) >= 0 else _PLAIN_SENTENCE_OPENING
        for cue in openings.finditer(text, start, end):
            changed = self._reframed(frame, cue, text, cue.end(), end)
            if changed != frame:
                frame = changed
                frames.append((cue.start() + 1, frame))
                if not headed and (cue.lastgroup or "").startswith(("review_span", "plan", "some")):
                    self.frame = frame
        return frames

    def _turns(self, text: str, start: int, end: int, *, ahead: bool) -> bool:
        """Whether a sentence of the paragraph announces the plan: ``今年的主要目标是…``.

        ``ahead``: behind aims of several years only this year's do (not ``到2030年，主要目标是…``).
        """
        if text.find("回顾", start, end) >= 0:
            return False
        for match in _THIS_YEAR.finditer(text, start, end):
            first = match.start()
            if text[first].isdigit() and self.year is not None:
                named = int(text[first : first + 4])
                if named < self.year or (ahead and named > self.year):
                    continue
            if _AFTER_YEAR.match(text, match.end(), end):
                return True
            if text.endswith(_BEFORE_YEAR, start, first) and _THEN.match(text, match.end(), end):
                return True
        return False

    def _reframed(self, frame: Frame, cue: re.Match[str], text: str, after: int, end: int) -> Frame:
        """The frame behind ``cue``, behind which ``text[after:end]`` follows."""
        if frame.part == "review":
            ahead = _PLAN_WORDS.search(text, after, min(end, after + _OPENING_REACH)) is not None
            return self._looking_back(frame, cue, ahead=ahead)
        return self._looking_ahead(frame, cue)

    def _looking_back(self, frame: Frame, cue: re.Match[str], *, ahead: bool) -> Frame:
        """The frame behind a word of time in the review; ``ahead`` says that the plan may begin there."""
        kind = cue.lastgroup or ""
        if kind.startswith("review_span"):
            return frame if frame.first != frame.last else Frame("review", *self._past_span())
        if kind == "review_year":
            return Frame("review", *self._past())
        turn = self._turned(cue, kind) if ahead and self._may_turn else None
        if turn is not None or self.year is None:
            return turn or frame
        if kind.startswith("some"):
            count = count_of(cue[kind])
            return Frame("review", self.past_year - count + 1, self.past_year)
        if kind == "year" and int(cue["year"]) == self.past_year:
            return Frame("review", *self._past())
        span = plan_years(cue["plan"]) if kind == "plan" else None
        return Frame("review", *span) if span is not None and span[1] == self.past_year else frame

    def _turned(self, cue: re.Match[str], kind: str) -> Frame | None:
        """The frame of the plan, where a word of time to come opens it."""
        if kind == "plan_span":
            return Frame("plan", *self._future_span())
        if kind == "plan_year" and cue.string[cue.start()] not in "。！":
            return Frame("plan", self.year, self.year)
        if self.year is None:
            return None
        if kind == "year" and int(cue["year"]) == self.year:
            return Frame("plan", self.year, self.year)
        span = plan_years(cue["plan"]) if kind == "plan" else None
        return Frame("plan", *span) if span is not None and span[1] > self.year else None

    def _looking_ahead(self, frame: Frame, cue: re.Match[str]) -> Frame:
        kind = cue.lastgroup or ""
        if "过去" in cue[0] and (
            kind == "review_year" or (kind == "year" and int(cue["year"]) == self.past_year)
        ):
            return Frame("review", *self._past())
        if kind == "plan_span":
            return Frame(frame.part, *self._future_span())
        if kind == "plan_year" or (
            kind == "year" and self.year is not None and int(cue["year"]) == self.year
        ):
            return Frame(frame.part, self.year, self.year)
        if kind == "plan" and self.year is not None:
            span = plan_years(cue["plan"])
            if span and span[1] > self.year:
                return Frame(frame.part, *span)
            if span and span[1] == self.past_year:
                return Frame("review", *span)
        return frame

    def _opening_years(self, words: str) -> Frame:
        opening = _opening(words) if self.frame.part == "review" else None
        if opening is not None:
            kind = opening.lastgroup or ""
            if kind.startswith(("review_", "some")):
                self.frame = self._looking_back(self.frame, opening, ahead=False)
        return self.frame
