"""Tables of words from TOML files, and patterns made of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(room: str, name: str) -> dict[str, Any]:
    """The TOML file ``name`` that lies in the room ``luoshi.reading.<room>``."""
    text = files(f"luoshi.reading.{room}").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def alternation(words: Iterable[str], *, patterns: bool = False) -> str:
    """A regular expression that matches any of ``words``, the longest first.

    With ``patterns`` the words are regular expressions themselves.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(ordered if patterns else map(re.escape, ordered)) + ")"
