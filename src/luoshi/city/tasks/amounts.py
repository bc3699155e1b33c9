"""Amounts of targets, milestones and reports, as forms take them and actions hold them."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from luoshi.city.rules.amounts import LARGEST, SMALLEST, is_amount
from luoshi.city.site.errors import InvalidError
from luoshi.city.site.language import language_now


def check_amounts(*amounts: float | None) -> None:
    """``InvalidError`` where one is no number, or larger or smaller than any amount."""
    for amount in amounts:
        if amount is None:
            continue
        if not math.isfinite(amount):
            raise InvalidError("amount_no_number")
        if not is_amount(amount):
            raise InvalidError("amount_out_of_range", largest=f"{LARGEST:.0f}", smallest=f"{SMALLEST:f}")


class AmountField(forms.FloatField):
    """An amount, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.NumberInput(attrs={"step": "any"}), **kwargs)

    def clean(self, value: Any) -> float | None:
        """The amount, unless it is one that arithmetic cannot hold."""
        amount: float | None = super().clean(value)
        try:
            check_amounts(amount)
        except InvalidError as unfit:
            raise ValidationError(unfit.message(language_now())) from unfit
        return amount
