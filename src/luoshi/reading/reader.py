"""The order of the rooms: a source in, a report out."""

from __future__ import annotations

from typing import Literal

from luoshi.errors import InputError
from luoshi.reading.figures import Draft, figures
from luoshi.reading.identity import Identity, identify, narrower_places
from luoshi.reading.locating import Locator
from luoshi.reading.mending import front_matter, mend
from luoshi.reading.outline import Outline, outline
from luoshi.reading.projects import projects
from luoshi.reading.promises import problems, promises
from luoshi.reading.records import (
    Figure,
    Part,
    Problem,
    ProjectMention,
    Promise,
    Report,
    Section,
    SourceInfo,
    Years,
)
from luoshi.reading.text import Hints, MendedText, Source

Cut = Literal["fine", "coarse"]
_FEWEST_FIGURES = 3
_FEWEST_PROMISES = 3
_SHORTEST_TITLED = 800


def read_source(
    source: Source,
    *,
    place: str | None = None,
    year: int | None = None,
    cut: Cut = "fine",
    force: bool = False,
) -> Report:
    """The report in ``source``.

    ``place`` and ``year`` (the year in which the report was given) win over what the text says.
    ``cut`` is how finely promises are split: by figure with an object of its own, or by thread.
    Raises ``InputError`` where the text is no report, unless ``force`` is set.
    """
    mended, notices = mend(source.text)
    known = Hints(
        title=source.hints.title,
        place=place or source.hints.place,
        year=year or source.hints.year,
        date=source.hints.date,
        within=source.hints.within if place is None else None,
        published=source.hints.published,
    )
    identity = identify(mended.text, front_matter=front_matter(source.text), hints=known, name=source.name)
    drawn = outline(mended.text, identity.year)
    report = _Assembly(source, mended, identity, drawn, cut).report((*source.notices, *notices))
    if not force:
        _require_report(report)
    return report


def _require_report(report: Report) -> None:
    """Raise where neither title nor meeting nor contents speak of a government's report."""
    titled = report.meeting is not None or (report.title is not None and "报告" in report.title)
    if titled and (report.figures or report.promises or len(report.text) >= _SHORTEST_TITLED):
        return
    if len(report.figures) >= _FEWEST_FIGURES and len(report.promises) >= _FEWEST_PROMISES:
        return
    raise InputError(
        "not_a_report", report.source.name, figures=len(report.figures), promises=len(report.promises)
    )


class _Assembly:
    """Turns the drafts of the rooms into records that point into the source."""

    def __init__(
        self, source: Source, mended: MendedText, identity: Identity, drawn: Outline, cut: Cut
    ) -> None:
        self._source = source
        self._mended = mended
        self._identity = identity
        self._outline = drawn
        self._cut = cut
        names = narrower_places(identity.place) if identity.place is not None else {}
        self._locator = Locator(mended.text, names)

    def report(self, notices: tuple[str, ...]) -> Report:
        text, drawn, identity, source = self._mended.text, self._outline, self._identity, self._source
        drafts = figures(text, drawn.paragraphs, identity.year)
        return Report(
            source=SourceInfo(source.name, source.format, source.encoding, source.sha256),
            text=source.text,
            title=identity.title,
            place=identity.place,
            year=identity.year,
            meeting=identity.meeting,
            speaker=identity.speaker,
            date=identity.date,
            edition=identity.edition,
            reviews=self._years("review"),
            plans=self._years("plan"),
            outline=self._sections(),
            figures=tuple([self._figure(draft) for draft in drafts]),
            promises=self._promises(drafts),
            projects=self._projects(drafts),
            problems=self._problems(),
            notices=notices,
        )

    def _years(self, part: Part) -> Years | None:
        frames = {paragraph.frame for paragraph in self._outline.paragraphs}
        spans = [(frame.first, frame.last) for frame in frames if frame.part == part]
        firsts = [first for first, _ in spans if first is not None]
        lasts = [last for _, last in spans if last is not None]
        return Years(min(firsts), max(lasts)) if firsts and lasts else None

    def _sections(self) -> tuple[Section, ...]:
        drafts = self._outline.sections
        ends = [len(self._mended.text)] * len(drafts)
        open_sections: list[int] = []
        for draft in drafts:
            while open_sections and drafts[open_sections[-1]].level >= draft.level:
                ends[open_sections.pop()] = draft.start
            open_sections.append(draft.number)
        span, offset = self._mended.source_span, self._mended.source_offset
        return tuple(
            Section(
                *span(draft.start, draft.end),
                index=draft.number,
                level=draft.level,
                heading=draft.heading,
                part=draft.part,
                parent=draft.parent,
                body_end=max(offset(ends[draft.number] - 1) + 1, span(draft.start, draft.end)[1]),
            )
            for draft in drafts
        )

    def _figure(self, draft: Draft) -> Figure:
        start, end = self._mended.source_span(draft.start, draft.end)
        return Figure(
            start,
            end,
            self._source.text[start:end],
            draft.subject,
            draft.measure,
            draft.low,
            draft.high,
            draft.unit,
            draft.bound,
            draft.status,
            draft.tone,
            draft.period,
            draft.section,
            self._locator.before(draft.start),
        )

    def _promises(self, drafts: list[Draft]) -> tuple[Promise, ...]:
        text, locator, span = self._mended.text, self._locator, self._mended.source_span
        return tuple(
            [
                Promise(
                    *span(draft.start, draft.end),
                    text[draft.start : draft.end],
                    draft.kind,
                    draft.period,
                    draft.section,
                    draft.figure_indexes,
                    locator.within(draft.start, draft.end),
                )
                for draft in promises(text, self._outline, drafts, cut=self._cut)
            ]
        )

    def _projects(self, drafts: list[Draft]) -> tuple[ProjectMention, ...]:
        text, locator, span = self._mended.text, self._locator, self._mended.source_span
        return tuple(
            [
                ProjectMention(
                    *span(draft.start, draft.end),
                    draft.name,
                    draft.stage,
                    draft.status,
                    draft.investment,
                    draft.capacity,
                    draft.section,
                    locator.within(draft.start, draft.end) or locator.before(draft.start),
                )
                for draft in projects(text, self._outline, drafts)
            ]
        )

    def _problems(self) -> tuple[Problem, ...]:
        text, span = self._mended.text, self._mended.source_span
        return tuple(
            [
                Problem(*span(draft.start, draft.end), text[draft.start : draft.end], draft.section)
                for draft in problems(text, self._outline)
            ]
        )
