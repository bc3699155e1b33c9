"""Which amounts are amounts: neither a slip of the keyboard nor what arithmetic cannot hold."""

from __future__ import annotations

from luoshi.city.rules.words import table

LARGEST: float = table("amounts.toml")["largest"]
SMALLEST: float = table("amounts.toml")["smallest"]


def is_amount(value: float) -> bool:
    """Whether ``value`` is nothing, or between the smallest and the largest, on either side of 0."""
    return value == 0 or SMALLEST <= abs(value) <= LARGEST
