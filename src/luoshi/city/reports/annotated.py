"""The report as it now stands, corrections applied: as a record for files, as marked text for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from django.urls import reverse
from markupsafe import Markup

from luoshi.city.reports.models import Figure, Promise, Report
from luoshi.city.reports.reading import as_read
from luoshi.output.page.body import Look, body
from luoshi.reading.records import Figure as ReadFigure
from luoshi.reading.records import Promise as ReadPromise
from luoshi.reading.records import Report as ReadReport

_FIGURE = ("start", "end", "quote", "subject", "measure", "low", "high", "unit", "bound", "status", "period")
_PROMISE = ("start", "end", "text", "kind", "period", "section")


def as_corrected(report: Report, promises: Sequence[Promise], figures: Sequence[Figure]) -> ReadReport:
    """The reader's record with the promises and figures that now stand; those excluded are none."""
    read = as_read(report)
    sections = {(one.start, one.end): one.section for one in read.figures}
    places = {(one.start, one.end): one.place for one in read.promises}
    kept = [row for row in figures if row.counts]
    numbers: dict[int | None, list[int]] = {}
    for number, row in enumerate(kept):
        numbers.setdefault(row.promise_id, []).append(number)
    values = [
        {name: getattr(row, name) for name in _FIGURE}
        | {"tone": row.tone or None, "place": row.place or None}
        | {"section": sections.get((row.start, row.end))}
        for row in kept
    ]
    promised = [
        {name: getattr(row, name) for name in _PROMISE}
        | {"figures": tuple(numbers.get(row.pk, ())), "place": places.get((row.start, row.end))}
        for row in promises
        if row.counts
    ]
    return msgspec.structs.replace(
        read,
        figures=msgspec.convert(values, tuple[ReadFigure, ...]),
        promises=msgspec.convert(promised, tuple[ReadPromise, ...]),
    )


def marked_text(
    report: Report, promises: Sequence[Promise], figures: Sequence[Figure], *, judged: bool = True
) -> Markup:
    """The text with a mark for each promise and figure given, excluded or not; each leads to its page.

    ``judged`` tells which of them people confirmed or excluded.

    Ids are the ends of the keys: ``p0012``, ``f0003``; sections ``s3``.
    """
    shown = [_as_shown(row) for row in promises]
    read = msgspec.structs.replace(
        as_read(report),
        figures=msgspec.convert([_figure_values(row) for row in figures], tuple[ReadFigure, ...]),
        promises=msgspec.convert(shown, tuple[ReadPromise, ...]),
    )
    return body(read, looks=_looks(report, promises, figures, judged=judged))


def anchor_of(key: str) -> str:
    """The id of a promise's or figure's mark in the text: the end of its key."""
    return key.rpartition("-")[2]


def _as_shown(row: Promise) -> dict[str, object]:
    return {name: getattr(row, name) for name in _PROMISE} | {"figures": (), "place": None}


def _figure_values(row: Figure) -> dict[str, object]:
    values = {name: getattr(row, name) for name in _FIGURE}
    return values | {"tone": row.tone or None, "place": row.place or None, "section": None}


def _looks(
    report: Report, promises: Sequence[Promise], figures: Sequence[Figure], *, judged: bool
) -> Mapping[str, Look]:
    # One reverse for all: a report has hundreds of marks.
    promise = reverse("reports:promise", args=(report.key, "KEY"))
    figure = reverse("reports:figure", args=(report.key, "KEY"))
    looks = {
        f"p{index}": Look(anchor_of(row.key), promise.replace("KEY", row.key), row.state if judged else "")
        for index, row in enumerate(promises)
    }
    return looks | {
        f"f{index}": Look(anchor_of(row.key), figure.replace("KEY", row.key), row.state if judged else "")
        for index, row in enumerate(figures)
    }
