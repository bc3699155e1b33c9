"""What matching knows of words: units, spellings, fillers, scopes and costs, from ``matching.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


_LETTERS = str.maketrans("0123456789.", "ABCDEFGHIJK")


class Scope(NamedTuple):
    """A group of words that narrow a thing: bit ``1 << i`` of a mask stands for its ``i``-th value."""

    name: str
    conflict: float
    lone: float
    patterns: tuple[re.Pattern[str], ...]


@cache
def table() -> dict[str, Any]:
    """The whole of ``matching.toml``."""
    text = files("luoshi.ledger.matching").joinpath("matching.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def scopes() -> tuple[Scope, ...]:
    """The groups of scopes."""
    return tuple(
        Scope(
            name,
            group["conflict"],
            group["lone"],
            tuple(re.compile("|".join(words)) for words in group["values"].values()),
        )
        for name, group in table()["scopes"].items()
    )


@cache
def _units() -> dict[str, tuple[str, float]]:
    return {
        unit: (family, factor) for family, units in table()["units"].items() for unit, factor in units.items()
    }


def family_of(unit: str) -> tuple[str, float]:
    """The family of ``unit`` and the factor to the family's measure: ``斤`` -> ``mass``, 0.5."""
    return _units().get(unit, (unit, 1.0))


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    same: dict[str, str] = table()["same"]
    return re.compile("|".join(sorted(map(re.escape, same), key=len, reverse=True))), same


@cache
def _fillers() -> re.Pattern[str]:
    words = sorted(map(re.escape, table()["fillers"]["words"]), key=len, reverse=True)
    return re.compile("|".join(words) + r"|[^\w]|[_\d①-⑳]|[一二三四五六七八九十百千万亿]+(?=[个项件大])")


@cache
def _threshold() -> re.Pattern[str]:
    return re.compile(table()["threshold"]["pattern"])


def one_spelling(text: str) -> str:
    """``text`` without blanks and with words of one meaning in one spelling."""
    pattern, same = _same()
    return pattern.sub(lambda found: same[found[0]], "".join(text.split()))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(table()["words"][name]))


def stands(text: str) -> bool:
    """Whether ``text`` names an amount that is read at the end of years: ``普及率``, not ``新建公路``."""
    return _pattern("standing").search(text) is not None


def part_of_year(text: str) -> bool:
    """Whether ``text`` speaks of a part of the year only: ``前三季度``."""
    return _pattern("part_of_year").search(text) is not None


def essence(text: str) -> str:
    """What is left of ``text`` (in one spelling) without words that say nothing of the thing.

    The digits of a threshold stay, as letters: ``5000万元以上项目`` is ``FAAA万项目``.
    """
    kept = _threshold().sub(lambda found: (found[1] or "1").translate(_LETTERS) + found[2], text)
    return _fillers().sub("", kept)


def threshold_of(text: str) -> str:
    """The threshold that ``text`` speaks of: ``10亿元以上项目`` -> ``10亿``, ``亿元以上`` -> ``1亿``."""
    found = _threshold().search(text)
    return f"{found[1] or '1'}{found[2]}" if found else ""


def masks_of(text: str) -> tuple[int, ...]:
    """A mask for each group of scopes: which of its values ``text`` names."""
    return tuple(
        sum(1 << index for index, pattern in enumerate(scope.patterns) if pattern.search(text))
        for scope in scopes()
    )
