"""Corrections by a person to the promises that were read: kept apart, and winning.

A correction is anchored by offsets and the words there. Corrections apply in the order of their making;
a later one wins over an earlier one, and each wins over whatever the reader cuts in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from luoshi.city.rules.anchors import Anchor, Finder
from luoshi.city.rules.overlaps import Overlaps
from luoshi.city.rules.states import PromiseState, promise_lifecycle
from luoshi.city.rules.words import table
from luoshi.reading.records import Promise, PromiseKind
from luoshi.reading.text import Span

CorrectionKind = Literal["confirm", "edit", "join", "split", "exclude", "include", "add"]
Origin = Literal["read", "person"]

_Rank = tuple[int, ...]

_MARKS = re.compile(r"[\W_]+")
_BREAK = re.compile(r"\s*\n\s*")
# Brackets, signs and percents at the ends of a remainder belong to it.
_KEPT_EDGES = "（(《“‘【）)》”’】%％℃+-"


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said about promises.

    ``at``            the spans it speaks of: several for ``join``, one else.
    ``into``          the spans that take their place: one for ``edit`` and ``join``, several for ``split``;
                      empty: where ``at`` is (for ``join`` from the first to the last of it).
    ``promise_kind``  the kind that the person gave, ``None`` to keep the kind that was read.
    ``words``         the wording that the person gave, ``None`` to keep what is there.
    """

    id: int
    kind: CorrectionKind
    at: tuple[Anchor, ...]
    into: tuple[Anchor, ...] = ()
    promise_kind: PromiseKind | None = None
    words: str | None = None
    reason: str = ""


class EffectivePromise(Span, frozen=True, kw_only=True):
    """A promise as it now stands.

    ``origin``        ``read`` while the reader cuts just this span, and nobody changed it.
    ``read``         indexes of the promises read that it overlaps, the most first: its section and period
                     are theirs.
    ``corrections``  ids of the corrections that made it what it is, in order.
    """

    text: str
    kind: PromiseKind
    origin: Origin
    state: PromiseState
    reason: str = ""
    read: tuple[int, ...] = ()
    corrections: tuple[int, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it is a promise: nobody excluded it."""
        return self.state in promise_lifecycle().states_with("counts")


class Corrected(msgspec.Struct, frozen=True):
    """The promises as they now stand, in the order of the text, and the corrections that found no place."""

    promises: tuple[EffectivePromise, ...]
    unplaced: tuple[Correction, ...]


class _Placed(NamedTuple):
    """A correction with the spans it speaks of and those that it makes, in the text at hand."""

    correction: Correction
    at: tuple[Span, ...]
    makes: tuple[Span, ...]


def corrected(promises: Sequence[Promise], corrections: Sequence[Correction], text: str) -> Corrected:
    """The promises that were read from ``text``, with the corrections applied in their order.

    - A correction's spans win over every promise that overlaps them. What is left of such a promise stays
      one of its own unless it is a fragment; what an edit, a join or a split let go is no promise any more.
    - An exclusion keeps its promise, as excluded, with its reason; only a promise may lie inside an
      excluded one that was added after it.
    - Words that are not found again leave their correction unplaced: it is given back, never dropped.
    """
    now = _Standing(promises, text)
    unplaced: list[Correction] = []
    find = Finder(text)
    for one in corrections:
        placed = _place(one, find)
        if placed is None:
            unplaced.append(one)
        else:
            now.apply(placed)
    read = Overlaps(enumerate(promises))
    found = [msgspec.structs.replace(one, read=_read_below(one, promises, read)) for one in now.in_order()]
    found.sort(key=lambda one: (one.start, -one.end, not one.counts))
    return Corrected(tuple(found), tuple(unplaced))


def judgement(kind: str) -> PromiseState:
    """The state to which a correction of ``kind`` leads."""
    return promise_lifecycle().move("exclude" if kind == "exclude" else "confirm").to


def _place(one: Correction, find: Finder) -> _Placed | None:
    """Where the correction belongs; the spans that it makes must be found, those they replace may be gone."""
    if one.into:
        makes = find.all(one.into)
        at = find.all(one.at) or ()
    else:
        at = find.all(one.at) or ()
        makes = at
        if one.kind == "join" and at:
            makes = (Span(min(span.start for span in at), max(span.end for span in at)),)
    return _Placed(one, at, makes) if makes else None


class _Standing:
    """The promises as they stand between two corrections.

    Each stands in a ``_Rank``: what a correction made comes before all that was there, what is left of a
    promise takes its place. A correction looks only at the promises that it overlaps.
    """

    def __init__(self, promises: Sequence[Promise], text: str) -> None:
        self._text = text
        self._made = 0
        self._now: dict[_Rank, EffectivePromise] = {}
        self._overlaps: Overlaps[_Rank] = Overlaps()
        for index, one in enumerate(promises):
            was = EffectivePromise(
                one.start,
                one.end,
                text=one.text,
                kind=one.kind,
                origin="read",
                state=promise_lifecycle().initial,
                read=(index,),
            )
            self._put((index,), was)

    def in_order(self) -> list[EffectivePromise]:
        """What stands now."""
        return [self._now[rank] for rank in sorted(self._now)]

    def apply(self, placed: _Placed) -> None:
        """Let a correction win over all that it overlaps."""
        taken = (*placed.at, *placed.makes)
        ranks = sorted({rank for span in taken for rank in self._overlaps.with_(span)})
        before = [self._now[rank] for rank in ranks]
        made = [_made(placed, span, before, self._text) for span in placed.makes]
        for rank, one in zip(ranks, before, strict=True):
            # The explained exclusion of a wider span stands beside what is promised inside it.
            if one.counts or any(span.contains(one) for span in taken):
                self._take(rank)
                for number, left in enumerate(_remainders(one, taken, self._text)):
                    self._put((*rank, number), left)
        self._made += len(made)
        for number, new in enumerate(made):
            self._put((number - self._made,), new)

    def _put(self, rank: _Rank, one: EffectivePromise) -> None:
        self._now[rank] = one
        self._overlaps.add(rank, one)

    def _take(self, rank: _Rank) -> None:
        self._overlaps.remove(rank, self._now.pop(rank))


def _made(placed: _Placed, span: Span, before: Sequence[EffectivePromise], text: str) -> EffectivePromise:
    """The promise that the correction makes of ``span``; what it does not say stays as it was there."""
    one = placed.correction
    same = next((was for was in before if (was.start, was.end) == (span.start, span.end)), None)
    below = [was for was in before if any(was.overlaps(place) for place in (span, *placed.at))]
    likest = same or max(below, key=lambda was: _shared(was, (span, *placed.at)), default=None)
    judged = one.kind in {"confirm", "exclude", "include"}
    return EffectivePromise(
        span.start,
        span.end,
        text=one.words or (same.text if same else _plain(span.of(text))),
        kind=one.promise_kind or (likest.kind if likest else "task"),
        origin=same.origin if same and judged else "person",
        state=judgement(one.kind),
        reason=one.reason,
        corrections=tuple(dict.fromkeys((*(same.corrections if same else ()), one.id))),
    )


def _remainders(one: EffectivePromise, taken: Sequence[Span], text: str) -> list[EffectivePromise]:
    """What is left of a promise outside ``taken``, without the punctuation at its ends; no fragments."""
    left: list[EffectivePromise] = []
    start = one.start
    for span in (*sorted(taken, key=lambda span: span.start), Span(one.end, one.end)):
        rest = _trimmed(text, start, min(span.start, one.end))
        if len(_MARKS.sub("", rest.of(text))) >= _fragment_below():
            # The words and the judgement of the whole do not go for a part of it.
            left.append(
                EffectivePromise(
                    rest.start,
                    rest.end,
                    text=_plain(rest.of(text)),
                    kind=one.kind,
                    origin=one.origin,
                    state=promise_lifecycle().initial if one.counts else one.state,
                    reason="" if one.counts else one.reason,
                    corrections=one.corrections,
                )
            )
        start = max(start, span.end)
    return left


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and _MARKS.match(text[start]) and text[start] not in _KEPT_EDGES:
        start += 1
    while end > start and _MARKS.match(text[end - 1]) and text[end - 1] not in _KEPT_EDGES:
        end -= 1
    return Span(start, max(start, end))


def _shared(one: Span, spans: Iterable[Span]) -> int:
    """How many characters ``one`` shares with the one of ``spans`` that it shares most with."""
    return max((min(one.end, span.end) - max(one.start, span.start) for span in spans), default=0)


def _read_below(one: Span, promises: Sequence[Promise], read: Overlaps[int]) -> tuple[int, ...]:
    below = sorted(read.with_(one))
    return tuple(sorted(below, key=lambda index: -_shared(promises[index], (one,))))


def _plain(words: str) -> str:
    """Words of the source on one line."""
    return _BREAK.sub("", words).strip()


@cache
def _fragment_below() -> int:
    return int(table("corrections.toml")["fragment_below"])
