"""The canonical indicators, read from ``indicators.toml``."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from luoshi.knowledge import toml_table
from luoshi.ledger.indicators.model import Better, Indicator, Words
from luoshi.ledger.indicators.subjects import spellings
from luoshi.reading.records import Measure

MEASURES: tuple[Measure, ...] = ("level", "share", "growth", "change", "rank")

_ENDINGS: dict[Measure, Words] = {
    "growth": Words("增速", ", growth"),
    "change": Words("增减", ", change"),
    "rank": Words("位次", ", rank"),
    "share": Words("占比", ", share"),
}


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measure of a concept where it needs a code or names of its own."""

    unit: str
    code: str | None = None
    zh: str | None = None
    en: str | None = None
    aliases: tuple[str, ...] = ()


class Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of ``indicators.toml``; a measure is the family of its units, or a table of ``Named``.

    ``reads`` names measures of figures that are taken as another one: ``{growth = "share"}``
    where readers of a rate meet 失业率控制在4%以内 told as a growth.
    """

    zh: str
    en: str
    topic: str
    better: Better
    aliases: tuple[str, ...]
    nbs: str | None = None
    note: Words | None = None
    level: str | Named | None = None
    share: str | Named | None = None
    growth: str | Named | None = None
    change: str | Named | None = None
    rank: str | Named | None = None
    reads: dict[Measure, Measure] = {}


def _toml(name: str) -> dict[str, Any]:
    return toml_table("luoshi.ledger.indicators", name)


@cache
def units() -> dict[str, tuple[str, ...]]:
    """Families of units by name."""
    return msgspec.convert(_toml("units.toml"), dict[str, tuple[str, ...]])


@cache
def topics() -> dict[str, Words]:
    """What indicators are about, by key."""
    return msgspec.convert(_toml("topics.toml"), dict[str, Words])


@cache
def concepts() -> dict[str, Concept]:
    """The tables of ``indicators.toml`` by key."""
    return msgspec.convert(_toml("indicators.toml"), dict[str, Concept])


@cache
def all_indicators() -> tuple[Indicator, ...]:
    """Every canonical indicator, in the order of ``indicators.toml``."""
    return tuple(
        _indicator(name, concept, measure)
        for name, concept in concepts().items()
        for measure in MEASURES
        if getattr(concept, measure) is not None
    )


@cache
def _by_code() -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in all_indicators()}


def find(code: str) -> Indicator | None:
    """The indicator of that ``code``, ``None`` where there is none."""
    return _by_code().get(code)


def of_concept(concept: str, measure: Measure) -> Indicator | None:
    """The indicator of ``measure`` of ``concept``, ``None`` where there is none."""
    return _by_concept().get((concept, measure))


@cache
def _by_concept() -> dict[tuple[str, Measure], Indicator]:
    return {(indicator.concept, indicator.measure): indicator for indicator in all_indicators()}


def _indicator(name: str, concept: Concept, measure: Measure) -> Indicator:
    entry = getattr(concept, measure)
    named = entry if isinstance(entry, Named) else Named(entry)
    first = next(candidate for candidate in MEASURES if getattr(concept, candidate) is not None)
    plain = measure == first and measure in {"level", "share"}
    ending = Words("", "") if plain else _ENDINGS[measure]
    return Indicator(
        code=named.code or (name if plain else f"{name}_{measure}"),
        concept=name,
        zh=named.zh or concept.zh + ending.zh,
        en=named.en or concept.en + ending.en,
        measure=measure,
        unit=named.unit,
        better=concept.better,
        topic=concept.topic,
        nbs=concept.nbs,
        aliases=tuple(spelling for alias in concept.aliases + named.aliases for spelling in spellings(alias)),
        note=concept.note,
    )
