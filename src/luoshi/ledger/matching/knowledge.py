"""What matching knows of words: units, spellings, fillers, scopes and costs, from ``matching.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import compress, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.knowledge import toml_table
from luoshi.ledger.indicators import Indicator
from luoshi.reading.lexicon.numerals import DIGITS, MULTIPLIERS

_Codes = NDArray[np.uint32]
_HALF = 16
_SPREAD = 40503
# Families of units that count.
COUNTED = frozenset({"count", "people"})
_LAST_KNOWN = 0xFFFF
_BLANKS = [chr(code) for code in range(_LAST_KNOWN + 1) if chr(code).isspace()]
_NUMERALS = frozenset("0123456789.")
_LETTERS = str.maketrans("0123456789.", "ABCDEFGHIJK")


class Scope(NamedTuple):
    """A group of words that narrow a thing: bit ``1 << i`` of a mask stands for its ``i``-th value.

    Each value has plain words and a pattern for those that are more than that.
    """

    name: str
    conflict: float
    lone: float
    values: tuple[tuple[tuple[str, ...], re.Pattern[str] | None], ...]


@cache
def table() -> dict[str, Any]:
    """The whole of ``matching.toml``."""
    return toml_table("luoshi.ledger.matching", "matching.toml")


@cache
def scopes() -> tuple[Scope, ...]:
    """The groups of scopes."""
    return tuple(
        Scope(name, group["conflict"], group["lone"], tuple(map(_value, group["values"].values())))
        for name, group in table()["scopes"].items()
    )


def _value(words: list[str]) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    patterns = [word for word in words if re.escape(word) != word]
    plain = tuple(word for word in words if re.escape(word) == word)
    return plain, re.compile("|".join(patterns)) if patterns else None


@cache
def _units() -> dict[str, tuple[str, float]]:
    return {
        unit: (family, factor) for family, units in table()["units"].items() for unit, factor in units.items()
    }


def family_of(unit: str) -> tuple[str, float]:
    """The family of ``unit`` and the factor to the family's measure: ``斤`` -> ``mass``, 0.5."""
    return _units().get(unit, (unit, 1.0))


@cache
def measure_words() -> frozenset[str]:
    """Measure words that stand for each other: 40个 and 40家."""
    return frozenset(table()["words"]["measure_words"])


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    same: dict[str, str] = table()["same"]
    # Every branch begins with a character of its own, so that the search leaps from one such to the next.
    words = sorted([*same, *_BLANKS], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words))), same


@cache
def _fillers() -> dict[int, list[str]]:
    """The words of several characters that say nothing, by their first two characters, the longest first."""
    fillers: dict[int, list[str]] = {}
    for word in sorted(table()["fillers"]["words"], key=len, reverse=True):
        if len(word) > 1:
            fillers.setdefault(ord(word[0]) << _HALF | ord(word[1]), []).append(word)
    return fillers


def _bucket(first: _Codes, second: _Codes) -> _Codes:
    return (first * np.uint32(_SPREAD) ^ second) & np.uint32(_LAST_KNOWN)


@cache
def _opens_filler() -> NDArray[np.bool_]:
    """By bucket: whether a filler may begin with two characters that fall into it."""
    result = np.zeros(_LAST_KNOWN + 1, dtype=bool)
    pairs = np.array(list(_fillers()), dtype=np.uint32)
    result[_bucket(pairs >> np.uint32(_HALF), pairs & np.uint32(_LAST_KNOWN))] = True
    return result


@cache
def _counting() -> tuple[re.Pattern[str], ...]:
    """Years, and numerals before a measure word: they say nothing of a thing.

    Every branch begins with characters of its own, so that the search leaps from one such to the next.
    """
    years = "|".join(f"{lead}[0-9]{{2}}年底?" for lead in ("到19", "到20", "至19", "至20", "19", "20"))
    return re.compile(years), re.compile(f"[{DIGITS}{MULTIPLIERS}]+(?=[个项件大])")


@cache
def _says_something() -> NDArray[np.bool_]:
    """By code point: whether a character is a letter, and neither digit, mark, enumerator nor filler."""
    fillers = set(table()["fillers"]["words"])
    characters = [chr(code) for code in range(_LAST_KNOWN + 1)]
    return np.array([one.isalpha() and one not in fillers for one in characters], dtype=bool)


@cache
def _threshold_ends() -> re.Pattern[str]:
    return re.compile("[亿万]元?(?:及?以上|级)")


@cache
def _threshold() -> re.Pattern[str]:
    return re.compile(table()["threshold"]["pattern"])


Mapped = tuple[str, NDArray[np.int64]]
"""A text, and for every offset of the text it was made from (its end included) the offset in it."""


def _replaced(text: str, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> Mapped:
    pieces: list[str] = []
    edges: list[tuple[int, int, int]] = []
    done = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = by(match)
        pieces += (text[done:start], new)
        edges.append((start, end, len(new)))
        done = end
    pieces.append(text[done:])
    steps = np.ones(len(text) + 1, dtype=np.int64)
    steps[0] = 0
    for start, end, length in edges:
        # Whatever is replaced stands where the new words begin, up to its end.
        steps[start + 1 : end] = 0
        steps[end] = length
    return "".join(pieces), np.cumsum(steps)


def spelled(text: str) -> Mapped:
    """``text`` without blanks and with words of one meaning in one spelling."""
    pattern, same = _same()
    return _replaced(text, pattern, lambda match: same.get(match[0], ""))


def bared(text: str) -> Mapped:
    """What is left of ``text`` (in one spelling) without words that say nothing of the thing.

    The digits of a threshold stay, as letters: ``5000万元以上项目`` is ``FAAA万元项目``.
    """
    lettered = _with_thresholds_as_letters(text)
    units = np.frombuffer(lettered.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    known = np.minimum(units, _LAST_KNOWN)
    kept = _says_something()[known]
    first, second = known[:-1], known[1:]
    likely = np.flatnonzero(_opens_filler()[_bucket(first, second)])
    pairs = first[likely] << np.uint32(_HALF) | second[likely]
    starts, ends = _of_fillers(lettered, zip(likely.tolist(), pairs.tolist(), strict=True))
    size = len(kept) + 1
    kept &= np.cumsum(np.bincount(starts, minlength=size) - np.bincount(ends, minlength=size))[:-1] == 0
    bare = units[kept].tobytes().decode("utf-32-le", "surrogatepass")
    offsets = np.zeros(len(kept) + 1, dtype=np.int64)
    np.cumsum(kept, out=offsets[1:])
    return bare, offsets


def _of_fillers(text: str, likely: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where fillers begin and where they end; ``likely`` are places with the two characters there."""
    starts, ends = [0], [0]
    fillers = _fillers()
    for start, pair in likely:
        for word in fillers.get(pair, ()) if start >= ends[-1] else ():
            if len(word) == 2 or text.startswith(word, start):
                starts.append(start)
                ends.append(start + len(word))
                break
    for pattern in _counting():
        for match in pattern.finditer(text):
            starts.append(match.start())
            ends.append(match.end())
    return starts, ends


def _with_thresholds_as_letters(text: str) -> str:
    pieces: list[str] = []
    done = 0
    for match in _threshold_ends().finditer(text):
        first = match.start() - text.startswith(("千", "百"), match.start() - 1)
        while first > done and text[first - 1] in _NUMERALS:
            first -= 1
        pieces += (text[done:first], text[first : match.start()].translate(_LETTERS))
        done = match.start()
    return "".join([*pieces, text[done:]])


@lru_cache(maxsize=1 << 15)
def one_spelling(text: str) -> str:
    """``spelled`` for a text that is no stretch of a report."""
    pattern, same = _same()
    return pattern.sub(lambda match: same.get(match[0], ""), text)


@lru_cache(maxsize=1 << 15)
def essence(text: str) -> str:
    """``bared`` for a text (in one spelling) that is no stretch of a report."""
    lettered = _with_thresholds_as_letters(text)
    says_something = _says_something()
    codes = [min(ord(one), _LAST_KNOWN) for one in lettered]
    pairs = ((one << _HALF) | other for one, other in pairwise(codes))
    kept = [bool(says_something[code]) for code in codes]
    for start, end in zip(*_of_fillers(lettered, enumerate(pairs)), strict=True):
        kept[start:end] = [False] * (end - start)
    return "".join(compress(lettered, kept))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(table()["words"][name]))


def stands(text: str) -> bool:
    """Whether ``text`` names an amount that is read at the end of years: ``普及率``, not ``新建公路``."""
    return _pattern("standing").search(text) is not None


def part_of_year(ahead: str) -> bool:
    """Whether what follows ``ahead`` in its sentence is about a part of the year only.

    The nearest word tells: ``前三季度增长2.8%，全年增长`` speaks of the whole year again.
    """
    if _pattern("part_of_year").search(ahead) is None:
        return False
    last = max(match.end() for match in _pattern("part_of_year").finditer(ahead))
    return _pattern("whole_year").search(ahead, last) is None


@lru_cache(maxsize=1 << 14)
def flow_of(clause: str) -> str | None:
    """``flow`` where ``clause`` counts what is new (``新增120家``), ``stock`` for all (``超过850家``)."""
    if _pattern("flow").search(clause):
        return "flow"
    return "stock" if _pattern("stock").search(clause) else None


@cache
def _kin() -> dict[str, str]:
    return {concept: group[0] for group in table()["kin"]["concepts"] for concept in group}


def concept_of(indicator: Indicator | None) -> str | None:
    """The concept of an indicator; where a thing has several names, one of them stands for all."""
    return _kin().get(indicator.concept, indicator.concept) if indicator else None


def tells(text: str) -> bool:
    """Whether ``text`` says of something that it was finished, goes on, was not done, or did not grow."""
    return any(_pattern(kind).search(text) for kind in ("finished", "going", "not_done", "no_growth"))


def says_all_done(text: str) -> bool:
    """Whether ``text`` says that all of something was done: ``各项指标全面完成``."""
    return _pattern("all_done").search(text) is not None


def threshold_of(text: str) -> str:
    """The threshold that ``text`` speaks of: ``10亿元以上项目`` -> ``10亿``, ``亿元以上`` -> ``1亿``."""
    match = _threshold().search(text) if "以上" in text or "级" in text else None
    return f"{match['amount'] or '1'}{match['scale']}" if match else ""


def is_generic(core: str) -> bool:
    """Whether a thing's essence says too little alone: ``投资``, ``惠及群众``."""
    return len(core) < 2 or core in table()["words"]["generic"]


@lru_cache(maxsize=1 << 15)
def masks_of(text: str) -> tuple[int, ...]:
    """A mask for each group of scopes: which of its values ``text`` names."""
    result: list[int] = []
    for scope in scopes():
        mask = 0
        for index, (plain, pattern) in enumerate(scope.values):
            if any(word in text for word in plain) or (pattern is not None and pattern.search(text)):
                mask |= 1 << index
        result.append(mask)
    return tuple(result)
