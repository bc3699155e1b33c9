"""The words that the checks know, from ``contradictions.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.ledger.reasons import in_words
from luoshi.ledger.records import Finding


@cache
def table() -> dict[str, Any]:
    """The whole table of ``contradictions.toml``."""
    return toml_table("luoshi.ledger.contradictions", "contradictions.toml")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words`` (which may be patterns), the longest first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


def words_of(finding: Finding, language: Language) -> str:
    """The finding's reason in words."""
    return in_words(finding.reason, language)


def name_of(kind: str, language: Language) -> str:
    """What a kind of finding or a grade is called."""
    name: str = table()["names"][kind][language]
    return name


def compiled(words: Iterable[str]) -> re.Pattern[str]:
    """``any_of`` compiled."""
    return re.compile(any_of(words))
