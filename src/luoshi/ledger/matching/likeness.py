"""How much alike two sets of items are in what they measure, from pairs of neighbouring characters."""

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
_BUCKETS = 1 << 16
_SPREAD = 2654435761
_WORD = (1 << 32) - 1


def bags(texts: Sequence[str]) -> sparse.csr_matrix:
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
    found = buckets[inside]
    # How many pairs stand before each character; the last text has no line end behind it.
    reached = np.zeros(len(units) + 2, dtype=np.int32)
    np.cumsum(inside, out=reached[1 : len(inside) + 1])
    reached[len(inside) + 1 :] = len(found)
    ends = np.zeros(len(padded) + 1, dtype=np.int64)
    np.cumsum(np.array(list(map(len, padded)), dtype=np.int64) + 1, out=ends[1:])
    pointers = reached[np.minimum(ends, len(units) + 1)]
    matrix = sparse.csr_matrix(
        (np.ones(len(found), dtype=np.float32), found, pointers), shape=(len(texts), _BUCKETS)
    )
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> tuple[Matrix, Matrix, Matrix, float]:
    """What the texts of each side have in common, and what each weighs.

    A bucket proves the more, the fewer texts have it: at most the last number, where a single one has it.
    """
    own, other = bags(ours), bags(theirs)
    counts = np.bincount(own.indices, minlength=_BUCKETS) + np.bincount(other.indices, minlength=_BUCKETS)
    total = len(ours) + len(theirs)
    worth = (0.15 + np.log(1 + total / (1 + np.arange(counts.max(initial=0) + 1)))).astype(np.float32)
    own_worth, other_worth = worth[counts[own.indices]], worth[counts[other.indices]]
    sizes = (
        np.add.reduceat(np.append(worths, np.float32(0)), side.indptr[:-1]) * (np.diff(side.indptr) > 0)
        for worths, side in ((own_worth, own), (other_worth, other))
    )
    own.data = own_worth
    own_size, other_size = (np.maximum(size, 1e-9) for size in sizes)
    return (own @ other.T).toarray(), own_size, other_size, 0.15 + float(np.log(1 + total / 2))


class Alike(NamedTuple):
    """Pairs of items, by index, and how much alike they are, from 0 to 1."""

    rows: _Codes
    columns: _Codes
    values: Matrix


def likeness(ours: Sequence[Item], theirs: Sequence[Item], least: float, credit: Matrix) -> Alike:
    """The pairs of ``ours`` and ``theirs`` that are alike by ``least`` or more in what they speak of.

    ``credit`` says by how much less a pair need be alike, in a row for each of ``ours`` and a column for
    each of ``theirs``. Weighed are the things themselves (Dice), each within the clause of the other (share
    found there), the sentences and the headings (cosine).
    """
    weights = table()["weights"]
    # What sentences and headings can add at most.
    around = weights["sentence"] + weights["heading"]
    rows, columns, values = _of_things(ours, theirs, least - around, credit > 0)
    needed = least - credit[rows, columns]
    hopeful = values >= needed - around
    rows, columns, values, needed = rows[hopeful], columns[hopeful], values[hopeful], needed[hopeful]
    sentences, headings = _of_surroundings(ours, theirs, rows, columns)
    values = values + weights["sentence"] * sentences + weights["heading"] * headings
    kept = values >= needed
    return Alike(rows[kept], columns[kept], values[kept])


def _of_things(
    ours: Sequence[Item], theirs: Sequence[Item], least: float, credited: NDArray[np.bool_]
) -> Alike:
    """How much alike the things are, each alone and within the clause of the other.

    Left out are pairs of which neither is found in the other to a share that ``least`` takes, if they are
    not ``credited``, and those without a word in common.
    """
    shares = table()["weights"]
    (own, longer), (other, other_longer) = _things_and_clauses(ours), _things_and_clauses(theirs)
    found, own_size, other_size, most = _shared(own, other)
    within = found[: len(ours), : len(theirs)].copy()
    within_back = within.copy()
    within[:, other_longer] = found[: len(ours), len(theirs) :]
    within_back[longer] = found[len(ours) :, : len(theirs)]
    own_weight, other_weight = own_size[: len(ours)], other_size[: len(theirs)]
    share = least / (shares["core"] + shares["within_better"] + shares["within_worse"])
    near = within >= np.float32(share) * own_weight[:, None]
    near |= within_back >= np.float32(share) * other_weight
    near |= credited & (within > 0)
    rows, columns = np.nonzero(near)
    there, back = within[rows, columns], within_back[rows, columns]
    weight, back_weight = own_weight[rows], other_weight[columns]
    # A few characters that everything shares (项目, 企业) prove little, though all of them are found.
    proof = np.minimum(1.0, np.maximum(there, back) / (shares["proof"] * most))
    dice = 2 * found[rows, columns] / (weight + back_weight)
    there, back = there / weight, back / back_weight
    values = shares["core"] * dice + shares["within_better"] * np.maximum(there, back)
    return Alike(rows, columns, proof * (values + shares["within_worse"] * np.minimum(there, back)))


def _things_and_clauses(items: Sequence[Item]) -> tuple[list[str], list[int]]:
    """The things, then the clauses of those that have more words than that; and which these are."""
    longer = [index for index, item in enumerate(items) if item.near != item.core]
    clauses = [f"{items[index].core}\n{items[index].near}" for index in longer]
    return [*(item.core for item in items), *clauses], longer


def _of_surroundings(
    ours: Sequence[Item], theirs: Sequence[Item], rows: _Codes, columns: _Codes
) -> tuple[Matrix, Matrix]:
    """The cosines of the sentences and of the headings of each pair; each text is looked at once."""
    if not len(rows):
        return np.zeros(0), np.zeros(0)
    own, own_places = _texts([ours[row] for row in rows.tolist()])
    other, other_places = _texts([theirs[column] for column in columns.tolist()])
    found, own_size, other_size, _ = _shared(own, other)
    sentences, headings = (
        found[row, column] / np.sqrt(own_size[row] * other_size[column])
        for row, column in zip(own_places, other_places, strict=True)
    )
    return sentences, headings


def _texts(items: Sequence[Item]) -> tuple[list[str], tuple[_Codes, _Codes]]:
    """The different sentences and headings of ``items``, and for each item which of them it has."""
    codes: dict[str, int] = {}
    known: dict[int, tuple[int, int]] = {}
    for item in items:
        if id(item) not in known:
            sentence = codes.setdefault(item.around, len(codes))
            known[id(item)] = sentence, codes.setdefault(item.heading, len(codes))
    places = np.array([known[id(item)] for item in items], dtype=np.int64)
    return list(codes), (places[:, 0], places[:, 1])
