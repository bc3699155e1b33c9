"""The fields of what is agreed of a task, for drafts and for changes alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from luoshi.city.rules.publicity import Told
from luoshi.city.rules.words import choices
from luoshi.city.site.forms import AmountField, DayField, WordedForm, WordsField, told_of
from luoshi.city.site.language import language_now


class TermsForm(WordedForm):
    """The terms that are words, numbers and days; the others depend on who asks (``tasks.terms``)."""

    title = WordsField("task.title", rows=2)
    start = DayField()
    due = DayField()
    target_low = AmountField()
    target_high = AmountField()
    target_unit = WordsField("task.target_unit", required=False)
    target_bound = forms.ChoiceField(required=False)
    progress_interval_days = forms.IntegerField(min_value=1, max_value=366)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("target_bound", choices("bound", language_now()), empty="—")

    def label_of(self, key: str) -> str:
        """The name of the term; other fields have their words in ``words.toml``."""
        name = dict(choices("task_field", language_now())).get(key)
        return name[:1].upper() + name[1:] if name else super().label_of(key)

    def told(self) -> Mapping[str, tuple[Told, ...]]:
        """Each term goes to the field of its name."""
        return {**told_of("task", *TermsForm.base_fields), **super().told()}
