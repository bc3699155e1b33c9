"""What the command line says, by language, from ``words.toml``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.plurals import fill

_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
_UNSAID = ("", "c", "posix")


@cache
def _words() -> dict[str, dict[str, dict[Language, str]]]:
    return toml_table("luoshi.cli", "words.toml")


def word(key: str, language: Language, **values: object) -> str:
    """The words ``group.name`` in ``language``, with ``values`` filled in."""
    group, name = key.split(".")
    return fill(_words()[group][name][language], **values)


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """The language asked for by ``--lang`` or ``LUOSHI_LANG``, else that of the system.

    The system's is the first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is not empty, as POSIX has it:
    ``zh_CN.UTF-8`` is Chinese, ``en_US.UTF-8`` and ``de_DE`` English; none, ``C`` and ``POSIX`` are Chinese.
    """
    for asked in (_after_option(arguments), environment.get("LUOSHI_LANG")):
        if asked in ("zh", "en"):
            return "en" if asked == "en" else "zh"
    locale = next(filter(None, map(environment.get, _LOCALES)), "")
    name = locale.partition(".")[0].partition("@")[0].lower()
    return "zh" if name in _UNSAID or name.startswith("zh") else "en"


def _after_option(arguments: Sequence[str]) -> str | None:
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return None
