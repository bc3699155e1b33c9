"""Corrections as they are stored: an anchor in columns, the rest in ``detail`` as plain JSON.

``detail`` of a correction to promises: ``more`` (further anchors that a join speaks of), ``into``,
``promise_kind``, ``words``. Of a correction to a figure (kind ``figure``): ``what`` (confirm, edit, exclude,
include, add), ``fields``, ``was``. What is empty is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from luoshi.city.rules.anchors import Anchor
from luoshi.city.rules.corrections import Correction, CorrectionKind
from luoshi.city.rules.figure_corrections import FigureCorrection, FigureCorrectionKind, FigureEdit
from luoshi.errors import UsageError
from luoshi.reading.records import Figure, PromiseKind


class Stored(NamedTuple):
    """A correction as a row."""

    id: int
    kind: str
    start: int
    end: int
    quote: str
    detail: Mapping[str, Any]
    reason: str = ""


class _Detail(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    more: tuple[Anchor, ...] = ()
    into: tuple[Anchor, ...] = ()
    promise_kind: PromiseKind | None = None
    words: str | None = None


class _FigureDetail(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    what: FigureCorrectionKind
    fields: FigureEdit = msgspec.field(default_factory=FigureEdit)
    was: Figure | None = None


def loaded(row: Stored) -> Correction | FigureCorrection:
    """The correction of a row; ``UsageError`` where its detail does not fit its kind."""
    at = Anchor(row.start, row.end, row.quote)
    try:
        if row.kind == "figure":
            figure = msgspec.convert(row.detail, _FigureDetail)
            return FigureCorrection(
                id=row.id, kind=figure.what, at=at, fields=figure.fields, was=figure.was, reason=row.reason
            )
        detail = msgspec.convert(row.detail, _Detail)
        return Correction(
            id=row.id,
            kind=msgspec.convert(row.kind, CorrectionKind),
            at=(at, *detail.more),
            into=detail.into,
            promise_kind=detail.promise_kind,
            words=detail.words,
            reason=row.reason,
        )
    except msgspec.ValidationError as error:
        raise UsageError("city_rule_bad_correction", kind=row.kind, detail=str(error)) from error


def stored(one: Correction | FigureCorrection) -> Stored:
    """The row of a correction."""
    if isinstance(one, FigureCorrection):
        detail = msgspec.to_builtins(_FigureDetail(one.kind, one.fields, one.was))
        return Stored(one.id, "figure", one.at.start, one.at.end, one.at.quote, detail, one.reason)
    first, *more = one.at
    detail = msgspec.to_builtins(_Detail(tuple(more), one.into, one.promise_kind, one.words))
    return Stored(one.id, one.kind, first.start, first.end, first.quote, detail, one.reason)
