"""Which canonical indicator a figure is about."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from luoshi.ledger.indicators.catalogue import MEASURES, concepts, of_concept, units
from luoshi.ledger.indicators.model import Indicator
from luoshi.ledger.indicators.subjects import forms, normal
from luoshi.reading.records import Measure

_AND = re.compile(r"[、和与及]")


@cache
def alias_index() -> dict[tuple[str, Measure], tuple[Indicator, ...]]:
    """The indicators by normalised alias and measure of the figure; several differ in their units."""
    index: dict[tuple[str, Measure], tuple[Indicator, ...]] = {}
    for name, concept in concepts().items():
        for measure in MEASURES:
            indicator = of_concept(name, concept.reads.get(measure, measure))
            if indicator is not None:
                for key in {(normal(alias), measure) for alias in indicator.aliases}:
                    index[key] = (*index.get(key, ()), indicator)
    return index


@lru_cache(maxsize=1 << 16)
def indicator_of(subject: str, measure: Measure, unit: str) -> Indicator | None:
    """The indicator that a figure of this ``subject``, ``measure`` and ``unit`` is about, or none.

    The whole subject must be an alias once times and verbs that say nothing of the thing are taken
    off: 民营经济增加值 is not found in 增加值, 某项目投资 not in 投资.
    """
    index = alias_index()
    for form in forms(subject):
        for indicator in index.get((form, measure), ()):
            if unit in units()[indicator.unit]:
                return indicator
    return None


@lru_cache(maxsize=1 << 16)
def indicators_of(subject: str, measure: Measure, unit: str) -> tuple[Indicator, ...]:
    """``indicator_of``, and the indicators of every thing where one rate says the same of several.

    ``固定资产投资和社会消费品零售总额`` grew by one number: two indicators. An amount of several things is
    their sum and no amount of any. No indicators of things where one of them has none.
    """
    single = indicator_of(subject, measure, unit)
    whole = () if single is None else (single,)
    things = _AND.split(subject)
    if len(things) == 1 or not _is_rate(measure, unit):
        return whole
    several = [_thing(thing, things[-1], measure, unit) for thing in things]
    found = tuple(thing for thing in several if thing is not None)
    return tuple(dict.fromkeys(whole + found)) if len(found) == len(things) else whole


def _is_rate(measure: Measure, unit: str) -> bool:
    """Whether the number can be true of each of several things: 增长8%, not 新增3万人."""
    return measure in {"growth", "share"} or (measure == "change" and unit in units()["points"])


def _thing(thing: str, last: str, measure: Measure, unit: str) -> Indicator | None:
    """The indicator of ``thing`` in a list, with the end of the ``last`` one where it is short.

    ``城镇`` before ``农村居民人均可支配收入`` is ``城镇居民人均可支配收入``.
    """
    tails = ("", *(last[start:] for start in range(1, len(last))))
    named = (indicator_of(thing + tail, measure, unit) for tail in tails)
    return next((indicator for indicator in named if indicator is not None), None)
