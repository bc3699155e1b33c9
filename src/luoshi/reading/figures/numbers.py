"""Finding numbers that may be figures, with their multiplier, unit and the words glued to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.reading.lexicon import alternation, table

UNITS = table("figures", "units.toml")
_WORDS = table("figures", "words.toml")

KIND_OF_UNIT: dict[str, str] = {unit: kind for kind, units in UNITS.items() for unit in units}
_AFTER: dict[str, str] = {word: bound for bound, words in _WORDS["after"].items() for word in words}

MULTIPLIERS = {
    "": 1.0, "十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7,
    "亿": 1e8, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12,
}  # fmt: skip

_VALUE = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_MULTIPLIER = "(?:万亿|[十百千]万|[十百千]亿|[十百千万亿])"
_UNIT = alternation(KIND_OF_UNIT)
_DASH = "(?:[-—－–~～]{1,2}|至|到)"
# The first digit is matched before its left neighbour is looked at, so that the search can leap
# from digit to digit.
NUMBER = re.compile(
    rf"([0-9](?<![0-9A-Za-z.][0-9])(?:[0-9]+)?(?:,[0-9]{{3}})*(?:\.[0-9]+)?) ?([余多])?({_MULTIPLIER})?([余多])? ?({_UNIT})?"
    rf"(?:(?<![年月])({_DASH})({_VALUE}) ?([余多])?({_MULTIPLIER})?([余多])? ?({_UNIT})?)?"
    rf"({alternation(_AFTER)})?"
)
_PARTS = re.compile(rf"({_VALUE})(?: ?[：:∶] ?({_VALUE}))(?: ?[：:∶] ?({_VALUE}))?(?: ?[：:∶] ?({_VALUE}))?")
_FRACTION = re.compile(r"([0-9]+)[/／]([0-9]+)(?![0-9/])")

# Signs that glue a number into a name, a model, a date or a grade.
_GLUED_BEFORE = frozenset("+＋×*/／_#&=.-－–∶")
_GLUED_AFTER = frozenset("+＋×*_#&=/／ABCDEFGHIJKLNOPQRSTUVWXYZabcdefghijlnopqrstuvwxyz∶")
_SIGNS_AFTER = frozenset("+＋×*_#&=")


class Number(NamedTuple):
    """A number in the text.

    ``start:end`` is the quote (number, multiplier, unit), ``after`` the offset behind a bound
    word that follows it; ``kind`` is the kind of its unit (a table of ``units.toml``, or
    ``none``); ``bound`` is what 余, 多, 以上 … make of it, ``None`` where nothing does.
    """

    start: int
    end: int
    after: int
    low: float
    high: float
    unit: str
    kind: str
    bound: str | None
    is_range: bool


def numbers(text: str, start: int, end: int) -> Iterator[Number]:
    """Numbers in ``text[start:end]`` that can be figures, in order."""
    search = NUMBER.search
    match = search(text, start, end)
    while match is not None:
        first = match.start()
        resume = match.end()
        before = text[first - 1] if first > start else ""
        found = _compound(text, match, before, end)
        if found is not None:
            resume = found[-1].after
            yield from found
        else:
            number = _number(text, match, before)
            if number is not None:
                resume = number.after
                yield number._replace(kind="rank") if before == "第" and number.kind == "none" else number
        match = search(text, resume, end)


def _number(text: str, match: re.Match[str], before: str) -> Number | None:
    value, more, multiplier, more_too, unit, dash, value2, _, multiplier2, _, unit2, after = match.groups()
    first = match.start()
    sign = 1.0
    if before in _GLUED_BEFORE and before:
        if before not in "-－" or _follows_word(text, first - 2):
            return None
        sign, first = -1.0, first - 1
    if dash is not None and not _is_range(text, first, unit, multiplier, unit2, value, value2, dash):
        return _cut(text, match, sign, first)
    end = match.end(11) if unit2 else match.end(9) if multiplier2 else match.end(7) if dash else 0
    if not end:
        end = match.end(5) if unit else match.end(4) if more_too else match.end(3) if multiplier else match.end(1)
    if unit2 is None:
        unit2 = unit
    following = text[end : end + 2]
    if following and following[0] in (_SIGNS_AFTER if unit2 else _GLUED_AFTER):
        return None
    low = float(value.replace(",", "")) if "," in value else float(value)
    factor = MULTIPLIERS[multiplier or ""]
    if dash is None:
        number = low * factor * sign
        if factor != 1.0:
            number = round(number, 6)
        bound = "at_least" if more or more_too else None
        if after is not None:
            bound = _AFTER[after]
        elif bound is None and following[:1] in "余多" and following:
            bound = "at_least"
        return Number(first, end, match.end(), number, number, unit or "", KIND_OF_UNIT.get(unit or "", "none"), bound, False)
    high = float(value2.replace(",", ""))
    factor2 = MULTIPLIERS[multiplier2 or ""]
    if multiplier is None:
        factor = factor2
    bound = _AFTER[after] if after is not None and after not in ("左右", "上下") else "between"
    low, high = round(low * factor, 6), round(high * factor2, 6)
    return Number(first, end, match.end(), low, high, unit2 or "", KIND_OF_UNIT.get(unit2 or "", "none"), bound, True)


def _follows_word(text: str, index: int) -> bool:
    """Whether a minus sign at ``index + 1`` joins two names or numbers rather than negates."""
    return index >= 0 and (text[index].isascii() and (text[index].isalnum() or text[index] in "%-"))


def _is_range(
    text: str, first: int, unit: str | None, multiplier: str | None, unit2: str | None, value: str, value2: str, dash: str
) -> bool:
    if unit is not None and unit2 is not None and unit != unit2:
        return False
    if unit is not None and unit2 is None:
        return False
    if dash in "至到" and (text[max(0, first - 8) : first].rfind("由") >= 0 or "从" in text[max(0, first - 8) : first]):
        return False
    return unit2 is not None and float(value2.replace(",", "")) >= float(value.replace(",", "")) or multiplier is not None


def _cut(text: str, match: re.Match[str], sign: float, first: int) -> Number | None:
    """The first number of something that only looks like a range."""
    value, more, multiplier, more_too, unit = match.group(1, 2, 3, 4, 5)
    end = match.end(5) if unit else match.end(4) if more_too else match.end(3) if multiplier else match.end(1)
    if unit is None and multiplier is None:
        return None
    number = round(float(value.replace(",", "")) * MULTIPLIERS[multiplier or ""] * sign, 6)
    bound = "at_least" if more or more_too else None
    return Number(first, end, end, number, number, unit or "", KIND_OF_UNIT.get(unit or "", "none"), bound, False)


def _product(text: str, match: re.Match[str], before: str, end: int) -> list[Number] | None:
    """``2×100万千瓦``: so many units of so much each."""
    each = NUMBER.match(text, match.end() + 1, end)
    if each is None or before in _GLUED_BEFORE - {""} or each[5] is None or KIND_OF_UNIT[each[5]] != "measure":
        return None
    value = float(match[1]) * float(each[1].replace(",", "")) * MULTIPLIERS[each[3] or ""]
    stop = each.end(5)
    return [Number(match.start(), stop, stop, value, value, each[5], "measure", None, False)]


def _compound(text: str, match: re.Match[str], before: str, end: int) -> list[Number] | None:
    """``8.1：42.6：49.3``, ``2.3:1`` or ``1/8``, which no unit follows."""
    tail = match.end(1)
    if tail < end and text[tail] in "×xX*" and match.end(1) == match.end():
        return _product(text, match, before, end)
    if tail >= end or text[tail] not in "：:∶/／" or before in _GLUED_BEFORE - {""}:
        return None
    if text[tail] in "/／":
        fraction = _FRACTION.match(text, match.start(), end)
        if fraction is None or not int(fraction[2]) or int(fraction[1]) >= int(fraction[2]):
            return None
        value = int(fraction[1]) / int(fraction[2])
        return [Number(fraction.start(), fraction.end(), fraction.end(), value, value, "", "fraction", None, False)]
    parts = _PARTS.match(text, match.start(), end)
    if parts is None:
        return None
    values = [group for group in parts.groups() if group is not None]
    return [
        Number(parts.start(i + 1), parts.end(i + 1), parts.end(i + 1), float(v), float(v), "", "ratio", None, False)
        for i, v in enumerate(values)
    ]
