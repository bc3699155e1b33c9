"""What kind of measure a figure is, and how it is bounded."""

from __future__ import annotations

import re

from luoshi.reading.figures.numbers import Number
from luoshi.reading.figures.tails import Tail
from luoshi.reading.records import Bound, Measure

CHANGE_HEADS = re.compile(
    "(?:为[^，]{2,4})?净?(减少|压减|调减|压缩|降低|缩减|削减)(?!到|至|和)|(?:自治区本级|省级|财政|市级)?(增加)(?!到|至|值)"
)
_GROWTH_NOUNS = ("增速", "增幅", "涨幅", "增长率", "增长速度", "递增比例", "正增长", "降幅", "递增速度")
_RATES_BY_NAME = re.compile("(?:失业率|自然增长率|出生率|发生率)[^，；0-9]{0,8}$")
# An index of prices of 103.5 % is a level; a price of 3.5 % is a rise.
_PRICES = tuple(
    name + kind for name in ("居民消费价格", "物价", "CPI") for kind in ("", "总水平", "总指数", "指数", "水平")
)
_NEAR = 16
_HIGHEST_INFLATION = 50.0
_GROWTH_AFTER = re.compile("(?:的)?[^，。；0-9]{0,4}(?:正增长|增长(?!极)|增速|增幅)")


def measure_of(text: str, number: Number, tail: Tail, subject: str, sentence: int, sentence_end: int) -> tuple[Measure, int]:
    """The measure of a figure, and -1 where its number is a fall.

    ``下降52.8%`` -> growth, -1; ``提高10.5个百分点`` -> change, 1; ``覆盖率达89%`` -> share, 1.
    """
    kind = number.kind
    changed = tail.direction != "" and not tail.lead
    sign = -1 if changed and tail.direction == "down" else 1
    if kind == "times":
        return "growth", sign
    if kind == "ratio" or kind == "fraction":
        return "share", 1
    if kind == "rank" or (kind == "none" and text[number.start - 1] in "第前后"):
        ranked = not changed or text[number.start - 1] == "第"
        return ("rank", 1) if ranked else ("change", sign)
    if not changed and not tail.attained:
        head = CHANGE_HEADS.match(subject)
        if head is not None:
            changed, sign = True, -1 if head[1] else 1
    if kind == "points":
        return "change", sign
    if kind == "percent":
        return _rate(text, number, tail, sign if changed else 0, sentence, sentence_end)
    return ("change", sign) if changed else ("level", 1)


def _rate(text: str, number: Number, tail: Tail, sign: int, sentence: int, sentence_end: int) -> tuple[Measure, int]:
    """Whether a percentage is a rate of change or a share; ``sign`` is 0 without a word of change."""
    near = max(sentence, number.start - _NEAR)
    if text.find("率", near, number.start) >= 0 and _RATES_BY_NAME.search(text, near, number.start):
        return "share", 1
    if sign:
        return "growth", sign
    stem = tail.stem.removesuffix("分别").removesuffix("均")
    if stem.endswith(_GROWTH_NOUNS):
        return "growth", -1 if stem.endswith("降幅") else 1
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
