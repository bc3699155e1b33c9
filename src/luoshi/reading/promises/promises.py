"""From the paragraphs of a plan to its promises."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from luoshi.reading.clauses import SENTENCE_ENDS, Measured, Openings, clauses
from luoshi.reading.lexicon import table
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.outline import Outline
from luoshi.reading.promises.cutting import FIRM_DEEDS, Cut, Cutter, Part, end_of
from luoshi.reading.promises.kinds import kind_of
from luoshi.reading.promises.scope import SCOPE, Sort, Stretch, pattern, stretches
from luoshi.reading.promises.sentences import FRONT, before_heads, is_head, is_item_head, only_leads, trimmed
from luoshi.reading.records import PromiseKind

_VERBS = table("promises", "verbs.toml")
_KINDS = (
    "makes",
    "programmes",
    "titles",
    "gains",
    "carries",
    "helps",
    "ways",
    "aims",
    "mottos",
    "results",
    "settings",
    "slogans",
    "talk",
)
_OPENINGS = Openings(
    {**{kind: _VERBS[kind]["words"] for kind in _KINDS}, "other": _VERBS["nouns"]["words"]},
    [*_VERBS["passed_over"]["words"], *table("lexicon", "common.toml")["whole_places"]["words"]],
    _VERBS["passed_over"]["characters"],
)
_PROGRAMMES = tuple(_VERBS["programmes"]["endings"])
_SUM = re.compile(f"(?:力争|确保|预计|全年|年内|实现)*(?:{'|'.join(_VERBS['sums']['words'])})")
_SUBJECTLESS = 5  # characters before the figure of a result that has no subject: 力争达到90个
_STAGE_OF_WORKS = re.compile("[一二三四五]期")
_MAY_SUM = frozenset(("makes", "ways", "results", "other"))
_BY_THEIR_END = frozenset(("other", "aims", "mottos", "slogans", "programmes"))
_THINGS = frozenset(("works", "stage", "construction"))
_METHODS = tuple(_VERBS["slogans"]["methods"])
_IMAGES = tuple(_VERBS["aims"]["images"])
_TELLS = re.compile("|".join(_VERBS["tells"]["patterns"]))
_ALONE = tuple(_VERBS["alone"]["words"])
_DEEDS = FIRM_DEEDS | {"ways", "results"}
_PLAIN_DEEDS = frozenset(("makes", "programmes", "titles", "speeds", "gains", "helps", "ways"))
_ITEM = pattern("item")
_JOINS = frozenset(SCOPE["joins"]["words"])
_LONGEST_JOIN = max(map(len, _JOINS))
_ITEM_STARTS = frozenset(
    f"①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩（(0123456789{NUMERALS}第首其再最同此另与—-•· 　"
)
_TELLING = pattern("telling")
_POINTING = tuple(SCOPE["pointing"]["endings"])
_DUTY = pattern("duty")
_ANNOUNCED = tuple(SCOPE["announced"]["endings"])
_LONGEST_ANNOUNCED = 18
_YEAR = re.compile("(?:到|在|至)?((?:19|20)[0-9]{2})年(?:底|末|前|内|年底|建成|实现|完成|达到|，|力争)")
_ENDS = frozenset(SENTENCE_ENDS)
_FEWEST_SENTENCES = 2
_SHORTEST_SUBJECT = 3
_SHORTEST_TARGET = 7
_LONGEST_INDICATOR = 14
_NO_INDICATOR = frozenset(("settings", "slogans", "talk"))
_VALUES = ("比", "达到", "年均", "增长", "力争", "控制", "为", "较")
_REACHING = tuple(_VERBS["reaching"]["words"])


class PromiseDraft(msgspec.Struct, frozen=True, gc=False):
    """A promise in offsets of the normalized text; see ``records.Promise`` for the fields."""

    start: int
    end: int
    kind: PromiseKind
    period: str
    section: int | None
    figure_indexes: tuple[int, ...]


def promises(
    text: str, outline: Outline, figures: Sequence[Measured], *, cut: Cut = "fine"
) -> list[PromiseDraft]:
    """The promises of a report in text order; ``figures`` are its figures in text order.

    ``cut="fine"`` makes each figure with an object of its own a promise, ``"coarse"`` keeps
    several figures of one thread together.
    """
    reading = _Reading(text, figures, Cutter(cut))
    for stretch in stretches(text, outline):
        reading.read(stretch)
    return reading.found


class _Reading:
    """Reads the stretches of a plan in order, with one finger on the figures."""

    def __init__(self, text: str, figures: Sequence[Measured], cutter: Cutter) -> None:
        self._text = text
        self._starts = [figure.start for figure in figures] + [len(text) + 1]
        self._figures = figures
        self._cutter = cutter
        self._next = 0
        self.found: list[PromiseDraft] = []

    def read(self, stretch: Stretch) -> None:
        """Add the promises of ``stretch``, which lies behind those read before."""
        sentences = self._sentences(stretch)
        sort = stretch.sort
        if sort == "targets":
            for parts in sentences:
                self._targets(parts, stretch)
            return
        listed = sort == "livelihood"
        heads = 0 if listed else before_heads(self._text, sentences)
        opening = self._opening(stretch, sentences, heads)
        for number, parts in enumerate(sentences):
            measured = parts[-1].last > parts[0].first
            if not measured and not listed:
                if number < opening:
                    continue
                if parts[0].item and is_item_head(parts, sentences[number + 1 : number + 2]):
                    continue
                if heads and is_head(self._text, parts):
                    continue
            if parts[0].kind in FRONT or parts[-1].kind == "mottos":
                parts = trimmed(parts)  # noqa: PLW2901
            if not parts or not (measured or self._promises(parts, sort)):
                continue
            if len(parts) == 1:
                self._add(parts, stretch)
                continue
            for run in _by_item(parts) if sort == "livelihood" else self._cutter.cut(self._text, parts):
                self._add(run, stretch)

    def _opening(self, stretch: Stretch, sentences: list[list[Part]], heads: int) -> int:
        """How many sentences at a paragraph's start only lead to others; ``heads`` of them up to a head."""
        if stretch.start != stretch.paragraph.start:
            return 0
        if heads or len(sentences) < _FEWEST_SENTENCES:
            return heads
        if not only_leads(self._text, sentences[0]):
            return 0
        return 2 if len(sentences) > _FEWEST_SENTENCES and is_head(self._text, sentences[1]) else 1

    def _sentences(self, stretch: Stretch) -> list[list[Part]]:
        """The clauses of each sentence that may promise something; what only announces is left out."""
        text, starts = self._text, self._starts
        opening = _OPENINGS.of
        index = bisect_left(starts, stretch.start, self._next)
        sentences: list[list[Part]] = []
        parts: list[Part] = []
        numbered = False
        for begin, end, mark in clauses(text, stretch.start, stretch.end):
            start, item, numbered = begin, numbered, False
            if begin < end and text[begin] in _ITEM_STARTS:
                start, found = _behind_item(text, begin, end + 1 if mark == "，" else end)
                item = item or found
                numbered = start > end  # 第一，新建…: the number is a clause by itself
            if end - start > 1 and (end - start > _LONGEST_JOIN or text[start:end] not in _JOINS):
                first = index
                while starts[index] < end:
                    index += 1
                if mark == "：":
                    parts = []
                else:
                    kind = opening(text, start, end)
                    if index > first:
                        kind = _kind_of_measured(text, start, kind, starts[first])
                    if kind in _BY_THEIR_END:
                        kind = _kind_by_end(text, start, end, kind, measured=index > first)
                    parts.append(Part(start, end, mark, kind, first, index, item))
            if mark in _ENDS and parts:
                sentences.append(parts)
                parts = []
        if parts:
            sentences.append(parts)
        self._next = index
        return sentences

    def _promises(self, parts: list[Part], sort: Sort) -> bool:
        """Whether a sentence without a figure says that something will be done."""
        if sort == "opening":
            return kind_of(self._text, parts, sort) == "project"
        if sort == "livelihood" and any(part.item for part in parts):
            return True
        start, end, first = parts[0].start, parts[-1].end, parts[0].kind
        if (
            len(parts) == 1
            and self._text.endswith(_ANNOUNCED, start, end)
            and end - start <= _LONGEST_ANNOUNCED
        ):
            return False
        if sort == "government":
            return first in _DEEDS and any(part.kind in FIRM_DEEDS for part in parts)
        if first in _PLAIN_DEEDS and len(parts) == 1:
            return True
        if _TELLING.search(self._text, start, end) or self._text.endswith(_POINTING, start, end):
            return False
        if any(part.kind in _DEEDS for part in parts):
            return True
        return first in ("other", "settings") and _DUTY.search(self._text, start, end) is not None

    def _targets(self, parts: list[Part], stretch: Stretch) -> None:
        """One promise per indicator: ``甲增长7%，乙降到30件`` -> two; ``甲，比上年增长7%`` -> one."""
        text = self._text
        named: int | None = None  # where an indicator was named whose value the next clause gives
        for part in parts:
            start = part.start
            if part.last == part.first:
                named = start if part.end - start <= _LONGEST_INDICATOR and part.kind == "other" else None
                if part.kind in _NO_INDICATOR or part.end - start < _SHORTEST_TARGET:
                    continue
                if text.endswith(_POINTING, start, part.end):
                    continue
                if part.kind in FIRM_DEEDS and not text.startswith(_REACHING, start):
                    self._add([part], replace(stretch, sort="plain"))
                    continue
            elif named is not None and text.startswith(_VALUES, start):
                if self.found and self.found[-1].start == named:
                    self.found.pop()
                start = named
            if part.last > part.first:
                named = None
            for index in range(part.first, part.last - 1):
                after = self._figures[index].end
                comma = text.find("、", after, self._starts[index + 1])
                if 0 <= comma <= after + 2 and self._starts[index + 1] - comma > _SHORTEST_SUBJECT:
                    self._add([replace(part, start=start, end=comma)], stretch)
                    start = comma + 1
            self._add([replace(part, start=start)], stretch)

    def _add(self, run: list[Part], stretch: Stretch) -> None:
        text = self._text
        figure_indexes: tuple[int, ...] = ()
        head, tail = run[0], run[-1]
        start, end = head.start, tail.end
        if head.first < tail.last:
            first = bisect_left(self._starts, start, head.first, tail.last)
            figure_indexes = tuple(range(first, bisect_left(self._starts, end, first, tail.last)))
        by = stretch.paragraph.frame.last
        if text.find("年", start, end) >= 0:
            by = _named_year(text, start, end, by)
        period = "" if by is None else str(by)
        kind = kind_of(text, run, stretch.sort)
        self.found.append(PromiseDraft(start, end, kind, period, stretch.paragraph.section, figure_indexes))


def _named_year(text: str, start: int, end: int, last: int | None) -> int | None:
    """The year by which, where the promise names a later one than ``last``: ``到2027年建成``."""
    named = _YEAR.search(text, start, end)
    return last if named is None or (last is not None and int(named[1]) < last) else int(named[1])


def _kind_of_measured(text: str, start: int, kind: str, figure: int) -> str:
    """The kind of a clause with a ``figure``: ``打造示范区5个`` is a deed, ``完成投资3亿元`` sums up."""
    if kind == "aims":
        return "gains"
    if kind == "results" and figure - start <= _SUBJECTLESS:
        return "sums"
    return "sums" if kind in _MAY_SUM and _SUM.match(text, start, figure + 1) else kind


def _kind_by_end(text: str, start: int, end: int, kind: str, *, measured: bool) -> str:
    """The kind of a clause whose opening word leaves it open: ``坚持“四办”工作法`` is no slogan."""
    if kind == "other":
        if text.startswith(_ALONE, start):
            return "speeds"
        if text.endswith("方面", start, end):
            return "settings"
        tells = not measured and text.find("是", start, end) > 0 and _TELLS.fullmatch(text, start, end)
        return "talk" if tells else kind
    if kind == "aims":
        return "mottos" if text.endswith(_IMAGES, start, end) else kind
    if kind == "mottos":
        return "aims" if end_of(text, end) in _THINGS else kind
    if kind == "slogans":
        return "settings" if text.endswith(_METHODS, start, end) else kind
    is_programme = text.endswith(_PROGRAMMES, start, end) and not _STAGE_OF_WORKS.search(text, start, end)
    return kind if is_programme else "makes"


def _behind_item(text: str, start: int, end: int) -> tuple[int, bool]:
    """Behind spaces and what only numbers a clause: ``①新建`` -> ``新建``."""
    item = False
    while start < end and text[start] in _ITEM_STARTS:
        if text[start] in " 　”）":
            start += 1
            continue
        match = _ITEM.match(text, start, end)
        if match is None:
            break
        start, item = match.end(), True
    return start, item


def _by_item(parts: list[Part]) -> list[list[Part]]:
    """One run per numbered item, or per semicolon where nothing is numbered."""
    runs = [[parts[0]]]
    for before, part in pairwise(parts):
        if part.item or before.mark == "；":
            runs.append([part])
        else:
            runs[-1].append(part)
    return runs
