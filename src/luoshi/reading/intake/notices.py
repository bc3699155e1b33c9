"""What is said of a text that was read, but not whole."""

from __future__ import annotations

from luoshi.reading.lexicon import table


def notice(name: str, **details: object) -> str:
    """The notice ``name`` in words."""
    words: str = table("intake", "notices.toml")[name]
    return words.format(**details)
