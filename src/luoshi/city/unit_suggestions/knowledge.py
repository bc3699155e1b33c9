"""The tables of this package, as they lie beside the code, and what an office lays over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from luoshi.knowledge import toml_table

TIERS = ("indicators", "strong", "usual", "weak", "away")

Topics = Mapping[str, Mapping[str, str]]
"""Words by department and tier, the words of a tier divided by spaces, as in ``topics.toml``."""


class Department(msgspec.Struct, frozen=True):
    """A kind of department; ``departments.toml`` says what its fields mean."""

    name: str
    cores: tuple[str, ...]
    within: str | None = None
    beside: tuple[str, ...] = ()


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file ``name`` of this package."""
    return toml_table("luoshi.city.unit_suggestions", name)


@cache
def departments() -> dict[str, Department]:
    """Every kind of department by its name, in the order of the file."""
    listed = msgspec.convert(table("departments.toml")["department"], tuple[Department, ...])
    return {department.name: department for department in listed}


def topic_tables() -> dict[str, dict[str, str]]:
    """The tables of ``topics.toml`` by department."""
    return {name: tiers for name, tiers in table("topics.toml").items() if isinstance(tiers, dict)}


def words_of(topics: Topics) -> dict[str, dict[str, str]]:
    """Word -> department -> tier, for one or several departments of ``topics``."""
    found: dict[str, dict[str, str]] = {}
    for department, tiers in topics.items():
        for tier in TIERS:
            for word in tiers.get(tier, "").split():
                found.setdefault(word, {})[department] = tier
    return found


def laid_over(own: Topics) -> dict[str, dict[str, str]]:
    """Word -> department -> tier, with an office's ``own`` words before those of the file."""
    found: dict[str, dict[str, str]] = {word: {} for word in table("topics.toml")["nothing"].split()}
    found |= words_of(topic_tables())
    for word, tiers in words_of(own).items():
        found.setdefault(word, {}).update(tiers)
    return found
