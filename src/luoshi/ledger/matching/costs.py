"""What it costs to take a statement for the answer to a promise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.ledger.matching.items import Item
from luoshi.ledger.matching.knowledge import (
    COUNTED,
    concept_of,
    flow_of,
    is_generic,
    measure_words,
    scopes,
    stands,
    table,
    tells,
)
from luoshi.ledger.matching.likeness import Matrix, likeness
from luoshi.ledger.matching.sizes import evidence_of_sizes

_Flags = NDArray[np.bool_]
_Places = NDArray[np.int64]
_KINDRED = frozenset({"level", "change"})
_OF_THEIR_OWN = frozenset({"share", "rank"})


class _Compared(NamedTuple):
    """For each candidate pair: both have the same value, both different ones, only one has any."""

    same: _Flags
    differ: _Flags
    lone: _Flags


class _Candidates:
    """Pairs of a promise and a statement, looked at column by column."""

    def __init__(self, ours: Sequence[Item], theirs: Sequence[Item], rows: _Places, columns: _Places) -> None:
        self._sides, self._places = (ours, theirs), (rows, columns)
        used, self._rows = np.unique(rows, return_inverse=True)
        other_used, self._columns = np.unique(columns, return_inverse=True)
        self._ours = [ours[index] for index in used]
        self._theirs = [theirs[index] for index in other_used]

    def only(self, chosen: _Flags) -> _Candidates:
        """Those of the pairs that are ``chosen``."""
        rows, columns = self._places
        return _Candidates(*self._sides, rows[chosen], columns[chosen])

    def of(self, value: Callable[[Item], Any], kind: type = bool) -> tuple[NDArray[Any], NDArray[Any]]:
        """``value`` of the promise and of the statement of each pair."""
        own: NDArray[Any] = np.array([value(item) for item in self._ours], dtype=kind)
        other: NDArray[Any] = np.array([value(item) for item in self._theirs], dtype=kind)
        return own[self._rows], other[self._columns]

    def compared(self, value: Callable[[Item], object]) -> _Compared:
        """How the two values stand to each other; ``None`` is no value."""
        codes: dict[object, int] = {None: 0}
        own, other = self.of(lambda item: codes.setdefault(value(item), len(codes)), np.int64)
        both = (own > 0) & (other > 0)
        return _Compared(both & (own == other), both & (own != other), (own > 0) ^ (other > 0))


class Cost(NamedTuple):
    """What it costs to take the statement ``column`` for the answer to the promise ``row``."""

    row: int
    column: int
    cost: float


def costs(ours: Sequence[Item], theirs: Sequence[Item]) -> list[Cost]:
    """The pairs that cost less than leaving a promise unanswered, in order of row and column.

    A cost is 1 less likeness, and what differs in measure, unit, years, place and scope on top; what sizes
    and units prove is taken off.
    """
    price = table()["costs"]
    # Whatever differs only adds, so that pairs unlike each other are out before anything else is looked at.
    credit = evidence_of_sizes(ours, theirs)
    rows, columns, total = _unlikeness(ours, theirs, 1.0 - price["unanswered"], credit)
    if len(rows):
        total = total + _differences(_Candidates(ours, theirs, rows, columns), price) - credit[rows, columns]
    kept = total < price["unanswered"]
    found = zip(rows[kept].tolist(), columns[kept].tolist(), total[kept].tolist(), strict=True)
    return [Cost(row, column, max(cost, 0.0)) for row, column, cost in found]


def _unlikeness(
    ours: Sequence[Item], theirs: Sequence[Item], least: float, credit: Matrix
) -> tuple[_Places, _Places, Matrix]:
    """Pairs and how unlike they are; those of one indicator are alike whatever words they use."""
    alike = likeness(ours, theirs, least, credit)
    unlike = dict(
        zip(zip(alike.rows.tolist(), alike.columns.tolist(), strict=True), 1.0 - alike.values, strict=True)
    )
    by_code: dict[str, list[int]] = {}
    for column, item in enumerate(theirs):
        if item.indicator is not None:
            by_code.setdefault(item.indicator.code, []).append(column)
    at_most = 1.0 - table()["weights"]["same_indicator"]
    for row, item in enumerate(ours):
        for column in by_code.get(item.indicator.code, ()) if item.indicator is not None else ():
            unlike[row, column] = min(unlike.get((row, column), 1.0), at_most)
    places = np.array(sorted(unlike), dtype=np.int64).reshape(-1, 2)
    values = np.array([unlike[row, column] for row, column in places.tolist()], dtype=np.float64)
    return places[:, 0], places[:, 1], values


def _differences(pairs: _Candidates, price: dict[str, float]) -> Matrix:
    asked, answered = pairs.of(lambda item: bool(item.family))
    figures = asked & answered
    narrowed = _scopes(pairs)
    total: Matrix = np.where(asked, 0.0, price["words"]) + _years(pairs, price)
    if figures.any():
        numbers = pairs.only(figures)
        total[figures] += _figures(numbers, price)
        narrowed[figures] *= ~numbers.compared(lambda item: item.indicator and item.indicator.code).same
    to_words = asked & ~answered
    if to_words.any():
        total[to_words] += _words(pairs.only(to_words), price)
    total += narrowed
    places = pairs.compared(lambda item: item.place)
    total += places.differ * price["other_place"] + places.lone * price["lone_place"]
    limits = pairs.compared(lambda item: item.threshold or None)
    total += limits.differ * table()["threshold"]["conflict"] + limits.lone * table()["threshold"]["lone"]
    vague, other_vague = pairs.of(lambda item: is_generic(item.core))
    total += (vague ^ other_vague) * price["generic"]
    _, outside = pairs.of(lambda item: item.part in {"plan", "other"})
    return total + outside * price["outside_review"]


def _figures(pairs: _Candidates, price: dict[str, float]) -> Matrix:
    """What other indicators, units, measures and sizes cost, and a part of the year."""
    codes = pairs.compared(lambda item: item.indicator and item.indicator.code)
    kin = pairs.compared(lambda item: concept_of(item.indicator))
    apart = codes.differ & ~kin.same
    total: Matrix = apart * price["other_indicator"] + codes.lone * price["lone_indicator"]
    flows = pairs.compared(lambda item: flow_of(item.clause) if item.measure == "level" else None)
    total += flows.differ * ~codes.same * price["stock_for_flow"]
    _, partial = pairs.of(lambda item: item.partial)
    # Of one indicator, people and things are counted alike: 51万个岗位 are filled by 51万人.
    counted, other_counted = pairs.of(lambda item: item.family in COUNTED)
    return (
        total + partial * price["part_of_year"] + _units(pairs, price, counted & other_counted & codes.same)
    )


def _units(pairs: _Candidates, price: dict[str, float], alike: _Flags) -> Matrix:
    """What other units, measures and sizes cost; units are ``alike`` whatever they are called."""
    units = pairs.compared(lambda item: item.family)
    measures = pairs.compared(lambda item: item.measure)
    kin, other_kin = pairs.of(lambda item: item.measure in _KINDRED)
    own_kind, other_kind = pairs.of(lambda item: item.measure in _OF_THEIR_OWN)
    kindred = kin & other_kin
    unit_price: Matrix = np.where(
        (units.differ & measures.differ & ~kindred) | alike, 0.0, price["other_unit"]
    )
    measure_price: Matrix = np.where(kindred, price["kindred_measure"], price["other_measure"])
    measure_price = np.where(own_kind | other_kind, price["other_kind_of_measure"], measure_price)
    counts = pairs.compared(lambda item: item.unit if item.family == "count" else None)
    common, other_common = pairs.of(lambda item: item.unit in measure_words())
    count_price = np.where(common & other_common, price["kindred_count"], price["other_count"])
    result: Matrix = units.differ * unit_price + measures.differ * measure_price + counts.differ * count_price
    return result + ((units.same | alike) & measures.same) * _far(pairs, price)


def _far(pairs: _Candidates, price: dict[str, float]) -> Matrix:
    """What it costs that an answer lies far above or below the promise, by powers of how far it may.

    Growth has no size.
    """
    # Counts are looked at from 2 on: 1家 is promised and 5家 are reported more easily than 100家 and 500家.
    own, other = pairs.of(lambda item: (abs(item.high) or 1e-9) + 2 * (item.family == "count"), float)
    growth, _ = pairs.of(lambda item: item.measure == "growth")
    power = np.log(other / own)
    above = np.clip(power / np.log(price["size_ratio"]) - 1, 0, 3) * price["far_size"]
    below = np.clip(-power / np.log(price["size_ratio_below"]) - 1, 0, 6) * price["far_below"]
    result: Matrix = np.where(growth, 0.0, above + below)
    return result


def _words(pairs: _Candidates, price: dict[str, float]) -> Matrix:
    """What it costs to answer a figure with words, more where they leave open what became of it."""
    _, told = pairs.of(lambda item: tells(item.clause))
    result: Matrix = price["words_for_figure"] + np.where(told, 0.0, price["words_open"])
    return result


def _years(pairs: _Candidates, price: dict[str, float]) -> Matrix:
    """What it costs that one is about a stretch of years and the other about one.

    A goal for the end of a later year may be told either way.
    """
    own, other = pairs.of(lambda item: item.years is not None and item.years.first < item.years.last)
    if not (own != other).any():
        return np.zeros(len(own))
    free, _ = pairs.of(lambda item: item.later)
    _, standing = pairs.of(lambda item: item.measure == "share" or stands(item.subject))
    _, growth = pairs.of(lambda item: item.measure == "growth")
    differ = (own != other) & ~(free & ~own)
    level = np.where(standing, price["other_years_standing"], price["other_years"])
    result: Matrix = differ * np.where(growth, price["other_years_growth"], level)
    return result


def _scopes(pairs: _Candidates) -> Matrix:
    ours, theirs = pairs.of(lambda item: item.masks, np.int64)
    total: Matrix = np.zeros(len(ours))
    for index, scope in enumerate(scopes()):
        own, other = ours[:, index], theirs[:, index]
        apart = (own > 0) & (other > 0) & ((own & other) == 0)
        # One side alone is narrowed, or narrowed further: 文化旅游服务业, 服务业.
        total += np.where(apart, scope.conflict, (own != other) * scope.lone)
    return total
