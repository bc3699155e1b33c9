"""The pages that ask for one act on a unit, post, person or account: nearly all are of one shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from luoshi.city.people.actors import Actor
from luoshi.city.people.forms import PeopleForm
from luoshi.city.people.models import Person, Post, Unit
from luoshi.city.people.requests import actor_of
from luoshi.city.site.access import page
from luoshi.city.site.form_view import FormPage, form_view
from luoshi.city.site.words import say

Row = Unit | Post | Person


@dataclass(frozen=True)
class Once:
    """A one-time password, shown on the page that answers and never again."""

    person: Person
    username: str
    password: str


@dataclass(frozen=True)
class Page:
    """Another page that answers, shown once."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Act:
    """A page that asks for one act; its words are ``name`` in ``do``, ``how`` and ``done`` of words.toml.

    ``find``      the row that the act is about, by the key in the address; ``None`` for a new one
    ``form``      the form, of the row and of what was sent
    ``write``     the action; it gives the row whose page comes next, or what is shown once
    ``back``      the name of the page that a new row's form leads back to
    ``keeps``     what is typed is kept until it is sent
    """

    name: str
    permission: str
    form: Callable[[Actor, Any, QueryDict | None], PeopleForm]
    write: Callable[..., Row | Once | Page]
    find: Callable[[Actor, str], Row] | None = None
    back: str = "units"
    danger: bool = False
    picks_person: bool = False
    keeps: bool = False


@dataclass(frozen=True)
class Shown:
    """What the template is told of the act: whom it is about, the way back, whether it is red."""

    about: str
    back: str
    danger: bool


def act_view(act: Act) -> Callable[..., HttpResponseBase]:
    """The view of the act. ``write`` gets the actor, the row, the form, and what else the address holds."""

    @page(act.permission)
    def view(request: HttpRequest, key: str = "", **rest: Any) -> HttpResponse:
        actor = actor_of(request)
        row = act.find(actor, key) if act.find else None
        form = act.form(actor, row, request.POST if request.method == "POST" else None)
        back = address_of(row) if row is not None else reverse(act.back)

        def write() -> HttpResponse:
            made = act.write(actor, row, form, **rest)
            if isinstance(made, Once):
                return render(request, "people/one_time.html", vars(made))
            if isinstance(made, Page):
                return render(request, made.template, made.context)
            messages.success(request, say(f"people.done.{act.name}"))
            return HttpResponseRedirect(address_of(made))

        context: dict[str, Any] = {
            "asked": Shown("" if row is None else called(row), back, act.danger),
            "heading": say(f"people.do.{act.name}"),
            "how": say(f"people.how.{act.name}"),
        }
        if act.picks_person:
            context["persons"] = (
                Person.objects.filter(is_active=True).order_by("name", "key").only("key", "name")
            )
        place = f"{act.name}:{key}" if act.keeps else ""
        return form_view(
            request, form, write, FormPage(template="people/form.html", context=context, place=place)
        )

    return view


def address_of(row: Row) -> str:
    """The page of a unit, post or person."""
    return reverse(f"{row._meta.model_name}", args=[row.key])


def called(row: Row) -> str:
    """What the row is called, a post with its unit."""
    return f"{row.unit.name} {row.name}" if isinstance(row, Post) else row.name
