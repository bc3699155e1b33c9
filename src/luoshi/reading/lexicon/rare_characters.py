"""Patterns of many words that the search can leap to.

``re`` scans fast for a set of first characters and slowly for an alternation. So each word hangs
on its rarest character: the pattern begins with the set of these, and what stands before the
character in the word is looked back at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from luoshi.reading.lexicon.load import table


class RareCharPattern(NamedTuple):
    """Pieces of a pattern: ``[characters](?:alternatives)``; ``kinds`` says what each group found."""

    characters: str
    alternatives: tuple[str, ...]
    kinds: dict[str, str]


def rare_char_pattern(words: Mapping[str, Iterable[str]]) -> RareCharPattern:
    """The pieces for ``words`` by kind; a word found is the group whose name ``kinds`` translates."""
    common = str(table("lexicon", "common.toml")["characters"])
    characters: list[str] = []
    alternatives: list[str] = []
    kinds: dict[str, str] = {}
    for kind, listed in words.items():
        for word in sorted(listed, key=len, reverse=True):
            anchor = max(range(len(word)), key=lambda index: (_rarity(word[index], common), -index))
            group = f"{kind}{len(kinds)}"
            kinds[group] = kind
            behind = re.escape(word[: anchor + 1])
            alternatives.append(f"(?<={behind})(?P<{group}>{re.escape(word[anchor + 1 :])})")
            characters.append(word[anchor])
    return RareCharPattern("".join(dict.fromkeys(characters)), tuple(alternatives), kinds)


def _rarity(character: str, common: str) -> int:
    position = common.find(character)
    return len(common) if position < 0 else position
