"""The templates of papers: looked at, changed, given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from luoshi.city.documents import rendering
from luoshi.city.documents.actions.templates import upload_template, withdraw_templates
from luoshi.city.documents.models import KINDS, PaperKind, Template
from luoshi.city.documents.samples import sample
from luoshi.city.documents.views import word_file
from luoshi.city.people.requests import actor_of
from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.errors import InvalidError, NotFoundError
from luoshi.city.site.words import say


@page("bulletin.make")
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """``/documents/templates/``: each kind with the template in use and the fields it may use."""
    rows = Template.objects.filter(withdrawn_at__isnull=True).select_related("uploaded_by")
    own: dict[str, Template] = {}
    for row in rows:
        own.setdefault(row.kind, row)
    kinds = [(kind, _named(kind), own.get(kind), list(fields_of(sample(kind)))) for kind in KINDS]
    return render(request, "documents/templates.html", {"kinds": kinds})


@takes_files
@page("bulletin.make")
@require_POST
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a template for ``kind`` once it can be filled in."""
    file = request.FILES.get("file")
    if file is None:
        raise InvalidError("template_no_file")
    upload_template(actor=actor_of(request), kind=_kind(kind), file=file)
    messages.success(request, say("documents.taken"))
    return HttpResponseRedirect(reverse("document_templates"))


@page("bulletin.make")
@require_POST
def back(request: HttpRequest, kind: str) -> HttpResponse:
    """Use the built-in template again."""
    withdraw_templates(actor=actor_of(request), kind=_kind(kind))
    messages.success(request, say("documents.withdrawn"))
    return HttpResponseRedirect(reverse("document_templates"))


@page("bulletin.make")
@require_GET
def template_file(_request: HttpRequest, kind: str) -> FileResponse:
    """The template in use, to be changed in Word."""
    return word_file(rendering.template_bytes(_kind(kind)), "file_template", kind=_named(kind))


@page("bulletin.make")
@require_GET
def sample_file(_request: HttpRequest, kind: str) -> FileResponse:
    """The template in use, filled in with made-up fields."""
    data = rendering.render(_kind(kind), sample(_kind(kind)))
    return word_file(data, "file_sample", kind=_named(kind))


def fields_of(fields: Mapping[str, Any], before: str = "") -> Sequence[tuple[str, str]]:
    """Each field as a template writes it, with its example: ``task.title``, ``sections[].name``."""
    found: list[tuple[str, str]] = []
    for name, value in fields.items():
        if isinstance(value, Mapping):
            found += fields_of(value, f"{before}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            found += fields_of(value[0], f"{before}{name}[].")
        else:
            found.append(
                (f"{before}{name}", "、".join(map(str, value)) if isinstance(value, list) else str(value))
            )
    return found


def _kind(kind: str) -> PaperKind:
    if kind not in KINDS:
        raise NotFoundError("template_kind_unknown", kind=kind[:20])
    return kind


def _named(kind: str) -> str:
    return say(f"documents.kind_{kind}")
