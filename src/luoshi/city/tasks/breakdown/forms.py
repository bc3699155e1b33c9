"""The form of a draft: what a person decides about a task, in fields that need no script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms

from luoshi.city.people.models import Post, Unit
from luoshi.city.rules.publicity import Told
from luoshi.city.rules.words import choices as named_choices
from luoshi.city.site.days import DayField
from luoshi.city.site.language import language_now
from luoshi.city.site.publicity import mark
from luoshi.city.site.words import say
from luoshi.city.tasks.actions.drafts import Draft, Node, Source
from luoshi.city.tasks.amounts import AmountField
from luoshi.city.tasks.breakdown.catalog import Catalog, label_of
from luoshi.city.tasks.breakdown.suggesting import Suggestion
from luoshi.city.tasks.models import ORIGINS, Task
from luoshi.errors import LuoshiError

NODE_ROWS = 4
BOUNDS = ("exact", "at_least", "at_most", "about", "between")
OTHER = "other"
USUAL = "usual"
_NODE_PARTS = ("node_due", "node_amount", "node_words")
_PLAIN = (
    "title",
    "start",
    "due",
    "kind",
    "target_bound",
    "target_low",
    "target_high",
    "target_unit",
    "progress_interval_days",
)

_TOLD: dict[str, Told] = {name: ("task", name) for name in _PLAIN} | {
    "lead": ("task", "lead_unit"),
    "lead_name": ("task", "lead_unit"),
    "supporting": ("task", "supporting_units"),
    "supporting_names": ("task", "supporting_units"),
}


def words(name: str, **values: object) -> str:
    """A word of this package in the page's language."""
    return say(f"tasks.breakdown.{name}", **values)


class DraftForm(forms.Form):
    """A draft; ``suggestions`` are offered as lead units, any other unit is given by its name."""

    title = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    lead = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    lead_name = forms.CharField(required=False, max_length=100)
    supporting = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    supporting_names = forms.CharField(required=False, max_length=500)
    sponsor = forms.ChoiceField(required=False)
    officer = forms.ChoiceField(required=False)
    start = DayField()
    due = DayField()
    kind = forms.ChoiceField()
    target_bound = forms.ChoiceField(required=False)
    target_low = AmountField()
    target_high = AmountField()
    target_unit = forms.CharField(required=False, max_length=40)
    progress_interval_days = forms.IntegerField(min_value=1, max_value=366)

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
        super().__init__(*args, **kwargs)
        self.catalog = catalog
        self._usual = usual
        self.node_rows = [tuple(f"{part}_{index}" for part in _NODE_PARTS) for index in range(1, nodes + 1)]
        for due, amount, said in self.node_rows:
            self.fields[due] = DayField(required=False)
            self.fields[amount] = AmountField()
            self.fields[said] = forms.CharField(required=False, max_length=300)
        self._offer(
            "lead", [*((one.unit.key, one.unit.called) for one in suggestions), (OTHER, words("other_unit"))]
        )
        self._offer("supporting", list({unit.key: unit.called for unit in supporting}.items()))
        nobody = [(USUAL, words("usual"))] if usual else []
        nobody.append(("", words("nobody")))
        self._offer("sponsor", [*nobody, *((one.key, label_of(one)) for one in catalog.sponsors)])
        self._offer("officer", [*nobody, *_by_unit(catalog.officers)])
        self._offer("kind", list(named_choices("task_kind", language_now())))
        self._offer("target_bound", [("", "—"), *((name, words(f"bound_{name}")) for name in BOUNDS)])
        for name, field in self.fields.items():
            field.label = words(name.rstrip("0123456789").rstrip("_"))
        for name in ("lead_name", "supporting_names"):
            self.fields[name].widget.attrs |= {"list": "units", "autocomplete": "off"}
        self.fields["supporting_names"].help_text = words("supporting_help")
        nodes_told = {said: ("milestone", "words") for _, _, said in self.node_rows}
        told = {name: (one,) for name, one in {**_TOLD, **nodes_told}.items()}
        mark(self, told, of="task", released=released, brief=nodes_told)

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type only
        field.choices = choices

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

    def draft(self) -> Draft:
        """The draft that a valid form holds."""
        given = self.cleaned_data
        nodes = (
            Node(due=given[due], amount=given[amount], words=given[said])
            for due, amount, said in self.node_rows
            if given.get(due) and (given[amount] is not None or given[said])
        )
        return Draft(
            **{name: given[name] for name in _PLAIN},
            lead_unit=given["lead_unit"],
            supporting=given["supporting_units"],
            sponsor=given["sponsor"],
            officer=given["officer"],
            milestones=tuple(nodes),
        )


class SourceForm(forms.Form):
    """Where a task that no report promised comes from."""

    origin = forms.ChoiceField()
    origin_words = forms.CharField(max_length=300)
    words = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, released: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        origin = self.fields["origin"]
        assert isinstance(origin, forms.ChoiceField)  # noqa: S101 - for the type only
        names = dict(named_choices("origin", language_now()))
        origin.choices = [(name, names[name]) for name in ORIGINS if name != "report"]
        for name, field in self.fields.items():
            field.label = words(name)
        mark(self, {name: (("task", name),) for name in self.fields}, of="task", released=released)

    def source(self) -> Source:
        """The source that a valid form holds."""
        return Source(**self.cleaned_data)


def initial_of(draft: Draft, offered: Iterable[Unit], suggested: Iterable[Unit]) -> dict[str, Any]:
    """What the form shows of ``draft``; ``offered`` units have a check box, ``suggested`` a radio button."""
    boxes, radios = {unit.pk for unit in offered}, {unit.pk for unit in suggested}
    lead = draft.lead_unit
    initial: dict[str, Any] = {name: _plain(getattr(draft, name)) for name in _PLAIN}
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


def draft_of(task: Task) -> Draft:
    """A task as a draft; ``supports__unit`` and ``milestones`` prefetched."""
    return Draft(
        title=task.title,
        kind=task.kind,
        lead_unit=task.lead_unit,
        supporting=tuple(support.unit for support in task.supports.all()),
        sponsor=task.sponsor,
        officer=task.officer,
        start=task.start,
        due=task.due,
        target_low=task.target_low,
        target_high=task.target_high,
        target_unit=task.target_unit,
        target_bound=task.target_bound,
        progress_interval_days=task.progress_interval_days,
        milestones=tuple(
            Node(due=one.due, amount=one.amount, words=one.words) for one in task.milestones.all()
        ),
    )


def kept_as_initial(form: forms.Form, content: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What was typed and not saved, as initial values of ``form``."""
    return {
        name: list(values) if isinstance(form.fields[name], forms.MultipleChoiceField) else values[-1]
        for name, values in content.items()
        if name in form.fields and values
    }


def _plain(value: Any) -> Any:
    """A number as a person writes it: ``46.0`` -> ``46``."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _by_unit(posts: Iterable[Post]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (name, [(post.key, label_of(post)) for post in group])
        for name, group in groupby(posts, key=lambda post: post.unit.called)
    ]
