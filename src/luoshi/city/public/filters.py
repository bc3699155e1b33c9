"""What of the released tasks is shown, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Case, IntegerField, Value, When

from luoshi.city.site.lists import Filters, Form, Key, Orders, choice, search, text, year
from luoshi.city.tasks.models import KINDS, VERDICTS

OPEN = "none"

_LIVELIHOOD = Key(Case(When(kind="livelihood", then=Value(0)), default=Value(1), output_field=IntegerField()))
ORDERS = Orders(
    {
        "section": (_LIVELIHOOD, Key("section_order"), Key("section")),
        "unit": (_LIVELIHOOD, Key("lead_unit__position", nullable=True), Key("lead_unit", nullable=True)),
    },
    last=("number", "pk"),
)
"""Livelihood items first, then by section or by unit."""


@dataclass(frozen=True)
class PublicFilters(Filters):
    """The filters of the public list, in the order of their form."""

    asked: ClassVar = Form("public", label="public.filters", helped=("q",))

    q: str = search()
    year: int = year("year")
    section: str = text("section")
    unit: str = text("lead_unit__key")
    kind: str = choice(KINDS, "kind")
    verdict: str = choice((*VERDICTS, OPEN), "verdict", nothing=OPEN)
    by: str = choice(tuple(ORDERS.by), default="section", narrows=False)


@dataclass(frozen=True)
class ReleasableFilters(Filters):
    """The filters of the tasks that may be released."""

    asked: ClassVar = Form("public", label="public.filters")

    year: int | None = year("year")
    unit: str = text("lead_unit__key")
