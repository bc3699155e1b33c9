"""What people fill in about reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from luoshi.city.reports.models import Figure
from luoshi.city.rules.publicity import Told
from luoshi.city.site.forms import WordedForm, WordsField
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say, say_in, words_of
from luoshi.output.labels import labels, value_label
from luoshi.reading.lexicon.numerals import POWERS

_PERIOD = re.compile(r"(?:\d{4}(?:-\d{4})?)?")
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(万亿|亿|万|千|百)?")
_MULTIPLIERS = {name: 10 ** POWERS[name] for name in ("万亿", "亿", "万", "千", "百")}
_LARGEST = 1e18


def words(name: str, **values: object) -> str:
    """The words of ``reports.<name>`` in the language of the page."""
    return say(f"reports.{name}", **values)


def value_choices(field: str, *, empty: bool = False) -> list[tuple[str, str]]:
    """The values of a field of the reader's records, with their words."""
    names = labels()["values"][field]
    start = [("", words("optional_none"))] if empty else []
    return [*start, *((name, value_label(field, name, language_now())) for name in names)]


class ReportForm(WordedForm):
    """A form about a report."""

    WORDS = "reports.form"
    OF = "report"

    def __init__(self, *args: Any, released: bool = False, **options: Any) -> None:
        super().__init__(*args, released=released, **options)


class UploadForm(ReportForm):
    """A file; what it is, the reader tells."""

    file = forms.FileField()

    def __init__(self, *args: Any, most: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["file"]
        field.help_text = words("upload_hint", most=most)
        field.error_messages |= {"required": words("file_missing"), "missing": words("file_missing")}


class SeenForm(forms.Form):
    """The extent that the person saw when the form was made."""

    seen_start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen_end = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @property
    def seen(self) -> tuple[int, int]:
        """The extent."""
        return self.cleaned_data["seen_start"], self.cleaned_data["seen_end"]


class ExtentForm(SeenForm, ReportForm):
    """Where a promise begins and ends, and its kind."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {"words": (("promise", "text"),)}
    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField()
    words = WordsField("promise.words", rows=3, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choose("kind", value_choices("kind"))


class AddForm(ReportForm):
    """A promise that the reader did not see."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {"words": (("promise", "text"),)}
    words = WordsField("promise.words", rows=3)
    kind = forms.ChoiceField()

    def __init__(self, *args: Any, **options: Any) -> None:
        # Its ids are its own: it stands on a page with the form that edits.
        super().__init__(*args, **{"auto_id": "id_add_%s", **options})
        self.fields["words"].label = words("form.words_add")
        self.choose("kind", value_choices("kind"))


class ExcludeForm(SeenForm, ReportForm):
    """Why a promise becomes no task."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {"own_words": (("promise", "exclusion_reason"),)}
    reason = forms.ChoiceField(widget=forms.RadioSelect)
    own_words = WordsField("promise.exclusion_reason", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = words_of("reports")["exclusion"]
        self.choose("reason", [(name, texts[language_now()]) for name, texts in reasons.items()])

    def clean(self) -> dict[str, Any]:
        """Another reason is said in words."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == "other" and not cleaned.get("own_words", "").strip():
            self.add_error("own_words", words("reason_need"))
        return cleaned

    def in_words(self) -> str:
        """The reason as it is kept, in the office's language."""
        chosen: str = self.cleaned_data["reason"]
        own: str = self.cleaned_data["own_words"].strip()
        if chosen == "other":
            return own
        kept = say_in("zh", f"reports.exclusion.{chosen}")
        return f"{kept}：{own}" if own else kept


class NumberField(forms.CharField):
    """A number as people write it: ``36亿``, ``2.4万``, ``1,200``, ``-3.5``."""

    def clean(self, value: Any) -> float | None:
        """The number; ``None`` for nothing."""
        written = str(super().clean(value)).replace(",", "").replace("，", "").replace(" ", "").rstrip("%％")
        if not written:
            return None
        found = _NUMBER.fullmatch(written)
        number = float(found[1]) * _MULTIPLIERS.get(found[2] or "", 1) if found else _LARGEST
        if abs(number) >= _LARGEST:
            raise ValidationError(words("bad_number"))
        return round(number, 6)


class FigureForm(ReportForm):
    """The fields of a figure."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {
        name: (("figure", name),)
        for name in ("subject", "low", "high", "unit", "measure", "bound", "status", "tone", "period")
    } | {"words": (("figure", "quote"),)}
    subject = WordsField("figure.subject")
    low = NumberField(max_length=40)
    high = NumberField(max_length=40, required=False)
    unit = WordsField("figure.unit", required=False)
    measure = forms.ChoiceField()
    bound = forms.ChoiceField()
    status = forms.ChoiceField()
    tone = forms.ChoiceField(required=False)
    period = forms.CharField(max_length=20, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("measure", "bound", "status", "tone"):
            self.choose(name, value_choices(name, empty=name == "tone"))

    @classmethod
    def of(cls, figure: Figure, *, released: bool = False) -> FigureForm:
        """The form filled with a figure."""
        names = ("subject", "unit", "measure", "bound", "status", "tone", "period")
        initial: dict[str, Any] = {name: getattr(figure, name) for name in names}
        initial["low"] = spoken(figure.low)
        initial["high"] = spoken(figure.high) if figure.high != figure.low else ""
        return cls(initial=initial, released=released)

    def clean_period(self) -> str:
        """A year or a stretch of years."""
        period: str = self.cleaned_data["period"].strip()
        if not _PERIOD.fullmatch(period):
            raise ValidationError(words("bad_period"))
        return period

    def clean(self) -> dict[str, Any]:
        """One value is both ends of a range."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("low") is not None:
            if cleaned.get("high") is None:
                cleaned["high"] = cleaned["low"]
            if cleaned["high"] < cleaned["low"]:
                self.add_error("high", words("high_below"))
        return cleaned


class AddFigureForm(FigureForm):
    """A figure that the reader did not see, by its words inside a promise."""

    field_order = ("words",)
    words = WordsField("figure.quote")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = words("form.words_add")
        self.fields["words"].help_text = ""


def spoken(number: float) -> str:
    """A number as people write it: 3600000000.0 -> ``36亿``; nothing is rounded away."""
    for name in ("亿", "万"):
        share = number / _MULTIPLIERS[name]
        if abs(share) >= 1 and round(share, 4) == share:
            return f"{share:.10g}{name}"
    return f"{number:.15g}"
