"""What a list of tasks shows, as it stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, get_args

from django.db.models import Case, IntegerField, Value, When

from luoshi.city.rules.lights import GRAVITY
from luoshi.city.rules.states import TaskState
from luoshi.city.site.lists import (
    Filters,
    Form,
    Key,
    Orders,
    choice,
    flag,
    order,
    page_size,
    search,
    text,
    year,
)
from luoshi.city.tasks.models import COLOURS, KINDS, ORIGINS, VERDICTS
from luoshi.city.tasks.public import TASK

STATES: tuple[str, ...] = get_args(TaskState)
EVERY_YEAR = "all"
NO_VERDICT = "none"
SIZES = (50, 100, 200)
_FOLDED = ("kind", "verdict", "origin", "section", "sponsor", "issued", "overdue", "mine", "size")


def _place(field: str, values: Sequence[str]) -> Case:
    places = [When(**{field: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*places, default=Value(len(values)), output_field=IntegerField())


ORDERS = Orders(
    {
        "number": (),
        "title": (Key("title"),),
        "unit": (Key("lead_unit__position", nullable=True), Key("lead_unit__key", nullable=True)),
        "due": (Key("due"),),
        "state": (Key(_place("state", STATES)),),
        "light": (Key(_place("light", GRAVITY)),),
        "reported": (Key("last_progress_on", nullable=True, lowest=True),),
    },
    last=("year", "number"),
)


@dataclass(frozen=True)
class TaskFilters(Filters):
    """The filters of a list of tasks, in the order of their form. ``year`` is ``None`` for every year."""

    asked: ClassVar = Form("tasks.task_list", helped=("q",), folded=_FOLDED, live=True)

    q: str = search()
    year: int | None = year("year", every=EVERY_YEAR)
    unit: str = text("lead_unit__key")
    state: str = choice(STATES, "state")
    light: str = choice(COLOURS, "light")
    kind: str = choice(KINDS, "kind")
    verdict: str = choice((*VERDICTS, NO_VERDICT), "verdict", nothing=NO_VERDICT)
    origin: str = choice(ORIGINS, "origin")
    section: str = text("section")
    sponsor: str = text("sponsor__key")
    issued: bool = flag()
    overdue: bool = flag()
    mine: bool = flag()
    size: int = page_size(*SIZES)
    sort: str = order(tuple(ORDERS.by), "number")

    def outside(self) -> TaskFilters:
        """Without what outsiders are not told: neither to be read nor to be guessed."""
        left_out: dict[str, Any] = {
            field.name: field.default for field in fields(self) if field.name in INSIDE
        }
        sort = self.sort if self.sort.lstrip("-") in SORTS_OUTSIDE else "number"
        return replace(self, **left_out, sort=sort)


def _is_inner(name: str) -> bool:
    """Whether a filter or an order asks what outsiders are not told as it is."""
    return not TASK.is_same_for_all(_FIELDS.get(name, name))


_FIELDS = {"unit": "lead_unit", "number": "key", "reported": "last_progress_on"}
"""The fields of a task that filters and orders name otherwise."""
INSIDE = tuple(
    field.name
    for field in fields(TaskFilters)
    if field.name not in ("q", "year", "size", "sort") and _is_inner(field.name)
)
"""The filters by what only the office and its units know."""
SORTS_OUTSIDE = tuple(name for name in ORDERS.by if not _is_inner(name))
