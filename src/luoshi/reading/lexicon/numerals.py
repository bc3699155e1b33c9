"""Chinese numerals and multipliers: their characters for patterns, their values, and how they are spelt."""

from __future__ import annotations

# Characters, to stand between the brackets of a pattern: ``[{NUMERALS}]``.
DIGITS = "一二三四五六七八九"
NUMERALS = DIGITS + "十"
ZEROS = "〇零○"
MULTIPLIERS = "十百千万亿"

ORDINAL = f"[{NUMERALS}]{{1,3}}"  # 一 to 九十九, as sections are numbered
WRITTEN_YEAR = f"[一二][{ZEROS}九][{ZEROS}{DIGITS}]{{2}}"  # 一九八五, 二〇二六
MULTIPLIER = f"(?:万亿|[十百千]万|[十百千]亿|[{MULTIPLIERS}])"

_VALUES = {digit: value for value, digit in enumerate(DIGITS, 1)} | dict.fromkeys(ZEROS, 0)
_SIMPLE_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
# Powers of ten, so that 160.7亿 is scaled without a rounding error.
POWERS = _SIMPLE_POWERS | {
    small + large: _SIMPLE_POWERS[small] + _SIMPLE_POWERS[large]
    for small, large in ("十万", "百万", "千万", "十亿", "百亿", "千亿", "万亿")
}


def count_of(numeral: str) -> int:
    """The number from 1 to 99 that ``numeral`` spells: ``二十一`` -> 21, ``两`` -> 2; 0 for anything else."""
    if numeral == "两":
        return 2
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _VALUES.get(numeral, 0)
    if any(part and not _VALUES.get(part) for part in (tens, ones)):
        return 0
    return 10 * _VALUES.get(tens, 1) + _VALUES.get(ones, 0)


def digits_of(text: str) -> str:
    """``text`` with a digit for each numeral below ten: ``一九八五`` -> ``1985``."""
    return "".join(str(_VALUES.get(character, character)) for character in text)


def spelt(number: int) -> str:
    """1 to 99 as a numeral, others in digits: 21 -> ``二十一``."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens - 1] + "十"
    return ten + (DIGITS[ones - 1] if ones else "")
