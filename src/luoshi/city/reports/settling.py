"""What was read and what people corrected become the rows that the rest of the office works with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from luoshi.city.reports.matching import found_again
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.reports.reading import as_read
from luoshi.city.rules.anchors import Anchor, locate
from luoshi.city.rules.corrections import Correction as PromiseCorrection
from luoshi.city.rules.corrections import EffectivePromise, corrected
from luoshi.city.rules.figure_corrections import EffectiveFigure, FigureCorrection, corrected_figures
from luoshi.city.rules.stored import Stored, loaded
from luoshi.reading.records import Report as ReadReport
from luoshi.reading.records import Section
from luoshi.reading.text import Span

_PROMISE_FIELDS = (
    "position", "start", "end", "text", "kind", "period", "section", "section_path", "origin", "state",
    "exclusion_reason", "present",
)  # fmt: skip
_FIGURE_VALUES = ("subject", "measure", "low", "high", "unit", "bound", "status", "tone", "period", "place")
_FIGURE_FIELDS = ("start", "end", "quote", *_FIGURE_VALUES, "origin", "state", "promise")


def settle(report: Report, *, was: str | None = None) -> None:
    """Make the rows of promises and figures what the record with its corrections says.

    The caller holds the report's row and records what it did. ``was`` is the text in which the rows'
    places count, where that is not ``report.text``. Rows are found again by their place; a promise that is
    gone stays, not present, where a task rests on it. A constant number of queries.
    """
    read, numbers = as_read(report), (report.last_promise, report.last_figure)
    rows = list(Correction.objects.filter(report=report, withdrawn_at__isnull=True).order_by("pk"))
    corrections = [loaded(_stored(row)) for row in rows]
    of_promises = [one for one in corrections if isinstance(one, PromiseCorrection)]
    of_figures = [one for one in corrections if isinstance(one, FigureCorrection)]
    promises = corrected(read.promises, of_promises, report.text)
    figures = corrected_figures(read.figures, of_figures, report.text)
    settled = _settle_promises(report, read, promises.promises, was)
    _settle_figures(report, figures.figures, settled, was)
    if (report.last_promise, report.last_figure) != numbers:
        report.save(update_fields=["last_promise", "last_figure"])
    unplaced = {one.id for one in promises.unplaced} | {one.id for one in figures.unplaced}
    _mark_placed(rows, unplaced)


@transaction.atomic
def is_settled(report: Report) -> bool:
    """Whether the rows are what the record with its corrections says; changes nothing."""
    before = _values(report)
    settle(report)
    after = _values(report)
    transaction.set_rollback(True)
    return before == after


def _values(report: Report) -> list[object]:
    rows = (report.promises, report.figures)
    return [list(some.order_by("pk").values_list()) for some in rows]


def _stored(row: Correction) -> Stored:
    return Stored(row.pk, row.kind, row.start, row.end, row.quote, row.detail, row.reason)


def _mark_placed(rows: Sequence[Correction], unplaced: set[int]) -> None:
    changed = [row for row in rows if row.placed == (row.pk in unplaced)]
    for row in changed:
        row.placed = row.pk not in unplaced
    if changed:
        Correction.objects.bulk_update(changed, ["placed"], batch_size=500)


def _settle_promises(
    report: Report, read: ReadReport, promises: Sequence[EffectivePromise], was: str | None
) -> list[Promise]:
    """The rows of the promises that now stand, in the order of the text."""
    rows = list(Promise.objects.filter(report=report).order_by("pk"))
    tasked = set(Promise.objects.filter(report=report, tasks__isnull=False).values_list("pk", flat=True))
    places = found_again(_places(rows, was, report.text), promises, [row.pk in tasked for row in rows])
    sections = [_path(read, index) for index in range(len(read.outline))]
    now, new, changed = [], [], []
    for position, (promise, index) in enumerate(zip(promises, places, strict=True), 1):
        values = _promise_values(report, read, promise, sections) | {"position": position}
        if index is None:
            report.last_promise += 1
            row = Promise(report=report, key=f"{report.key}-p{report.last_promise:04}", **values)
            new.append(row)
        else:
            row = rows[index]
            if _set(row, values):
                changed.append(row)
        now.append(row)
    kept = {index for index in places if index is not None}
    gone = [row for index, row in enumerate(rows) if index not in kept]
    for row in gone:
        if row.pk in tasked and row.present:
            row.present = False
            changed.append(row)
    Promise.objects.filter(pk__in=[row.pk for row in gone if row.pk not in tasked]).delete()
    Promise.objects.bulk_update(changed, _PROMISE_FIELDS, batch_size=100)
    Promise.objects.bulk_create(new, batch_size=200)
    return now


def _promise_values(
    report: Report, read: ReadReport, promise: EffectivePromise, paths: Sequence[list[str]]
) -> dict[str, Any]:
    below = read.promises[promise.read[0]] if promise.read else None
    section = below.section if below is not None else _section_at(read.outline, promise.start)
    return {
        "start": promise.start,
        "end": promise.end,
        "text": promise.text,
        "kind": promise.kind,
        "period": below.period[:20] if below is not None else str(report.year or ""),
        "section": section,
        "section_path": [] if section is None else paths[section],
        "origin": promise.origin,
        "state": promise.state,
        "exclusion_reason": promise.reason if promise.state == "excluded" else "",
        "present": True,
    }


def _settle_figures(
    report: Report, figures: Sequence[EffectiveFigure], promises: Sequence[Promise], was: str | None
) -> None:
    rows = list(Figure.objects.filter(report=report).order_by("pk"))
    places = found_again(_places(rows, was, report.text), [one.figure for one in figures])
    new, changed = [], []
    for one, index in zip(figures, places, strict=True):
        values = _figure_values(one) | {"promise_id": _holder(one.figure, promises)}
        if index is None:
            report.last_figure += 1
            new.append(Figure(report=report, key=f"{report.key}-f{report.last_figure:04}", **values))
        elif _set(rows[index], values):
            changed.append(rows[index])
    kept = {index for index in places if index is not None}
    Figure.objects.filter(pk__in=[row.pk for index, row in enumerate(rows) if index not in kept]).delete()
    Figure.objects.bulk_update(changed, _FIGURE_FIELDS, batch_size=100)
    Figure.objects.bulk_create(new, batch_size=200)


def _figure_values(one: EffectiveFigure) -> dict[str, Any]:
    values = {name: getattr(one.figure, name) for name in _FIGURE_VALUES}
    return values | {
        "start": one.figure.start,
        "end": one.figure.end,
        "quote": one.figure.quote[:200],
        "subject": one.figure.subject[:300],
        "tone": one.figure.tone or "",
        "place": (one.figure.place or "")[:100],
        "unit": one.figure.unit[:40],
        "period": one.figure.period[:20],
        "origin": one.origin,
        "state": one.state,
    }


def _holder(figure: Span, promises: Sequence[Promise]) -> int | None:
    """The promise that a figure stands in: of several the one not excluded, then the shortest."""
    around = [row for row in promises if row.start <= figure.start and figure.end <= row.end]
    holder = min(around, key=lambda row: (row.state == "excluded", row.end - row.start), default=None)
    return holder.pk if holder is not None else None


def _places(rows: Iterable[Promise | Figure], was: str | None, text: str) -> list[Span]:
    """Where the rows' words stand in ``text``; words that are gone stand nowhere."""
    spans = [Span(row.start, row.end) for row in rows]
    if was is None or was == text:
        return spans
    found = (locate(Anchor(span.start, span.end, span.of(was)), text) for span in spans)
    return [one or Span(-1 - number, -1 - number) for number, one in enumerate(found)]


def _set(row: Promise | Figure, values: dict[str, Any]) -> bool:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return bool(changed)


def _section_at(outline: Sequence[Section], offset: int) -> int | None:
    """The deepest section around an offset."""
    around = [section for section in outline if section.start <= offset < section.body_end]
    return max(around, key=lambda section: section.level).index if around else None


def _path(read: ReadReport, index: int) -> list[str]:
    return [" ".join(section.heading.split()) for section in read.section_path(index)]
