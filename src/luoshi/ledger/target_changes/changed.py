"""Targets that moved: lowered, set below what was reached, or a goal restated at another value or date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from luoshi.ledger.matching import Item, Prose, pledges
from luoshi.ledger.matching.knowledge import family_of
from luoshi.ledger.records import Account, Finding, Grade, Reason
from luoshi.ledger.verdicts import lower_is_better
from luoshi.reading.records import Figure

MOVED = "moved_target"
_KEPT = frozenset({"exceeded", "kept"})
Key = tuple[str, ...]


class Goal(NamedTuple):
    """A target as a plan states it: the report's year, the promise, its account."""

    year: int
    due: int
    item: Item
    account: Account


def moved_targets(proses: Sequence[Prose], accounts: Sequence[Account]) -> Iterator[Finding]:
    """The targets of one place that moved, from its reports in order of year and their accounts."""
    account_of = {
        (account.year, account.figure): account for account in accounts if account.figure is not None
    }
    yearly: dict[Key, dict[int, Goal]] = defaultdict(dict)
    later: dict[Key, list[Goal]] = defaultdict(list)
    by_year = {prose.report.year or 0: prose for prose in proses}
    for prose in proses:
        year = prose.report.year or 0
        for item in pledges(prose):
            account = account_of.get((year, item.figure)) if item.figure is not None else None
            if account is None or account.due is None:
                continue
            goal = Goal(year, account.due, item, account)
            if account.due > year:
                later[_key(item)].append(goal)
            elif item.indicator is not None and item.kind == "headline_target":
                yearly[_key(item)].setdefault(year, goal)
    for key in sorted(yearly):
        yield from _lowered(yearly[key], by_year)
    for key in sorted(later):
        yield from _restated(later[key])


def _key(item: Item) -> Key:
    """What two statements of one target share."""
    name = item.indicator.code if item.indicator is not None else item.core
    return (name, item.measure or "", item.family, item.place or "", item.threshold)


def _worse(item: Item, than: Item, *, by: float = 1e-9) -> bool:
    """Whether the target ``item`` asks for less than the values of ``than``."""
    if lower_is_better(item):
        return item.high > than.high + by
    return item.low < than.low - by


def _lowered(goals: dict[int, Goal], proses: dict[int, Prose]) -> Iterator[Finding]:
    for year in sorted(goals):
        before, now = goals.get(year - 1), goals[year]
        if before is None:
            continue
        reached = _reached(before, proses)
        grade: Grade = "worth_a_look"
        if _worse(now.item, before.item):
            code = "lowered"
            if before.account.verdict in {"missed", "partly"} and reached is not None:
                code, grade = "lowered_after_miss", "likely"
        elif (
            reached is not None
            and before.account.verdict in {"exceeded", "kept"}
            and _below(now.item, reached)
        ):
            code = "below_outcome"
        else:
            continue
        yield _finding(code, grade, before, now)


def _reached(goal: Goal, proses: dict[int, Prose]) -> Figure | None:
    """The figure that answered last year's target, where it was comparable."""
    account = goal.account
    if account.verdict in {"not_comparable", "unreported", "not_yet_due"} or account.outcome_figure is None:
        return None
    return proses[goal.due + 1].report.figures[account.outcome_figure]


def _below(now: Item, outcome: Figure) -> bool:
    """Whether a target asks for less than was reached the year before."""
    family, factor = family_of(outcome.unit)
    if family != now.family:
        return False
    if lower_is_better(now):
        return now.high > outcome.low * factor + 1e-9
    return now.low < outcome.high * factor - 1e-9


def _restated(goals: list[Goal]) -> Iterator[Finding]:
    """Goals for later years that the next plan which names them states otherwise."""
    by_year: dict[int, list[Goal]] = defaultdict(list)
    for goal in goals:
        by_year[goal.year].append(goal)
    years = sorted(by_year)
    for year, following in pairwise(years):
        for goal in by_year[year]:
            if goal.due <= following - 1:
                continue
            now = _successor(goal, by_year[following])
            if now is None:
                continue
            code = "goal_postponed" if now.due > goal.due else "goal_restated"
            grade: Grade = (
                "likely" if code == "goal_postponed" or _worse(now.item, goal.item) else "worth_a_look"
            )
            yield _finding(code, grade, goal, now)


def _successor(goal: Goal, candidates: Sequence[Goal]) -> Goal | None:
    """How a later plan states ``goal`` otherwise; ``None`` where it keeps it or speaks of another goal."""
    same_value = [
        candidate
        for candidate in candidates
        if (candidate.item.low, candidate.item.high) == (goal.item.low, goal.item.high)
    ]
    if any(candidate.due == goal.due for candidate in same_value):
        return None
    if goal.item.measure != "growth" and (
        postponed := [candidate for candidate in same_value if candidate.due > goal.due]
    ):
        return min(postponed, key=lambda candidate: candidate.due)
    restated = [
        candidate
        for candidate in candidates
        if candidate.due == goal.due and candidate.item.years == goal.item.years
    ]
    return restated[0] if len(restated) == 1 else None


def _finding(code: str, grade: Grade, before: Goal, now: Goal) -> Finding:
    outcome = before.account.outcome
    quotes = [before.account.promised, *([outcome] if outcome else []), now.account.promised]
    details = {
        "subject": before.account.subject,
        "year": str(before.year),
        "due": str(before.due),
        "target": before.account.promised.quote,
        "outcome": outcome.quote if outcome else "",
        "next": str(now.year),
        "due_now": str(now.due),
        "now": now.account.promised.quote,
    }
    place = before.account.place
    return Finding(kind=MOVED, grade=grade, place=place, evidence=tuple(quotes), reason=Reason(code, details))
