"""From clauses to the projects they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from luoshi.reading.clauses import SENTENCE_ENDS, Clause, Measured, clauses
from luoshi.reading.outline import Outline, Paragraph
from luoshi.reading.projects.amounts import Amounts
from luoshi.reading.projects.boundaries import YIELD, Name, trimmed, without_shared_nouns
from luoshi.reading.projects.evidence import Setting, is_building, is_named
from luoshi.reading.projects.lists import Closer, Run, runs
from luoshi.reading.projects.stage import goal_of, stage_of
from luoshi.reading.projects.words import ANY_STAGE, STRONG_TAIL
from luoshi.reading.records import Stage, Status

_SHORTEST_CLAUSE = 5


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
    """The named projects of the report, in text order."""
    amounts = Amounts(text, figures)
    return [
        draft
        for paragraph in outline.paragraphs
        for draft in _in_paragraph(text, paragraph, amounts)
    ]


def _in_paragraph(text: str, paragraph: Paragraph, amounts: Amounts) -> Iterator[ProjectDraft]:
    status: Status = "actual" if paragraph.frame.part == "review" else "target"
    cut = clauses(text, paragraph.start, paragraph.end)
    for index, (start, end, mark) in enumerate(cut):
        if end - start < _SHORTEST_CLAUSE or ANY_STAGE.search(text, start, end) is None:
            continue
        following = cut[index + 1] if index + 1 < len(cut) and mark not in SENTENCE_ENDS else None
        for run in runs(text, start, end):
            yield from _of_run(text, run, following, amounts, status, paragraph.section)


def _of_run(
    text: str,
    run: Run,
    following: Clause | None,
    amounts: Amounts,
    status: Status,
    section: int | None,
) -> Iterator[ProjectDraft]:
    stage = stage_of(text, run.lead, run.tail, status)
    if stage is None or (run.closer == "none" and run.rest[1] > run.rest[0]):
        return
    if following is not None:
        stage = goal_of(text, following[0], following[1]) or stage
    names = without_shared_nouns(text, [trimmed(text, *item) for item in run.items], run.closer)
    setting = Setting(
        run.kind,
        told=run.tail[1] > run.tail[0],
        behind=STRONG_TAIL.search(text, *run.tail) is not None,
        strong=any(STRONG_TAIL.search(text, *words) is not None for words in (run.tail, run.lead)),
        closer=run.closer,
    )
    share = len(names) > 1 or run.closer != "none"
    for name in _named(text, names, setting):
        yield _draft(text, name, stage, status, amounts, share, section)


def _named(text: str, names: list[tuple[Name, Closer]], setting: Setting) -> list[Name]:
    """Those of the items that are names of works; a building counts as one beside others."""
    words = [text[name.start : name.end] for name, _ in names]
    named = [
        is_named(
            word, setting._replace(closer=closer), sized=bool(YIELD.search(text, name.low, name.start))
        )
        for word, (name, closer) in zip(words, names, strict=True)
    ]
    beside = any(named)
    return [
        name
        for (name, _), word, found in zip(names, words, named, strict=True)
        if found or (beside and is_building(word))
    ]


def _draft(
    text: str, name: Name, stage: Stage, status: Status, amounts: Amounts, share: bool, section: int | None
) -> ProjectDraft:
    return ProjectDraft(
        name.start,
        name.end,
        text[name.start : name.end],
        stage,
        status,
        amounts.investment(name.low, name.high),
        amounts.capacity(name),
        share,
        section,
    )
