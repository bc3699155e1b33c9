"""What it costs to take a statement for the answer to a promise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from luoshi.ledger.matching.items import Item
from luoshi.ledger.matching.knowledge import part_of_year, scopes, stands, table
from luoshi.ledger.matching.likeness import Matrix, likeness

_Flags = NDArray[np.bool_]
_KINDRED = frozenset({"level", "change"})


def costs(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    """The cost of each pair: 1 less likeness, and what differs in measure, unit, years, place and scope."""
    alike = likeness(ours, theirs)
    same, differ, lone = _indicators(ours, theirs)
    alike = np.where(same, np.maximum(alike, table()["weights"]["same_indicator"]), alike)
    price = table()["costs"]
    total: Matrix = 1.0 - alike
    total += differ * price["other_indicator"] + lone * price["lone_indicator"]
    total += _figures(ours, theirs, price) + _words(ours, theirs, price)
    standing = np.array([item.measure == "share" or stands(item.subject) for item in theirs], dtype=bool)
    total += _years(ours, theirs) * np.where(standing, price["other_years_standing"], price["other_years"])
    partial = np.array([part_of_year(item.sentence) for item in theirs], dtype=bool)
    total += partial * price["part_of_year"]
    total += _places(ours, theirs, price)
    total += np.where(same, 0.0, _scopes(ours, theirs)) + _thresholds(ours, theirs)
    outside = np.array([item.part in {"plan", "other"} for item in theirs], dtype=bool)
    total += outside[None, :] * price["outside_review"]
    return total


def _codes(items: Sequence[Item], value: Callable[[Item], object], table_: dict[object, int]) -> NDArray[np.int_]:
    return np.array([table_.setdefault(value(item), len(table_)) for item in items], dtype=np.int_)


def _compared(
    ours: Sequence[Item], theirs: Sequence[Item], value: Callable[[Item], object]
) -> tuple[_Flags, _Flags, _Flags]:
    """Whether both have the same value, both have different ones, only one of the two has any."""
    known: dict[object, int] = {None: 0}
    one, other = _codes(ours, value, known)[:, None], _codes(theirs, value, known)[None, :]
    both = (one > 0) & (other > 0)
    return both & (one == other), both & (one != other), (one > 0) ^ (other > 0)


def _indicators(ours: Sequence[Item], theirs: Sequence[Item]) -> tuple[_Flags, _Flags, _Flags]:
    """As ``_compared``; measures of one concept (a level for a growth) are neither same nor different."""
    same, differ, lone = _compared(ours, theirs, lambda item: item.indicator and item.indicator.code)
    kin, _, _ = _compared(ours, theirs, lambda item: item.indicator and item.indicator.concept)
    return same, differ & ~kin, lone


def _figures(ours: Sequence[Item], theirs: Sequence[Item], price: dict[str, float]) -> Matrix:
    """What other units, measures and sizes cost; nothing where a side has no figure."""
    numbers = np.array([bool(item.family) for item in ours], dtype=bool)[:, None] & np.array(
        [bool(item.family) for item in theirs], dtype=bool
    )
    _, other_unit, _ = _compared(ours, theirs, lambda item: item.family or None)
    _, other_measure, _ = _compared(ours, theirs, lambda item: item.measure)
    kindred = np.array([item.measure in _KINDRED for item in ours], dtype=bool)[:, None] & np.array(
        [item.measure in _KINDRED for item in theirs], dtype=bool
    )
    unit_price = np.where(other_unit & other_measure & ~kindred, 0.0, price["other_unit"])
    measure_price = np.where(kindred, price["kindred_measure"], price["other_measure"])
    result: Matrix = numbers * (other_unit * unit_price + other_measure * measure_price)
    result += numbers * ~other_unit * ~other_measure * _far(ours, theirs) * price["far_size"]
    return result


def _far(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    """From 0: how many times the bound of sizes an answer exceeds, as powers of it."""
    sizes = [np.array([abs(item.high) or 1e-9 for item in side]) for side in (ours, theirs)]
    growth = np.array([item.measure == "growth" for item in ours], dtype=bool)
    ratio = np.abs(np.log(sizes[0][:, None] / sizes[1][None, :])) / np.log(table()["costs"]["size_ratio"])
    result: Matrix = np.where(growth[:, None], 0.0, np.clip(ratio - 1, 0, 3))
    return result


def _words(ours: Sequence[Item], theirs: Sequence[Item], price: dict[str, float]) -> Matrix:
    told = np.array([not item.family for item in theirs], dtype=bool)[None, :]
    asked = np.array([bool(item.family) for item in ours], dtype=bool)[:, None]
    result: Matrix = np.where(asked & told, price["words_for_figure"], 0.0) + np.where(asked, 0.0, price["words"])
    return result


def _years(ours: Sequence[Item], theirs: Sequence[Item]) -> _Flags:
    """Whether one is about a stretch of years and the other about one; a goal for a later year may be either."""
    spans = [
        np.array([item.years.last - item.years.first if item.years else 0 for item in side], dtype=np.int_)
        for side in (ours, theirs)
    ]
    free = np.array([item.later for item in ours], dtype=bool) & (spans[0] == 0)
    result: _Flags = ((spans[0][:, None] == 0) != (spans[1][None, :] == 0)) & ~free[:, None]
    return result


def _places(ours: Sequence[Item], theirs: Sequence[Item], price: dict[str, float]) -> Matrix:
    _, differ, lone = _compared(ours, theirs, lambda item: item.place)
    result: Matrix = differ * price["other_place"] + lone * price["lone_place"]
    return result


def _scopes(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    result: Matrix = np.zeros((len(ours), len(theirs)))
    for index, scope in enumerate(scopes()):
        one = np.array([item.masks[index] for item in ours], dtype=np.int_)[:, None]
        other = np.array([item.masks[index] for item in theirs], dtype=np.int_)[None, :]
        result += ((one > 0) & (other > 0) & ((one & other) == 0)) * scope.conflict
        result += ((one > 0) ^ (other > 0)) * scope.lone
    return result


def _thresholds(ours: Sequence[Item], theirs: Sequence[Item]) -> Matrix:
    price = table()["threshold"]
    _, differ, lone = _compared(ours, theirs, lambda item: item.threshold or None)
    result: Matrix = differ * price["conflict"] + lone * price["lone"]
    return result
