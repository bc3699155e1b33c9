"""A reported value against the promised one."""

from __future__ import annotations

import re
from typing import Literal

from luoshi.ledger.matching import Item
from luoshi.ledger.verdicts.words import less_is_better, says, table

Standing = Literal["beyond", "reached", "near", "short"]
_EPSILON = 1e-9
_NUMBER = re.compile(r"(?P<whole>\d+)(?:\.(?P<decimals>\d+))?")


def lower_is_better(promise: Item) -> bool:
    """Whether less of what is promised is better: by its bound, its sign, its indicator, its words.

    ``失业率控制在5.5%以内``, ``能耗下降2.5%``; otherwise more is better.
    """
    if promise.high < 0:
        return True
    if promise.bound in {"at_least", "at_most"}:
        return promise.bound == "at_most"
    if promise.measure == "rank":
        return True
    if promise.indicator is not None and promise.indicator.better != "none":
        return promise.indicator.better == "lower"
    return less_is_better(promise.subject)


def tolerance(promise: Item) -> float:
    """How far from the target still counts as there: half a point of growth, else 5 % of the target."""
    limits = table()["tolerance"]
    if promise.measure in limits["in_points"] and promise.family == "percent":
        return float(limits["points"])
    return float(limits["relative"]) * max(abs(promise.low), abs(promise.high))


def _rounded_away(promise: Item, answer: Item) -> float:
    """What rounding may have taken from an answer of fewer decimals: ``35.4万亩`` for 35.44, 0.05万亩."""
    asked, told = _NUMBER.search(promise.quote), _NUMBER.search(answer.quote)
    if asked is None or told is None or promise.family != answer.family:
        return 0.0
    decimals = len(told["decimals"] or "")
    if not 0 < decimals < len(asked["decimals"] or ""):
        return 0.0
    step = abs(answer.low) / (float(f"{told['whole']}.{told['decimals']}") or 1.0)
    return float(0.5 * step / 10**decimals)


def standing(promise: Item, answer: Item) -> Standing:
    """Where the reported value stands to the promised one, in the direction that is better.

    ``beyond``   past it by more than the tolerance (a ceiling is kept, not passed);
    ``reached``  at it or past it;
    ``near``     short of it within the tolerance, where the promise says 左右;
    ``short``    short of it.
    """
    lower = lower_is_better(promise)
    target, ambition = (promise.high, promise.low) if lower else (promise.low, promise.high)
    reported = answer.high if lower else answer.low
    if promise.high < 0 < answer.low and says("reduce", answer.clause):
        reported = -answer.low
    slack = _EPSILON * max(1.0, abs(target), abs(reported)) + _rounded_away(promise, answer)
    ahead = (target - reported) if lower else (reported - target)
    past = (ambition - reported) if lower else (reported - ambition)
    ceiling = lower and promise.high >= 0
    if past > tolerance(promise) + slack and not ceiling:
        return "beyond"
    if ahead >= -slack:
        return "reached"
    return "near" if promise.bound == "about" and -ahead <= tolerance(promise) + slack else "short"
