"""How much alike two sets of items are in what they measure, from character n-grams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from luoshi.ledger.matching.items import Item
from luoshi.ledger.matching.knowledge import table

Matrix = NDArray[np.float64]
_Codes = NDArray[np.int64]
_LINE_END = 10


class Grams:
    """The pairs of neighbouring characters of each of ``texts``, as sparse rows.

    ``rows`` and ``codes`` name each pair of a text once; a text of one character counts it alone.
    A line end in a text parts it: no pair reaches over it.
    """

    __slots__ = ("codes", "count", "rows")

    def __init__(self, texts: Sequence[str]) -> None:
        self.count = len(texts)
        padded = [text if len(text) != 1 else f"{text}\r" for text in texts]
        joined = "\n".join(padded).encode("utf-32-le", "surrogatepass")
        units = np.frombuffer(joined, dtype=np.uint32).astype(np.int64)
        lengths = np.array([len(text) + 1 for text in padded], dtype=np.int64)
        row = np.repeat(np.arange(self.count, dtype=np.int64), lengths)[: max(len(units) - 1, 0)]
        first, second = units[:-1], units[1:]
        inside = (first != _LINE_END) & (second != _LINE_END)
        keys = np.sort((row[inside] << 42) | (first[inside] << 21) | second[inside])
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
        self.rows: _Codes = keys >> 42
        self.codes: _Codes = keys & ((1 << 42) - 1)


_BUCKETS = 1 << 16
_SPREAD = 2654435761
_WORD = (1 << 32) - 1


def _bags(texts: Sequence[str]) -> sparse.csr_matrix:
    """A row a text, a column a bucket of pairs of neighbouring characters: 1 where the text has one of them.

    Two pairs of characters seldom share a bucket; a text of one character counts it alone, and no pair
    reaches over a line end.
    """
    padded = [text if len(text) != 1 else f"{text}\r" for text in texts]
    joined = "\n".join(padded).encode("utf-32-le", "surrogatepass")
    units = np.frombuffer(joined, dtype=np.uint32).astype(np.uint64)
    first, second = units[:-1], units[1:]
    buckets = ((((first << 16) ^ second) * _SPREAD & _WORD) >> 16).astype(np.int32)
    inside = (first != _LINE_END) & (second != _LINE_END)
    ends = np.cumsum([0, *(len(text) + 1 for text in padded)])
    reached = np.concatenate([[0], np.cumsum(inside), [0]]) if len(inside) else np.zeros(1, dtype=np.int64)
    if len(inside):
        reached[-1] = reached[-2]
    pointers = reached[np.minimum(ends, len(reached) - 1)]
    found = buckets[inside]
    matrix = sparse.csr_matrix((np.ones(len(found), dtype=np.float32), found, pointers), shape=(len(texts), _BUCKETS))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


class _Weights:
    """How much a bucket proves: the more, the fewer texts have it."""

    def __init__(self, *sides: sparse.csr_matrix) -> None:
        counts = np.bincount(np.concatenate([side.indices for side in sides]), minlength=_BUCKETS)
        total = sum(side.shape[0] for side in sides)
        self._counts = counts
        self._worth = (0.15 + np.log(1 + total / (1 + np.arange(counts.max() + 1)))).astype(np.float32)
        # What one proves that stands in a single place.
        self.most = 0.15 + float(np.log(1 + total / 2))

    def put_on(self, side: sparse.csr_matrix) -> sparse.csr_matrix:
        """``side`` with weights for ones."""
        weights = self._worth[self._counts[side.indices]]
        return sparse.csr_matrix((weights, side.indices, side.indptr), shape=side.shape)


class Alike(NamedTuple):
    """Pairs of items, by index, and how much alike they are, from 0 to 1."""

    rows: _Codes
    columns: _Codes
    values: Matrix


class _Side:
    """The items of one side as bags: the things, and the clauses of those that have more words than that."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.cores = _bags([item.core for item in items])
        self.longer = np.array(
            [index for index, item in enumerate(items) if item.near != item.core], dtype=np.int64
        )
        self.clauses = _bags([f"{items[index].core}\n{items[index].near}" for index in self.longer])


def likeness(ours: Sequence[Item], theirs: Sequence[Item], least: Matrix) -> Alike:
    """The pairs of ``ours`` and ``theirs`` that are alike by ``least`` or more in what they speak of.

    ``least`` has a row for each of ``ours``, a column for each of ``theirs``. Weighed are the things
    themselves (Dice), each within the clause of the other (share found there), the sentences and the
    headings (cosine).
    """
    weights = table()["weights"]
    values = _of_things(_Side(ours), _Side(theirs))
    # What sentences and headings can add at most.
    around = weights["sentence"] + weights["heading"]
    rows, columns = np.nonzero(values >= least - around)
    values, least = values[rows, columns], least[rows, columns]
    sentences = _cosine(ours, theirs, rows, columns, lambda item: item.around)
    headings = _cosine(ours, theirs, rows, columns, lambda item: item.heading)
    values = values + weights["sentence"] * sentences + weights["heading"] * headings
    kept = values >= least
    return Alike(rows[kept], columns[kept], values[kept])


def _of_things(ours: _Side, theirs: _Side) -> Matrix:
    """How much alike the things are, each alone and within the clause of the other."""
    shares = table()["weights"]
    weights = _Weights(ours.cores, theirs.cores, ours.clauses, theirs.clauses)
    own, other = weights.put_on(ours.cores), weights.put_on(theirs.cores)
    own_weight, other_weight = np.asarray(own.sum(axis=1)), np.asarray(other.sum(axis=1)).T
    own_weight, other_weight = np.maximum(own_weight, 1e-9), np.maximum(other_weight, 1e-9)
    shared: Matrix = (own @ theirs.cores.T).toarray()
    within, within_back = shared.copy(), shared.copy()
    within[:, theirs.longer] = (own @ theirs.clauses.T).toarray()
    within_back[ours.longer] = (ours.clauses @ other.T).toarray()
    # A few characters that everything shares (项目, 企业) prove little, though all of them are found.
    proof = np.maximum(within, within_back)
    proof /= shares["proof"] * weights.most
    np.minimum(proof, 1.0, out=proof)
    within /= own_weight
    within_back /= other_weight
    shared /= own_weight + other_weight
    shared *= 2 * shares["core"]
    shared += shares["within_better"] * np.maximum(within, within_back)
    shared += shares["within_worse"] * np.minimum(within, within_back)
    shared *= proof
    return shared


def _cosine(
    ours: Sequence[Item],
    theirs: Sequence[Item],
    rows: _Codes,
    columns: _Codes,
    words: Callable[[Item], str],
) -> Matrix:
    """The cosine of the ``words`` of each pair of ``rows`` and ``columns``; each text is looked at once."""
    if not len(rows):
        return np.zeros(0)
    (own, row), (other, column) = _texts(ours, rows, words), _texts(theirs, columns, words)
    one_side, other_side = _bags(own), _bags(other)
    weights = _Weights(one_side, other_side)
    weighed, other_weighed = weights.put_on(one_side), weights.put_on(other_side)
    shared = (weighed @ other_side.T).toarray()[row, column]
    sizes = np.asarray(weighed.sum(axis=1)).ravel(), np.asarray(other_weighed.sum(axis=1)).ravel()
    result: Matrix = shared / np.sqrt(np.maximum(sizes[0][row] * sizes[1][column], 1e-9))
    return result


def _texts(
    items: Sequence[Item], places: _Codes, words: Callable[[Item], str]
) -> tuple[list[str], _Codes]:
    """The different texts of the items at ``places``, and for each place which of them it has."""
    used, back = np.unique(places, return_inverse=True)
    codes: dict[str, int] = {}
    code = np.array([codes.setdefault(words(items[index]), len(codes)) for index in used], dtype=np.int64)
    return list(codes), code[back]
