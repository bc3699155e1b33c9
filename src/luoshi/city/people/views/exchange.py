"""Units, posts and people out to Excel and in again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.city.people import exchange
from luoshi.city.people.actions.importing import ImportFaultsError, import_people
from luoshi.city.people.forms import ImportForm
from luoshi.city.people.requests import actor_of
from luoshi.city.people.views.form_view import posted
from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.database import patient
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.columns import CellFault
from luoshi.city.site.uploads import check, download
from luoshi.city.site.words import say
from luoshi.errors import LuoshiError

_MOST_FAULTS = 500


@takes_files
@page("unit.manage")
@patient
def exchanging(request: HttpRequest) -> HttpResponse:
    """The page of import and export; after a POST what became of the file."""
    form = ImportForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            only_check = request.POST.get("step") == "check"
            context |= _imported(request, form, only_check=only_check)
            status = 200 if "counts" in context else 400
    return render(request, "people/exchange.html", context, status=status)


def _imported(request: HttpRequest, form: ImportForm, *, only_check: bool) -> dict[str, Any]:
    file = form.cleaned_data["file"]
    try:
        check(file, allowed=("xlsx", "xls"))
        counts = import_people(actor=actor_of(request), data=file.read(), only_check=only_check)
    except ImportFaultsError as faults:
        return {"faults": _lines(faults.faults[:_MOST_FAULTS]), "fault_count": len(faults.faults)}
    except LuoshiError as error:
        if error.status == 403:
            raise
        return {"refused": error.message(language_now())}
    notices = [notice for count in counts for notice in count.notices]
    return {"counts": counts, "only_check": only_check, "notices": _lines(notices[:_MOST_FAULTS])}


def _lines(faults: Sequence[CellFault]) -> list[dict[str, Any]]:
    language = language_now()
    return [
        {"sheet": one.sheet, "row": one.row or "", "letter": one.letter, "column": one.column,
         "words": one.message(language)}
        for one in faults
    ]  # fmt: skip


@page("unit.manage")
def export(request: HttpRequest) -> FileResponse:
    """Everything as a workbook."""
    return download(io.BytesIO(exchange.exported(actor_of(request))), _name("export"))


@page("unit.manage")
def template(_request: HttpRequest) -> FileResponse:
    """The workbook with its headers only."""
    return download(io.BytesIO(exchange.template()), _name("template"))


def _name(which: str) -> str:
    return say(f"people.exchange.file_{which}")
