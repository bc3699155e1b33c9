"""Corrections of figures."""

from __future__ import annotations

import msgspec

from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require
from luoshi.city.reports.actions.correcting import PERMISSION, add_correction
from luoshi.city.reports.actions.locking import read_report_locked
from luoshi.city.reports.models import Figure
from luoshi.city.reports.projection import settle
from luoshi.city.rules.anchors import anchor
from luoshi.city.rules.figure_corrections import FigureCorrection, FigureCorrectionKind, FigureEdit
from luoshi.city.site.errors import NotFoundError
from luoshi.errors import UsageError
from luoshi.reading.records import Figure as ReadFigure

_LONGEST_QUOTE = 60
_VALUES = ("start", "end", "quote", "subject", "measure", "low", "high", "unit", "bound", "status", "period")


@writes
def correct_figure(
    *,
    actor: Actor,
    report_key: str,
    key: str,
    kind: FigureCorrectionKind,
    fields: FigureEdit | None = None,
    reason: str = "",
) -> Figure:
    """Confirm, edit, exclude or include a figure; ``fields`` are those that the person set."""
    post = require(actor, PERMISSION)
    report = read_report_locked(report_key)
    row = Figure.objects.filter(report=report, key=key).first()
    if row is None:
        raise NotFoundError("report_figure_missing", key=key)
    made = FigureCorrection(
        id=0,
        kind=kind,
        at=anchor(report.text, row.start, row.end),
        fields=fields or FigureEdit(),
        was=figure_of(row),
        reason=reason.strip(),
    )
    add_correction(actor, post, report, made)
    settle(report)
    return Figure.objects.get(report=report, start=row.start, end=row.end)


@writes
def add_figure(*, actor: Actor, report_key: str, start: int, end: int, figure: FigureEdit) -> Figure:
    """A figure that the reader did not see; ``figure`` says all of it but its place."""
    post = require(actor, PERMISSION)
    report = read_report_locked(report_key)
    if not 0 <= start < end <= len(report.text) or end - start > _LONGEST_QUOTE:
        raise UsageError("report_bad_extent", longest=_LONGEST_QUOTE)
    at = anchor(report.text, start, end)
    whole = ReadFigure(
        start, end, at.quote, "", "level", 0.0, 0.0, "", "exact", "target", "plain", str(report.year or ""),
        None, None,
    )  # fmt: skip
    made = FigureCorrection(id=0, kind="add", at=at, fields=figure, was=whole)
    add_correction(actor, post, report, made)
    settle(report)
    return Figure.objects.get(report=report, start=start, end=end)


def figure_of(row: Figure) -> ReadFigure:
    """A row as the reader's record, without its section."""
    values = {name: getattr(row, name) for name in _VALUES}
    values |= {"tone": row.tone or None, "place": row.place or None, "section": None}
    return msgspec.convert(values, ReadFigure)
