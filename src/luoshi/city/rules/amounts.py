"""Which amounts are amounts: neither a slip of the keyboard nor what arithmetic cannot hold."""

from __future__ import annotations

import math

from luoshi.city.rules.words import table
from luoshi.errors import LuoshiError

LARGEST: float = table("amounts.toml")["largest"]
SMALLEST: float = table("amounts.toml")["smallest"]


def is_amount(value: float) -> bool:
    """Whether ``value`` is nothing, or between the smallest and the largest, on either side of 0."""
    return value == 0 or SMALLEST <= abs(value) <= LARGEST


class AmountError(LuoshiError):
    """What is no amount; pages say so beside the field, the API answers 400."""

    status = 400


def check_amounts(*amounts: float | None) -> None:
    """``AmountError`` where one is no number, or larger or smaller than any amount."""
    for amount in amounts:
        if amount is None:
            continue
        if not math.isfinite(amount):
            raise AmountError("amount_no_number")
        if not is_amount(amount):
            raise AmountError("amount_out_of_range", largest=f"{LARGEST:.0f}", smallest=f"{SMALLEST:f}")
