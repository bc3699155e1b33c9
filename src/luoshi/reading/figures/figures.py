"""From paragraphs to figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from luoshi.reading.figures import subjects
from luoshi.reading.figures.cues import Cue, cues_of
from luoshi.reading.figures.filters import is_aside, is_figure, is_quoted
from luoshi.reading.figures.further_goals import FurtherGoals
from luoshi.reading.figures.measures import bound_of, head_of_change, measure_of
from luoshi.reading.figures.naming import Naming, stem_of
from luoshi.reading.figures.numbers import Number, completed, numbers
from luoshi.reading.figures.periods import ClauseContext, Moment, moment
from luoshi.reading.figures.predicates import Tail, read_tail
from luoshi.reading.figures.tables import Head, Value, head_of, values_of
from luoshi.reading.lexicon import table
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.outline import Paragraph
from luoshi.reading.records import Bound, Measure, Status, Tone
from luoshi.reading.text import LONGEST_SENTENCE

_SENTENCE_ENDS = "。！？"
_STATES = table("figures", "words.toml")["states"]
_STATE_ENDS = tuple(_STATES["ends"])
_DONE = tuple(_STATES["done"])
_WHAT_IS_DONE = frozenset(_STATES["what_is_done"])
_DONE_SO = tuple(_STATES["done_so"])
_COMES_TO_BE = tuple(_STATES["comes_to_be"])
_STEADY = tuple(_STATES["steady"])
# 1130亿元（预计数，下同）, 地区生产总值预计（下同）: what the paragraph says from here on is expected.
_LONGEST_NOTE = 14
# What holds for the numbers that follow and says nothing of the thing: 同比增长（下同）6%.
_NOTE = re.compile("（[^（）]{0,8}下同[^（）]{0,8}）|（以下简称[^（）]{1,10}）")
_EXPECTED_NOTE = re.compile("预计数?（[^）]{0,10}下同|（[^）]{0,6}预计[^）]{0,6}下同|（预计数）")
_NOTE_WORDS = ("下同", "预计数")  # one of them stands in every such note
_AGAINST_A_PLAN = re.compile(
    f"(?:比|较|是|为|相当于)“?[{NUMERALS}]+五”?(?:时期|期间)?(?:的|增|提|翻|分|净|又|$)"
)
_LIST_GLUE = re.compile("(?:、|和|以及|及|与)(?:第|近|约|超)?")
_LONGEST_GLUE = 4
_REACH_BEHIND = 60


class Draft(msgspec.Struct, gc=False, frozen=True):
    """A figure in offsets of the normalized text; see ``records.Figure`` for the fields."""

    start: int
    end: int
    subject: str
    measure: Measure
    low: float
    high: float
    unit: str
    bound: Bound
    status: Status
    tone: Tone | None
    period: str
    section: int | None


def figures(text: str, paragraphs: Sequence[Paragraph], year: int | None) -> list[Draft]:
    """The figures of a report in text order; ``year`` is the year whose plan it gives."""
    drafts: list[Draft] = []
    noted = any(word in text for word in _NOTE_WORDS)
    head: Head | None = None
    for paragraph in paragraphs:
        if text.find("|", paragraph.start, paragraph.end) >= 0:
            head = head_of(text, paragraph.start, paragraph.end) or head
            values = values_of(text, paragraph.start, paragraph.end, head, paragraph.frame) if head else []
            drafts += [_of_table(value, paragraph.section) for value in values]
            if values:
                continue
        else:
            head = None
        found = numbers(text, paragraph.start, paragraph.end)
        if found:
            _Reading(text, paragraph, year, drafts, noted=noted).read(completed(text, found))
    return drafts


def _of_table(value: Value, section: int | None) -> Draft:
    number = value.number
    tone: Tone | None = "plain" if value.status == "target" else None
    return Draft(
        number.start,
        number.end,
        value.subject,
        value.measure,
        number.low,
        number.high,
        number.unit,
        value.bound,
        value.status,
        tone,
        value.period,
        section,
    )


def clause_outside_quotes(text: str, sentence: int, clause: int, at: int) -> int:
    """Where the clause before ``at`` begins, if the mark before it stands within quotation marks.

    ``“蓝天白云，繁星闪烁”天数达到``: the clause begins before the quotation.
    """
    while text.count("”", clause, at) > text.count("“", clause, at):
        opened = text.rfind("“", sentence, clause)
        if opened < 0:
            return clause
        clause = 1 + max(sentence - 1, *(text.rfind(mark, sentence, opened) for mark in "，；："))
    return clause


def clause_outside_brackets(text: str, sentence: int, clause: int, at: int) -> int:
    """Where the clause before ``at`` begins, if the mark before it stands within brackets closed since.

    ``地区生产总值（预计，下同）达到``: the clause begins before the brackets.
    """
    closed = text.find("）", clause, at)
    opened = text.rfind("（", sentence, clause)
    if text.find("（", clause, closed) >= 0 or opened < 0 or closed - opened > _LONGEST_NOTE:
        return clause
    return 1 + max(sentence - 1, *(text.rfind(mark, sentence, opened) for mark in "，；："))


class _Reading:
    """Reads the figures of one paragraph, sentence by sentence."""

    __slots__ = (
        "_ahead",
        "_clause",
        "_cues",
        "_drafts",
        "_expected",
        "_frame",
        "_further",
        "_naming",
        "_noted",
        "_paragraph",
        "_plain",
        "_quotes",
        "_seen",
        "_text",
        "_toned",
        "_year",
    )

    def __init__(
        self, text: str, paragraph: Paragraph, year: int | None, drafts: list[Draft], *, noted: bool
    ) -> None:
        self._text = text
        self._paragraph = paragraph
        self._year = year
        self._drafts = drafts
        self._noted = noted
        self._expected = False
        self._cues: list[Cue] = []
        self._clause = self._seen = paragraph.start
        self._quotes = False
        self._further = FurtherGoals()
        self._toned = False
        self._naming = Naming(text, paragraph.start)
        self._frame = frame = paragraph.frame
        self._ahead = frame.part in ("plan", "government")
        # What a figure is in a sentence without any word of time, under a frame of one year.
        self._plain: Moment | None = None
        if frame.first == frame.last:
            period = "" if frame.last is None else str(frame.last)
            self._plain = Moment(period, "target", "plain") if self._ahead else Moment(period, "actual", None)

    def read(self, found: list[Number]) -> None:
        """Append the figures among the paragraph's numbers to the drafts."""
        naming, text = self._naming, self._text
        index, count = 0, len(found)
        while index < count:
            number = found[index]
            if number.start >= naming.end:
                self._enter_sentence(number.start)
            clause = self._clause_start(number.start)
            index += 1
            if self._quotes and is_quoted(text, number.start, naming.start):
                continue
            if not is_figure(text, number, naming.start, naming.end, clause):
                continue
            group = [number]
            while index < count and self._continues(group[-1], found[index]):
                group.append(found[index])
                index += 1
            self._group(group, clause, found[index] if index < count else None)

    def _enter_sentence(self, at: int) -> None:
        text, paragraph = self._text, self._paragraph
        start = max(paragraph.start, at - LONGEST_SENTENCE)
        end = min(paragraph.end, at + LONGEST_SENTENCE)
        for mark in "。！":
            start = max(start, text.rfind(mark, start, at) + 1)
        for mark in _SENTENCE_ENDS:
            stop = text.find(mark, at, end)
            end = stop if stop >= 0 else end
        self._cues = cues_of(text, start, end)
        self._quotes = text.find("“", start, end) >= 0 or text.find("《", start, end) >= 0
        self._clause = self._seen = start
        self._toned = self._further.enter_sentence(self._cues)
        self._naming.enter(start, end)
        if self._noted and _EXPECTED_NOTE.search(text, start, end):
            self._expected = True

    def _clause_start(self, at: int) -> int:
        text, seen = self._text, self._seen
        mark = max(text.rfind("，", seen, at), text.rfind("；", seen, at), text.rfind("：", seen, at))
        if mark >= 0:
            self._clause = mark + 1
        self._seen = at
        if self._quotes:
            self._clause = clause_outside_quotes(text, self._naming.start, self._clause, at)
        if text.find("）", self._clause, at) >= 0:
            self._clause = clause_outside_brackets(text, self._naming.start, self._clause, at)
        opened = text.rfind("（", self._clause, at)
        if opened >= 0 and text.find("）", opened, at) < 0:
            return opened + 1
        return self._clause

    def _continues(self, before: Number, number: Number) -> bool:
        """Whether ``number`` only adds a value to a list: ``6.5%和5.5%``."""
        if before.kind != number.kind or number.start >= self._naming.end:
            return False
        between = self._text[before.after : number.start]
        if before.kind == "ratio":
            return between in ("：", ":", "∶")
        return len(between) <= _LONGEST_GLUE and _LIST_GLUE.fullmatch(between) is not None

    def _group(self, group: list[Number], clause: int, following: Number | None) -> None:
        text, naming = self._text, self._naming
        first, last = group[0], group[-1]
        left = naming.left_of(clause, first.start)
        words = text[left : first.start]
        tail = read_tail(
            _NOTE.sub("", words) if words.find("下同") >= 0 or words.find("简称") >= 0 else words,
            text,
            last.end,
            min(last.end + _REACH_BEHIND, naming.end),
            points=first.kind == "points",
        )
        noun = naming.noun_of(last)
        if (
            tail.verb in _WHAT_IS_DONE
            and first.kind in ("count", "measure", "none")
            and (noun or tail.stem.startswith(_DONE_SO))
        ):
            tail = Tail(tail.stem + tail.verb, "", "", attained=False, earlier=False, bound=tail.bound)
        stem = stem_of(tail, first.kind)
        if self._toned:
            named = stem != "" or noun != ""
            self._cues = self._further.in_force(text, self._cues, left + len(tail.stem), first, named=named)
        aside = False
        if noun or (following is not None and following.start - last.after == 1):
            acts = tail.attained or (noun != "" and subjects.acts_on(tail.stem, stem))
            aside = is_aside(text, group, following, naming.start, naming.end, noun=noun, acts=acts)
        if noun and (aside or tail.stem.endswith(("对", "将", "与", "向"))):
            noun = subjects.noun_of_set(noun)
        if first.kind == "ratio":
            names = naming.ratio(group, tail)
            if len(names) < len(group):
                first.end, first.after = last.end, last.after
                group = [first]
        else:
            names = naming.name(group, stem, noun, clause, in_list=left > clause)
        listed = None
        if (
            len(group) > 1
            and last.bound
            and (text.find("分别", clause, first.start) >= 0 or text.find("均", clause, first.start) >= 0)
        ):
            listed = last.bound
        for index, number in enumerate(group):
            subject = names[index] if index < len(names) else names[-1]
            self._draft(number, subject, stem, tail, clause, listed, aside=aside)
        naming.take(group, names, noun)

    def _draft(
        self,
        number: Number,
        subject: str,
        stem: str,
        tail: Tail,
        clause: int,
        listed: str | None,
        *,
        aside: bool,
    ) -> None:
        text, naming, start = self._text, self._naming, number.start
        measure, sign = measure_of(text, number, tail, subject, naming.start, naming.end)
        if measure == "share" and self._further.is_further and self._goes_on_growing(number, subject):
            measure, sign = "growth", -1 if self._drafts[-1].high < 0 else 1
        low, high = number.low, number.high
        if sign < 0 < low:
            low, high = -high, -low
        if self._plain is not None and not self._cues and not tail.earlier and not self._expected:
            when = self._plain
        else:
            when = self._moment(number, measure, subject, stem, tail, clause)
        self._drafts.append(
            Draft(
                start,
                number.end,
                subject,
                measure,
                low,
                high,
                number.unit,
                bound_of(number, tail, listed),
                "background" if aside else when.status,
                None if aside else when.tone,
                when.period,
                self._paragraph.section,
            )
        )

    def _goes_on_growing(self, number: Number, subject: str) -> bool:
        """Whether a further goal is one of growth, as the goal before: ``增长15%、力争达到20%``."""
        before = self._drafts[-1]
        return number.kind == "percent" and before.measure == "growth" and before.subject == subject

    def _moment(
        self, number: Number, measure: Measure, subject: str, stem: str, tail: Tail, clause: int
    ) -> Moment:
        context = ClauseContext(
            self._adds_up(measure, number, subject, stem, tail, clause),
            tail.earlier,
            self._expected,
            self._text[number.start - 1] == "的",
            tail.attained and tail.verb.startswith(_STEADY),
        )
        return moment(self._cues, number.start, clause, self._frame, context, self._year)

    def _adds_up(
        self, measure: Measure, number: Number, subject: str, stem: str, tail: Tail, clause: int
    ) -> bool:
        """Whether such amounts add up over several years: things done, not a state reached."""
        if measure == "level":
            if tail.attained and subjects.is_dependent(stem) and stem.endswith(_STATE_ENDS):
                return False
            done = bool(subjects.leading_verb(subject)) and subject.startswith(_DONE)
            if tail.attained and not done and (stem or tail.verb != "完成"):
                return False
            if self._ahead and subject.startswith(_COMES_TO_BE):
                return False
            if not subject.endswith(_STATE_ENDS):
                return True
            return bool(subjects.leading_verb(subject)) and not subject.startswith("建成区")
        if measure == "change":
            if _AGAINST_A_PLAN.search(self._text, clause, number.start) is not None:
                return True
            return number.kind != "points" and (tail.verb == "减少" or head_of_change(subject) is not None)
        if measure == "growth":
            return _AGAINST_A_PLAN.search(self._text, clause, number.start) is not None
        return False
