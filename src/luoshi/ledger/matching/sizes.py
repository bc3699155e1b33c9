"""What the sizes of a promise and of a statement say for or against their being about one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from luoshi.ledger.matching.items import Item
from luoshi.ledger.matching.knowledge import table

Matrix = NDArray[np.float64]
_SAME = 1e-9
_NUMBER = re.compile(r"[0-9][0-9.,]*")


def evidence_of_sizes(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    """For each promise and statement, how much their sizes and measure words speak for each other.

    An answer of the very size promised proves the more, the more digits it has: 34.09万亩 is rarely
    promised and reported of two things. Growth has no size, and shares are all of one size.
    """
    result = np.zeros((len(ours), len(theirs)))
    rows, columns = _sized(ours), _sized(theirs)
    if rows and columns:
        own, other = [ours[row] for row in rows], [theirs[column] for column in columns]
        result[np.ix_(rows, columns)] = _near(own, other) + _same_units(own, other)
    return result


def _sized(items: Sequence[Item]) -> list[int]:
    return [index for index, item in enumerate(items) if item.family and item.measure != "growth"]


def _near(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    """What is proved by two sizes of one kind that are near each other, or the same."""
    sizes = table()["sizes"]
    own, other = _values(ours), _values(theirs)
    ratio = other[None, :] / own[:, None]
    digits = np.array([_digits(item) for item in ours], dtype=np.int64)
    by_digits = np.array([0.0, *sizes["equal"]])[np.minimum(digits, len(sizes["equal"]))]
    result = np.zeros(ratio.shape)
    for low, high, credit in sizes["near"]:
        result[(ratio >= low) & (ratio <= high)] = credit
    result = np.where(np.abs(ratio - 1) < _SAME, by_digits[:, None], result)
    share = np.array([item.measure == "share" for item in ours])
    result *= np.where(share, sizes["share"], 1.0)[:, None]
    codes: dict[object, int] = {}
    kind, other_kind = (
        np.array([codes.setdefault((item.family, item.measure), len(codes)) for item in side])
        for side in (ours, theirs)
    )
    result[kind[:, None] != other_kind[None, :]] = 0.0
    return result


def _values(items: Sequence[Item]) -> Matrix:
    return np.array([abs(item.low) or np.nan for item in items], dtype=np.float64)


def _same_units(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    """What a measure word in common proves: the more, the fewer statements have it (辆 more than 个)."""
    seen = Counter(item.unit for item in theirs if item.family == "count")
    codes = {unit: code for code, unit in enumerate(seen, start=1)}
    proof = table()["sizes"]["same_unit"]
    rarity = [0.0, *(proof["each"] * np.log(seen.total() / count) for count in seen.values())]
    worth = np.minimum(np.array(rarity), proof["most"])
    own, other = (
        np.array([codes.get(item.unit, 0) if item.family == "count" else 0 for item in side])
        for side in (ours, theirs)
    )
    result: Matrix = np.where(own[:, None] == other[None, :], worth[own][:, None], 0.0)
    return result


def _digits(item: Item) -> int:
    """How many digits of a figure tell: ``34.09万亩`` -> 4, ``100个`` -> 1."""
    number = _NUMBER.search(item.quote)
    return len(number[0].replace(".", "").replace(",", "").strip("0")) if number else 0
