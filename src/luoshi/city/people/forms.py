"""The forms of units, posts, people and accounts; their words stand in ``words.toml``, ``[form]``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from luoshi.city.people.actions.posts import PostFields
from luoshi.city.people.actions.tokens import LONGEST_DAYS
from luoshi.city.people.actions.units import UnitFields
from luoshi.city.people.models import ROLES, Person, Post, Unit
from luoshi.city.rules.limits import longest
from luoshi.city.rules.permissions import permission_words, role_words
from luoshi.city.rules.publicity import Told
from luoshi.city.rules.words import choices
from luoshi.city.site.forms import DayField, WordedForm, WordsField
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say

_SEPARATORS = str.maketrans("，,；;\n", "、、、、、")


def _key() -> forms.RegexField:
    return forms.RegexField(r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40, required=False)


class PeopleForm(WordedForm):
    """A form about units, posts, people and accounts."""

    WORDS = "people.form"
    OF = "unit"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, released=False if self.TOLD else None, **kwargs)


class UnitForm(PeopleForm):
    """A unit."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {
        name: (("unit", name),) for name in ("name", "short_name", "aliases")
    }
    key = _key()
    name = WordsField("unit.name")
    short_name = WordsField("unit.short_name", required=False)
    aliases = WordsField("unit.aliases", required=False)
    kind = forms.ChoiceField()
    parent = forms.ModelChoiceField(Unit.objects.none(), required=False, to_field_name="key")
    position = forms.IntegerField(min_value=0, max_value=100_000, required=False)
    since = DayField(required=False)
    until = DayField(required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], changing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices("unit_kind", language_now())  # type: ignore[attr-defined]
        self.fields["parent"].queryset = units  # type: ignore[attr-defined]
        if changing:
            del self.fields["key"]

    @staticmethod
    def of(unit: Unit) -> dict[str, Any]:
        """The form's values for a unit."""
        values = {
            name: getattr(unit, name) for name in ("name", "short_name", "kind", "position", "since", "until")
        }
        return values | {
            "aliases": "、".join(unit.aliases),
            "parent": unit.parent.key if unit.parent else None,
        }

    def given(self) -> UnitFields:
        """What the person gave."""
        clean = dict(self.cleaned_data)
        clean.pop("key", None)
        names = clean.pop("aliases").translate(_SEPARATORS).split("、")
        clean["position"] = clean["position"] or 0
        return UnitFields(aliases=tuple(name.strip() for name in names if name.strip()), **clean)


class PostForm(PeopleForm):
    """A post of a unit."""

    TOLD: ClassVar[Mapping[str, tuple[Told, ...]]] = {"name": (("post", "name"),)}
    key = _key()
    name = WordsField("post.name")
    role = forms.ChoiceField()
    position = forms.IntegerField(min_value=0, max_value=100_000, required=False)
    since = DayField(required=False)
    until = DayField(required=False)

    def __init__(self, *args: Any, changing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role, role_words(role, language_now())) for role in ROLES]  # type: ignore[arg-type]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        if changing:
            del self.fields["key"]

    @staticmethod
    def of(post: Post) -> dict[str, Any]:
        """The form's values for a post."""
        return {name: getattr(post, name) for name in ("name", "role", "position", "since", "until")}

    def given(self) -> PostFields:
        """What the person gave."""
        clean = dict(self.cleaned_data)
        clean.pop("key", None)
        clean["position"] = clean["position"] or 0
        return PostFields(**clean)


class PersonPicker(forms.CharField):
    """A person by key, offered as a list of keys with names; a name that only one person has will do."""

    def __init__(self) -> None:
        super().__init__(
            max_length=100, widget=forms.TextInput(attrs={"list": "persons", "autocomplete": "off"})
        )

    def clean(self, value: Any) -> str:
        """The person's key."""
        words = super().clean(value)
        keys = list(Person.objects.filter(key=words).values_list("key", flat=True)) or list(
            Person.objects.filter(name=words).values_list("key", flat=True)[:2]
        )
        if len(keys) != 1:
            which = "person_unknown" if not keys else "person_many"
            raise forms.ValidationError(say(f"people.form.{which}", name=words))
        return str(keys[0])


class AppointForm(PeopleForm):
    """Who holds the post from when."""

    person = PersonPicker()
    since = DayField()
    until = DayField(required=False)


class HandOverForm(PeopleForm):
    """Who takes the post over, and from when."""

    successor = PersonPicker()
    since = DayField()


class DayForm(PeopleForm):
    """The last day of something."""

    on = DayField()

    @staticmethod
    def today() -> dict[str, date]:
        """The form as it opens."""
        return {"on": timezone.localdate()}


class PersonForm(PeopleForm):
    """A person."""

    key = _key()
    person_name = WordsField("person.name")
    email = forms.EmailField(max_length=longest("person.email"), required=False)

    def __init__(self, *args: Any, changing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changing:
            del self.fields["key"]


class AccountForm(PeopleForm):
    """The name that the person signs in with."""

    username = forms.CharField(max_length=60)


class ResetForm(PeopleForm):
    """Whether the second factor goes, too."""

    second_factor = forms.BooleanField(required=False)


class IdentityForm(PeopleForm):
    """Which linked identity is meant."""

    identity = forms.IntegerField(min_value=1)


class IdentityCodeForm(PeopleForm):
    """The code that somebody who came from outside reads out."""

    code = forms.CharField(max_length=20)


class SureForm(PeopleForm):
    """Nothing but the decision."""


class LanguageForm(PeopleForm):
    """The language of the person's pages."""

    language = forms.ChoiceField(choices=Person._meta.get_field("language").choices or ())


class TokenForm(PeopleForm):
    """A token: what for, how long, with which of the person's permissions."""

    token_name = forms.CharField(max_length=100)
    days = forms.IntegerField(min_value=1, max_value=LONGEST_DAYS, initial=90)
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, scopes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one, permission_words(one, language_now())) for one in scopes]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]


class ImportForm(PeopleForm):
    """A workbook of units, posts and people."""

    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}))
