"""Finding numbers that may be figures, with their multiplier, unit and the words glued to them."""

from __future__ import annotations

import re

import msgspec

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.lexicon.numerals import MULTIPLIER, MULTIPLIERS, POWERS

UNITS = table("figures", "units.toml")
_WORDS = table("figures", "words.toml")

KIND_OF_UNIT: dict[str, str] = {unit: kind for kind, units in UNITS.items() for unit in units}
_AFTER: dict[str, str] = {word: bound for bound, words in _WORDS["after"].items() for word in words}

_EXPONENTS = {multiplier: f"e{power}" for multiplier, power in POWERS.items()}
_LONGEST_VALUE = 24
_LONGEST_ITEM_NUMBER = 3
_DIGITS = re.compile("[0-9]+")
_VALUE = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
# Nouns that begin with what is elsewhere a unit: 12项目, 5万亿台阶.
_NOUNS = alternation(_WORDS["nouns_like_units"]["words"], patterns=True)
_UNIT = f"(?!{_NOUNS}){alternation(KIND_OF_UNIT)}"
# Units that begin with what is elsewhere a multiplier: 千米, 千瓦时, 百分点.
_WHOLE_UNITS = alternation(unit for unit in KIND_OF_UNIT if unit[0] in MULTIPLIERS)
_MULTIPLIER = f"(?!{_WHOLE_UNITS}){MULTIPLIER}"
_DASH = "(?:[-—－–~～]{1,2}|至|到)"
# The first digit is matched before its left neighbour is looked at, so that the search can leap
# from digit to digit.
NUMBER = re.compile(
    r"([0-9](?<![0-9A-Za-z.][0-9])[0-9]*(?:,[0-9]{3})*(?:\.[0-9]+)?)"
    rf" ?([余多])?({_MULTIPLIER})?([余多])? ?({_UNIT})?"
    rf"(?:({_DASH})({_VALUE}) ?([余多])?({_MULTIPLIER})?([余多])? ?({_UNIT})?)?"
    rf"({alternation(_AFTER)})?"
)
_PARTS = re.compile(rf"({_VALUE})(?: ?[：:∶] ?({_VALUE}))(?: ?[：:∶] ?({_VALUE}))?(?: ?[：:∶] ?({_VALUE}))?")
_LAST_MULTIPLIER = re.compile(f"(?<=[0-9]){MULTIPLIER}")
_FRACTION = re.compile(r"([0-9]{1,9})[/／]([0-9]{1,9})(?![0-9/])")

# Signs that glue a number into a name, a model, a date or a grade.
_GLUED_BEFORE = frozenset("+＋×*/／_#&=.-－–∶")
_GLUED_AFTER = frozenset("+＋×*_#&=/／∶ABCDEFGHIJKLNOPQRSTUVWXYZabcdefghijlnopqrstuvwxyz年月日")
_SIGNS_AFTER = frozenset("+＋×*_#&=")


def scaled(value: str, multiplier: str | None) -> float:
    """``160.7`` and ``亿`` -> 16070000000.0."""
    if "," in value:
        value = value.replace(",", "")
    return float(value if multiplier is None else value + _EXPONENTS[multiplier])


class Number(msgspec.Struct, gc=False):
    """A number in the text.

    ``start:end`` is the quote (number, multiplier, unit), ``after`` the offset behind a bound
    word that follows it; ``kind`` is the kind of its unit (a table of ``units.toml``, or
    ``none``, ``ratio``, ``fraction``); ``bound`` is what 余, 多, 以上 … make of it, ``None``
    where nothing does.
    """

    start: int
    end: int
    after: int
    low: float
    high: float
    unit: str
    kind: str
    bound: str | None
    is_range: bool = False


def numbers(text: str, start: int, end: int) -> list[Number]:
    """Numbers in ``text[start:end]`` that can be figures, in order."""
    found: list[Number] = []
    search = NUMBER.search
    match = search(text, start, end)
    while match is not None:
        first, resume = match.span()
        before = text[first - 1] if first > start else ""
        if match.end(1) - first > _LONGEST_VALUE:
            pass
        elif match.lastindex == 1:
            following = text[resume : resume + 1]
            if following not in _GLUED_AFTER:
                _bare(text, match, before, end, found)
                resume = max(resume, found[-1].after if found else 0)
            elif following in ("×", "*", "／", "/", "∶", "x", "X"):
                _compound(text, match, before, end, found)
                resume = max(resume, found[-1].after if found else 0)
        else:
            number = _number(text, match, before)
            if number is not None and first == start:
                _without_item_number(text, number)
            if number is not None:
                found.append(number)
                resume = number.after
        match = search(text, resume, end)
    return found


def _bare(text: str, match: re.Match[str], before: str, end: int, found: list[Number]) -> None:
    """A number without multiplier or unit: a rank, a part of a ratio, an index."""
    stop = match.end()
    if text[stop : stop + 1] in ("：", ":", "∶") and stop + 1 < end and text[stop + 1].isdigit():
        _compound(text, match, before, end, found)
        return
    if before in _GLUED_BEFORE:
        return
    value = float(match[1].replace(",", ""))
    kind = "rank" if before == "第" else "none"
    found.append(Number(match.start(), stop, stop, value, value, "", kind, None))


def _number(text: str, match: re.Match[str], before: str) -> Number | None:
    first, after = match.span()
    sign = 1.0
    if before in _GLUED_BEFORE:
        if before not in "-－" or _follows_word(text, first - 2):
            return None
        sign, first = -1.0, first - 1
    value, more, multiplier, more_too, unit, dash, _, _, _, _, _, word = match.groups()
    if dash is not None and _is_range(text, first, match):
        return _range(text, match, first)
    if unit is not None:
        end, kind, glued = match.end(5), KIND_OF_UNIT[unit], _SIGNS_AFTER
    elif dash is not None and multiplier is None:
        return None
    else:
        end = (
            match.end(4)
            if more_too
            else match.end(3)
            if multiplier
            else match.end(2)
            if more
            else match.end(1)
        )
        kind, glued = "none", _GLUED_AFTER
    following = text[end : end + 1]
    if following in glued:
        return None
    number = sign * scaled(value, multiplier)
    bound = "at_least" if more or more_too or following in ("余", "多") else None
    if dash is not None:
        after = end
    elif word is not None:
        bound = _AFTER[word]
    return Number(first, end, after, number, number, unit or "", kind, bound)


def _without_item_number(text: str, number: Number) -> None:
    """``24.20条意见`` at the head of a note: item 24, and 20 of them."""
    value = text[number.start : number.end]
    point = value.find(".")
    if number.kind == "count" and 0 < point < _LONGEST_ITEM_NUMBER and not number.is_range:
        digits = _DIGITS.match(value, point + 1)
        if digits is not None and digits.end() < len(value) and value[digits.end()] not in MULTIPLIERS:
            number.start += point + 1
            number.low = number.high = float(digits[0])


def _range(text: str, match: re.Match[str], first: int) -> Number | None:
    value, _, multiplier, _, unit, _, value2, _, multiplier2, _, unit2, after = match.groups()
    end = match.end(11) if unit2 else match.end(9) if multiplier2 else match.end(7)
    if text[end : end + 1] in _GLUED_AFTER:
        return None
    unit = unit2 or unit or ""
    low, high = scaled(value, multiplier or multiplier2), scaled(value2, multiplier2)
    bound = _AFTER[after] if after is not None and after not in ("左右", "上下") else "between"
    kind = KIND_OF_UNIT.get(unit, "none")
    return Number(first, end, match.end(), low, high, unit, kind, bound, is_range=True)


def _follows_word(text: str, index: int) -> bool:
    """Whether a minus sign at ``index + 1`` joins two names or numbers rather than negates."""
    return index >= 0 and (text[index].isascii() and (text[index].isalnum() or text[index] in "%-"))


def _is_range(text: str, first: int, match: re.Match[str]) -> bool:
    """Whether ``5%—6%`` or ``从3亿元到5亿元``: the latter is two numbers."""
    value, multiplier, unit, dash, value2, unit2 = match.group(1, 3, 5, 6, 7, 11)
    if unit is not None and unit2 != unit:
        return False
    if dash in "至到":
        context = text[max(0, first - 8) : first]
        if "由" in context or "从" in context:
            return False
    if multiplier is not None or unit2 is None:
        return multiplier is not None
    return float(value2.replace(",", "")) >= float(value.replace(",", ""))


def _compound(text: str, match: re.Match[str], before: str, end: int, found: list[Number]) -> None:
    """``8.1：42.6：49.3``, ``2.3:1``, ``1/8`` or ``2×100万千瓦``."""
    if before in _GLUED_BEFORE:
        return
    sign = text[match.end()]
    if sign in "×*xX":
        _product(text, match, end, found)
    elif sign in "/／":
        fraction = _FRACTION.match(text, match.start(), end)
        if fraction is not None and 0 < int(fraction[1]) < int(fraction[2]):
            value = int(fraction[1]) / int(fraction[2])
            found.append(
                Number(fraction.start(), fraction.end(), fraction.end(), value, value, "", "fraction", None)
            )
    else:
        parts = _PARTS.match(text, match.start(), end)
        for index, part in enumerate(parts.groups() if parts is not None else (), 1):
            if part is not None and parts is not None:
                value = float(part.replace(",", ""))
                stop = parts.end(index)
                found.append(Number(parts.start(index), stop, stop, value, value, "", "ratio", None))


def _product(text: str, match: re.Match[str], end: int, found: list[Number]) -> None:
    """``2×100万千瓦``: so many units of so much each."""
    each = NUMBER.match(text, match.end() + 1, end)
    if each is None or each[5] is None or KIND_OF_UNIT[each[5]] != "measure":
        return
    value = scaled(match[1], None) * scaled(each[1], each[3])
    stop = each.end(5)
    found.append(Number(match.start(), stop, stop, value, value, each[5], "measure", None))


def _share_unit(text: str, number: Number, following: Number) -> None:
    """``12488和10163亿元``: multiplier and unit of the last hold for both."""
    multiplier = _LAST_MULTIPLIER.search(text, following.start, following.end)
    power = 1.0 if multiplier is None else float(f"1e{POWERS[multiplier[0]]}")
    number.low, number.high = number.low * power, number.high * power
    number.unit, number.kind = following.unit, following.kind


def completed(text: str, found: list[Number]) -> list[Number]:
    """Numbers of a list that take their unit from the last: ``7.8和25.1个百分点``."""
    following: Number | None = None
    for number in reversed(found):
        if (
            following is not None
            and following.kind in ("points", "percent", "times")
            and number.kind in ("none", "count")
            and number.unit in ("", "个")
            and text[number.after : following.start] in ("、", "和", "及", "与")
        ):
            number.unit, number.kind = following.unit, following.kind
        elif (
            following is not None
            and following.kind == "measure"
            and number.kind == "none"
            and not number.is_range
            and text[number.end : following.start] in ("、", "和", "及", "与")
        ):
            _share_unit(text, number, following)
        following = number
    return found
