"""Promises and statements one to one, at the least total cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from luoshi.ledger.matching.costs import costs
from luoshi.ledger.matching.items import Item, distinct
from luoshi.ledger.matching.knowledge import table
from luoshi.ledger.matching.likeness import Matrix


class Pair(NamedTuple):
    """Indexes of a promise and of the statement that answers it, ``None`` where none does; the cost."""

    promise: int
    statement: int | None
    cost: float


def pair(ours: Sequence[Item], theirs: Sequence[Item]) -> list[Pair]:
    """For every promise of ``ours`` the statement of ``theirs`` that answers it, in order of the promises.

    No statement answers two promises; what a plan says twice word for word is one promise.
    """
    groups = distinct(ours)
    answers: dict[int, tuple[int, float]] = {}
    if groups and theirs:
        matrix = costs([ours[group[0]] for group in groups], theirs)
        answers = assigned(matrix, table()["costs"]["unanswered"])
    found: list[Pair] = []
    for row, group in enumerate(groups):
        statement, cost = answers.get(row, (None, table()["costs"]["unanswered"]))
        found.extend(Pair(index, statement, cost) for index in group)
    return sorted(found)


def assigned(matrix: Matrix, unanswered: float) -> dict[int, tuple[int, float]]:
    """Row -> column and cost of the cheapest assignment; a row may stay alone at ``unanswered``.

    Rows and columns that no pair below ``unanswered`` ties together are solved apart.
    """
    rows, columns = np.nonzero(matrix < unanswered)
    if not len(rows):
        return {}
    size = matrix.shape[0] + matrix.shape[1]
    links = coo_matrix((np.ones(len(rows)), (rows, columns + matrix.shape[0])), shape=(size, size))
    _, labels = connected_components(links, directed=False)
    result: dict[int, tuple[int, float]] = {}
    for label in np.unique(labels[rows]):
        ours = np.nonzero(labels[: matrix.shape[0]] == label)[0]
        theirs = np.nonzero(labels[matrix.shape[0] :] == label)[0]
        result.update(_solved(matrix, ours, theirs, unanswered))
    return result


def _solved(matrix: Matrix, ours: np.ndarray, theirs: np.ndarray, unanswered: float) -> dict[int, tuple[int, float]]:
    block = matrix[np.ix_(ours, theirs)]
    # One column a row for staying alone: dearer than any pair for other rows.
    alone = np.full((len(ours), len(ours)), 1e6)
    np.fill_diagonal(alone, unanswered)
    rows, columns = linear_sum_assignment(np.hstack([np.minimum(block, 1e6), alone]))
    return {
        int(ours[row]): (int(theirs[column]), float(block[row, column]))
        for row, column in zip(rows, columns, strict=True)
        if column < len(theirs) and block[row, column] < unanswered
    }
