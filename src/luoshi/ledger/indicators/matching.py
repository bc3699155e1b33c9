"""Which canonical indicator a figure is about."""

from __future__ import annotations

from functools import cache, lru_cache

from luoshi.ledger.indicators.catalogue import MEASURES, concepts, of_concept, units
from luoshi.ledger.indicators.model import Indicator
from luoshi.ledger.indicators.subjects import forms, normal
from luoshi.reading.records import Measure


@cache
def alias_index() -> dict[tuple[str, Measure], str]:
    """The concept by normalised alias and measure of the figure."""
    index: dict[tuple[str, Measure], str] = {}
    for name, concept in concepts().items():
        for measure in MEASURES:
            indicator = of_concept(name, concept.reads.get(measure, measure))
            if indicator is not None:
                index.update({(normal(alias), measure): name for alias in indicator.aliases})
    return index


@lru_cache(maxsize=1 << 16)
def indicator_of(subject: str, measure: Measure, unit: str) -> Indicator | None:
    """The indicator that a figure of this ``subject``, ``measure`` and ``unit`` is about, or none.

    The whole subject must be an alias once places, times and verbs that say nothing of the thing are
    taken off: 民营经济增加值 is not found in 增加值, 某项目投资 not in 投资.
    """
    index = alias_index()
    for form in forms(subject):
        name = index.get((form, measure))
        if name is not None:
            indicator = of_concept(name, concepts()[name].reads.get(measure, measure))
            if indicator is not None and unit in units()[indicator.unit]:
                return indicator
    return None
