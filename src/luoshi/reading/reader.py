"""The order of the packages: a source in, a report out."""

from __future__ import annotations

from typing import Literal

from luoshi.errors import InputError
from luoshi.reading.figures import Draft, figures, unread_amounts
from luoshi.reading.metadata import (
    Metadata,
    document_circular,
    first_title,
    further_reports,
    narrower_places,
    opens_as_report,
    other_document,
    read_metadata,
)
from luoshi.reading.normalization import front_matter, normalize
from luoshi.reading.outline import Outline, outline
from luoshi.reading.places import Locator
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
from luoshi.reading.text import Hints, NormalizedText, Source

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
    any_text: bool = False,
) -> Report:
    """The report in ``source``.

    ``place`` and ``year`` (the year in which the report was given) win over what the text says.
    ``cut`` is how finely promises are split: by figure with an object of its own, or by thread.
    Raises ``InputError`` where the text is no report, or is called something else (a communiqué, a
    budget report), unless ``any_text`` is set: then it is read as it is, and a notice says what it is.
    """
    normalized, notices = normalize(source.text)
    hints = Hints(
        title=source.hints.title,
        place=place or source.hints.place,
        year=year or source.hints.year,
        date=source.hints.date,
        within=source.hints.within if place is None else None,
        published=source.hints.published,
    )
    normalized, more = _one_report(normalized, source, any_text=any_text)
    metadata = read_metadata(
        normalized.text, front_matter=front_matter(source.text), hints=hints, name=source.name
    )
    outlined = outline(normalized.text, metadata.year)
    report = _Assembly(source, normalized, metadata, outlined, cut).report((*source.notices, *more, *notices))
    if not any_text:
        _require_report(report, normalized.text)
    return report


def _one_report(
    normalized: NormalizedText, source: Source, *, any_text: bool
) -> tuple[NormalizedText, tuple[str, ...]]:
    """The text of the one report in a source, and notices; ``InputError`` for another document or several."""
    title = front_matter(source.text).get("title")
    other = other_document(normalized.text, source.hints.title, title)
    if other is not None and not any_text:
        raise InputError("other_document", source.name, kind=other.zh, kind_en=other.en)
    notices = () if other is None else (document_circular("other", kind=other.zh),)
    further = further_reports(normalized.text)
    if not further:
        return normalized, notices
    count = len(further) + 1
    if all(one.is_copy for one in further):
        return normalized.until(further[0].start), (*notices, document_circular("copy", count=count))
    if not any_text:
        titles = [first_title(normalized.text), *(one.title for one in further)]
        raise InputError(
            "several_reports", source.name, count=count, titles="、".join(f"“{one}”" for one in titles)
        )
    return normalized, (*notices, document_circular("several", count=count))


def _require_report(report: Report, normalized: str) -> None:
    """Raise where neither title, meeting, opening nor contents speak of a government's report."""
    titled = report.meeting is not None or (report.title is not None and "报告" in report.title)
    titled = titled or opens_as_report(normalized)
    if titled and (report.figures or report.promises or len(report.text) >= _SHORTEST_TITLED):
        return
    if titled and unread_amounts(report.text, len(report.figures)):
        return
    if len(report.figures) >= _FEWEST_FIGURES and len(report.promises) >= _FEWEST_PROMISES:
        return
    raise InputError(
        "not_a_report", report.source.name, figures=len(report.figures), promises=len(report.promises)
    )


class _Assembly:
    """Turns the drafts of the packages into records that point into the source."""

    def __init__(
        self, source: Source, normalized: NormalizedText, metadata: Metadata, outlined: Outline, cut: Cut
    ) -> None:
        self._source = source
        self._normalized = normalized
        self._metadata = metadata
        self._outline = outlined
        self._cut = cut
        names = narrower_places(metadata.place) if metadata.place is not None else {}
        self._locator = Locator(normalized.text, names)

    def report(self, notices: tuple[str, ...]) -> Report:
        text, outlined, metadata, source = self._normalized.text, self._outline, self._metadata, self._source
        drafts = figures(text, outlined.paragraphs, metadata.year)
        return Report(
            source=SourceInfo(source.name, source.format, source.encoding, source.sha256),
            text=source.text,
            title=metadata.title,
            place=metadata.place,
            year=metadata.year,
            meeting=metadata.meeting,
            speaker=metadata.speaker,
            date=metadata.date,
            edition=metadata.edition,
            reviews=self._years("review"),
            plans=self._years("plan"),
            outline=self._sections(),
            figures=self._figures(drafts),
            promises=self._promises(drafts),
            projects=self._projects(drafts),
            problems=self._problems(),
            notices=(*notices, *unread_amounts(text, len(drafts))),
        )

    def _years(self, part: Part) -> Years | None:
        frames = {paragraph.frame for paragraph in self._outline.paragraphs}
        spans = [(frame.first, frame.last) for frame in frames if frame.part == part]
        firsts = [first for first, _ in spans if first is not None]
        lasts = [last for _, last in spans if last is not None]
        return Years(min(firsts), max(lasts)) if firsts and lasts else None

    def _sections(self) -> tuple[Section, ...]:
        drafts = self._outline.sections
        ends = [len(self._normalized.text)] * len(drafts)
        open_sections: list[int] = []
        for draft in drafts:
            while open_sections and drafts[open_sections[-1]].level >= draft.level:
                ends[open_sections.pop()] = draft.start
            open_sections.append(draft.number)
        span, offset = self._normalized.source_span, self._normalized.source_offset
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

    def _figures(self, drafts: list[Draft]) -> tuple[Figure, ...]:
        text, place, span = self._source.text, self._locator.before, self._normalized.source_span
        found: list[Figure] = []
        for draft in drafts:
            start, end = span(draft.start, draft.end)
            found.append(
                Figure(
                    start,
                    end,
                    text[start:end],
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
                    place(draft.start),
                )
            )
        return tuple(found)

    def _promises(self, drafts: list[Draft]) -> tuple[Promise, ...]:
        text, locator, span = self._normalized.text, self._locator, self._normalized.source_span
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
        text, locator, span = self._normalized.text, self._locator, self._normalized.source_span
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
                    draft.share,
                )
                for draft in projects(text, self._outline, drafts)
            ]
        )

    def _problems(self) -> tuple[Problem, ...]:
        text, span = self._normalized.text, self._normalized.source_span
        return tuple(
            [
                Problem(*span(draft.start, draft.end), text[draft.start : draft.end], draft.section)
                for draft in problems(text, self._outline)
            ]
        )
