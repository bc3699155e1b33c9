"""People and their accounts."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoshi.city.people import queries
from luoshi.city.people.actions.accounts import close_account, open_account, reset_password, unlock_account
from luoshi.city.people.actions.persons import add_person, change_person
from luoshi.city.people.actors import Actor, actor_for
from luoshi.city.people.filters import ACCOUNT_STATES, PersonFilters
from luoshi.city.people.forms import AccountForm, PersonForm, ResetForm, SureForm
from luoshi.city.people.identities import linked_to, providers
from luoshi.city.people.models import Person
from luoshi.city.people.requests import actor_of
from luoshi.city.people.views.acts import Act, Once, act_view
from luoshi.city.site.access import page
from luoshi.city.site.lists import columns_of, page_of
from luoshi.city.site.words import say

_ROWS = 50


@page("unit.read")
def persons(request: HttpRequest) -> HttpResponse:
    """Everybody with today's posts."""
    filters = PersonFilters.read(request.GET)
    listed = queries.listed_persons(actor_of(request), filters, timezone.localdate())
    states = [(state, say(f"people.persons.{state}")) for state in ACCOUNT_STATES]
    context = {
        "page": page_of(listed, request.GET.get("page"), _ROWS),
        "form": filters.form(reverse("persons"), {"state": states}),
        "columns": columns_of(
            "people.persons", ("name", "posts", "account"), labels={"name": "people.form.person_name"}
        ),
    }
    return render(request, "people/persons.html", context)


@page("unit.read")
def person(request: HttpRequest, key: str) -> HttpResponse:
    """One person: posts held, and for the administrator the account."""
    actor = actor_of(request)
    row = queries.person_for(actor, key)
    manages = actor.may_open("account.manage")
    context = {
        "person": row,
        "day": timezone.localdate(),
        "idle": actor_for(row, timezone.localdate()).idle,
        "signings": queries.signings_of(row) if manages else (),
        "identities": linked_to(row) if manages else (),
        "providers": providers() if manages else (),
    }
    return render(request, "people/person.html", context)


def _person_form(_actor: Actor, row: Person, data: QueryDict | None) -> PersonForm:
    return PersonForm(data, initial={"person_name": row.name, "email": row.email}, changing=True)


def _added(actor: Actor, _row: None, form: PersonForm) -> Person:
    clean = form.cleaned_data
    return add_person(actor=actor, name=clean["person_name"], email=clean["email"], key=clean["key"])


def _changed(actor: Actor, row: Person, form: PersonForm) -> Person:
    clean = form.cleaned_data
    return change_person(actor=actor, key=row.key, name=clean["person_name"], email=clean["email"])


def _opened(actor: Actor, row: Person, form: AccountForm) -> Once:
    username = form.cleaned_data["username"]
    return Once(row, username, open_account(actor=actor, person=row.key, username=username))


def _reset(actor: Actor, row: Person, form: ResetForm) -> Once:
    second_factor = form.cleaned_data["second_factor"]
    password = reset_password(actor=actor, person=row.key, second_factor=second_factor)
    return Once(row, row.username or "", password)


def _unlocked(actor: Actor, row: Person, _form: SureForm) -> Person:
    unlock_account(actor=actor, person=row.key)
    return row


def _sure(_actor: Actor, _row: Person, data: QueryDict | None) -> SureForm:
    return SureForm(data)


_manages = partial(Act, permission="account.manage", find=queries.person_for)

person_add = act_view(
    Act(
        name="add_person",
        permission="unit.manage",
        form=lambda _actor, _row, data: PersonForm(data),
        write=_added,
        keeps=True,
    )
)
person_change = act_view(
    Act(
        name="change_person",
        permission="unit.manage",
        find=queries.person_for,
        form=_person_form,
        write=_changed,
        keeps=True,
    )
)
account_open = act_view(
    _manages(
        name="open_account",
        form=lambda _actor, row, data: AccountForm(data, initial={"username": row.username or ""}),
        write=_opened,
    )
)
account_reset = act_view(
    _manages(name="reset_password", form=lambda _actor, _row, data: ResetForm(data), write=_reset)
)
account_close = act_view(
    _manages(
        name="close_account",
        form=_sure,
        write=lambda actor, row, _form: close_account(actor=actor, person=row.key),
        danger=True,
    )
)
account_unlock = act_view(_manages(name="unlock", form=_sure, write=_unlocked))
