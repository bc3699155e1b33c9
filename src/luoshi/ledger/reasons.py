"""The words of reasons, in Chinese and English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from luoshi.errors import Language
from luoshi.ledger.records import Reason


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for room in (".", "contradictions"):
        path = files("luoshi.ledger").joinpath(room).joinpath("reasons.toml")
        if path.is_file():
            found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def reason_codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_words())


def in_words(reason: Reason, language: Language = "zh") -> str:
    """The reason as a sentence in ``language``."""
    return _words()[reason.code][language].format(**reason.details)
