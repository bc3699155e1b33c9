"""The words for fields and values, in Chinese and English, from ``labels.toml``."""

from __future__ import annotations

from functools import cache
from typing import Any

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.reading.records import Figure


@cache
def labels() -> dict[str, Any]:
    """The whole table: ``kinds``, ``fields``, ``values`` by field, ``said``."""
    return toml_table("luoshi.output", "labels.toml")


def kind_label(kind: str, language: Language) -> str:
    """What a kind of record is called: ``figures`` -> 数字."""
    label: str = labels()["kinds"][kind][language]
    return label


def field_label(field: str, language: Language) -> str:
    """The heading of a column: ``subject`` -> 指标."""
    label: str = labels()["fields"][field][language]
    return label


def value_label(field: str, value: object, language: Language) -> str:
    """A value in words: ``status``, ``actual`` -> 已完成; a value without words is given as text."""
    if value is None:
        return ""
    word = labels()["values"].get(field, {}).get(value)
    return str(value) if word is None else str(word[language])


def coded_fields() -> frozenset[str]:
    """Fields whose values are names with words of their own."""
    return frozenset(labels()["values"])


def in_words(figure: Figure, language: Language) -> str:
    """A figure in words: growth of at least ``7%`` -> 增长7%以上."""
    table = labels()["said"]
    quote = figure.quote.strip()
    value = table["bound"][figure.bound][language].format(quote=quote)
    if figure.measure in ("growth", "change"):
        key = f"{figure.measure}_{'down' if figure.low < 0 else 'up'}"
    else:
        key = "rank" if figure.measure == "rank" else "other"
    words: str = table["measure"][key][language].format(value=value)
    return words
