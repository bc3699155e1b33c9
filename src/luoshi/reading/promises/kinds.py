"""What kind of promise a run of clauses is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.promises.cutting import Part
from luoshi.reading.promises.scope import Sort
from luoshi.reading.records import PromiseKind

_WORKS = table("promises", "works.toml")
_NOUN = re.compile(alternation(_WORKS["nouns"]))
_NAMELESS = re.compile(f"(?:{alternation(_WORKS['nameless'])}|[，；、]|^)$")
_COUNTED = re.compile(
    f"[0-9两{NUMERALS}百](?:余|多)?(?:个|座|所|处|条|家|栋|项|公里|万|亩|平方)|一批|若干|一些|每个"
)
_BUILT = frozenset(_WORKS["built"])
_CONTESTS = frozenset(_WORKS["contests"])
_NO_BUILDING = frozenset(("programmes", "ways", "mottos", "settings", "slogans", "talk", "helps"))


def kind_of(text: str, run: Sequence[Part], sort: Sort) -> PromiseKind:
    """``建设云杉港`` -> project; ``引进企业25家`` -> task; in a numbered list of 实事 -> livelihood."""
    if sort == "targets":
        return "headline_target"
    if sort == "livelihood":
        return "livelihood"
    for part in run:
        builds = part.kind == "makes" or (
            part.kind not in _NO_BUILDING and text[part.end - 2 : part.end] in _BUILT
        )
        if builds and _names_works(text, part.start, part.end):
            return "project"
    return "task"


def _names_works(text: str, start: int, end: int) -> bool:
    """``建设云杉港`` names works; ``新建公园3个``, ``实施基地三年计划``, ``建设一批园区`` do not."""
    if text[end - 2 : end] in _CONTESTS:
        return False
    if text.find("等", start + 6, end) >= 0:
        return _NOUN.search(text, start, end) is not None
    if text.find("、", start, end) < 0 and _COUNTED.search(text, start, end) is not None:
        return False
    for noun in _NOUN.finditer(text, start, end):
        at = noun.start()
        if at - start >= 4 and _NAMELESS.search(text, at - 4, at) is None:
            return True
    return False
