"""The bulletin: which month, whom to name, and the file."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from luoshi.city.documents.actions.bulletins import make_bulletin
from luoshi.city.documents.bulletin import LISTS, Bulletin, NotListedError, Picks, month_of
from luoshi.city.documents.views import word_file
from luoshi.city.people.requests import actor_of
from luoshi.city.site.access import page
from luoshi.city.site.form_drafts import draft_at, forget_draft
from luoshi.city.site.language import language_now

_GROUPS = ("praised", "criticised", "silent")


@page("bulletin.make")
@require_GET
def bulletin(request: HttpRequest) -> HttpResponse:
    """``/documents/bulletin/?month=``: which month, and the units that its tasks give reason to name."""
    return _page(request, request.GET.get("month") or f"{timezone.localdate():%Y-%m}", QueryDict())


@page("bulletin.make")
@require_POST
def bulletin_file(request: HttpRequest) -> HttpResponse | FileResponse:
    """The bulletin of a month with those named who were picked; raises ``InvalidError``."""
    given = request.POST
    written = given.get("month", "")
    person, place = actor_of(request).person, _place(written)
    if "fresh" in given:
        forget_draft(person=person, place=place)
        return HttpResponseRedirect(f"{reverse('document_bulletin')}?{urlencode({'month': written})}")
    month = month_of(written)
    picks = Picks(
        **{group: tuple(dict.fromkeys(given.getlist(group))) for group in _GROUPS},
        lists=tuple(dict.fromkeys(given.getlist("lists"))),
    )
    try:
        data = make_bulletin(
            actor=actor_of(request),
            month=month,
            picks=picks,
            issue=given.get("issue", ""),
            remarks=given.get("remarks", ""),
        )
    except NotListedError as error:
        return _page(request, written, given, error)
    forget_draft(person=person, place=place, form_key=given.get("form_key", ""))
    return word_file(data, "file_bulletin", month=f"{month:%Y-%m}")


def _place(month: str) -> str:
    """Where what is typed into the form of a month is kept."""
    return f"bulletin:{month}"


def _page(
    request: HttpRequest, month: str, given: QueryDict, error: NotListedError | None = None
) -> HttpResponse:
    found = Bulletin(actor_of(request), month_of(month))
    kept = None if given else draft_at(actor_of(request).person, _place(month))
    if kept is not None:
        given = QueryDict(mutable=True)
        for name, values in kept.content.items():
            given.setlist(name, values)
    groups = [
        (group, [(one, one.unit.key in given.getlist(group)) for one in getattr(found, group)])
        for group in _GROUPS
    ]
    context = {
        "month": month,
        "groups": groups,
        "lists": [(name, name in given.getlist("lists")) for name in LISTS],
        "given": given,
        "place": _place(month),
        "form_key": given.get("form_key", "")[:40] or uuid.uuid4().hex,
        "kept": kept,
        "error": error.message(language_now()) if error else "",
    }
    return render(request, "documents/bulletin.html", context, status=error.status if error else 200)
