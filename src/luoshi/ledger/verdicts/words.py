"""The words that verdicts know, from ``verdicts.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

from luoshi.knowledge import toml_table
from luoshi.ledger.matching.knowledge import table as matching_table

Said = Literal[
    "finished",
    "going",
    "not_done",
    "no_growth",
    "ordered",
    "rest",
    "asks_end",
    "reduce",
    "begun",
    "built",
]


@cache
def table() -> dict[str, Any]:
    """The whole of ``verdicts.toml``."""
    return toml_table("luoshi.ledger.verdicts", "verdicts.toml")


def _told() -> dict[str, list[str]]:
    """The words that say what became of a thing, which matching knows as well."""
    words = matching_table()["words"]
    return {kind: words[kind] for kind in ("finished", "going", "not_done", "no_growth")}


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = table()["direction"]["lower"] if kind == "lower" else {**_told(), **table()["words"]}[kind]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def says(kind: Said, text: str) -> bool:
    """Whether ``text`` holds words of ``kind``."""
    return _pattern(kind).search(text) is not None


def less_is_better(text: str) -> bool:
    """Whether ``text`` names a thing of which less is better."""
    return _pattern("lower").search(text) is not None


def opens_with_rest(text: str) -> bool:
    """Whether ``text`` begins with words for what is left: ``其余6处``."""
    return _pattern("rest").match(text) is not None
