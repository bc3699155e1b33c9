"""Canonical indicators: what a figure measures, under one name for all places and years."""

from luoshi.ledger.indicators.catalogue import all_indicators, find, topics, units
from luoshi.ledger.indicators.matching import indicator_of, indicators_of
from luoshi.ledger.indicators.model import Better, Indicator, Words

__all__ = [
    "Better",
    "Indicator",
    "Words",
    "all_indicators",
    "find",
    "indicator_of",
    "indicators_of",
    "topics",
    "units",
]
