"""What every page with a form does: show it, write, or show it again with what was typed and why not."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_POST

from luoshi.city.site.access import page
from luoshi.city.site.confirmations import Question, UnconfirmedError
from luoshi.city.site.form_drafts import draft_at, forget_draft, keep_draft
from luoshi.city.site.forms import kept_values
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say
from luoshi.errors import LuoshiError

SHOWN = frozenset((400, 409))
"""What the person can mend in the form; other errors are pages of their own."""

Context = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """The page that a form stands on.

    ``context``   what ``template`` gets beside ``form``; a function where it is dear, or changes with a write
    ``beside``    forms that are sent with it, good only together
    ``always``    what is asked each time, before anything was refused
    ``version``   the present version of the record, for a form that is shown again: sending it once more is
                  then a decision
    ``place``     where what is typed is kept until it is sent (``site.form_drafts``); empty for short forms
    """

    template: str
    context: Context | Callable[[], Context] = field(default_factory=dict)
    beside: Sequence[BaseForm | BaseFormSet[Any]] = ()
    always: Sequence[Question] = ()
    version: Callable[[], object] | None = None
    place: str = ""


def form_view(
    request: HttpRequest, form: BaseForm, write: Callable[[], HttpResponse], form_page: FormPage
) -> HttpResponse:
    """GET shows the form; POST of a valid one answers with what ``write`` gives.

    What is wrong is said at its field, or above the form: 400. What is stale, contradicts what is there, or
    is to be confirmed first: 409. ``write`` reads ``cleaned_data``; its other errors are not caught.
    """
    person = _person(request, form_page)
    if request.method != "POST":
        return show_form(request, form, form_page)
    if person is not None and "fresh" in request.POST:
        forget_draft(person=person, place=form_page.place)
        return HttpResponseRedirect(request.get_full_path())
    status = 400
    refused: tuple[Question, ...] = ()
    # every form is looked at, so that all faults are said at once
    if all([form.is_valid(), *(part.is_valid() for part in form_page.beside)]):
        try:
            response = write()
        except UnconfirmedError as unconfirmed:
            status, refused = unconfirmed.status, unconfirmed.questions
        except LuoshiError as error:
            if error.status not in SHOWN:
                raise
            status = error.status
            form.add_error(None, error.message(language_now()))
            if form_page.version is not None:
                _put(form, "version", form_page.version())
        else:
            if person is not None:
                forget_draft(person=person, place=form_page.place, form_key=request.POST.get("form_key", ""))
            return response
    return show_form(request, form, form_page, status, refused)


def show_form(
    request: HttpRequest,
    form: BaseForm,
    form_page: FormPage,
    status: int = 200,
    refused: Sequence[Question] = (),
) -> HttpResponse:
    """The page of the form, with what is kept of it where it was not sent."""
    context: dict[str, Any] = dict(form_page.context() if callable(form_page.context) else form_page.context)
    person = _person(request, form_page)
    if person is not None:
        draft = None if form.is_bound else draft_at(person, form_page.place)
        if draft is not None:
            for part in (form, *form_page.beside):
                for one in part if isinstance(part, BaseFormSet) else (part,):
                    one.initial = {**one.initial, **kept_values(one, draft.content)}
        key = request.POST.get("form_key", "")[:40] or uuid.uuid4().hex
        context |= {"kept": draft, "place": form_page.place, "form_key": key}
    context |= {"form": form, **asked_of(request, refused, form_page.always)}
    return render(request, form_page.template, context, status=status)


def _person(request: HttpRequest, form_page: FormPage) -> Any:
    return getattr(request.actor, "person", None) if form_page.place else None  # type: ignore[attr-defined]


@page("account.own")
@require_POST
def keep_form(request: HttpRequest) -> HttpResponse:
    """``/form-drafts/``: keep what is typed, as it is typed; htmx puts the answer into the form."""
    draft = keep_draft(
        person=request.actor.person,  # type: ignore[attr-defined]
        place=request.POST.get("place", ""),
        content=dict(request.POST.lists()),
        form_key=request.POST.get("form_key", ""),
    )
    words = say("site.form.kept", time=f"{timezone.localtime(draft.changed_at):%H:%M:%S}") if draft else ""
    # What signs in a person whose session ended has no such element, and takes the place of nothing.
    return HttpResponse(f'<span id="kept-now">{escape(words)}</span>')


def _put(form: BaseForm, name: str, value: object) -> None:
    """Set a field of a form that was sent and is shown again."""
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix(name)] = str(value)
    form.data = data


def confirmed_in(request: HttpRequest) -> frozenset[str]:
    """The keys of what the person was asked and confirmed."""
    return frozenset(request.POST.getlist("asked") if "sure" in request.POST else ())


def asked_of(
    request: HttpRequest, refused: Sequence[Question], always: Sequence[Question] = ()
) -> dict[str, Any]:
    """What ``site/confirm.html`` shows: why a form was ``refused``, or what is ``always`` asked before it.

    A form that is shown again for another fault keeps what was confirmed.
    """
    confirmed = confirmed_in(request)
    shown = refused or [one for one in always if one.key not in confirmed]
    return {
        "questions": [(one.key, one.message(language_now())) for one in shown],
        "refused": bool(refused),
        "settled": sorted(confirmed - {one.key for one in shown}),
    }


def version_of(request: HttpRequest) -> int | None:
    """The version that a button carried."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None
