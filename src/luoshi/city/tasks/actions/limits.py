"""Words that are kept as they were typed, up to a length."""

from __future__ import annotations

from luoshi.city.rules.limits import longest
from luoshi.city.site.errors import InvalidError


def limited(words: str, place: str) -> str:
    """``words`` without space around them; ``InvalidError`` where they are longer than ``place`` takes."""
    words, most = words.strip(), longest(place)
    if len(words) > most:
        raise InvalidError("words_too_long", longest=most, length=len(words))
    return words
