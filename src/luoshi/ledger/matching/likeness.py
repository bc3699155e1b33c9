"""How much alike two sets of items are in what they measure, from character n-grams."""

from __future__ import annotations

from collections.abc import Sequence
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


class Space:
    """Vectors of n-grams, each weighed by how few of the texts know it."""

    def __init__(self, *sides: Grams) -> None:
        self._known, counts = np.unique(np.concatenate([side.codes for side in sides]), return_counts=True)
        total = sum(side.count for side in sides)
        self._weights: Matrix = 0.15 + np.log(1 + total / (1 + counts))
        self.most = 0.15 + float(np.log(1 + total / 2))

    def vectors(self, side: Grams) -> tuple[sparse.csr_matrix, Matrix]:
        """A row of square roots of weights for each text, and the weight of each row."""
        columns = np.searchsorted(self._known, side.codes)
        values = self._weights[columns]
        shape = (side.count, max(len(self._known), 1))
        matrix = sparse.csr_matrix((np.sqrt(values), (side.rows, columns)), shape=shape)
        weights = np.bincount(side.rows, weights=values, minlength=side.count)
        return matrix, np.maximum(weights, 1e-9)


class Alike(NamedTuple):
    """Pairs of items, by index, and how much alike they are, from 0 to 1."""

    rows: _Codes
    columns: _Codes
    values: Matrix


def likeness(ours: Sequence[Item], theirs: Sequence[Item], least: Matrix) -> Alike:
    """The pairs of ``ours`` and ``theirs`` that are alike by ``least`` or more in what they speak of.

    ``least`` has a row for each of ``ours``, a column for each of ``theirs``.

    Weighed are the things themselves (Dice), each within the clause of the other (share found there),
    the sentences and the headings (cosine).
    """
    weights = table()["weights"]
    cores = [Grams([item.core for item in side]) for side in (ours, theirs)]
    clauses = [Grams([f"{item.core}\n{item.near}" for item in side]) for side in (ours, theirs)]
    things = Space(*cores, *clauses)
    (core, core_weight), (other_core, other_weight) = (things.vectors(side) for side in cores)
    (clause, _), (other_clause, _) = (things.vectors(side) for side in clauses)
    within, within_back = core @ other_clause.T, clause @ other_core.T
    # A pair whose words overlap by less than ``share`` cannot reach ``least``, whatever its other weights.
    around = weights["sentence"] + weights["heading"]
    share = (least - around) / (1 - around)
    rows, columns = _above(within, within_back, core_weight, other_weight, share)
    least = least[rows, columns]
    there, back = _at(within, rows, columns), _at(within_back, rows, columns)
    ours_weight, theirs_weight = core_weight[rows], other_weight[columns]
    dice = 2 * _at(core @ other_core.T, rows, columns) / (ours_weight + theirs_weight)
    # A few characters that everything shares (项目, 企业) prove little, though all of them are found.
    proof = np.minimum(1.0, np.maximum(there, back) / (weights["proof"] * things.most))
    own, other = there / ours_weight, back / theirs_weight
    values = weights["core"] * dice + weights["within_better"] * np.maximum(own, other)
    values = proof * (values + weights["within_worse"] * np.minimum(own, other))
    hopeful = values >= least - around
    rows, columns, values, least = rows[hopeful], columns[hopeful], values[hopeful], least[hopeful]
    one_side, other_side = [ours[row] for row in rows], [theirs[column] for column in columns]
    sentences = _cosine([item.around for item in one_side], [item.around for item in other_side])
    headings = _cosine([item.heading for item in one_side], [item.heading for item in other_side])
    values = values + weights["sentence"] * sentences + weights["heading"] * headings
    kept = values >= least
    return Alike(rows[kept], columns[kept], values[kept])


def _above(
    within: sparse.csr_matrix, within_back: sparse.csr_matrix, ours: Matrix, theirs: Matrix, share: Matrix
) -> tuple[_Codes, _Codes]:
    """The pairs of which one is found in the other to ``share`` of its weight or more."""
    there, back = within.tocoo(), within_back.tocoo()
    width = within.shape[1]
    kept = there.data >= share[there.row, there.col] * ours[there.row]
    kept_back = back.data >= share[back.row, back.col] * theirs[back.col]
    keys = np.concatenate(
        [
            there.row[kept].astype(np.int64) * width + there.col[kept],
            back.row[kept_back].astype(np.int64) * width + back.col[kept_back],
        ]
    )
    rows, columns = np.divmod(np.unique(keys), max(width, 1))
    return rows, columns


def _at(matrix: sparse.csr_matrix, rows: _Codes, columns: _Codes) -> Matrix:
    """The entries of ``matrix`` at ``rows`` and ``columns``."""
    if not len(rows):
        return np.zeros(0)
    return np.asarray(matrix[rows, columns], dtype=np.float64).ravel()


def _cosine(ours: Sequence[str], theirs: Sequence[str]) -> Matrix:
    """The cosine of each text of ``ours`` with that of ``theirs`` beside it; each text is looked at once."""
    rows_by_text: tuple[dict[str, int], dict[str, int]] = ({}, {})
    rows = np.array([rows_by_text[0].setdefault(text, len(rows_by_text[0])) for text in ours], dtype=np.int64)
    columns = np.array(
        [rows_by_text[1].setdefault(text, len(rows_by_text[1])) for text in theirs], dtype=np.int64
    )
    one_side, other_side = Grams(list(rows_by_text[0])), Grams(list(rows_by_text[1]))
    space = Space(one_side, other_side)
    (own, weight), (other, other_weight) = space.vectors(one_side), space.vectors(other_side)
    return _at(own @ other.T, rows, columns) / np.sqrt(weight[rows] * other_weight[columns])
