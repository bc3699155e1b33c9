"""Two verdicts on an outcome: the unit's own, and the reviewer's after evidence."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from luoshi.city.rules.facts import Course, Direction
from luoshi.city.rules.words import Reason, named, number, table
from luoshi.reading.records import Bound

Verdict = Literal["exceeded", "kept", "partly", "missed", "not_comparable"]
_ORDER: tuple[Verdict, ...] = ("missed", "partly", "kept", "exceeded")
_EPSILON = 1e-9


class Suggestion(msgspec.Struct, frozen=True):
    """The verdict that the numbers suggest, and why; a person decides."""

    verdict: Verdict
    reason: Reason


class _Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of ``verdicts.toml``."""

    exceeded_by: float
    about_within: float
    partly_from: float


@cache
def _limits() -> _Limits:
    return msgspec.convert(table("verdicts.toml"), _Limits)


def suggest(
    target_low: float | None,
    target_high: float | None,
    bound: Bound | None,
    direction: Direction,
    actual: float | None,
    *,
    course: Course = "accrues",
) -> Suggestion:
    """The verdict on ``actual`` against the target, as the ledger judges the next report's figures.

    Up: kept at the low end or past it, exceeded past the high end by more than 5 %. Down: kept at the high
    end or below it; a ceiling (≥ 0) is kept, not exceeded. 左右: kept within 5 % short of it. Short of
    it, what accrues is partly done from half on: 新建100所, 80 built -> partly; 增长6%, 5% -> missed.
    """
    if actual is None or (target_low is None and target_high is None):
        return Suggestion("not_comparable", Reason("nothing_to_compare"))
    low, high = _ends(target_low, target_high)
    target, ambition = (high, low) if direction == "down" else (low, high)
    sign = -1.0 if direction == "down" else 1.0
    # Positive is past the target, in the direction that is better.
    past, beyond = sign * (actual - target), sign * (actual - ambition)
    slack = _EPSILON * max(1.0, abs(target), abs(actual))
    size = max(abs(low), abs(high))
    verdict: Verdict
    if beyond > _limits().exceeded_by * size + slack and not (direction == "down" and high >= 0):
        verdict = "exceeded"
    elif past >= -slack or (bound == "about" and -past <= _limits().about_within * size + slack):
        verdict = "kept"
    elif (
        direction == "up" and course == "accrues" and target > 0 and actual >= _limits().partly_from * target
    ):
        verdict = "partly"
    else:
        verdict = "missed"
    words = number(target) if low == high else f"{number(low)}-{number(high)}"
    return Suggestion(verdict, Reason(f"suggests_{verdict}", {"target": words, "actual": number(actual)}))


def _ends(low: float | None, high: float | None) -> tuple[float, float]:
    """Both ends of the target; where one is open, it is the other."""
    ends = [end for end in (low, high) if end is not None]
    return min(ends), max(ends)


def closable(reviewer_verdict: Verdict | None, evidence: int) -> Reason | None:
    """Why a task cannot be closed; ``None`` where it can: one piece of evidence and a verdict at least.

    A missed promise can be closed, as missed and with the evidence for that: it is no on-time closing
    then (``rates``), and it does not stand open for ever.
    """
    if evidence < 1:
        return Reason("no_evidence")
    return Reason("no_verdict") if reviewer_verdict is None else None


def disagreement(unit: Verdict | None, reviewer: Verdict | None) -> Reason | None:
    """How the two verdicts differ, in words; ``None`` where they agree or one is missing."""
    if unit is None or reviewer is None or unit == reviewer:
        return None
    details = named(unit=("verdict", unit), reviewer=("verdict", reviewer))
    if "not_comparable" in {unit, reviewer}:
        return Reason("verdicts_differ", details)
    lower = _ORDER.index(reviewer) < _ORDER.index(unit)
    return Reason("reviewer_lower" if lower else "reviewer_higher", details)
