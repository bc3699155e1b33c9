"""The words of the rules, in Chinese and English, and the one loader of the data beside them."""

from __future__ import annotations

from functools import cache
from typing import Any

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.ledger.records import Reason
from luoshi.plurals import fill

__all__ = [
    "Language",
    "Reason",
    "choices",
    "in_words",
    "kinds",
    "name_of",
    "named",
    "number",
    "percents",
    "reason_codes",
    "table",
]


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file ``name`` that lies beside the rules."""
    return toml_table("luoshi.city.rules", name)


def kinds() -> frozenset[str]:
    """Every kind of value that has names: ``task_state``, ``light``, ``verdict`` and more."""
    return frozenset(table("words.toml"))


def name_of(kind: str, value: str, language: Language = "zh") -> str:
    """What a value is called: ``task_state``, ``closed`` -> 已销号."""
    name: str = table("words.toml")[kind][value][language]
    return name


def choices(kind: str, language: Language = "zh") -> tuple[tuple[str, str], ...]:
    """Each value of ``kind`` with its name, in the order of the table."""
    return tuple((value, names[language]) for value, names in table("words.toml")[kind].items())


def reason_codes() -> frozenset[str]:
    """Every code of a reason that has words."""
    return frozenset(table("reasons.toml"))


def in_words(reason: Reason, language: Language = "zh") -> str:
    """The reason as a sentence in ``language``, with its numbers."""
    line: str = table("reasons.toml")[reason.code][language]
    return fill(line, **reason.details)


def named(**values: tuple[str, str]) -> dict[str, str]:
    """Details of a reason that are names: ``claim=("claim", "behind")`` -> ``claim``, ``claim_en``."""
    words: dict[str, str] = {}
    for field, (kind, value) in values.items():
        words |= {field: name_of(kind, value, "zh"), f"{field}_en": name_of(kind, value, "en")}
    return words


def number(value: float) -> str:
    """A number as a person writes it: 62.0 -> ``62``, 0.30000000000000004 -> ``0.3``."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def percents(*shares: float) -> tuple[str, ...]:
    """Shares as whole percents, or to one place where two that differ would look the same."""
    whole = tuple(f"{share:.0%}".rstrip("%") for share in shares)
    if len(set(whole)) == len(set(shares)):
        return whole
    return tuple(f"{share:.1%}".rstrip("%") for share in shares)
