"""Least and greatest values of the settings that are numbers, from ``bounds.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from luoshi.knowledge import toml_table

Range = tuple[int, int]


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a site starts with, and what is fit for an office; ``basis`` says by which rule."""

    starts: Range
    fit: Range
    basis: str
    fit_of: dict[str, Range] = {}

    def fit_for(self, profile: str) -> Range:
        """What is fit under a profile of ``LUOSHI_SECURITY``."""
        return self.fit_of.get(profile, self.fit)

    def told(self, name: str, value: str, allowed: Range) -> dict[str, object]:
        """The details of a refusal of ``value``, which is not among the ``allowed``."""
        least, most = allowed
        return {"name": f"LUOSHI_{name}", "value": value, "least": least, "most": most, "basis": self.basis}


def is_within(value: str, allowed: Range) -> bool:
    """Whether the number lies among the ``allowed``, both ends included."""
    return allowed[0] <= int(value) <= allowed[1]


@cache
def bounds() -> Mapping[str, Bounds]:
    """All of them, by the names of the settings."""
    return msgspec.convert(toml_table("luoshi.city.config", "bounds.toml"), dict[str, Bounds])
