"""Promises and statements one to one, at the least total cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from luoshi.ledger.matching.costs import Cost, costs
from luoshi.ledger.matching.groups import answered_together, told_of_all
from luoshi.ledger.matching.items import Item, distinct
from luoshi.ledger.matching.knowledge import table

_NEVER = 1e6
Answers = dict[int, tuple[int, float]]
"""By index of the promise, the index of the statement that answers it and the cost."""


class Pair(NamedTuple):
    """Indexes of a promise and of the statement that answers it, ``None`` where none does; the cost."""

    promise: int
    statement: int | None
    cost: float


def pair(ours: Sequence[Item], theirs: Sequence[Item]) -> list[Pair]:
    """For every promise of ``ours`` the statement of ``theirs`` that answers it, in order of the promises.

    No figure answers two promises, unless it is said of both, or both are so surely about one thing; what a
    plan says twice word for word is one promise.
    """
    return pair_each([ours], theirs)[0]


def pair_each(plans: Sequence[Sequence[Item]], theirs: Sequence[Item]) -> list[list[Pair]]:
    """``pair`` for the promises of several plans, each by itself, with the same statements."""
    told = told_of_all(theirs)
    groups = [distinct(plan) for plan in plans]
    asked = [plan[group[0]] for plan, parts in zip(plans, groups, strict=True) for group in parts]
    unanswered = table()["costs"]["unanswered"]
    by_row: dict[int, list[Cost]] = {}
    for cost in costs(asked, theirs) if asked and theirs else ():
        by_row.setdefault(cost.row, []).append(cost)
    result: list[list[Pair]] = []
    first = 0
    for parts in groups:
        rows = range(first, first + len(parts))
        answers = _answers(asked, theirs, [cost for row in rows for cost in by_row.get(row, ())])
        for row in rows:
            if row not in answers and asked[row].family:
                together = answered_together(asked[row], told, theirs)
                if together is not None:
                    answers[row] = (together, unanswered)
        first += len(parts)
        pairs = [
            Pair(index, *answers.get(row, (None, unanswered)))
            for row, group in zip(rows, parts, strict=True)
            for index in group
        ]
        result.append(sorted(pairs))
    return result


def _answers(ours: Sequence[Item], theirs: Sequence[Item], possible: Sequence[Cost]) -> Answers:
    """What answers the promises with a figure, then the others from what is left.

    Words may answer both a figure and words: ``民生实事全部兑现``.
    """
    unanswered = table()["costs"]["unanswered"]
    of_figures = [cost for cost in possible if ours[cost.row].family]
    answers = assigned(of_figures, unanswered)
    answers |= _shared([cost for cost in of_figures if cost.row not in answers])
    taken = {column for column, _ in answers.values() if theirs[column].family}
    rest = [cost for cost in possible if not ours[cost.row].family and cost.column not in taken]
    return answers | assigned(rest, unanswered)


def _shared(possible: Iterable[Cost]) -> Answers:
    """The answers that promises share with others: a plan may set two figures for one thing."""
    answers: Answers = {}
    for cost in sorted(possible, key=lambda cost: cost.cost):
        if cost.cost <= table()["costs"]["shared"]:
            answers.setdefault(cost.row, (cost.column, cost.cost))
    return answers


def assigned(possible: Sequence[Cost], unanswered: float) -> Answers:
    """The cheapest assignment of rows to columns; a row may stay alone at ``unanswered``.

    Rows and columns without a pair between them are solved one by one.
    """
    result: Answers = {}
    for part in _apart(possible):
        result.update(_solved(part, unanswered))
    return result


def _apart(possible: Sequence[Cost]) -> Iterable[list[Cost]]:
    """``possible`` parted into groups that have no row and no column in common."""
    group_of: dict[tuple[bool, int], list[Cost]] = {}
    for cost in possible:
        row, column = (True, cost.row), (False, cost.column)
        group = group_of.setdefault(row, [])
        other = group_of.setdefault(column, group)
        if other is not group:
            for moved in other:
                group_of[True, moved.row] = group_of[False, moved.column] = group
            group_of[column] = group
            group += other
        group.append(cost)
    return {id(group): group for group in group_of.values()}.values()


def _solved(possible: Sequence[Cost], unanswered: float) -> Answers:
    if len(possible) == 1:
        return {possible[0].row: (possible[0].column, possible[0].cost)}
    ours = {row: index for index, row in enumerate(dict.fromkeys(cost.row for cost in possible))}
    theirs = {column: index for index, column in enumerate(dict.fromkeys(cost.column for cost in possible))}
    # One more column a row, for staying alone.
    block = np.full((len(ours), len(theirs) + len(ours)), _NEVER)
    for cost in possible:
        block[ours[cost.row], theirs[cost.column]] = cost.cost
    block[np.arange(len(ours)), len(theirs) + np.arange(len(ours))] = unanswered
    rows, columns = list(ours), list(theirs)
    return {
        rows[index]: (columns[other], float(block[index, other]))
        for index, other in zip(*linear_sum_assignment(block), strict=True)
        if other < len(columns)
    }
