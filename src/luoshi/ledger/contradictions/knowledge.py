"""The words that the checks know, from ``contradictions.toml``, and the words of reasons."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from luoshi.errors import Language
from luoshi.ledger.records import Finding


@cache
def table() -> dict[str, Any]:
    """The whole table of ``contradictions.toml``."""
    return _loaded("contradictions.toml")


@cache
def reasons() -> dict[str, dict[str, str]]:
    """Code of a reason -> its words by language, with places for its details."""
    return _loaded("reasons.toml")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words`` (which may be patterns), the longest first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


def words_of(finding: Finding, language: Language) -> str:
    """The finding's reason in words."""
    return reasons()[finding.reason.code][language].format(**finding.reason.details)


def name_of(kind: str, language: Language) -> str:
    """What a kind of finding or a grade is called."""
    name: str = table()["names"][kind][language]
    return name


def compiled(words: Iterable[str]) -> re.Pattern[str]:
    """``any_of`` compiled."""
    return re.compile(any_of(words))


def _loaded(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__ or "").joinpath(name).read_text(encoding="utf-8"))
