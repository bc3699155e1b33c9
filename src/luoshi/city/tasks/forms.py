"""What is agreed of a task as a form, for drafts and for changes alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from luoshi.city.rules.publicity import Told
from luoshi.city.rules.words import choices
from luoshi.city.site.forms import AmountField, DayField, WordedForm, WordsField, told_of
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say
from luoshi.city.tasks.models import Task


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


def warn_of_past(request: HttpRequest, task: Task) -> None:
    """Say which of the milestones just given have passed; they are kept, and hold nobody."""
    past = task.milestones_past
    if past:
        days = "、".join(f"{day}" for day in past)
        messages.warning(request, say("tasks.delivery.past_given", task=task.key, days=days))
