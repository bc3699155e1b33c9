"""The fields of forms that take a unit or a post."""

from __future__ import annotations

from typing import Any

from django import forms

from luoshi.city.people.models import Post, Unit


class UnitField(forms.ModelChoiceField[Unit]):
    """A unit that is open, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.filter(until__isnull=True), to_field_name="key", **kwargs)


class SponsorField(forms.ModelChoiceField[Post]):
    """The post of a leader."""

    def __init__(self, **kwargs: Any) -> None:
        leaders = Post.objects.filter(role="leader").select_related("unit")
        super().__init__(queryset=leaders, to_field_name="key", **kwargs)
