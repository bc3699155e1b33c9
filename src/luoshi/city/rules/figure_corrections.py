"""Corrections by a person to the figures that were read; they hold as those to promises do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from luoshi.city.rules.anchors import Anchor, Finder
from luoshi.city.rules.corrections import Origin, judgement
from luoshi.city.rules.overlaps import Overlaps
from luoshi.city.rules.states import PromiseState, promise_lifecycle
from luoshi.reading.records import Bound, Figure, Measure, Status, Tone
from luoshi.reading.text import Span

FigureCorrectionKind = Literal["confirm", "edit", "exclude", "include", "add"]


class FigureEdit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of a figure that a person set; the others stay as read."""

    subject: str | UnsetType = UNSET
    measure: Measure | UnsetType = UNSET
    low: float | UnsetType = UNSET
    high: float | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    bound: Bound | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    tone: Tone | UnsetType | None = UNSET
    period: str | UnsetType = UNSET
    place: str | UnsetType | None = UNSET


class FigureCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said about the figure at ``at``.

    ``was``  the figure as it stood when it was corrected, for the day on which the reader reads none
             there; for ``add`` the whole new figure. Its place and section are not taken over.
    """

    id: int
    kind: FigureCorrectionKind
    at: Anchor
    fields: FigureEdit = FigureEdit()
    was: Figure | None = None
    reason: str = ""


class EffectiveFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as it now stands; ``read`` is its index among those read, ``None`` where none is there."""

    figure: Figure
    origin: Origin
    state: PromiseState
    reason: str = ""
    read: int | None = None
    corrections: tuple[int, ...] = ()


class CorrectedFigures(msgspec.Struct, frozen=True):
    """The figures as they now stand, in the order of the text, and the corrections that found no place."""

    figures: tuple[EffectiveFigure, ...]
    unplaced: tuple[FigureCorrection, ...]


def corrected_figures(
    figures: Sequence[Figure], corrections: Sequence[FigureCorrection], text: str
) -> CorrectedFigures:
    """The figures that were read from ``text``, with the corrections applied in their order.

    A correction takes the figure that shares most characters with its anchor; others that overlap the
    anchor go, as the person pointed at one figure. Fields that nobody set follow the newest reading.
    """
    # A correction's figure comes behind all that were there; each looks only at those it overlaps.
    now = {
        rank: EffectiveFigure(figure=one, origin="read", state=promise_lifecycle().initial, read=rank)
        for rank, one in enumerate(figures)
    }
    overlaps = Overlaps(enumerate(figures))
    find = Finder(text)
    unplaced: list[FigureCorrection] = []
    for rank, one in enumerate(corrections, len(figures)):
        place = find.one(one.at)
        there = [] if place is None else sorted(overlaps.with_(place))
        made = None if place is None else _made(one, place, [now[was] for was in there])
        if made is None:
            unplaced.append(one)
            continue
        for was in there:
            overlaps.remove(was, now.pop(was).figure)
        now[rank] = made
        overlaps.add(rank, made.figure)
    found = sorted(now.values(), key=lambda one: (one.figure.start, one.figure.end))
    return CorrectedFigures(tuple(found), tuple(unplaced))


def _made(one: FigureCorrection, place: Span, there: Sequence[EffectiveFigure]) -> EffectiveFigure | None:
    was = max(there, key=lambda was: _shared(was.figure, place), default=None)
    if was is not None and one.kind != "add":
        figure = was.figure
    elif one.was is not None:
        # Its section is an index into an older outline.
        figure = msgspec.structs.replace(one.was, section=None)
    else:
        return None
    changed: dict[str, Any] = {
        name: value
        for name in FigureEdit.__struct_fields__
        if (value := getattr(one.fields, name)) is not UNSET
    }
    moved = {"start": place.start, "end": place.end, "quote": one.at.quote}
    judged = one.kind in {"confirm", "exclude", "include"}
    return EffectiveFigure(
        figure=msgspec.structs.replace(figure, **moved, **changed),
        origin=was.origin if was is not None and judged else "person",
        state=judgement(one.kind),
        reason=one.reason,
        read=was.read if was is not None else None,
        corrections=tuple(dict.fromkeys((*(was.corrections if was is not None else ()), one.id))),
    )


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
