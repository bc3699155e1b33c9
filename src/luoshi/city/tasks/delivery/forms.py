"""The forms of doing tasks; each carries what it was made from, so that nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from luoshi.city.people.models import Post, Unit
from luoshi.city.rules.publicity import Told
from luoshi.city.rules.words import choices
from luoshi.city.site.days import DayField
from luoshi.city.site.language import language_now
from luoshi.city.site.publicity import mark
from luoshi.city.site.words import say, words_of
from luoshi.city.tasks.amounts import AmountField
from luoshi.city.tasks.events import asking, granting, refusing
from luoshi.city.tasks.models import Task

_BOUNDS = ("", "at_least", "at_most", "about", "exact", "between")
_LONG = 5000


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "lang": "zh-Hans"})


class Worded(forms.Form):
    """A form whose labels and helps stand in ``words.toml`` under ``[form]``.

    ``told`` says where each field goes, from which follows whether it is published (``rules.publicity``).
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    LABELS: ClassVar[dict[str, str]] = {}
    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = dict(self.TOLD)
        known = words_of("tasks")["delivery"]["form"]
        for name, field in self.fields.items():
            key = self.LABELS.get(name, name)
            if key in known:
                field.label = say(f"tasks.delivery.form.{key}")
            if f"{key}_help" in known:
                field.help_text = say(f"tasks.delivery.form.{key}_help")


def told_of(record: str, *names: str) -> dict[str, tuple[Told, ...]]:
    """Fields that go to the fields of ``record`` of the same name."""
    return {name: ((record, name),) for name in names}


def mark_for(task: Task, form: forms.Form) -> None:
    """Say beside the fields of a form about ``task`` what becomes of them."""
    brief = form.fields if isinstance(form, MilestoneForm) else ()  # one of many rows
    mark(form, getattr(form, "told", {}), of="task", released=task.is_released, brief=brief)


def _choose(kind: str, *, empty: bool = True) -> list[tuple[str, str]]:
    named = list(choices(kind, language_now()))
    return [("", "—"), *named] if empty else named


_AGREED: dict[str, tuple[Told, ...]] = {"new_due": (("task", "due"),), "new_unit": (("task", "lead_unit"),)}


class UnitField(forms.ModelChoiceField[Unit]):
    """A unit, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.current(), to_field_name="key", **kwargs)


class MoveForm(Worded):
    """What the move ``name`` needs: reason, new due date, new unit, verdict."""

    reason = forms.CharField(max_length=_LONG, widget=_area())
    new_due = DayField()
    new_unit = UnitField()
    verdict = forms.ChoiceField()
    verdict_words = forms.CharField(max_length=_LONG, required=False, widget=_area(3))

    def __init__(self, name: str, needs: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = {"reason": (("event", name),), **_AGREED, **told_of("task", "verdict", "verdict_words")}
        needs = set(needs)
        if "verdict" in needs:
            self.fields["verdict"].choices = _choose("verdict")  # type: ignore[attr-defined]
            needs.add("verdict_words")
        for field in ("reason", "new_due", "new_unit", "verdict", "verdict_words"):
            if field not in needs:
                del self.fields[field]


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_SeveralFiles(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Each of the files, checked."""
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(one, initial) for one in given if one or self.required]
        return [one for one in cleaned if one]


class ProgressForm(Worded):
    """A report on a task. ``submission`` makes a repeated form one report; ``seen`` guards a draft."""

    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = told_of(
        "progress",
        "as_of",
        "amount",
        "words",
        "next_step",
        "claim",
        "obstacle",
        "evidence",
        "final",
        "own_verdict",
    )
    submission = forms.CharField(max_length=40, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    as_of = DayField()
    amount = AmountField()
    words = forms.CharField(max_length=_LONG, widget=_area(5))
    next_step = forms.CharField(max_length=_LONG, required=False, widget=_area(3))
    claim = forms.ChoiceField(required=False)
    obstacle = forms.CharField(max_length=_LONG, required=False, widget=_area(3))
    evidence = FilesField(required=False)
    final = forms.BooleanField(required=False)
    own_verdict = forms.ChoiceField(required=False)

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = _choose("claim")  # type: ignore[attr-defined]
        self.fields["own_verdict"].choices = _choose("verdict")  # type: ignore[attr-defined]
        if task.target_unit:
            self.fields["amount"].label = say("tasks.delivery.form.amount_of", unit=task.target_unit)


class FilesForm(Worded):
    """Files for the task itself."""

    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = told_of("progress", "evidence")
    evidence = FilesField()


class AskForm(Worded):
    """What a unit asks for, and why."""

    reason = forms.CharField(max_length=_LONG, widget=_area())
    new_due = DayField()
    new_unit = UnitField()

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = {"reason": (("event", asking(kind)),)}
        if kind != "extension":
            del self.fields["new_due"]
        if kind != "transfer":
            del self.fields["new_unit"]


class DecideForm(AskForm):
    """The decision on an change request; the day or unit may differ from what was asked."""

    granted = forms.TypedChoiceField(coerce=lambda value: value == "yes", widget=forms.RadioSelect)
    field_order = ("granted", "new_due", "new_unit", "reason")

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        self.told = {"reason": (("event", granting(kind)), ("event", refusing(kind)))}
        yes, no = (say(f"tasks.delivery.{word}") for word in ("granted", "refused"))
        self.fields["granted"].choices = [("yes", yes), ("no", no)]  # type: ignore[attr-defined]
        for name in ("new_due", "new_unit"):
            if name in self.fields:
                self.fields[name].required = False


class ReasonForm(Worded):
    """A reason, for moves of a report."""

    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = {"reason": (("progress", "returned_reason"),)}
    reason = forms.CharField(max_length=500, widget=_area())


class ObstacleForm(Worded):
    """What is in the way."""

    LABELS: ClassVar[dict[str, str]] = {"words": "obstacle_words"}
    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = told_of("obstacle", "words")
    words = forms.CharField(max_length=_LONG, widget=_area())


class AssignForm(Worded):
    """Who removes an obstacle by when."""

    remover = UnitField()
    due = DayField()


class SettleForm(Worded):
    """How an obstacle was removed."""

    LABELS: ClassVar[dict[str, str]] = {"words": "settled_words"}
    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = {"words": (("obstacle", "settled_words"),)}
    words = forms.CharField(max_length=_LONG, widget=_area())


class SupervisionOrderForm(Worded):
    """A supervision order."""

    LABELS: ClassVar[dict[str, str]] = {"words": "supervision_order_words"}
    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = told_of("supervision_order", "words")
    unit = UnitField()
    colour = forms.ChoiceField()
    words = forms.CharField(max_length=_LONG, widget=_area(6))
    answer_due = DayField()

    def __init__(self, units: Sequence[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colour"].choices = _choose("supervision_order", empty=False)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]


class AnswerForm(Worded):
    """The answer to a supervision order."""

    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = told_of("supervision_order", "answer")
    answer = forms.CharField(max_length=_LONG, widget=_area(6))


class OfficerForm(Worded):
    """Which post of the lead unit does the work."""

    post = forms.ModelChoiceField(queryset=Post.objects.none(), to_field_name="key", required=False)

    def __init__(self, posts: QuerySet[Post], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class ChangeForm(Worded):
    """All terms of an issued task, with reason and approver; milestones are ``MilestoneForms``."""

    LABELS: ClassVar[dict[str, str]] = {"due": "task_due"}
    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = {
        "reason": (("event", "change"),),
        **told_of(
            "task", "title", "start", "due", "target_low", "target_high", "target_unit", "target_bound",
            "sponsor", "progress_interval_days", "approver",
        ),
    }  # fmt: skip
    title = forms.CharField(max_length=300, widget=_area(2))
    start = DayField()
    due = DayField()
    target_low = AmountField()
    target_high = AmountField()
    target_unit = forms.CharField(max_length=40, required=False)
    target_bound = forms.ChoiceField(required=False)
    sponsor = forms.ModelChoiceField(
        queryset=Post.objects.filter(role="leader").select_related("unit"),
        to_field_name="key",
        required=False,
    )
    progress_interval_days = forms.IntegerField(min_value=1, max_value=366)
    reason = forms.CharField(max_length=_LONG, widget=_area())
    approver = forms.CharField(max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = words_of("tasks")["delivery"]["bound"]
        bounds = [(one, words[one][language_now()] if one else "—") for one in _BOUNDS]
        self.fields["target_bound"].choices = bounds  # type: ignore[attr-defined]


class MilestoneForm(Worded):
    """One milestone; an empty row is none."""

    LABELS: ClassVar[dict[str, str]] = {
        "due": "milestone_due",
        "amount": "milestone_amount",
        "words": "milestone_words",
        "gone": "milestone_gone",
    }
    TOLD: ClassVar[dict[str, tuple[Told, ...]]] = told_of("milestone", "due", "amount", "words")
    version = None  # type: ignore[assignment]
    due = DayField()
    amount = AmountField()
    words = forms.CharField(max_length=300, required=False)
    gone = forms.BooleanField(required=False)


MilestoneForms = forms.formset_factory(MilestoneForm, extra=3, max_num=40)
