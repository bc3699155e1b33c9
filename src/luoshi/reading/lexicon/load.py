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
    Plain words are folded by their common beginnings, so that a list of hundreds costs little.
    The branches stand side by side and begin with a character each, unless a pattern begins otherwise:
    ``re`` then knows every first character, and passes over what has none of them at full speed.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    plain = [word for word in ordered if not patterns or _PLAIN.fullmatch(word)]
    rest = [word for word in ordered if patterns and not _PLAIN.fullmatch(word)]
    return "(?:" + "|".join([*rest, *_branches(_trie_of(plain))]) + ")"


def _trie_of(words: list[str]) -> _Trie:
    root: _Trie = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return root


def _branches(node: _Trie) -> list[str]:
    return [re.escape(character) + _pattern_of(child) for character, child in node.items() if character]


def _pattern_of(node: _Trie) -> str:
    ends = "" in node
    branches = _branches(node)
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
