"""The forms of doing tasks; each carries what it was made from, so that nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from luoshi.city.people.fields import SponsorField, UnitField
from luoshi.city.people.models import Post, Unit
from luoshi.city.rules.publicity import Told
from luoshi.city.rules.words import choices
from luoshi.city.site.forms import AmountField, DayField, FilesField, WordedForm, WordsField, told_of
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say
from luoshi.city.tasks.events import asking, granting, refusing
from luoshi.city.tasks.forms import TermsForm
from luoshi.city.tasks.models import Task


class TaskForm(WordedForm):
    """A form about a task, with the version that the task had when the form was made."""

    WORDS = "tasks.delivery.form"
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


_AGREED: dict[str, tuple[Told, ...]] = {"new_due": (("task", "due"),), "new_unit": (("task", "lead_unit"),)}


class MoveForm(TaskForm):
    """What the move ``name`` needs: reason, new due date, new unit, verdict."""

    reason = WordsField("event.reason", rows=4)
    new_due = DayField()
    new_unit = UnitField()
    verdict = forms.ChoiceField()
    verdict_words = WordsField("task.verdict_words", rows=3, required=False)

    def __init__(self, name: str, needs: Collection[str], *args: Any, **kwargs: Any) -> None:
        self._move = name
        super().__init__(*args, **kwargs)
        self.choose("verdict", choices("verdict", language_now()), empty="—")
        asked = {*needs, "version", *({"verdict_words"} if "verdict" in needs else ())}
        self.without(*(set(self.fields) - asked))

    def told(self) -> Mapping[str, tuple[Told, ...]]:
        """The reason goes to the event of the move."""
        return {"reason": (("event", self._move),), **_AGREED, **told_of("task", "verdict", "verdict_words")}


class ProgressForm(TaskForm):
    """A report on a task. ``submission`` makes a repeated form one report; ``seen`` guards a draft."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = told_of(
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
    words = WordsField("progress.words", rows=5)
    next_step = WordsField("progress.next_step", rows=3, required=False)
    claim = forms.ChoiceField(required=False)
    obstacle = WordsField("progress.obstacle", rows=3, required=False)
    evidence = FilesField(required=False)
    final = forms.BooleanField(required=False)
    own_verdict = forms.ChoiceField(required=False)

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("claim", choices("claim", language_now()), empty="—")
        self.choose("own_verdict", choices("verdict", language_now()), empty="—")
        if task.target_unit:
            self.fields["amount"].label = say("tasks.delivery.form.amount_of", unit=task.target_unit)


class FilesForm(TaskForm):
    """Files for the task itself."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = told_of("progress", "evidence")
    evidence = FilesField()


class AskForm(TaskForm):
    """What a unit asks for, and why."""

    reason = WordsField("change_request.reason", rows=4)
    new_due = DayField()
    new_unit = UnitField()

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        if kind != "extension":
            self.without("new_due")
        if kind != "transfer":
            self.without("new_unit")

    def told(self) -> Mapping[str, tuple[Told, ...]]:
        """The reason goes to the event of asking."""
        return {"reason": (("event", asking(self.kind)),)}


class DecideForm(AskForm):
    """The decision on an change request; the day or unit may differ from what was asked."""

    granted = forms.TypedChoiceField(coerce=lambda value: value == "yes", widget=forms.RadioSelect)
    field_order = ("granted", "new_due", "new_unit", "reason")

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        yes, no = (say(f"tasks.delivery.{word}") for word in ("granted", "refused"))
        self.choose("granted", [("yes", yes), ("no", no)])
        for name in ("new_due", "new_unit"):
            if name in self.fields:
                self.fields[name].required = False

    def told(self) -> Mapping[str, tuple[Told, ...]]:
        """The reason goes to the event of granting, or of refusing."""
        return {"reason": (("event", granting(self.kind)), ("event", refusing(self.kind)))}


class ReasonForm(TaskForm):
    """A reason, for moves of a report."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {"reason": (("progress", "returned_reason"),)}
    reason = WordsField("progress.returned_reason", rows=4)


class ObstacleForm(TaskForm):
    """What is in the way."""

    LABELS: ClassVar[Mapping[str, str]] = {"words": "obstacle_words"}
    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = told_of("obstacle", "words")
    words = WordsField("obstacle.words", rows=4)


class AssignForm(TaskForm):
    """Who removes an obstacle by when."""

    remover = UnitField()
    due = DayField()


class SettleForm(TaskForm):
    """How an obstacle was removed."""

    LABELS: ClassVar[Mapping[str, str]] = {"words": "settled_words"}
    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {"words": (("obstacle", "settled_words"),)}
    words = WordsField("obstacle.settled_words", rows=4)


class SupervisionOrderForm(TaskForm):
    """A supervision order."""

    LABELS: ClassVar[Mapping[str, str]] = {"words": "supervision_order_words"}
    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = told_of("supervision_order", "words")
    unit = UnitField()
    colour = forms.ChoiceField()
    words = WordsField("supervision_order.words", rows=6)
    answer_due = DayField()

    def __init__(self, units: Sequence[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("colour", choices("supervision_order", language_now()))
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]


class AnswerForm(TaskForm):
    """The answer to a supervision order."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = told_of("supervision_order", "answer")
    answer = WordsField("supervision_order.answer", rows=6)


class OfficerForm(TaskForm):
    """Which post of the lead unit does the work."""

    post = forms.ModelChoiceField(queryset=Post.objects.none(), to_field_name="key", required=False)

    def __init__(self, posts: QuerySet[Post], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class ChangeForm(TermsForm):
    """The terms of an issued task, with reason and approver; its milestones are ``MilestoneForms``."""

    WORDS = "tasks.delivery.form"
    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {
        "reason": (("event", "change"),),
        **told_of("task", "sponsor", "approver"),
    }
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sponsor = SponsorField(required=False)
    reason = WordsField("event.reason", rows=4)
    approver = WordsField("task.approver")


class MilestoneForm(TaskForm):
    """One milestone; an empty row is none."""

    LABELS: ClassVar[Mapping[str, str]] = {
        "due": "milestone_due",
        "amount": "milestone_amount",
        "words": "milestone_words",
        "gone": "milestone_gone",
    }
    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = told_of("milestone", "due", "amount", "words")
    version = None  # type: ignore[assignment]
    due = DayField()
    amount = AmountField()
    words = WordsField("milestone.words", required=False)
    gone = forms.BooleanField(required=False)

    @property
    def brief(self) -> Collection[str]:
        """One of many rows says it in a word."""
        return tuple(self.fields)


MilestoneForms = forms.formset_factory(MilestoneForm, extra=3, max_num=40)
