"""Which stretches of a report can promise something, and of what sort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec.structs import replace

from luoshi.reading.lexicon import table
from luoshi.reading.lexicon.numerals import NUMERALS, ORDINAL
from luoshi.reading.outline import Outline, Paragraph, SectionDraft, names_a_part

Sort = Literal["plain", "targets", "livelihood", "government", "opening"]

SCOPE = table("promises", "scope.toml")


def pattern(name: str) -> re.Pattern[str]:
    """The patterns of the table ``name`` of ``scope.toml`` as one."""
    # no group around them: so the engine can skip to the first characters of the patterns
    return re.compile("|".join(SCOPE[name]["patterns"]))


_CREED = pattern("creed")
_TARGETS = pattern("targets")
_MORE_TARGETS = pattern("more_targets")
_LIVELIHOOD = pattern("livelihood")
_NOTES = pattern("notes")
_REMARKS = pattern("remarks")
_MEANING = pattern("meaning")
_NUMBERED = re.compile(f"{ORDINAL}、|（{ORDINAL}）")
_ROW = pattern("row")
_APPEAL = pattern("appeal")
_ITEM = pattern("item")
# Plain words that stand in every match of the pattern, to look for first; and how far around them to look.
_CREED_WORD, _TARGET_WORD, _LIVELIHOOD_WORD = (
    re.compile("|".join(SCOPE["first_words"][name])) for name in ("creed", "targets", "livelihood")
)
_ANY_WORD = re.compile(f"{_CREED_WORD.pattern}|{_TARGET_WORD.pattern}|{_LIVELIHOOD_WORD.pattern}")
_REACH = 30
_LONGEST_TARGET = 160  # characters of a line that gives targets
_LINE_ITEM = re.compile("[0-9①-⑳]|[（(][0-9]|——|--")
_CREED_HEADING, _TARGET_HEADING, _LIVELIHOOD_HEADING = (
    re.compile("|".join(SCOPE["headings"][name])) for name in ("creed", "targets", "livelihood")
)
_DIGIT = re.compile("[0-9]")
_SENTENCE_END = re.compile("[。！？]")
_FEWEST_BELOW = 2  # headings below one whose first lines only lead to them
_LONGEST_OPENING = 160  # characters between a heading and those below it, unless it names a part
_LARGEST_OPENING = 0.25  # of a section's characters
_LEAST_OF_ITS_YEAR = 1 / 3  # of a plan's characters, where it speaks of a term too
_CLOSING = 0.8  # the appeal stands in the last fifth of a report


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """Characters ``start`` to ``end`` of one paragraph and what sort of promises may stand there.

    ``opening``: between a heading and the headings below it, where only figures and works promise.
    """

    start: int
    end: int
    sort: Sort
    paragraph: Paragraph


# A paragraph, or a numbered line that the outline took for a heading; and whether it is such a line.
Line = tuple[Paragraph, bool]


def lines(text: str, outline: Outline) -> Iterator[Line]:
    """The paragraphs, and between them the headings that stand alone, in text order.

    A short item of a list (``2．开通夜班公交。``) looks like a heading; only who knows of the list can tell.
    """
    sections = iter(outline.sections)
    section = next(sections, None)
    last: Paragraph | None = None
    for paragraph in outline.paragraphs:
        while section is not None and section.start < paragraph.start:
            following = next(sections, None)
            if last is not None and text.find("\n", section.end, paragraph.start) >= 0:
                yield Paragraph(section.start, section.end, section.number, last.frame), True
            section = following
        yield paragraph, False
        last = paragraph
    while section is not None and last is not None:
        yield Paragraph(section.start, section.end, section.number, last.frame), True
        section = next(sections, None)


def stretches(text: str, outline: Outline) -> Iterator[Stretch]:
    """The stretches of the plan, and of the part on the government itself, that can promise something."""
    scope = _Scope(text, outline)
    has_its_year = _has_its_year(outline)
    before = 0  # where the paragraph before ended
    for paragraph, is_heading in lines(text, outline):
        continues, before = paragraph.start == before, paragraph.end
        if paragraph.frame.part not in ("plan", "government"):
            continue
        if has_its_year and _is_of_a_term(paragraph):
            paragraph = _behind_term(text, paragraph, continues=continues)  # noqa: PLW2901
        if paragraph.end <= paragraph.start:
            continue
        bar = text.find("|", paragraph.start, paragraph.end)
        if bar >= 0 and _ROW.fullmatch(text, paragraph.start, paragraph.end):
            continue
        if scope.are_notes(paragraph):
            return
        if scope.is_note(paragraph):
            continue
        if not is_heading or scope.has_item(paragraph):
            yield from scope.of(paragraph)


def _is_of_a_term(paragraph: Paragraph) -> bool:
    """Whether a paragraph of the plan speaks of several years: ``未来五年，…``."""
    frame = paragraph.frame
    return frame.part == "plan" and frame.first != frame.last


def _has_its_year(outline: Outline) -> bool:
    """Whether a plan gives the year that begins room of its own, so that what it says of a term are aims."""
    term = year = before = 0
    for paragraph in outline.paragraphs:
        size = paragraph.end - paragraph.start
        if not _is_of_a_term(paragraph):
            year += size if paragraph.frame.part == "plan" else 0
        elif paragraph.start != before:
            term += size
        before = paragraph.end
    return year >= (term + year) * _LEAST_OF_ITS_YEAR


def _behind_term(text: str, paragraph: Paragraph, *, continues: bool) -> Paragraph:
    """What a paragraph of a term has of acts: all behind its first sentence where it ``continues`` a line."""
    stop = _SENTENCE_END.search(text, paragraph.start, paragraph.end) if continues else None
    return replace(paragraph, start=paragraph.end if stop is None else stop.end())


def _openings(outline: Outline) -> list[tuple[int, int]]:
    """Where a section opens with a few lines on what the headings below it are about.

    ``（一）做强产业`` / ``坚持…，建设…强市。`` / ``提升制造业。加快…``
    """
    below: dict[int, list[SectionDraft]] = {}
    ends: dict[int, int] = {}
    open_sections: list[SectionDraft] = []
    for section in outline.sections:
        while open_sections and open_sections[-1].level >= section.level:
            ends[open_sections.pop().number] = section.start
        open_sections.append(section)
        if section.parent is not None:
            below.setdefault(section.parent, []).append(section)
    last = outline.paragraphs[-1].end if outline.paragraphs else 0
    found: list[tuple[int, int]] = []
    for number, headings in below.items():
        section = outline.sections[number]
        longest = (ends.get(number, last) - section.end) * _LARGEST_OPENING
        starts = [heading.start for heading in headings]
        if names_a_part(section.heading):
            numbered = [heading.start for heading in headings if _NUMBERED.match(heading.heading)]
            starts = numbered or starts
        else:
            longest = min(longest, _LONGEST_OPENING)
        if len(starts) >= _FEWEST_BELOW and starts[0] - section.end <= longest:
            found.append((section.end, starts[0]))
    return sorted(found, reverse=True)


class _Scope:
    """Follows the plan from paragraph to paragraph; lists that run over several are remembered."""

    def __init__(self, text: str, outline: Outline) -> None:
        self._text = text
        self._sections = outline.sections
        self._openings = _openings(outline)
        self._section: int | None = -1
        self._in_item = False  # under a heading that is an item of the list
        self._sort: Sort = "plain"
        self._skipped = False  # in the section, or in the list that a creed opened
        self._list: Sort | Literal["", "creed"] = ""  # the sort of list that the paragraph before announced
        self._end = next(
            (s.start for s in self._sections if s.start > len(text) // 2 and _NOTES.match(s.heading)),
            len(text),
        )
        self._closing = int(len(text) * _CLOSING)
        self._last_heading = max((s.start for s in self._sections if _NUMBERED.match(s.heading)), default=0)

    def are_notes(self, paragraph: Paragraph) -> bool:
        """Whether only notes stand from ``paragraph`` on: ``名词解释``; ``注：…`` behind the last heading."""
        if paragraph.start <= len(self._text) // 2:
            return False
        if _NOTES.match(self._text, paragraph.start, paragraph.end):
            return True
        return paragraph.start > max(self._last_heading, self._closing) and bool(
            _REMARKS.match(self._text, paragraph.start, paragraph.end)
        )

    def is_note(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph behind the last heading says what a word means: ``甲码：指…``."""
        return paragraph.start > max(self._last_heading, len(self._text) // 2) and bool(
            _MEANING.match(self._text, paragraph.start, paragraph.end)
        )

    def has_item(self, heading: Paragraph) -> bool:
        """Whether a heading is in truth an item of the list that is open."""
        return (
            self._list in ("targets", "livelihood")
            and _LINE_ITEM.match(self._text, heading.start) is not None
        )

    def of(self, paragraph: Paragraph) -> Iterator[Stretch]:
        text, start, end = self._text, paragraph.start, paragraph.end
        if start >= self._end or (
            start > self._closing and _APPEAL.search(text, start, end) and self._is_call(start)
        ):
            return
        if paragraph.section != self._section:
            self._enter(paragraph.section)
        is_item = self._in_item or _ITEM.match(text, start, end) is not None
        if self._list and not (is_item and self._list != "targets") and not self._continues(start, end):
            self._list = ""
        if self._list == "creed" or (self._skipped and not _near(_TARGETS, _TARGET_WORD, text, start, end)):
            return
        sort: Sort = self._list or self._sort
        if sort == "livelihood" and not is_item and not self._is_numbered(start, end):
            sort = "plain"
        if sort == "plain" and paragraph.frame.part == "government":
            sort = "government"
        while self._openings and self._openings[-1][1] <= start:
            self._openings.pop()
        opens = bool(self._openings) and self._openings[-1][0] <= start
        for stretch in self._divide(paragraph, sort):
            opens = opens and stretch.sort in ("plain", "government")  # no longer behind the targets
            yield replace(stretch, sort="opening") if opens else stretch

    def _enter(self, section: int | None) -> None:
        self._section = section
        self._in_item = False
        self._skipped, self._sort = False, "plain"
        if section is None:
            return
        heading = self._sections[section].heading
        self._in_item = bool(self._list) and _LINE_ITEM.match(heading) is not None
        if self._list == "targets" and not heading.startswith(("——", "--")):
            self._in_item = False
        if self._in_item:
            return
        self._list = ""
        if _LIVELIHOOD_HEADING.search(heading):
            self._sort = "livelihood"
        elif _TARGET_HEADING.search(heading) and len(heading) < 20:
            self._skipped = _CREED_HEADING.search(heading) is not None
        elif _CREED_HEADING.search(heading) and len(heading) < 24:
            self._skipped = True

    def _is_numbered(self, start: int, end: int) -> bool:
        """Whether a paragraph is an item of a numbered list or holds one."""
        heading = None if self._section is None else self._sections[self._section]
        if (
            heading is not None
            and heading.end <= start <= heading.end + 2
            and _LIST_ITEM.match(heading.heading)
        ):
            return True
        return len(_LIST_ITEM.findall(self._text, start, end)) > 1

    def _is_call(self, start: int) -> bool:
        return (
            self._text.startswith(("各位代表", "同志们"), start)
            or self._text.rfind("各位代表", start - 40, start) >= 0
        )

    def _continues(self, start: int, end: int) -> bool:
        return (
            self._list == "targets"
            and end - start < 300
            and _DIGIT.search(self._text, start, end) is not None
        )

    def _divide(self, paragraph: Paragraph, sort: Sort) -> Iterator[Stretch]:
        """The paragraph, without its creed, and with its targets and livelihood list apart."""
        text, start, end = self._text, paragraph.start, paragraph.end
        if _ANY_WORD.search(text, start, end) is None:
            yield Stretch(start, end, sort, paragraph)
            return
        creed = _near(_CREED, _CREED_WORD, text, start, end)
        if creed is not None:
            before = self._sentence_start(creed.start(), start)
            if before > start:
                yield Stretch(start, before, sort, paragraph)
            if not creed[0].endswith(("是", "为", "：")):
                self._list = "creed"
                return
            stop = _SENTENCE_END.search(text, creed.end(), end)
            start = stop.end() if stop is not None else end
            target = _near(_TARGETS, _TARGET_WORD, text, creed.end(), start)
            if target is not None:
                start = target.start()
        yield from self._lists(paragraph, start, end, sort)

    def _lists(self, paragraph: Paragraph, start: int, end: int, sort: Sort) -> Iterator[Stretch]:
        text = self._text
        for name, cue, word in _LISTS:
            cue_match = _near(cue, word, text, start, end) if sort == "plain" else None
            if cue_match is None:
                continue
            first = self._sentence_start(cue_match.start(), start)
            stop = _SENTENCE_END.search(text, cue_match.end(), end)
            if text[end - 1] == "：":
                self._list = name
            last = (
                self._targets_end(stop.end(), end)
                if stop is not None and name == "targets"
                else self._list_end(cue_match.end(), end)
            )
            if first > start:
                yield Stretch(start, first, sort, paragraph)
            # 办好民生实事。① … : a sentence of its own that only announces the list
            yield Stretch(cue_match.end() if cue_match[0].endswith("。") else first, last, name, paragraph)
            start = last
        if start < end:
            yield Stretch(start, end, sort, paragraph)

    def _targets_end(self, at: int, end: int) -> int:
        """Behind the sentences at ``at`` that give more targets (``。城镇登记失业率控制在4%以内。``)."""
        while _MORE_TARGETS.match(self._text, at, end) is not None:
            stop = _SENTENCE_END.search(self._text, at, end)
            at = stop.end() if stop is not None else end
        return at

    def _list_end(self, at: int, end: int) -> int:
        """Where a list inside a paragraph ends: behind the sentence of its last numbered item."""
        last = at
        for item in _LIST_ITEM.finditer(self._text, at, end):
            last = item.end()
        stop = _SENTENCE_END.search(self._text, last, end)
        return stop.end() if stop is not None else end

    def _sentence_start(self, at: int, start: int) -> int:
        text = self._text
        return max(text.rfind("。", start, at) + 1, text.rfind("！", start, at) + 1, start)


def _near(
    cue: re.Pattern[str], word: re.Pattern[str], text: str, start: int, end: int
) -> re.Match[str] | None:
    """The first match of ``cue`` that has in it a place where the plainer ``word`` matches."""
    for cue_match in word.finditer(text, start, end):
        match = cue.search(text, max(start, cue_match.start() - _REACH), min(end, cue_match.end() + _REACH))
        if match is not None:
            return match
    return None


_LISTS: tuple[tuple[Sort, re.Pattern[str], re.Pattern[str]], ...] = (
    ("targets", _TARGETS, _TARGET_WORD),
    ("livelihood", _LIVELIHOOD, _LIVELIHOOD_WORD),
)
_LIST_ITEM = re.compile(f"[①-⑳]|[（(][0-9{NUMERALS}]{{1,3}}[）)]|[{NUMERALS}]{{1,2}}是|[0-9]{{1,2}}[、．]")
