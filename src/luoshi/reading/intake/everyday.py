"""Everyday Chinese characters, by which text is told from noise."""

from __future__ import annotations

from collections.abc import Sequence


def are_everyday(characters: Sequence[str]) -> bool:
    """Whether at least seven in ten characters are in the first level of GB2312 or its punctuation."""
    return sum(map(_is_everyday, characters)) * 10 >= len(characters) * 7


def everyday_share(characters: Sequence[str]) -> float:
    """The share of everyday ones among ``characters``, 1 where there are none."""
    return sum(map(_is_everyday, characters)) / len(characters) if characters else 1.0


def _is_everyday(character: str) -> bool:
    code = character.encode("gb18030", "replace")
    return len(code) == 2 and 0xA1 <= code[0] <= 0xD7 and code[1] >= 0xA1
