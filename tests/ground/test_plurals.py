"""English words with numbers: one day, two days."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import luoshi
from luoshi.plurals import fill

ROOT = Path(luoshi.__file__).parent
# a value and, within two words, what may be the plural of a noun
_COUNTED = re.compile(r"\{(\w+)\}((?: [a-z-]+){0,2}? (?:[a-z-]+s|people|children))\b")
_NO_NOUNS = frozenset({
    "is", "was", "has", "does", "gets", "lists", "takes", "needs", "lies", "leads", "looks", "ends", "counts",
    "stands", "gives", "this", "its", "as",
})  # fmt: skip
_SCRIPTED = frozenset({"output/page/words.toml count_shown", "ledger/pages/words.toml count_shown"})
"""Filled in by a script of the page, whose numbers are those of a whole list."""
_LISTED = frozenset({"red", "megapixels"})
"""The last of several numbers before one noun; millions."""


def entries(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from entries(value, (*path, key))
        elif key == "en" and isinstance(value, str):
            yield ".".join(path), value


@pytest.mark.parametrize(
    ("words", "values", "filled"),
    [
        ("{days:# day|# days} left", {"days": 1}, "1 day left"),
        ("{days:# day|# days} left", {"days": 0}, "0 days left"),
        ("{days:# day|# days} left", {"days": "1"}, "1 day left"),
        ("{days:# day|# days} left", {"days": 2.5}, "2.5 days left"),
        ("{n:this person|these # people} of {m:# unit|# units}", {"n": 1, "m": 3}, "this person of 3 units"),
        (
            "{n:this person|these # people} of {m:# unit|# units}",
            {"n": 3, "m": 1},
            "these 3 people of 1 unit",
        ),
        ("{n} of {n:# task|# tasks}: {name}", {"n": 1, "name": "{n} | {m}"}, "1 of 1 task: {n} | {m}"),
        ("共 {days} 天", {"days": 1}, "共 1 天"),
    ],
)
def test_the_form_is_that_of_the_number(words: str, values: dict[str, object], filled: str) -> None:
    assert fill(words, **values) == filled


def test_no_english_entry_counts_in_the_plural_only() -> None:
    wrong = [
        f"{name} {key}: {match[0]}"
        for file in sorted(ROOT.rglob("*.toml"))
        for name in [str(file.relative_to(ROOT))]
        for key, words in entries(tomllib.loads(file.read_text(encoding="utf-8")))
        for match in _COUNTED.finditer(words)
        if match[2].split()[-1] not in _NO_NOUNS
        and match[1] not in _LISTED
        and f"{name} {key}" not in _SCRIPTED
    ]
    assert wrong == []
