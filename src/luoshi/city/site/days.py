"""The field of forms that takes a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from luoshi.city.rules.years import OutOfYearsError, taken_day
from luoshi.city.site.language import language_now


class DayField(forms.DateField):
    """A day of a year that is taken, chosen as browsers let one choose it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **kwargs})

    def clean(self, value: Any) -> date | None:
        """The day; what is wrong with it in words."""
        day: date | None = super().clean(value)
        try:
            return day and taken_day(day)
        except OutOfYearsError as error:
            raise forms.ValidationError(error.message(language_now()), code=error.code) from None
