"""What every form of the city shares: its words, its fields, and the mark beside what is published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from luoshi.city.rules.amounts import AmountError, check_amounts
from luoshi.city.rules.limits import longest
from luoshi.city.rules.publicity import Told
from luoshi.city.rules.years import OutOfYearsError, taken_day
from luoshi.city.site.language import language_now
from luoshi.city.site.publicity import Subject, mark
from luoshi.city.site.words import words_of


class WordedForm(forms.Form):
    """A form whose words lie in ``words.toml``: ``<field>`` is a field's label, ``<field>_help`` its help.

    ``WORDS``   where they lie: ``people.form`` is ``[form]`` in ``people/words.toml``
    ``LABELS``  fields that are called by another key there
    ``TOLD``    where each field goes, from which follows whether it is published (``rules.publicity``)
    ``OF``      what must be released before that

    With ``released`` the fields are marked at once, else by ``mark``.
    """

    WORDS: ClassVar[str]
    LABELS: ClassVar[Mapping[str, str]] = {}
    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {}
    OF: ClassVar[Subject] = "task"

    def __init__(self, *args: Any, released: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            key = self.LABELS.get(name, name)
            field.label = self.label_of(key) or field.label
            field.help_text = self._word(f"{key}_help") or field.help_text
        if released is not None:
            self.mark(released=released)

    def label_of(self, key: str) -> str:
        """The label of the fields that are called by ``key``; empty where it has no words."""
        return self._word(key)

    def told(self) -> Mapping[str, tuple[Told, ...]]:
        """Where each field goes."""
        return self.TOLD

    def mark(self, *, released: bool) -> None:
        """Say beside the fields what becomes of them."""
        mark(self, self.told(), of=self.OF, released=released, brief=self.brief)

    @property
    def brief(self) -> Collection[str]:
        """The fields whose mark is a word."""
        return ()

    def choose(self, name: str, choices: Iterable[tuple[str, Any]], *, empty: str | None = None) -> None:
        """The choices of a field; ``empty`` is what stands for none of them."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [*([] if empty is None else [("", empty)]), *choices]

    def without(self, *names: str) -> None:
        """Take fields out that this form does not ask for."""
        for name in names:
            self.fields.pop(name, None)

    def _word(self, key: str) -> str:
        words = _words_at(self.WORDS).get(key)
        return str(words[language_now()]) if words else ""


@cache
def _words_at(place: str) -> Mapping[str, Mapping[str, str]]:
    application, *names = place.split(".")
    words: Any = words_of(application)
    for name in names:
        words = words[name]
    return {key: value for key, value in words.items() if "zh" in value}


def told_of(record: str, *names: str) -> dict[str, tuple[Told, ...]]:
    """Fields that go to the fields of ``record`` of the same name."""
    return {name: ((record, name),) for name in names}


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


class AmountField(forms.FloatField):
    """An amount, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.NumberInput(attrs={"step": "any"}), **kwargs)

    def clean(self, value: Any) -> float | None:
        """The amount, unless it is one that arithmetic cannot hold."""
        amount: float | None = super().clean(value)
        try:
            check_amounts(amount)
        except AmountError as error:
            raise forms.ValidationError(error.message(language_now())) from None
        return amount


class WordsField(forms.CharField):
    """Words for ``place``, a record and its field, as long as ``rules.limits`` says; in ``rows`` lines."""

    of_words = True

    def __init__(self, place: str, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows, "lang": "zh-Hans"})
        super().__init__(max_length=longest(place), **kwargs)


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_SeveralFiles(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Each of the files, checked."""
        files = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(file, initial) for file in files if file or self.required]
        return [file for file in cleaned if file]


def kept_values(form: forms.BaseForm, content: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What was typed and not sent, as initial values of ``form``; a box that was not ticked is not."""
    values: dict[str, Any] = {}
    for name, field in form.fields.items():
        typed = content.get(form.add_prefix(name))
        if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
            values[name] = list(typed or ())
        elif isinstance(field, forms.BooleanField):
            values[name] = bool(typed)
        elif typed:
            values[name] = typed[-1]
    return values
