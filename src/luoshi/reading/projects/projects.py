"""From clauses to the projects they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from luoshi.reading.clauses import Measured
from luoshi.reading.outline import Outline, Paragraph
from luoshi.reading.projects.amounts import Amounts
from luoshi.reading.projects.boundaries import Name, trimmed
from luoshi.reading.projects.evidence import Setting, is_building, is_named
from luoshi.reading.projects.lists import Closer, Run, Stretch, runs
from luoshi.reading.projects.predicates import is_told
from luoshi.reading.projects.reach import Clauses
from luoshi.reading.projects.shared import without_shared_nouns
from luoshi.reading.projects.stage import goal_of, stage_of
from luoshi.reading.projects.words import ABOUT, ANY_WORKS, PLACES, STRONG_TAIL, YIELD
from luoshi.reading.records import Stage, Status

_SEVERAL = 2


class ProjectDraft(msgspec.Struct, frozen=True, gc=False):
    """A project in offsets of the normalized text; see ``records.ProjectMention`` for the fields."""

    start: int
    end: int
    name: str
    stage: Stage | None
    status: Status
    investment: float | None
    capacity: str | None
    share: bool
    section: int | None


def projects(text: str, outline: Outline, figures: Sequence[Measured]) -> list[ProjectDraft]:
    """The named projects of the report but for what it says of the government itself, in text order."""
    reading = _Reading(text, figures)
    paragraphs = iter(outline.paragraphs)
    paragraph = next(paragraphs, None)
    found: list[ProjectDraft] = []
    for start, end, at in reading.clauses.of_works():
        while paragraph is not None and paragraph.end <= at:
            paragraph = next(paragraphs, None)
        if paragraph is None:
            break
        if paragraph.start <= at and paragraph.frame.part != "government" and is_told(text, start, end):
            found.extend(reading.read(max(start, paragraph.start), end, paragraph))
    return found


class _Reading:
    """Reads the clauses of one text."""

    def __init__(self, text: str, figures: Sequence[Measured]) -> None:
        self.clauses = Clauses(text)
        self._text = text
        self._amounts = Amounts(text, figures)

    def read(self, start: int, end: int, paragraph: Paragraph) -> Iterator[ProjectDraft]:
        """The projects that the clause ``text[start:end]`` names."""
        text = self._text
        status: Status = "actual" if paragraph.frame.part == "review" else "target"
        for run in runs(text, start, end):
            told = self._with_what_is_told(run, start, end)
            names = _named(text, told)
            if not names:
                continue
            following = self.clauses.behind(end)
            stage = _stage(text, told, following, status)
            if stage is not None:
                yield from self._drafts(told, names, stage, status, following, paragraph.section)

    def _with_what_is_told(self, run: Run, start: int, end: int) -> Run:
        """``对甲港等项目，加快前期工作``: what is said of them stands in the clauses behind."""
        if run.kind is None and run.closer == "projects" and self._text.startswith(ABOUT, start):
            return replace(run, tail=(end, self.clauses.sentence_end(end)))
        return run

    def _drafts(
        self,
        run: Run,
        names: list[Name],
        stage: Stage,
        status: Status,
        following: Stretch | None,
        section: int | None,
    ) -> Iterator[ProjectDraft]:
        share = len(run.items) > 1 or run.closer != "none"
        if not share:
            names = [replace(names[0], low=min(names[0].low, run.lead[0]))]
        totals = self._amounts.investments(names, following, share=share)
        for name, total in zip(names, totals, strict=True):
            yield ProjectDraft(
                name.start,
                name.end,
                self._text[name.start : name.end],
                stage,
                status,
                total,
                self._amounts.capacity(name),
                share,
                section,
            )


def _stage(text: str, run: Run, following: Stretch | None, status: Status) -> Stage | None:
    """The stage that the goal in the next clause or the words of the run tell."""
    goal = goal_of(text, *following) if following is not None else None
    return goal or stage_of(text, run.lead, run.tail, status)


def _named(text: str, run: Run) -> list[Name]:
    """Those of the items that are names of works; a building counts as one beside others."""
    told = run.tail[1] > run.tail[0]
    if not told and run.kind is None:
        return []
    if run.closer == "none" and run.rest[1] > run.rest[0]:
        return []
    listed = run.closer not in ("none", "open")
    behind = told and STRONG_TAIL.search(text, *run.tail) is not None
    # the last noun is that of all: 加快甲港、乙园质量管理 is about no works
    last = run.items if told else run.items[-1:]
    if not listed and not behind and not _ends_in_works(text, last):
        return []
    if run.items and text.startswith(ANY_WORKS, run.items[0][0]):
        return []
    strong = behind or STRONG_TAIL.search(text, *run.lead) is not None
    setting = Setting(run.kind, told, behind, strong, run.closer)
    whole = listed or len(run.items) > 1
    items = [trimmed(text, *item, listed=whole) for item in run.items]
    names = without_shared_nouns(text, items, run.closer)
    named = [_is_named(text, name, closer, setting) for name, closer in names]
    count = sum(named)
    several = count >= _SEVERAL and run.closer in ("projects", "works")
    return [
        name
        for (name, _), found in zip(names, named, strict=True)
        if found or (count and is_building(text[name.start : name.end], listed=several))
    ]


def _is_named(text: str, name: Name, closer: Closer, setting: Setting) -> bool:
    if closer != setting.closer:
        setting = replace(setting, closer=closer)
    sized = name.low < name.start and YIELD.search(text, name.low, name.start) is not None
    return is_named(text[name.start : name.end], setting, sized=sized, cut=name.is_cut)


def _ends_in_works(text: str, items: list[Stretch]) -> bool:
    for start, end in items:
        if PLACES.end(text, start, end):
            return True
        if text[end - 1] in "”）" and PLACES.end(text, *_unbracketed(text, start, end)):
            return True
    return False


def _unbracketed(text: str, start: int, end: int) -> Stretch:
    """The stretch without closing marks: ``甲港（一期）`` up to ``甲港``; quotation marks alike."""
    while end > start and text[end - 1] == "”":
        end -= 1
    if text[end - 1] == "）":
        opening = text.rfind("（", start, end)
        if opening > start:
            end = opening
    return start, end
