"""What the command line says, by language, from ``words.toml``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache

from luoshi.errors import Language
from luoshi.knowledge import toml_table


@cache
def _words() -> dict[str, dict[str, dict[Language, str]]]:
    return toml_table("luoshi.cli", "words.toml")


def word(key: str, language: Language, **values: object) -> str:
    """The words ``group.name`` in ``language``, with ``values`` filled in."""
    group, name = key.split(".")
    return _words()[group][name][language].format(**values)


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """The language asked for: ``--lang``, else ``LUOSHI_LANG``, else ``LANG``; Chinese otherwise."""
    for asked in (_after_option(arguments), environment.get("LUOSHI_LANG")):
        if asked in ("zh", "en"):
            return "en" if asked == "en" else "zh"
    return "en" if environment.get("LANG", "").lower().startswith("en") else "zh"


def _after_option(arguments: Sequence[str]) -> str | None:
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return None
