"""What the pages with a form share: a refusal of the program stands in the form, which keeps its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from luoshi.city.people.forms import WordedForm
from luoshi.city.people.models import Person
from luoshi.city.site.errors import ConflictError
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say

_Form = TypeVar("_Form", bound=WordedForm)


@dataclass(frozen=True)
class Asked:
    """A page that asks for one act; its words are ``<name>`` in ``do``, ``how``, ``done`` of words.toml."""

    name: str
    about: str = ""
    back: str = field(default_factory=partial(reverse, "units"))
    danger: bool = False
    picks_person: bool = False


def posted(request: HttpRequest) -> QueryDict | None:
    """The form's data; ``None`` where the page is only opened."""
    return request.POST if request.method == "POST" else None


def answered(
    request: HttpRequest, form: _Form, asked: Asked, act: Callable[[_Form], str | HttpResponse]
) -> HttpResponse:
    """The form's page; after a valid POST the act, and then the address (or page) that it gives."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                after = act(form)
            except ConflictError as impossible:
                form.add_error(None, impossible.message(language_now()))
                status = impossible.status
            else:
                if isinstance(after, HttpResponse):
                    return after
                messages.success(request, say(f"people.done.{asked.name}"))
                return HttpResponseRedirect(after)
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "heading": say(f"people.do.{asked.name}"),
        "how": say(f"people.how.{asked.name}"),
    }
    if asked.picks_person:
        context["persons"] = Person.objects.filter(is_active=True).order_by("name", "key").only("key", "name")
    return render(request, "people/form.html", context, status=status)
