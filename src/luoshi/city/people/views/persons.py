"""People and their accounts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoshi.city.people import queries
from luoshi.city.people.actions.accounts import close_account, open_account, reset_password, unlock_account
from luoshi.city.people.actions.persons import add_person, change_person
from luoshi.city.people.actors import actor_for
from luoshi.city.people.filters import ACCOUNT_STATES, PersonFilters
from luoshi.city.people.forms import AccountForm, PersonForm, ResetForm, SureForm
from luoshi.city.people.identities import linked_to, providers
from luoshi.city.people.models import Person
from luoshi.city.people.requests import actor_of
from luoshi.city.people.views.form_view import Asked, answered, posted
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


@page("unit.manage")
def person_add(request: HttpRequest) -> HttpResponse:
    """A new person."""
    actor = actor_of(request)

    def act(form: PersonForm) -> str:
        given = form.cleaned_data
        made = add_person(actor=actor, name=given["person_name"], email=given["email"], key=given["key"])
        return reverse("person", args=[made.key])

    return answered(request, PersonForm(posted(request)), Asked("add_person"), act)


@page("unit.manage")
def person_change(request: HttpRequest, key: str) -> HttpResponse:
    """Another name or address for a person."""
    actor = actor_of(request)
    row = queries.person_for(actor, key)
    form = PersonForm(posted(request), initial={"person_name": row.name, "email": row.email}, changing=True)

    def act(form: PersonForm) -> str:
        given = form.cleaned_data
        change_person(actor=actor, key=key, name=given["person_name"], email=given["email"])
        return reverse("person", args=[key])

    return answered(request, form, _asked("change_person", row), act)


@page("account.manage")
def account_open(request: HttpRequest, key: str) -> HttpResponse:
    """A person gets an account; the one-time password is on the page that answers."""
    actor = actor_of(request)
    row = queries.person_for(actor, key)
    form = AccountForm(posted(request), initial={"username": row.username or ""})

    def act(form: AccountForm) -> HttpResponse:
        username = form.cleaned_data["username"]
        return _shown_once(request, row, username, open_account(actor=actor, person=key, username=username))

    return answered(request, form, _asked("open_account", row), act)


@page("account.manage")
def account_reset(request: HttpRequest, key: str) -> HttpResponse:
    """A new one-time password."""
    actor = actor_of(request)
    row = queries.person_for(actor, key)

    def act(form: ResetForm) -> HttpResponse:
        password = reset_password(actor=actor, person=key, second_factor=form.cleaned_data["second_factor"])
        return _shown_once(request, row, row.username or "", password)

    return answered(request, ResetForm(posted(request)), _asked("reset_password", row), act)


@page("account.manage")
def account_close(request: HttpRequest, key: str) -> HttpResponse:
    """The person left."""
    actor = actor_of(request)
    row = queries.person_for(actor, key)

    def act(_form: SureForm) -> str:
        close_account(actor=actor, person=key)
        return reverse("person", args=[key])

    form = SureForm(posted(request))
    return answered(request, form, _asked("close_account", row, danger=True), act)


@page("account.manage")
def account_unlock(request: HttpRequest, key: str) -> HttpResponse:
    """Failed sign-ins are forgotten."""
    actor = actor_of(request)
    row = queries.person_for(actor, key)

    def act(_form: SureForm) -> str:
        unlock_account(actor=actor, person=key)
        return reverse("person", args=[key])

    form = SureForm(posted(request))
    return answered(request, form, _asked("unlock", row), act)


def _asked(name: str, row: Person, *, danger: bool = False) -> Asked:
    return Asked(name, row.name, reverse("person", args=[row.key]), danger=danger)


def _shown_once(request: HttpRequest, row: Person, username: str, password: str) -> HttpResponse:
    context = {"person": row, "username": username, "password": password}
    return render(request, "people/one_time.html", context)
