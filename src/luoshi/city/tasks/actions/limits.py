"""How long what is written may be."""

from __future__ import annotations

from luoshi.city.site.errors import InvalidError


def limited(words: str, longest: int) -> str:
    """``words`` without space around them; ``InvalidError`` above ``longest`` characters."""
    words = words.strip()
    if len(words) > longest:
        raise InvalidError("words_too_long", longest=longest, length=len(words))
    return words
