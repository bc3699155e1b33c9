"""From clauses to the projects they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from luoshi.reading.clauses import Measured
from luoshi.reading.outline import Outline, Paragraph
from luoshi.reading.projects.amounts import Amounts
from luoshi.reading.projects.boundaries import Name, trimmed, without_shared_nouns
from luoshi.reading.projects.evidence import Setting, is_building, is_named
from luoshi.reading.projects.lists import ABOUT, Closer, Run, is_told, runs
from luoshi.reading.projects.reach import Clauses
from luoshi.reading.projects.stage import goal_of, stage_of
from luoshi.reading.projects.words import PLACES, STRONG_TAIL, YIELD
from luoshi.reading.records import Stage, Status

_ANY = ("一批", "一大批", "各", "若干", "一些")


class ProjectDraft(NamedTuple):
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
    amounts = Amounts(text, figures)
    found: list[ProjectDraft] = []
    paragraphs = iter(outline.paragraphs)
    paragraph = next(paragraphs, None)
    spread = Clauses(text)
    for start, end, at in spread.of_works():
        while paragraph is not None and paragraph.end <= at:
            paragraph = next(paragraphs, None)
        if paragraph is None:
            break
        if paragraph.start <= at and paragraph.frame.part != "government" and is_told(text, start, end):
            found.extend(_in_clause(text, max(start, paragraph.start), end, paragraph, amounts, spread))
    return found


def _in_clause(
    text: str, start: int, end: int, paragraph: Paragraph, amounts: Amounts, spread: Clauses
) -> Iterator[ProjectDraft]:
    for run in runs(text, start, end):
        if run.kind is None and run.closer == "projects" and text.startswith(ABOUT, start):
            run = run._replace(tail=(end, spread.sentence_end(end)))
        names = _named(text, run)
        if not names:
            continue
        status: Status = "actual" if paragraph.frame.part == "review" else "target"
        following = spread.behind(end)
        stage = _stage(text, run, following, status)
        if stage is None:
            continue
        share = len(run.items) > 1 or run.closer != "none"
        if not share:
            names = [names[0]._replace(low=min(names[0].low, run.lead[0]))]
        totals = amounts.investments(names, following, share=share)
        for name, total in zip(names, totals, strict=True):
            yield ProjectDraft(
                name.start,
                name.end,
                text[name.start : name.end],
                stage,
                status,
                total,
                amounts.capacity(name),
                share,
                paragraph.section,
            )


def _stage(text: str, run: Run, following: tuple[int, int] | None, status: Status) -> Stage | None:
    """The stage that the words of the run or the goal in the next clause tell."""
    stage = stage_of(text, run.lead, run.tail, status)
    return (goal_of(text, *following) if following is not None else None) or stage


def _named(text: str, run: Run) -> list[Name]:
    """Those of the items that are names of works; a building counts as one beside others."""
    told = run.tail[1] > run.tail[0]
    if (not told and run.kind is None) or (run.closer == "none" and run.rest[1] > run.rest[0]):
        return []
    if run.items and text.startswith(_ANY, run.items[0][0]):
        return []
    behind = told and STRONG_TAIL.search(text, *run.tail) is not None
    listed = run.closer not in ("none", "open")
    if not listed and not behind and not _ends_in_works(text, run.items):
        return []
    if not listed and not told and not _ends_in_works(text, run.items[-1:]):
        return []
    setting = Setting(
        run.kind, told, behind, behind or STRONG_TAIL.search(text, *run.lead) is not None, run.closer
    )
    names = without_shared_nouns(
        text, [trimmed(text, *item, listed=listed or len(run.items) > 1) for item in run.items], run.closer
    )
    named = [_is_named(text, name, closer, setting) for name, closer in names]
    beside = sum(named)
    several = beside >= 2 and run.closer in ("projects", "works")
    return [
        name
        for (name, _), found in zip(names, named, strict=True)
        if found or (beside and is_building(text[name.start : name.end], listed=several))
    ]


def _is_named(text: str, name: Name, closer: Closer, setting: Setting) -> bool:
    if closer != setting.closer:
        setting = setting._replace(closer=closer)
    sized = name.low < name.start and YIELD.search(text, name.low, name.start) is not None
    return is_named(text[name.start : name.end], setting, sized=sized, cut=name.is_cut)


def _ends_in_works(text: str, items: list[tuple[int, int]]) -> bool:
    for start, end in items:
        if PLACES.end(text, start, end):
            return True
        if text[end - 1] in "”）" and PLACES.end(text, *_unbracketed(text, start, end)):
            return True
    return False


def _unbracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without closing marks: ``甲港（一期）`` up to ``甲港（一期``; quotation marks alike."""
    while end > start and text[end - 1] in "”":
        end -= 1
    if text[end - 1] == "）":
        opening = text.rfind("（", start, end)
        if opening > start:
            end = opening
    return start, end
