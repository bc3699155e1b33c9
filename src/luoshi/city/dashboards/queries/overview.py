"""The year's tasks in numbers: by kind, light and verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db.models import Count, Q, QuerySet

from luoshi.city.people.actors import Actor
from luoshi.city.rules.lights import GRAVITY
from luoshi.city.tasks.models import KINDS, VERDICTS, Task
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.selectors import overdue_on, tasks_of

THIS_WEEK = timedelta(days=7)
KINDS_IN_ORDER = ("livelihood", "headline_target", "project", "task")


@dataclass(frozen=True)
class Numbers:
    """How many tasks, of each light, of each verdict ("" for none yet), overdue, turned red this week."""

    total: int
    overdue: int
    turned: int
    lights: Mapping[str, int]
    verdicts: Mapping[str, int]

    @property
    def settled(self) -> int:
        """Tasks with a verdict."""
        return self.total - self.verdicts[""]

    @property
    def light_parts(self) -> list[tuple[str, int, str]]:
        """The lights as a stacked bar takes them."""
        return [(colour, count, "") for colour, count in self.lights.items()]

    @property
    def verdict_parts(self) -> list[tuple[str, int, str]]:
        """The verdicts, as a stacked bar takes them."""
        return [(verdict, count, "") for verdict, count in self.verdicts.items()]


def year_of(actor: Actor, asked: str) -> int | None:
    """The year asked for; else the newest of which the actor sees an issued task."""
    if asked.isdecimal() and len(asked) == 4:
        return int(asked)
    issued = tasks_of(actor).exclude(tasks_in("draft")).order_by("-year")
    return issued.values_list("year", flat=True).first()


def of_year(actor: Actor, year: int) -> QuerySet[Task]:
    """The issued tasks of the year that the actor sees, with the names that a row shows."""
    tasks = tasks_of(actor).filter(year=year).exclude(tasks_in("draft")).order_by("due", "number")
    return tasks.select_related("lead_unit").defer("words", "verdict_words")


def numbers_by_kind(tasks: QuerySet[Task], today: date) -> dict[str, Numbers]:
    """The numbers of each kind that has tasks, livelihood items first; one query."""
    counts: dict[str, Count] = {"all": Count("pk"), "late": Count("pk", filter=overdue_on(today))}
    counts["turned"] = Count("pk", filter=turned_red(today))
    counts |= {f"light_{colour}": Count("pk", filter=Q(light=colour)) for colour in GRAVITY}
    counts |= {f"verdict_{verdict}": Count("pk", filter=Q(verdict=verdict)) for verdict in (*VERDICTS, "")}
    found = {
        str(row["kind"]): cast("Mapping[str, int]", row)
        for row in tasks.order_by().values("kind").annotate(**counts)
    }
    return {kind: _numbers(found[kind]) for kind in KINDS_IN_ORDER if kind in found}


def _numbers(row: Mapping[str, int]) -> Numbers:
    return Numbers(
        row["all"],
        row["late"],
        row["turned"],
        {colour: row[f"light_{colour}"] for colour in GRAVITY},
        {verdict: row[f"verdict_{verdict}"] for verdict in (*VERDICTS, "")},
    )


def summed(kinds: Mapping[str, Numbers]) -> Numbers:
    """All kinds together."""
    parts = kinds.values()
    return Numbers(
        sum(one.total for one in parts),
        sum(one.overdue for one in parts),
        sum(one.turned for one in parts),
        {colour: sum(one.lights[colour] for one in parts) for colour in GRAVITY},
        {verdict: sum(one.verdicts[verdict] for one in parts) for verdict in (*VERDICTS, "")},
    )


def turned_red(today: date) -> Q:
    """Tasks that turned red within the last seven days."""
    return Q(light="red", light_since__gt=today - THIS_WEEK)


def still_red(today: date) -> Q:
    """Tasks that have been red for longer."""
    return Q(light="red") & ~turned_red(today)


assert set(KINDS_IN_ORDER) == set(KINDS)  # noqa: S101 - a new kind must be given its place
