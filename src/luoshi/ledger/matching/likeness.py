"""How much alike two sets of items are in what they measure, from character n-grams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from luoshi.ledger.matching.items import Item
from luoshi.ledger.matching.knowledge import essence, table

Matrix = NDArray[np.float64]


@lru_cache(maxsize=1 << 14)
def grams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of ``text``; a single character stands for itself."""
    if len(text) < 2:
        return frozenset([text] if text else ())
    return frozenset(map("".join, zip(text, text[1:], strict=False)))


class _Space:
    """Vectors of n-grams, each weighed by how few of the items know it."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        known = Counter(gram for one in sets for gram in one)
        self._index = {gram: index for index, gram in enumerate(known)}
        self._weight = {gram: 0.15 + log(1 + len(sets) / (1 + count)) for gram, count in known.items()}

    def vectors(self, sets: Sequence[frozenset[str]]) -> tuple[sparse.csr_matrix, Matrix]:
        """A row of square roots of weights for each set, and the weight of each row."""
        columns = [self._index[gram] for one in sets for gram in sorted(one)]
        values = [self._weight[gram] for one in sets for gram in sorted(one)]
        rows = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
        shape = (len(sets), len(self._index) or 1)
        matrix = sparse.csr_matrix((np.sqrt(values), (rows, columns)), shape=shape)
        weights = np.bincount(rows, weights=values, minlength=len(sets)).astype(np.float64)
        return matrix, np.maximum(weights, 1e-9)


def _shared(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    return np.asarray((one @ other.T).toarray(), dtype=np.float64)


def likeness(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    """From 0 to 1, ``len(ours)`` by ``len(theirs)``: how alike the things are that items speak of.

    Weighed are the things themselves (Dice), each within the clause of the other (share found there),
    the sentences and the headings (cosine).
    """
    weights = table()["weights"]
    cores = [[grams(item.core) for item in side] for side in (ours, theirs)]
    clauses = [
        [grams(item.core) | grams(essence(item.clause)) for item in side] for side in (ours, theirs)
    ]
    sentences = [[grams(essence(item.sentence)) for item in side] for side in (ours, theirs)]
    headings = [[grams(essence(item.heading)) for item in side] for side in (ours, theirs)]
    things = _Space(cores[0] + cores[1] + clauses[0] + clauses[1])
    core, core_weight = things.vectors(cores[0])
    other_core, other_core_weight = things.vectors(cores[1])
    clause, _ = things.vectors(clauses[0])
    other_clause, _ = things.vectors(clauses[1])
    dice = 2 * _shared(core, other_core) / (core_weight[:, None] + other_core_weight[None, :])
    found, found_back = _shared(core, other_clause), _shared(clause, other_core)
    # A few characters that everything shares (项目, 企业) prove little, though all of them are found.
    proof = np.minimum(1.0, np.maximum(found, found_back) / weights["proof"])
    found, found_back = found / core_weight[:, None], found_back / other_core_weight[None, :]
    result: Matrix = (
        proof * weights["core"] * dice
        + proof * weights["within_better"] * np.maximum(found, found_back)
        + proof * weights["within_worse"] * np.minimum(found, found_back)
        + weights["sentence"] * _cosine(sentences)
        + weights["heading"] * _cosine(headings)
    )
    return result


def _cosine(sides: Sequence[Sequence[frozenset[str]]]) -> Matrix:
    space = _Space([*sides[0], *sides[1]])
    one, weight = space.vectors(sides[0])
    other, other_weight = space.vectors(sides[1])
    return _shared(one, other) / np.sqrt(weight[:, None] * other_weight[None, :])
