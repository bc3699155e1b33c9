"""How long words may be, from ``limits.toml``: of forms, tables, actions and the API alike."""

from __future__ import annotations

from functools import cache

from luoshi.city.rules.words import table


@cache
def longest(place: str) -> int:
    """The most characters of ``record.field``: ``progress.words``; ``KeyError`` for an unknown one."""
    record, _, field = place.partition(".")
    return int(table("limits.toml")[record][field])
