"""The words of the rules, in Chinese and English, and the one loader of the data beside them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from luoshi.errors import Language
from luoshi.ledger.records import Reason

__all__ = ["Language", "Reason", "choices", "in_words", "kinds", "name_of", "reason_codes", "table"]


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file ``name`` that lies beside the rules."""
    text = files("luoshi.city.rules").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


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
    return line.format(**reason.details)
