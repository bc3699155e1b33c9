"""The record of a canonical indicator."""

from __future__ import annotations

from typing import Literal

import msgspec

from luoshi.reading.records import Measure

Better = Literal["higher", "lower", "none"]


class Words(msgspec.Struct, frozen=True):
    """The same in Chinese and in English."""

    zh: str
    en: str


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure measures, under one name for all places and years.

    ``code``     snake_case English, unique (``gdp_growth``).
    ``concept``  shared by the level, growth, change, share and rank of one thing (``gdp``).
    ``unit``     family of units (a key of ``units.toml``), not a unit: ``money`` for 元 and 美元 alike.
    ``better``   which direction is better; ``none`` where neither is.
    ``topic``    a key of ``topics``.
    ``nbs``      the name the National Bureau of Statistics uses, ``None`` where it publishes none.
    ``aliases``  how reports name it; normalised spellings are matched, see ``subject.toml``.
    ``note``     where the concept changed or is easily mistaken.
    """

    code: str
    concept: str
    zh: str
    en: str
    measure: Measure
    unit: str
    better: Better
    topic: str
    nbs: str | None
    aliases: tuple[str, ...]
    note: Words | None
