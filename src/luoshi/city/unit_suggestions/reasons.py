"""The words of reasons, in Chinese and English."""

from __future__ import annotations

from luoshi.city.unit_suggestions.knowledge import table
from luoshi.city.unit_suggestions.records import Reason
from luoshi.errors import Language

_SHOWN = 5
_LONGEST = 40


def reason_codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(table("reasons.toml"))


def in_words(reason: Reason, language: Language = "zh") -> str:
    """The reason as a clause in ``language``; long earlier texts are shortened."""
    between = "" if language == "zh" else ", "
    words = between.join(f"“{word}”" for word in reason.words[:_SHOWN])
    text = reason.text if len(reason.text) <= _LONGEST else reason.text[: _LONGEST - 1] + "…"
    template: str = table("reasons.toml")[reason.code][language]
    return template.format(words=words, text=text, year=reason.year)
