"""Promises and statements one to one, at the least total cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import connected_components

from luoshi.ledger.matching.costs import costs
from luoshi.ledger.matching.groups import answered_together, told_of_all
from luoshi.ledger.matching.items import Item, distinct
from luoshi.ledger.matching.knowledge import table

_NEVER = 1e6


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
    matrix = costs(asked, theirs).tocsr() if asked and theirs else None
    result: list[list[Pair]] = []
    first = 0
    for plan, parts in zip(plans, groups, strict=True):
        block = matrix[first : first + len(parts)] if matrix is not None else None
        items = [plan[group[0]] for group in parts]
        answers = _answers(items, theirs, block, unanswered) if block is not None else {}
        for row, item in enumerate(items):
            together = answered_together(item, told, theirs) if item.family and row not in answers else None
            if together is not None:
                answers[row] = (together, unanswered)
        first += len(parts)
        block_pairs: list[Pair] = []
        for row, group in enumerate(parts):
            statement, cost = answers.get(row, (None, unanswered))
            block_pairs.extend(Pair(index, statement, cost) for index in group)
        result.append(sorted(block_pairs))
    return result


def _answers(
    items: Sequence[Item], theirs: Sequence[Item], block: sparse.csr_matrix, unanswered: float
) -> dict[int, tuple[int, float]]:
    """What answers the promises with a figure, then the others from what is left.

    Words may answer both a figure and words: ``民生实事全部兑现``.
    """
    pairs = block.tocoo()
    figures = np.array([bool(item.family) for item in items])[pairs.row]
    answers = _assigned(pairs, figures, unanswered)
    answers = _shared(pairs, figures & ~np.isin(pairs.row, list(answers))) | answers
    taken = [column for column, _ in answers.values() if theirs[column].family]
    rest = ~figures & ~np.isin(pairs.col, taken)
    return answers | _assigned(pairs, rest, unanswered)


def _shared(pairs: sparse.coo_matrix, chosen: NDArray[np.bool_]) -> dict[int, tuple[int, float]]:
    """The answers that promises share with others: a plan may set two figures for one thing."""
    near = np.flatnonzero(chosen & (pairs.data <= table()["costs"]["shared"]))
    answers: dict[int, tuple[int, float]] = {}
    for index in near[np.argsort(pairs.data[near], kind="stable")].tolist():
        answers.setdefault(int(pairs.row[index]), (int(pairs.col[index]), float(pairs.data[index])))
    return answers


def _assigned(
    pairs: sparse.coo_matrix, chosen: NDArray[np.bool_], unanswered: float
) -> dict[int, tuple[int, float]]:
    part = (pairs.data[chosen], (pairs.row[chosen], pairs.col[chosen]))
    return assigned(sparse.coo_matrix(part, shape=pairs.shape), unanswered)


def assigned(
    matrix: sparse.csr_matrix | sparse.coo_matrix, unanswered: float
) -> dict[int, tuple[int, float]]:
    """Row -> column and cost of the cheapest assignment; a row may stay alone at ``unanswered``.

    ``matrix`` holds the pairs that may be made. Groups of rows and columns without
    a pair between them are solved one by one.
    """
    pairs = matrix.tocoo()
    rows, columns, values = pairs.row, pairs.col, pairs.data
    if not len(rows):
        return {}
    size = matrix.shape[0] + matrix.shape[1]
    links = sparse.coo_matrix((np.ones(len(rows)), (rows, columns + matrix.shape[0])), shape=(size, size))
    labels = connected_components(links, directed=False)[1][rows]
    order = np.argsort(labels, kind="stable")
    result: dict[int, tuple[int, float]] = {}
    for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        result.update(_solved(rows[part], columns[part], values[part], unanswered))
    return result


def _solved(
    rows: NDArray[np.int32], columns: NDArray[np.int32], values: NDArray[np.float64], unanswered: float
) -> dict[int, tuple[int, float]]:
    if len(rows) == 1:
        return {int(rows[0]): (int(columns[0]), float(values[0]))}
    ours, row = np.unique(rows, return_inverse=True)
    theirs, column = np.unique(columns, return_inverse=True)
    # One more column a row, for staying alone.
    block = np.full((len(ours), len(theirs) + len(ours)), _NEVER)
    block[row, column] = values
    block[np.arange(len(ours)), len(theirs) + np.arange(len(ours))] = unanswered
    return {
        int(ours[index]): (int(theirs[other]), float(block[index, other]))
        for index, other in zip(*linear_sum_assignment(block), strict=True)
        if other < len(theirs)
    }
