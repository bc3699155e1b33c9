"""Corrections as they are stored: an anchor in columns, the rest in ``detail`` as plain JSON.

``detail`` of a correction to promises: ``more`` (further anchors that a join speaks of), ``into``,
``promise_kind``, ``words``. Of a correction to a figure (kind ``figure``): ``what`` (confirm, edit, exclude,
include, add), ``fields``, ``was``. What is empty is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from luoshi.city.rules.anchors import Anchor, squeezed
from luoshi.city.rules.corrections import Correction, CorrectionKind
from luoshi.city.rules.figure_corrections import FigureCorrection, FigureCorrectionKind, FigureEdit
from luoshi.city.rules.words import table
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


def check_complete(one: Correction | FigureCorrection) -> None:
    """Refuse a new correction that says too little: ``UsageError`` with what is missing.

    An exclusion is explained; a join speaks of two spans or more; a split makes two or more; what is added
    to the figures is a whole figure; every span has words.
    """
    missing: list[str] = []
    if one.kind == "exclude" and not one.reason.strip():
        missing.append("reason")
    if isinstance(one, FigureCorrection):
        spans: tuple[Anchor, ...] = (one.at,)
        if one.kind == "add" and one.was is None:
            missing.append("figure")
    else:
        spans = (*one.at, *one.into)
        if (one.kind == "join" and len(one.at) < 2) or (one.kind == "split" and len(one.into) < 2):
            missing.append("spans")
    if not all(squeezed(span.quote) for span in spans):
        missing.append("quote")
    if missing:
        raise UsageError(
            "city_rule_incomplete_correction",
            kind=table("corrections.toml")["kinds"][one.kind]["zh"],
            kind_en=table("corrections.toml")["kinds"][one.kind]["en"],
            missing="、".join(table("corrections.toml")["parts"][part]["zh"] for part in missing),
            missing_en=", ".join(table("corrections.toml")["parts"][part]["en"] for part in missing),
        )
