"""Tables of words from TOML files, and patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from luoshi.knowledge import toml_table

_PLAIN = re.compile(r"[^\\^$.|?*+()\[\]{}]+")
_Trie = dict[str, "_Trie"]


@cache
def table(package: str, name: str) -> dict[str, Any]:
    """The TOML file ``name`` that lies in the package ``luoshi.reading.<package>``."""
    return toml_table(f"luoshi.reading.{package}", name)


def alternation(words: Iterable[str], *, patterns: bool = False) -> str:
    """A regular expression that matches the longest of ``words`` that stands there.

    With ``patterns`` entries may be regular expressions; those are tried after the plain words.
    Plain words are folded by their common beginnings, so that a list of hundreds costs little. First
    characters stand side by side and not in a set or a group, for only then can a search leap to them.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    plain = [word for word in ordered if not patterns or _PLAIN.fullmatch(word)]
    rest = [word for word in ordered if patterns and not _PLAIN.fullmatch(word)]
    return "(?:" + "|".join(rest + _branches(plain)) + ")"


def _branches(words: list[str]) -> list[str]:
    """A pattern for each character that ``words`` begin with."""
    root: _Trie = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    if "" in root:
        return [_pattern_of(root)]
    return [re.escape(character) + _pattern_of(child) for character, child in root.items()]


def _pattern_of(node: _Trie) -> str:
    ends = "" in node
    branches = [re.escape(character) + _pattern_of(child) for character, child in node.items() if character]
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    leaves = [branch for branch in branches if len(branch) == 1]
    longer = [branch for branch in branches if len(branch) > 1]
    if len(leaves) > 1:
        longer.append("[" + "".join(leaves) + "]")
    else:
        longer += leaves
    return "(?:" + "|".join(longer) + ")" + ("?" if ends else "")
