"""Units, posts and people out to Excel and in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.city.chain.writing import writing
from luoshi.city.people import exchange
from luoshi.city.people.actions.import_run import Count
from luoshi.city.people.actions.importing import ImportFaultsError, import_people
from luoshi.city.people.forms import ImportForm
from luoshi.city.people.requests import actor_of
from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.database import patient
from luoshi.city.site.form_drafts import forget_draft
from luoshi.city.site.tables.export import table_response
from luoshi.city.site.tables.imports import Plan, lines_of, preview
from luoshi.city.site.words import say

_PLACE = "table:people"


@dataclass(frozen=True)
class PeoplePlan(Plan):
    """What a workbook did, or would do, to the records of each sheet."""

    counts: tuple[Count, ...] = ()

    def effects(self) -> list[Any]:
        """How many records of each sheet would be added, changed and left."""
        return [[count.sheet, count.added, count.changed, count.left] for count in self.counts]


@takes_files
@page("unit.manage")
@patient
def exchanging(request: HttpRequest) -> HttpResponse:
    """The page of import and export; after a POST what became of the file."""
    confirming = request.method == "POST" and "confirm" in request.POST
    form = ImportForm(None if confirming or request.method != "POST" else request.POST, request.FILES or None)
    if request.method != "POST":
        return render(request, "people/exchange.html", {"form": form})
    if not confirming and not form.is_valid():
        return render(request, "people/exchange.html", {"form": form}, status=400)
    actor, at_once = actor_of(request), request.POST.get("step") == "import"

    def plan(data: bytes, *, only_check: bool = not at_once) -> PeoplePlan:
        try:
            counts = import_people(actor=actor, data=data, only_check=only_check)
        except ImportFaultsError as faults:
            return PeoplePlan(faults.faults)
        notices = tuple(notice for count in counts for notice in count.notices)
        return PeoplePlan(notices=notices, counts=tuple(counts))

    place = "" if at_once else _PLACE
    outcome = preview(request, plan, person=actor.person, place=place, allowed=("xlsx", "xls"))
    made = outcome.plan
    if outcome.confirmed:
        with writing():
            made = plan(outcome.data, only_check=False)
            forget_draft(person=actor.person, place=_PLACE)
    context: dict[str, Any] = {"form": form, "refused": outcome.refusal}
    if made is not None:
        context |= {
            "counts": made.counts,
            "only_check": not (at_once or outcome.confirmed),
            "digest": outcome.digest,
            "faults": lines_of(made.faults),
            "fault_count": len(made.faults),
            "notices": lines_of(made.notices),
            "notice_count": len(made.notices),
            "several": True,
        }
    return render(
        request, "people/exchange.html", context, status=400 if made and made.faults else outcome.status
    )


@page("unit.manage")
def export(request: HttpRequest) -> HttpResponse:
    """Everything as a workbook."""
    return table_response(exchange.exported(actor_of(request)), _name("export"), "xlsx")


@page("unit.manage")
def template(_request: HttpRequest) -> HttpResponse:
    """The workbook with its headers only."""
    return table_response(exchange.template(), _name("template"), "xlsx")


def _name(which: str) -> str:
    return say(f"people.exchange.file_{which}")
