"""The words of reasons, in Chinese and English."""

from __future__ import annotations

from functools import cache

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.ledger.records import Reason
from luoshi.plurals import fill

_PACKAGE = "luoshi.ledger"


@cache
def _words() -> dict[str, dict[str, str]]:
    return toml_table(_PACKAGE, "reasons.toml") | toml_table(_PACKAGE, "contradictions/reasons.toml")


def reason_codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_words())


def in_words(reason: Reason, language: Language = "zh") -> str:
    """The reason as a sentence in ``language``."""
    return fill(_words()[reason.code][language], **reason.details)
