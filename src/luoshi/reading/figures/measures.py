"""What kind of measure a figure is, and how it is bounded."""

from __future__ import annotations

import re

from luoshi.reading.figures.numbers import Number
from luoshi.reading.figures.predicates import Tail
from luoshi.reading.lexicon import alternation, table
from luoshi.reading.records import Bound, Measure

_WORDS = table("figures", "words.toml")
_HEADS = _WORDS["heads"]
_CHANGE_HEADS = re.compile(
    f"(?:为[^，]{{2,4}})?({alternation(_HEADS['fall'])})(?!到|至|和)"
    f"|{alternation(_HEADS['payers'])}?({alternation(_HEADS['rise'])})(?!到|至|值)"
)
_HEAD_STARTS = frozenset(word[0] for words in _HEADS.values() for word in words) | {"为"}
_RATES = _WORDS["rates"]
_GROWTH_NOUNS = tuple(_RATES["growth_nouns"])
_FALLING_NOUNS = tuple(_RATES["falling_nouns"])
_RATES_BY_NAME = re.compile(alternation(_RATES["named"]) + "[^，；0-9]{0,8}$")
# An index of prices of 103.5 % is a level; a price of 3.5 % is a rise.
_PRICES = tuple(_RATES["prices"])
_NAMED_RATES = tuple(_RATES["named"])
_NEAR = 16
_HIGHEST_INFLATION = 50.0
_GROWTH_AFTER = re.compile(f"(?:的)?[^，。；0-9]{{0,4}}{alternation(_RATES['after'])}(?!极)")


def head_of_change(subject: str) -> re.Match[str] | None:
    """The word of change that opens ``subject``, a fall in its first group: ``减少耗煤量``."""
    return _CHANGE_HEADS.match(subject) if subject[:1] in _HEAD_STARTS else None


def measure_of(
    text: str, number: Number, tail: Tail, subject: str, sentence: int, sentence_end: int
) -> tuple[Measure, int]:
    """The measure of a figure, and -1 where its number is a fall.

    ``下降52.8%`` -> growth, -1; ``提高10.5个百分点`` -> change, 1; ``覆盖率达89%`` -> share, 1.
    """
    kind = number.kind
    changed = tail.direction != "" and not tail.lead
    sign = -1 if changed and tail.direction == "down" else 1
    if kind == "times":
        return "growth", sign
    if kind in {"ratio", "fraction"}:
        return "share", 1
    if kind == "rank" or ((kind == "none" or number.unit == "名") and text[number.start - 1] in "第前后"):
        ranked = not changed or text[number.start - 1] == "第"
        return ("rank", 1) if ranked else ("change", sign)
    if not changed and not tail.attained and not (kind == "percent" and "占" in subject):
        head = head_of_change(subject)
        if head is not None:
            changed, sign = True, -1 if head[1] else 1
    if kind == "points":
        return "change", sign
    if kind == "percent":
        return _rate(text, number, tail, subject, sign if changed else 0, sentence, sentence_end)
    return ("change", sign) if changed else ("level", 1)


def _rate(
    text: str, number: Number, tail: Tail, subject: str, sign: int, sentence: int, sentence_end: int
) -> tuple[Measure, int]:
    """Whether a percentage is a rate of change or a share; ``sign`` is 0 without a word of change."""
    near = max(sentence, number.start - _NEAR)
    if subject.endswith(_NAMED_RATES):
        return "share", 1
    if text.find("率", near, number.start) >= 0 and _RATES_BY_NAME.search(text, near, number.start):
        return "share", 1
    if subject.endswith(_GROWTH_NOUNS):
        return "growth", -1 if subject.endswith(_FALLING_NOUNS) else 1
    if sign:
        return "growth", sign
    stem = tail.stem.removesuffix("分别").removesuffix("均")
    if stem.endswith(_GROWTH_NOUNS):
        return "growth", -1 if stem.endswith(_FALLING_NOUNS) else 1
    if number.high < _HIGHEST_INFLATION and stem.endswith(_PRICES):
        return "growth", 1
    if _GROWTH_AFTER.match(text, number.after, sentence_end):
        return "growth", 1
    return "share", 1


def bound_of(number: Number, tail: Tail, listed: str | None) -> Bound:
    """The bound of a figure; ``listed`` is that of a word behind the list the figure is part of."""
    if number.is_range:
        return number.bound or "between"  # type: ignore[return-value]
    before = None if tail.lead and number.kind == "points" else tail.bound
    return number.bound or listed or before or "exact"  # type: ignore[return-value]
