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
_NUMBER = re.compile(r"[0-9][0-9.,]*")


def evidence_of_sizes(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    """For each promise and statement, how much their sizes speak for each other.

    An answer of the very size promised proves the more, the more digits it has: 34.09万亩 is rarely
    promised and reported of two things. Growth has no size, and shares are all of one size.
    """
    sizes = table()["sizes"]
    own, other = _sizes(ours), _sizes(theirs)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = other[None, :] / own[:, None]
    digits = np.array([_digits(item) for item in ours], dtype=np.int64)
    by_digits = np.array([0.0, *sizes["equal"]])[np.minimum(digits, len(sizes["equal"]))]
    result = np.zeros(ratio.shape)
    for low, high, credit in sizes["near"]:
        result[(ratio >= low) & (ratio <= high)] = credit
    result = np.where(np.abs(ratio - 1) < 1e-9, by_digits[:, None], result)
    kinds: dict[object, int] = {}
    kind, other_kind = _kinds(ours, kinds), _kinds(theirs, kinds)
    share = np.array([item.measure == "share" for item in ours])
    result *= np.where(share, sizes["share"], 1.0)[:, None]
    result[(kind[:, None] != other_kind[None, :]) | (kind < 0)[:, None]] = 0.0
    return result + _same_units(ours, theirs)


def _same_units(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    """What a measure word in common proves: the more, the fewer statements have it (辆 more than 个)."""
    counted = [item.unit if item.family == "count" else "" for item in theirs]
    seen = Counter(counted)
    total = len(theirs) - seen.pop("", 0)
    codes = {unit: code for code, unit in enumerate(seen, start=1)}
    proof = table()["sizes"]["same_unit"]
    worth = np.array([0.0, *(proof["each"] * np.log(total / count) for count in seen.values())])
    own = np.array(
        [codes.get(item.unit, 0) if item.family == "count" else 0 for item in ours], dtype=np.int64
    )
    other = np.array([codes.get(unit, 0) for unit in counted], dtype=np.int64)
    same = (own[:, None] == other[None, :]) & (own > 0)[:, None]
    result: Matrix = np.where(same, np.minimum(worth, proof["most"])[own][:, None], 0.0)
    return result


def _sizes(items: Sequence[Item]) -> Matrix:
    return np.array([abs(item.low) or np.nan for item in items], dtype=np.float64)


def _kinds(items: Sequence[Item], known: dict[object, int]) -> NDArray[np.int64]:
    """A code for the unit and measure of each item that has a size, else -1."""
    return np.array(
        [
            known.setdefault((item.family, item.measure), len(known))
            if item.family and item.measure != "growth"
            else -1
            for item in items
        ],
        dtype=np.int64,
    )


def _digits(item: Item) -> int:
    """How many digits of a figure tell: ``34.09万亩`` -> 4, ``100个`` -> 1."""
    number = _NUMBER.search(item.quote)
    return len(number[0].replace(".", "").replace(",", "").strip("0")) if number else 0
