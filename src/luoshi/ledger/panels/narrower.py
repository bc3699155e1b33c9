"""Figures of several places within the report's, which no place of its own names."""

from __future__ import annotations

import re
from functools import cache

from luoshi.knowledge import toml_table
from luoshi.reading.lexicon.numerals import NUMERALS

# Looked for first: few sentences have it.
_PERHAPS = re.compile(f"[两几{NUMERALS}0-9]个?[县市区镇乡街城园开功]|县域|园区|城区")


def group_of_places(before: str) -> str | None:
    """The group of places that the sentence ``before`` a figure speaks of.

    ``六县实现地区生产总值546亿元，增长`` -> 六县; none where it goes on with the whole (全市…).
    """
    if _PERHAPS.search(before) is None:
        return None
    group, last = None, None
    for last in _group().finditer(before):
        group = last["group"]
    if last is None or _whole().search(before, last.end()):
        return None
    return group


@cache
def _group() -> re.Pattern[str]:
    words: dict[str, list[str]] = toml_table("luoshi.ledger.panels", "narrower.toml")
    which, places, names, ahead, told_of = (
        "|".join(words[key]) for key in ("which", "places", "names", "before", "told_of")
    )
    number = f"[两几{NUMERALS}0-9]+个?"
    group = f"(?:{which})*{number}(?:{places})(?:[（(][^）)]{{1,6}}[）)]|市区)?|{names}"
    return re.compile(
        f"(?:^|[，。；：、—*]|{ahead})(?P<group>{group})(?:的|单位)?(?:预计)?(?:实现|完成)?(?:地区|国内|平均)?(?:{told_of})"
    )


@cache
def _whole() -> re.Pattern[str]:
    words: list[str] = toml_table("luoshi.ledger.panels", "narrower.toml")["whole"]
    return re.compile("|".join(words))
