"""The words of the pages, in Chinese and English: ``words.toml`` in each application's folder.

A key is ``application.name``: ``tasks.lead_unit`` stands under ``lead_unit`` in ``tasks/words.toml``;
``tasks.form.reason`` under ``[form]``. A package inside an application has its own: ``tasks.task_list.sort``
stands in ``tasks/task_list/words.toml``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from luoshi.city.site.language import language_now
from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.plurals import fill

APPLICATIONS = (
    "site", "people", "audit", "reports", "tasks", "documents", "dashboards", "public", "api", "chain",
    "search", "demo",
)  # fmt: skip


@cache
def words_of(application: str) -> dict[str, Any]:
    """The table of one application and its packages; empty where it has none."""
    folder = files("luoshi.city").joinpath(application)
    words = _read(application)
    for package in folder.iterdir():
        if package.is_dir() and package.joinpath("words.toml").is_file():
            words[package.name] = _read(f"{application}/{package.name}")
    return words


def _read(folder: str) -> dict[str, Any]:
    name = f"{folder}/words.toml"
    return toml_table("luoshi.city", name) if files("luoshi.city").joinpath(name).is_file() else {}


def say(key: str, **values: object) -> str:
    """The words of ``key`` in the language of the page being made; see ``say_in``."""
    return say_in(language_now(), key, **values)


def say_in(language: Language, key: str, **values: object) -> str:
    """The words of ``key`` in ``language`` with ``values`` filled in; ``KeyError`` for an unknown key."""
    application, *names = key.split(".")
    node: Any = words_of(application)
    for name in names:
        node = node[name]
    words: str = node[language]
    return fill(words, **values) if values else words
