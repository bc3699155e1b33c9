"""What became of a promise, from its words and those that answer it."""

from __future__ import annotations

from typing import NamedTuple

from luoshi.ledger.matching import Item
from luoshi.ledger.matching.knowledge import COUNTED, masks_of, scopes, stands
from luoshi.ledger.records import Reason, Verdict
from luoshi.ledger.verdicts.values import Standing, lower_is_better, standing
from luoshi.ledger.verdicts.words import says, table

_KINDRED = frozenset({"level", "change"})
_STRICT_SCOPES = frozenset({"size", "trade", "investment", "residence"})
_FAR_MORE = 2
_RULINGS: dict[Standing, tuple[Verdict, str]] = {
    "beyond": ("exceeded", "beyond"),
    "reached": ("kept", "reached"),
    "near": ("kept", "near"),
    "short": ("missed", "short"),
}


class Ruling(NamedTuple):
    """A verdict and why."""

    verdict: Verdict
    reason: Reason


def judge(promise: Item, answer: Item, following: str = "") -> Ruling:
    """The verdict on ``promise`` when ``answer`` answers it.

    ``following``  the words that stand after the answer in its sentence: they may say that the rest is
    still to come.
    """
    if promise.family and answer.family:
        return _of_figures(promise, answer, following)
    return _of_words(promise, answer, following)


def not_comparable(promise: Item, answer: Item) -> str | None:
    """Why the two figures cannot be compared, as a code; ``None`` where they can."""
    same = promise.indicator is not None and promise.indicator == answer.indicator
    counted = same and {promise.family, answer.family} <= COUNTED
    if promise.family != answer.family and not counted:
        return "other_measure" if promise.measure != answer.measure else "other_unit"
    if promise.measure != answer.measure and not {promise.measure, answer.measure} <= _KINDRED:
        return "other_measure"
    if promise.measure != answer.measure and answer.low > _FAR_MORE * abs(promise.high):
        # 提高到351元 does not say whether it rose by the 30元 that were promised.
        return "other_measure"
    if _spans_differ(promise, answer) or _sums_up_term(promise, answer):
        return "other_years"
    if answer.partial and not promise.partial:
        return "part_of_year"
    if not same and _scopes_differ(promise, answer):
        return "other_scope"
    if _runs_up(promise, answer):
        return "cumulative"
    begun = says("begun", answer.subject) and not says("begun", promise.subject)
    return "other_stage" if begun and says("built", promise.subject) else None


def _runs_up(promise: Item, answer: Item) -> bool:
    """Whether the answer is a total since long ago: it says so, and is far more than was promised."""
    is_total = "累计" in answer.clause and "累计" not in promise.clause
    return is_total and answer.low > _FAR_MORE * promise.high and not stands(answer.subject)


def _sums_up_term(promise: Item, answer: Item) -> bool:
    """Whether a report on a term gives far more than was promised for a year of what adds up over years."""
    years = promise.years
    of_a_year = years is not None and years.first == years.last and not promise.later
    adds_up = promise.measure == "level" and not stands(promise.subject + answer.subject)
    return answer.of_term and of_a_year and adds_up and answer.low > _FAR_MORE * promise.high > 0


def _spans_differ(promise: Item, answer: Item) -> bool:
    """Whether one is about several years and the other about one, and the amount adds up over years."""
    if promise.years is None or answer.years is None or promise.later:
        return False
    several = answer.years.first < answer.years.last
    if several == (promise.years.first < promise.years.last):
        return False
    at_end = promise.measure in {"share", "rank"} or stands(promise.subject + promise.clause)
    return not (several and at_end)


def _scopes_differ(promise: Item, answer: Item) -> bool:
    """Whether one is narrowed (规上, 城镇, 出口) and the other is not, nor anything in its sentence."""
    around = [masks_of(promise.sentence), masks_of(answer.sentence)]
    for index, scope in enumerate(scopes()):
        ours, theirs = promise.masks[index], answer.masks[index]
        if scope.name not in _STRICT_SCOPES or ours == theirs or ours & theirs:
            continue
        if (ours and theirs) or (ours & ~around[1][index]) or (theirs & ~around[0][index]):
            return True
    return False


def _of_figures(promise: Item, answer: Item, following: str) -> Ruling:
    details = {"promised": promise.quote, "reported": answer.quote}
    code = not_comparable(promise, answer)
    if code is not None:
        return Ruling("not_comparable", Reason(code, details))
    where = standing(promise, answer)
    words = answer.clause + following
    if where != "short" and says("rest", words) and says("going", following):
        return Ruling("partly", Reason("under_way", details | {"words": following.strip("，。；、")}))
    if where == "short" and (says("rest", following) or "首批" in answer.clause):
        return Ruling("partly", Reason("rest_open", details))
    verdict, code = _RULINGS[where]
    details |= {"side": "at_most" if lower_is_better(promise) else "at_least"}
    if where == "near":
        tolerance_table = table()["tolerance"]
        details |= {
            "points": f"{tolerance_table['points']:g}",
            "percent": f"{tolerance_table['relative']:.0%}",
        }
    return Ruling(verdict, Reason(code, details))


def _of_words(promise: Item, answer: Item, following: str) -> Ruling:
    words = answer.clause if answer.family else answer.subject
    details = {"promised": promise.quote, "words": words}
    if says("not_done", words):
        return Ruling("missed", Reason("said_not_done", details))
    if promise.measure == "growth" and says("no_growth", words):
        lower = lower_is_better(promise)
        return Ruling(
            "kept" if lower else "missed", Reason("said_done" if lower else "said_not_done", details)
        )
    going = says("going", words)
    if promise.family:
        if says("ordered", words) or going or not says("finished", words):
            return Ruling("not_comparable", Reason("only_words", details))
        return Ruling("kept", Reason("said_done", details))
    if says("asks_end", promise.subject) and (going or says("rest", following)):
        return Ruling("partly", Reason("said_going_on", details))
    return Ruling("kept", Reason("said_done", details))
