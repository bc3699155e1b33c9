"""When a figure is about, and whether it is reached, expected or aimed at."""

from __future__ import annotations

import msgspec

from luoshi.reading.figures.cues import Cue
from luoshi.reading.outline import Frame
from luoshi.reading.records import Status, Tone

_STREAK_REACH = 6
_PAST_REACH = 24
_TERM = 5
_TIMES = frozenset(("year", "by", "years", "plan", "span", "lastyear", "within"))
_SPANS = frozenset(("span", "within"))
_LATER = frozenset(("by", "span", "within"))
_TONES: dict[str, Tone] = {"strive": "strive", "firm": "firm"}
_NAMED = frozenset(("compared", "year", "by", "plan"))


class Moment(msgspec.Struct, frozen=True, gc=False):
    """Period, status and tone of a figure."""

    period: str
    status: Status
    tone: Tone | None


class ClauseContext(msgspec.Struct, frozen=True, gc=False):
    """What a figure's own clause says that bears on its time.

    ``act``          amounts of it add up over a span of years: things done, not a state reached.
    ``earlier``      it is where a change started from (由 …).
    ``expected``     a note before it (预计数，下同) covers it.
    ``within_noun``  a time named before it only qualifies a noun (去年新签的 2171 个项目).
    ``steady``       it is said to hold (保持, 稳定在), so that a streak of years names its last.
    """

    act: bool
    earlier: bool
    expected: bool
    within_noun: bool
    steady: bool


class _Scope:
    """What the cues of a sentence, read up to a figure, leave in force."""

    __slots__ = (
        "at_head",
        "compared",
        "expected",
        "explicit",
        "goal",
        "mean",
        "streak",
        "tone",
        "total",
        "whole",
    )

    def __init__(self, *, expected: bool) -> None:
        self.explicit: Cue | None = None
        self.at_head = False
        self.compared: Cue | None = None
        self.tone: Tone = "plain"
        self.expected = self.whole = expected
        self.goal = self.mean = self.total = False
        self.streak: Cue | None = None

    def read(self, cue: Cue, clause: int) -> None:
        """Take ``cue`` into account for a figure whose clause starts at ``clause``."""
        kind = cue.kind
        if kind in _TIMES:
            self.at_head = self.explicit is None
            self.explicit = cue
        elif kind == "stop":
            self._stop()
        elif kind == "expected":
            self.expected = True
            self.whole = self.whole or cue.first == 1
        elif kind in _TONES:
            self.tone = _TONES[kind]
        elif kind == "mean":
            self.mean = cue.start >= clause
        elif kind == "sum":
            self.total = cue.start >= clause
        else:
            self._read_rest(cue)

    def _read_rest(self, cue: Cue) -> None:
        if cue.kind == "compared":
            self.compared = cue
        elif cue.kind == "streak":
            self.streak = cue
        elif cue.kind == "goal":
            self.goal = True
        elif cue.kind == "wholeyear" and self.explicit is not None and self.explicit.kind in _SPANS:
            self.explicit = None

    def _stop(self) -> None:
        self.tone = "plain"
        self.mean = self.total = False
        self.expected = self.whole
        if self.explicit is not None and (
            self.explicit.kind in _LATER or (self.explicit.kind == "year" and not self.at_head)
        ):
            self.explicit = None


def moment(
    cues: list[Cue], at: int, clause: int, frame: Frame, context: ClauseContext, base_year: int | None
) -> Moment:
    """What the cues before ``at`` make of a figure whose clause starts at ``clause``.

    ``base_year`` is the year whose plan the report gives.
    """
    if context.earlier:
        return Moment(_earlier_period(cues, at, clause, frame), "background", None)
    ahead = frame.part in ("plan", "government")
    scope = _Scope(expected=context.expected)
    for cue in cues:
        if cue.start >= at:
            break
        if cue.kind != "thisyear":
            scope.read(cue, clause)
        elif ahead:
            scope.explicit = cue
    return (
        _ahead(scope, clause, frame, context, base_year)
        if ahead
        else _behind(scope, at, frame, context, base_year)
    )


def _ahead(scope: _Scope, clause: int, frame: Frame, context: ClauseContext, base_year: int | None) -> Moment:
    """A figure of the plan: aimed at, unless its clause names a time past."""
    period, _ = _period(scope, frame, base_year, act=context.act)
    explicit = scope.explicit
    if explicit is not None and base_year is not None and not context.within_noun:
        named = explicit.kind in ("year", "years", "plan") and explicit.last < base_year
        if (named or explicit.kind == "lastyear") and explicit.start >= clause - _PAST_REACH:
            return Moment(period, "actual", None)
    return Moment(period, "target", scope.tone)


def _behind(scope: _Scope, at: int, frame: Frame, context: ClauseContext, base_year: int | None) -> Moment:
    """A figure of the review: reached or expected, unless its clause names a time to come."""
    first, last = frame.first, frame.last
    one_year = first == last and last is not None
    status: Status = "expected" if scope.expected else "target" if scope.goal else "actual"
    if one_year and last is not None:
        if scope.mean and _names_the_end(scope.explicit, last):
            compared = scope.compared
            since = compared.last + 1 if compared is not None and compared.last < last else last - _TERM + 1
            frame = frame._replace(first=since)
        elif scope.streak is not None and scope.streak.end + _STREAK_REACH >= at and not context.steady:
            return Moment(
                f"{last - scope.streak.first + 1}-{last}", status, scope.tone if scope.goal else None
            )
    if status == "target" and scope.explicit is None and one_year and base_year is not None:
        return Moment(str(base_year), "target", scope.tone)
    period, by = _period(scope, frame, base_year, act=context.act)
    if status != "expected" and by is not None and base_year is not None and by > base_year:
        status = "target"
    return Moment(period, status, scope.tone if status == "target" else None)


def _names_the_end(explicit: Cue | None, last: int) -> bool:
    """Whether the time named beside a mean a year is where its span ends: ``增加到2024年的…，年均增长``."""
    if explicit is None or explicit.kind in ("year", "lastyear"):
        return True
    return explicit.kind == "by" and explicit.last <= last


def _period(scope: _Scope, frame: Frame, base_year: int | None, *, act: bool) -> tuple[str, int | None]:
    """The period of a figure, and the last year of it."""
    first, last = frame.first, frame.last
    explicit = scope.explicit
    adds = act or scope.total or scope.mean
    if explicit is not None:
        kind = explicit.kind
        if kind in {"lastyear", "thisyear"}:
            if base_year is not None:
                year = base_year - 1 if kind == "lastyear" else base_year
                spans = scope.mean and kind == "lastyear" and first is not None and first < year
                return f"{first}-{year}" if spans else str(year), year
        elif kind in _SPANS:
            if first is not None and last is not None:
                return _counted(
                    explicit, first, last, back=frame.part == "review", adds=adds, mean=scope.mean
                )
        else:
            return _named(
                explicit, first if first != last else None, mean=scope.mean, adds=adds
            ), explicit.last
    if last is None:
        return "", None
    return (f"{first}-{last}" if adds and first != last else str(last)), last


def _named(cue: Cue, first: int | None, *, mean: bool, adds: bool) -> str:
    """The period of a figure behind a year or years that are named."""
    if cue.kind in ("year", "by"):
        if mean and cue.kind == "by" and cue.first < cue.last:
            return f"{cue.first}-{cue.last}"
        return f"{first}-{cue.last}" if mean and first is not None else str(cue.last)
    return (
        f"{cue.first}-{cue.last}" if cue.first < cue.last and (adds or cue.kind == "years") else str(cue.last)
    )


def _counted(cue: Cue, first: int, last: int, *, back: bool, adds: bool, mean: bool) -> tuple[str, int]:
    """``三年内`` and ``五年累计``: counted back from a review's end, on from a plan's beginning."""
    if back and (cue.kind == "span" or mean):
        first = last - cue.first + 1
    else:
        last = first + cue.first - 1
    return (f"{first}-{last}" if mean or (adds and cue.kind == "span") else str(last)), last


def _earlier_period(cues: list[Cue], at: int, clause: int, frame: Frame) -> str:
    """The year from which a change started: the one named, else the one before the frame."""
    named = [cue for cue in cues if clause <= cue.start < at and cue.kind in _NAMED]
    named = named or [cue for cue in cues if cue.start < at and cue.kind == "compared"]
    if named:
        return str(named[-1].last)
    return "" if frame.first is None else str(frame.first - 1)
