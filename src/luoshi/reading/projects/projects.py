"""From sentences to the projects they name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, cast

from luoshi.reading.clauses import MARKS, Measured
from luoshi.reading.lexicon import alternation, table
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.outline import Outline, Paragraph
from luoshi.reading.records import Stage, Status

_WORKS = table("projects", "works.toml")
_NOUNS = sorted(_WORKS["nouns"], key=len, reverse=True)
_NOUN = re.compile("|".join(_NOUNS))
_ENDS_IN_NOUN = re.compile(f"(?:{'|'.join(_NOUNS)})$")
_NOT_WORKS = re.compile("|".join(_WORKS["not_works"]))
_GENERIC = re.compile(alternation([*_WORKS["generic"], *_WORKS["nouns"]]) + "*")
_GENERIC_CHARACTERS = re.compile(
    f"[{''.join(sorted({c for word in _WORKS['generic'] + _NOUNS for c in word}))}]*"
)
_NEVER_NAMES = frozenset(_WORKS["never_names"])
# the list goes on behind the noun, and a later noun closes it
_GOES_ON = re.compile("(?:[、和及][^，；。：\n]{0,70}?)?等[^，；。、：\n]{0,12}(?:项目|工程)")
_VERBS = re.compile(alternation(_WORKS["verbs"]) + "+")
_PROGRAMME_ENDS = tuple(_WORKS["programme_ends"])
_PROGRAMMES = tuple(_WORKS["programmes"])
# the later a stage, the lower its rank
_STAGE_RANKS = {word: rank for rank, words in enumerate(_WORKS["stages"].values()) for word in words}
_STAGE_NAMES = [cast(Stage, stage) for stage in _WORKS["stages"]]
_STAGE_WORD = re.compile("|".join(sorted(_STAGE_RANKS, key=len, reverse=True)))
# what may stand between a list of names and its noun: 等12个重点, 等
_AND_OTHERS = re.compile(f"等(?:[{NUMERALS}百0-9]+(?:余|多)?[个项条座处所大家]|一批)?[^、，]{{0,10}}")
_MEASURE_BEFORE = re.compile("[^、]*[0-9][0-9.]*(?:多|余)?(?:万|亿|千|百)*[^0-9、]{1,12}的")
_LIST = re.compile("、|以及|和(?<=[目程园期路段站馆桥港厂库院心地速铁]和)")
_COUNTED = re.compile("[0-9]{1,4}(?:个|项|条|家|座|处|所|亿|万|多|余|名|宗)")
_NO_NAME = re.compile("|".join(["，|。|；|：|？|！|\n", *_WORKS["in_no_name"]]))
_NO_FIRST = frozenset("的了等和与及或段厂线")
_MARK = re.compile(f"[{MARKS}]")
_REACH = 70
_SHORTEST, _LONGEST = 4, 24
_CAPACITY = frozenset(_WORKS["capacity_units"])


class ProjectDraft(NamedTuple):
    """A project in offsets of the normalized text; see ``records.ProjectMention`` for the fields."""

    start: int
    end: int
    name: str
    stage: Stage | None
    status: Status
    investment: float | None
    capacity: str | None
    section: int | None


def projects(text: str, outline: Outline, figures: Sequence[Measured]) -> list[ProjectDraft]:
    """The named projects of the review and the plan, in text order."""
    reading = _Reading(text, figures)
    paragraphs = iter(outline.paragraphs)
    paragraph = next(paragraphs, None)
    for noun in _NOUN.finditer(text):
        at = noun.start()
        while paragraph is not None and paragraph.end <= at:
            paragraph = next(paragraphs, None)
        if paragraph is None:
            break
        if paragraph.start <= at:
            reading.read(at, noun.end(), paragraph)
    return reading.found


class _Reading:
    """Reads around each noun of works, in text order."""

    def __init__(self, text: str, figures: Sequence[Measured]) -> None:
        self._text = text
        self._figures = figures
        self._starts = [figure.start for figure in figures]
        self._done = 0  # names begin no earlier than here
        self.found: list[ProjectDraft] = []

    def read(self, at: int, after: int, paragraph: Paragraph) -> None:
        """Add the projects that the noun ``text[at:after]`` names."""
        text = self._text
        low = max(self._done, paragraph.start)
        if text[at - 2 : at] in _NEVER_NAMES and text.find("等", max(low, at - 16), at) < 0:
            return
        if text[after : after + 1] in "、和及等" and _GOES_ON.match(text, after) is not None:
            return
        if _NOT_WORKS.match(text, after) is not None:
            return
        first = _clause_start(text, max(low, at - _REACH), at)
        names = _names(text, first, at, after)
        if not names:
            return
        self._done = after
        stop = _clause_end(text, after, paragraph.end)
        stage = _stage(text, first, names[0][0], after, stop)
        if stage is None:
            return
        status: Status = "actual" if paragraph.frame.part == "review" else "target"
        investment, capacity = self._measures(first, stop) if len(names) == 1 else (None, None)
        for start, end in names:
            name = text[start:end]
            self.found.append(
                ProjectDraft(start, end, name, stage, status, investment, capacity, paragraph.section)
            )

    def _measures(self, start: int, stop: int) -> tuple[float | None, str | None]:
        """Investment (元) and capacity that the clause gives."""
        text = self._text
        investment: float | None = None
        capacity: str | None = None
        for index in range(bisect_left(self._starts, start), bisect_left(self._starts, stop)):
            figure = self._figures[index]
            if figure.unit == "元":
                if investment is None and "投资" in text[max(start, figure.start - 8) : figure.start]:
                    investment = figure.low
            elif capacity is None and figure.unit in _CAPACITY:
                capacity = text[figure.start : figure.end]
        return investment, capacity


def _clause_start(text: str, low: int, at: int) -> int:
    for mark in "，。；：":
        mark_at = text.rfind(mark, low, at)
        if mark_at >= 0:
            low = mark_at + 1
    return low


def _clause_end(text: str, at: int, end: int) -> int:
    stop = _MARK.search(text, at, end)
    return stop.start() if stop is not None else end


def _names(text: str, start: int, at: int, after: int) -> list[tuple[int, int]]:
    """The names that a noun at ``at:after`` closes: ``甲港、乙桥等12个项目`` -> ``甲港``, ``乙桥``."""
    end = after
    others = text.rfind("等", max(start, at - 18), at)
    listed = others >= 0 and _AND_OTHERS.fullmatch(text, others, at) is not None
    if listed:
        end = others
    names: list[tuple[int, int]] = []
    position = _behind_verbs(text, start, end)
    if not listed and _is_programme(text, start, position, at, after):
        return names
    while position < end:
        separator = _LIST.search(text, position, end)
        stop, following = separator.span() if separator is not None else (end, end)
        if _is_name(text, position, stop, listed=listed) and (
            listed or stop == end or _ENDS_IN_NOUN.search(text, position, stop) is not None
        ):
            names.append((position, stop))
        position = _behind_verbs(text, following, end)
    return names


def _behind_verbs(text: str, start: int, end: int) -> int:
    """Where a name starts: behind verbs and what measures it, ``加快总投资5亿元的甲港`` -> ``甲港``."""
    verbs = _VERBS.match(text, start, end)
    if verbs is not None:
        start = verbs.end()
    if text.find("的", start, end) >= 0:
        measure = _MEASURE_BEFORE.match(text, start, end)
        if measure is not None:
            start = measure.end()
    return start


def _is_programme(text: str, start: int, name: int, at: int, after: int) -> bool:
    """``实施能力提升工程``: no works, but a programme of a department."""
    if not text.startswith("工程", at) or after - at > 2:
        return False
    return text[start:name].endswith(_PROGRAMMES) and text[name:at].endswith(_PROGRAMME_ENDS)


def _is_name(text: str, start: int, end: int, *, listed: bool) -> bool:
    if not (3 if listed else _SHORTEST) <= end - start <= _LONGEST:
        return False
    if text[start] in _NO_FIRST or text[end - 1] in "的了":
        return False
    if _NO_NAME.search(text, start, end) is not None or _COUNTED.search(text, start, end) is not None:
        return False
    if text.count("“", start, end) != text.count("”", start, end):
        return False
    # most names have a character that no generic word has: that is quicker to see
    for generic in (_GENERIC_CHARACTERS, _GENERIC):
        match = generic.match(text, start, end)
        if match is not None and match.end() < end:
            return True
    return False


def _stage(text: str, start: int, name: int, after: int, stop: int) -> Stage | None:
    """The stage that the words around the names tell: behind them first, ``甲港竣工`` -> completed."""
    for low, high in ((after, stop), (start, name)):
        ranks = [_STAGE_RANKS[word] for word in _STAGE_WORD.findall(text, low, high)]
        if ranks:
            return _STAGE_NAMES[min(ranks)]
    return None
