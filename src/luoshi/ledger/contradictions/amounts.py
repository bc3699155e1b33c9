"""Written numbers as intervals: as many digits as are written are known, no more."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.lexicon import numerals
from luoshi.reading.lexicon.numerals import DIGITS, MULTIPLIERS, POWERS, count_of

NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
MULTIPLIER = f"{numerals.MULTIPLIER}?"
_WRITTEN = re.compile(rf"({NUMBER})({MULTIPLIER})")


class Amount(NamedTuple):
    """A number and half a unit of its last written digit: ``3.7亿`` is 370,000,000 give or take 5,000,000."""

    value: float
    half: float

    @property
    def low(self) -> float:
        """The least that rounds to what is written."""
        return self.value - self.half

    @property
    def high(self) -> float:
        """The most that rounds to what is written."""
        return self.value + self.half

    def meets(self, low: float, high: float) -> bool:
        """Whether some value between ``low`` and ``high`` may have been written like this."""
        return self.low <= high and low <= self.high


def amount(digits: str, multiplier: str | None = None) -> Amount:
    """``"3.7", "亿"`` -> 370,000,000 give or take 5,000,000."""
    plain = digits.replace(",", "")
    factor = 10.0 ** POWERS[multiplier] if multiplier else 1.0
    decimals = len(plain.partition(".")[2])
    return Amount(float(plain) * factor, 0.5 * 10**-decimals * factor)


def written_amount(quote: str) -> Amount | None:
    """The first number of ``quote``; ``None`` where it has no digits: ``10亿元以上`` -> 1,000,000,000."""
    match = _WRITTEN.search(quote)
    return amount(match[1], match[2]) if match else None


def threshold(text: str) -> float | None:
    """An amount in digits, words, or both: ``亿`` -> 1e8, ``十万`` -> 1e5, ``5000万`` -> 5e7."""
    match = re.fullmatch(rf"({NUMBER})?([{DIGITS}两])?([{MULTIPLIERS}]*)", text)
    if match is None or not text:
        return None
    value = float(match[1].replace(",", "")) if match[1] else float(count_of(match[2]) if match[2] else 1)
    for character in match[3]:
        value *= 10.0 ** POWERS[character]
    return value
