"""Units, posts and people out to Excel and in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.city.people import exchange
from luoshi.city.people.actions.importing import ImportFaultsError, import_people
from luoshi.city.people.forms import ImportForm
from luoshi.city.people.importing import Count
from luoshi.city.people.requests import actor_of
from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.database import patient
from luoshi.city.site.tables.export import table_response
from luoshi.city.site.tables.imports import Plan, lines_of, preview
from luoshi.city.site.words import say


@dataclass(frozen=True)
class PeoplePlan(Plan):
    """What a workbook did, or would do, to the records of each sheet."""

    counts: tuple[Count, ...] = ()


@takes_files
@page("unit.manage")
@patient
def exchanging(request: HttpRequest) -> HttpResponse:
    """The page of import and export; after a POST what became of the file."""
    form = ImportForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method != "POST":
        return render(request, "people/exchange.html", {"form": form})
    if not form.is_valid():
        return render(request, "people/exchange.html", {"form": form}, status=400)
    actor, only_check = actor_of(request), request.POST.get("step") == "check"

    def plan(data: bytes) -> PeoplePlan:
        try:
            counts = import_people(actor=actor, data=data, only_check=only_check)
        except ImportFaultsError as faults:
            return PeoplePlan(faults.faults)
        return PeoplePlan(
            notices=tuple(one for count in counts for one in count.notices), counts=tuple(counts)
        )

    outcome = preview(request, plan, allowed=("xlsx", "xls"))
    context: dict[str, Any] = {"form": form, "refused": outcome.refusal, "only_check": only_check}
    if outcome.plan is not None:
        made = outcome.plan
        context |= {
            "counts": made.counts,
            "faults": lines_of(made.faults),
            "fault_count": len(made.faults),
            "notices": lines_of(made.notices),
            "notice_count": len(made.notices),
            "several": True,
        }
    return render(request, "people/exchange.html", context, status=outcome.status)


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
