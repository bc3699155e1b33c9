"""The form of a draft: what a person decides about a task, in fields that need no script."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar

from django import forms

from luoshi.city.people.models import Post, Unit
from luoshi.city.rules.publicity import Told
from luoshi.city.rules.words import choices
from luoshi.city.site.forms import AmountField, DayField, WordedForm, WordsField, told_of
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say
from luoshi.city.tasks.actions.drafts import Source
from luoshi.city.tasks.breakdown.catalog import Catalog, label_of
from luoshi.city.tasks.breakdown.suggesting import Suggestion
from luoshi.city.tasks.forms import TermsForm
from luoshi.city.tasks.models import ORIGINS
from luoshi.city.tasks.terms import PLAIN, MilestoneTerms, TaskTerms
from luoshi.errors import LuoshiError

NODE_ROWS = 4
OTHER = "other"
USUAL = "usual"
_NODE_PARTS = ("node_due", "node_amount", "node_words")


def words(name: str, **values: object) -> str:
    """A word of this package in the page's language."""
    return say(f"tasks.breakdown.{name}", **values)


class DraftForm(TermsForm):
    """A draft; ``suggestions`` are offered as lead units, any other unit is given by its name."""

    WORDS = "tasks.breakdown.form"
    LABELS: ClassVar[Mapping[str, str]] = {"lead": "lead_unit"}
    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {
        **told_of("task", "kind"),
        **dict.fromkeys(("lead", "lead_name"), (("task", "lead_unit"),)),
        **dict.fromkeys(("supporting", "supporting_names"), (("task", "supporting_units"),)),
    }
    lead = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    lead_name = forms.CharField(required=False, max_length=100)
    supporting = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    supporting_names = forms.CharField(required=False, max_length=500)
    sponsor = forms.ChoiceField(required=False)
    officer = forms.ChoiceField(required=False)
    kind = forms.ChoiceField()

    def __init__(
        self,
        *args: Any,
        catalog: Catalog,
        suggestions: Sequence[Suggestion] = (),
        supporting: Iterable[Unit] = (),
        nodes: int = NODE_ROWS,
        usual: Callable[[Unit], Suggestion] | None = None,
        released: bool = False,
        **kwargs: Any,
    ) -> None:
        self.node_rows = [tuple(f"{part}_{index}" for part in _NODE_PARTS) for index in range(1, nodes + 1)]
        super().__init__(*args, **kwargs)
        self.catalog = catalog
        self._usual = usual
        for row in self.node_rows:
            fields = (DayField(required=False), AmountField(), WordsField("milestone.words", required=False))
            for name, part, field in zip(row, _NODE_PARTS, fields, strict=True):
                field.label = self.label_of(part)
                self.fields[name] = field
        units = [(one.unit.key, one.unit.called) for one in suggestions]
        self.choose("lead", [*units, (OTHER, words("other_unit"))])
        self.choose("supporting", {unit.key: unit.called for unit in supporting}.items())
        nobody = [*([(USUAL, words("usual"))] if usual else []), ("", words("nobody"))]
        self.choose("sponsor", [*nobody, *((one.key, label_of(one)) for one in catalog.sponsors)])
        self.choose("officer", [*nobody, *_by_unit(catalog.officers)])
        self.choose("kind", choices("task_kind", language_now()))
        for name in ("lead_name", "supporting_names"):
            self.fields[name].widget.attrs |= {"list": "units", "autocomplete": "off"}
        self.mark(released=released)

    def told(self) -> Mapping[str, tuple[Told, ...]]:
        """The words of the milestones are fields of theirs."""
        return {**super().told(), **dict.fromkeys(self._node_words, (("milestone", "words"),))}

    @property
    def brief(self) -> Collection[str]:
        """Many rows say it in a word."""
        return self._node_words

    @property
    def _node_words(self) -> tuple[str, ...]:
        return tuple(said for _, _, said in self.node_rows)

    @property
    def nodes(self) -> list[tuple[forms.BoundField, ...]]:
        """The rows of the table of milestones."""
        return [tuple(self[name] for name in row) for row in self.node_rows]

    def clean(self) -> dict[str, Any]:
        """Units and posts by their names; what is unknown is said beside its field."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("lead") or ""
        self._take("lead_name", lambda: self._lead(chosen, cleaned.get("lead_name", "")), "lead_unit")
        self._take("supporting_names", lambda: self._supporting(cleaned), "supporting_units")
        self._take_posts(cleaned)
        for due, amount, said in self.node_rows:
            if not cleaned.get(due) and (cleaned.get(amount) is not None or cleaned.get(said)):
                self.add_error(due, words("node_without_day"))
        return cleaned

    def _take_posts(self, cleaned: dict[str, Any]) -> None:
        """The posts chosen; ``usual`` are those that usually go with the lead unit."""
        by_key = {post.key: post for post in (*self.catalog.sponsors, *self.catalog.officers)}
        lead = cleaned.get("lead_unit")
        usual = self._usual(lead) if self._usual is not None and lead is not None else None
        for name in ("sponsor", "officer"):
            chosen = cleaned.get(name) or ""
            cleaned[name] = getattr(usual, name, None) if chosen == USUAL else by_key.get(chosen)

    def _take(self, field: str, find: Any, name: str) -> None:
        try:
            self.cleaned_data[name] = find()
        except LuoshiError as error:
            self.add_error(field, error.message(language_now()))

    def _lead(self, chosen: str, name: str) -> Unit | None:
        if chosen and chosen != OTHER:
            return self.catalog.unit_by_key[chosen]
        return self.catalog.unit(name) if name.strip() else None

    def _supporting(self, cleaned: Mapping[str, Any]) -> tuple[Unit, ...]:
        ticked = [self.catalog.unit_by_key[key] for key in cleaned.get("supporting") or ()]
        return (*ticked, *self.catalog.units_in(cleaned.get("supporting_names") or ""))

    def draft(self) -> TaskTerms:
        """The draft that a valid form holds."""
        given = self.cleaned_data
        nodes = (
            MilestoneTerms(due=given[due], amount=given[amount], words=given[said])
            for due, amount, said in self.node_rows
            if given.get(due) and (given[amount] is not None or given[said])
        )
        return TaskTerms(
            **{name: given[name] for name in PLAIN},
            lead_unit=given["lead_unit"],
            supporting=given["supporting_units"],
            sponsor=given["sponsor"],
            officer=given["officer"],
            milestones=tuple(nodes),
        )


class SourceForm(WordedForm):
    """Where a task that no report promised comes from."""

    WORDS = "tasks.breakdown.form"
    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = told_of("task", "origin", "origin_words", "words")
    origin = forms.ChoiceField()
    origin_words = WordsField("task.origin_words")
    words = WordsField("task.words", rows=4)

    def __init__(self, *args: Any, released: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, released=released, **kwargs)
        names = dict(choices("origin", language_now()))
        self.choose("origin", [(name, names[name]) for name in ORIGINS if name != "report"])

    def source(self) -> Source:
        """The source that a valid form holds."""
        return Source(**self.cleaned_data)


def initial_of(draft: TaskTerms, offered: Iterable[Unit], suggested: Iterable[Unit]) -> dict[str, Any]:
    """What the form shows of ``draft``; ``offered`` units have a check box, ``suggested`` a radio button."""
    boxes, radios = {unit.pk for unit in offered}, {unit.pk for unit in suggested}
    lead = draft.lead_unit
    initial: dict[str, Any] = {name: _plain(getattr(draft, name)) for name in PLAIN}
    initial |= {
        "lead": (lead.key if lead.pk in radios else OTHER) if lead else "",
        "lead_name": lead.name if lead and lead.pk not in radios else "",
        "supporting": [unit.key for unit in draft.supporting if unit.pk in boxes],
        "supporting_names": "、".join(unit.name for unit in draft.supporting if unit.pk not in boxes),
        "sponsor": draft.sponsor.key if draft.sponsor else "",
        "officer": draft.officer.key if draft.officer else "",
    }
    for index, node in enumerate(draft.milestones, 1):
        initial |= {
            f"node_due_{index}": node.due,
            f"node_amount_{index}": _plain(node.amount),
            f"node_words_{index}": node.words,
        }
    return initial


def _plain(value: Any) -> Any:
    """A number as a person writes it: ``46.0`` -> ``46``."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _by_unit(posts: Iterable[Post]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (name, [(post.key, label_of(post)) for post in group])
        for name, group in groupby(posts, key=lambda post: post.unit.called)
    ]
