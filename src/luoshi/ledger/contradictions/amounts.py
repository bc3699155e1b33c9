"""Written numbers as intervals: as many digits as are written are known, no more."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.ledger.contradictions.knowledge import table

_MULTIPLIERS: dict[str, float] = table()["numbers"]["multipliers"]
_NUMERALS: dict[str, int] = table()["numbers"]["numerals"]
_LONGEST_FIRST = sorted(_MULTIPLIERS, key=len, reverse=True)
NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
MULTIPLIER = "(?:" + "|".join(_LONGEST_FIRST) + ")?"
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
    factor = _MULTIPLIERS[multiplier] if multiplier else 1.0
    decimals = len(plain.partition(".")[2])
    return Amount(float(plain) * factor, 0.5 * 10**-decimals * factor)


def written_amount(quote: str) -> Amount | None:
    """The first number of ``quote``; ``None`` where it has no digits: ``10亿元以上`` -> 1,000,000,000."""
    match = _WRITTEN.search(quote)
    return amount(match[1], match[2]) if match else None


def threshold(text: str) -> float | None:
    """An amount in digits, words, or both: ``亿`` -> 1e8, ``十万`` -> 1e5, ``5000万`` -> 5e7."""
    match = re.fullmatch(rf"({NUMBER})?([{''.join(_NUMERALS)}])?((?:[十百千万亿])*)", text)
    if match is None or not text:
        return None
    value = float(match[1].replace(",", "")) if match[1] else float(_NUMERALS.get(match[2] or "", 1))
    for character in match[3]:
        value *= _MULTIPLIERS[character]
    return value
