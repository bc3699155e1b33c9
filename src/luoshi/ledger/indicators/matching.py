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


def indicators_of(subject: str, measure: Measure, unit: str) -> tuple[Indicator, ...]:
    """``indicator_of``, or the indicators of every thing where one figure says the same of several.

    ``固定资产投资和社会消费品零售总额`` grew by one number: two indicators. Empty where one of the
    things has none.
    """
    single = indicator_of(subject, measure, unit)
    if single is not None:
        return (single,)
    things = [indicator_of(thing, measure, unit) for thing in _AND.split(subject)]
    several = tuple(thing for thing in things if thing is not None)
    return several if len(several) == len(things) > 1 else ()
