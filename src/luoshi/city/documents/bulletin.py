"""The monthly bulletin 督查通报: how the tasks of a year stand on the day that it is made.

It names no unit by itself: there are candidates with their reasons, and a person picks (``Picks``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.utils import timezone

from luoshi.city.chain.models import Head
from luoshi.city.documents.fields import chinese_day, issuing_office, obstacle_fields, said
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.rules.facts import is_silent, overdue_days
from luoshi.city.rules.rates import OnTime, Passage, on_time
from luoshi.city.rules.states import OPEN
from luoshi.city.rules.words import name_of
from luoshi.city.rules.years import OutOfYearsError, taken_day
from luoshi.city.site.errors import ConflictError, InvalidError
from luoshi.city.tasks.models import COLOURS, VERDICTS, Obstacle, Task
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.selectors import tasks_of
from luoshi.city.tasks.status_light import facts_of, with_facts
from luoshi.knowledge import toml_table

LISTS = ("units", "overdue", "obstacles")
"""The lists with names of units that a bulletin may hold."""
_PARTS = ("units", "overdue", "silent", "named", "obstacles")
_NUMERALS = "二三四五六"


class NotListedError(ConflictError):
    """A unit was picked that the facts give no reason to name, or none any more."""


@dataclass(frozen=True, kw_only=True)
class Picks:
    """What a person picked: units by their keys, and which of ``LISTS``."""

    praised: tuple[str, ...] = ()
    criticised: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Standing:
    """A task with how late it is."""

    task: Task
    passage: Passage
    days: int
    is_silent: bool

    @property
    def is_red(self) -> bool:
        return self.task.light == "red"


@dataclass(frozen=True)
class Candidate:
    """A unit that could be named: its numbers, and the tasks that they come from, with the days overdue."""

    unit: Unit
    numbers: dict[str, Any]
    tasks: list[tuple[Task, int]]

    @property
    def shown(self) -> list[tuple[Task, int]]:
        """As many of the tasks as a page shows."""
        return self.tasks[: _most()["tasks"]]

    @property
    def more(self) -> int:
        """How many tasks are not shown."""
        return len(self.tasks) - len(self.shown)


class Bulletin:
    """The issued tasks of a month's year as they stand today, and the units that they give reason to name."""

    def __init__(self, actor: Actor, month: date) -> None:
        self.month, self.today = month, timezone.localdate()
        rows = (
            tasks_of(actor, "task.read")
            .filter(year=month.year)
            .exclude(tasks_in("draft"))
            .select_related("lead_unit")
        )
        ordered = with_facts(rows).order_by("due", "number")
        self.standing = [_standing(task, self.today) for task in ordered]
        self._led: dict[int, list[_Standing]] = defaultdict(list)
        for one in self.standing:
            if one.task.lead_unit is not None:
                self._led[one.task.lead_unit.pk].append(one)

    @cached_property
    def units(self) -> list[Candidate]:
        """Every unit that leads a task, in the order of the units."""
        found = []
        for ones in self._led.values():
            unit = ones[0].task.lead_unit
            if unit is not None:
                found.append(Candidate(unit, _numbers(unit, ones, self.today), []))
        return sorted(found, key=lambda one: (one.unit.position, one.unit.key))

    @cached_property
    def criticised(self) -> list[Candidate]:
        """Units with something overdue or red, the most first."""
        found = self._with(lambda one: bool(one.days) or one.is_red)
        return sorted(found, key=lambda one: (-one.numbers["overdue"], -one.numbers["red"]))

    @cached_property
    def praised(self) -> list[Candidate]:
        """Units that settled something in time, with nothing late, overdue or red, the most first."""
        spotless = {
            one.unit.pk
            for one in self.units
            if one.numbers["closed_on_time"]
            and not (one.numbers["late"] or one.numbers["overdue"] or one.numbers["red"])
        }
        settled = self._with(lambda one: on_time([one.passage], self.today).numerator > 0)
        found = [one for one in settled if one.unit.pk in spotless]
        return sorted(found, key=lambda one: -one.numbers["closed_on_time"])

    @cached_property
    def silent(self) -> list[Candidate]:
        """Units with tasks on which no report came within the agreed days, the most first."""
        return sorted(self._with(lambda one: one.is_silent), key=lambda one: -len(one.tasks))

    def _with(self, wanted: Callable[[_Standing], bool]) -> list[Candidate]:
        """The units with tasks that are ``wanted``, and these tasks."""
        found = []
        for one in self.units:
            tasks = [(each.task, each.days) for each in self._led[one.unit.pk] if wanted(each)]
            if tasks:
                found.append(Candidate(one.unit, one.numbers, tasks))
        return found

    def picked(self, picks: Picks) -> dict[str, list[Candidate]]:
        """The candidates that were picked. Raises ``NotListedError`` where one is none."""
        if any(name not in LISTS for name in picks.lists):
            raise NotListedError("bulletin_list_unknown")
        groups = {"praised": self.praised, "criticised": self.criticised, "silent": self.silent}
        found = {}
        for group, candidates in groups.items():
            keys = set(getattr(picks, group))
            found[group] = [one for one in candidates if one.unit.key in keys]
            if len(found[group]) < len(keys):
                raise NotListedError("bulletin_unit_not_listed")
        return found

    def fields(self, picks: Picks, *, issue: str = "", remarks: str = "") -> dict[str, Any]:
        """The fields of the paper. Raises ``NotListedError``."""
        picked = self.picked(picks)
        rate = on_time((one.passage for one in self.standing), self.today)
        tasks = [one.task for one in self.standing]
        late = [one for one in self.standing if one.days]
        obstacles = Obstacle.objects.filter(settled_on__isnull=True, task__year=self.month.year)
        lists = {
            "units": [one.numbers for one in self.units] if "units" in picks.lists else [],
            "overdue": _overdue(late) if "overdue" in picks.lists else [],
            "obstacles": _obstacles(obstacles) if "obstacles" in picks.lists else [],
            "silent": [{"unit": one.unit.name, "tasks": len(one.tasks)} for one in picked["silent"]],
            "praised": [one.numbers for one in picked["praised"]],
            "criticised": [one.numbers for one in picked["criticised"]],
        }
        return {
            "office": issuing_office(),
            "date": chinese_day(self.today),
            "place": "",
            "issue": issue[:50],
            "month": said("month", year=self.month.year, month=self.month.month),
            "as_of": self.today.isoformat(),
            "total": len(tasks),
            "settled": sum(task.phase == "settled" for task in tasks),
            "open": sum(task.phase in OPEN for task in tasks),
            "suspended": sum(task.phase == "paused" for task in tasks),
            "lights": _counted("light", COLOURS, [task.light for task in tasks]),
            "verdicts": _counted("verdict", VERDICTS, [task.verdict for task in tasks]),
            "on_time": share_words(rate),
            "undated": rate.undated,
            "rate_words": f"{rate.numerator} / {rate.denominator}",
            "overdue_count": len(late),
            "obstacle_count": obstacles.count(),
            **lists,
            "part": part_numerals(lists),
            "remarks": remarks[:2000],
            "chain": str(Head.objects.get(pk=1)),
        }


def month_of(written: str) -> date:
    """The first day of ``2026-03``. Raises ``InvalidError``."""
    try:
        return taken_day(date.fromisoformat(f"{written}-01"))
    except (ValueError, OutOfYearsError):
        raise InvalidError("bulletin_no_month", month=written[:20]) from None


def part_numerals(lists: dict[str, list[Any]]) -> dict[str, str]:
    """The Chinese numeral of each part behind the first; empty for one that has nothing in it."""
    there = {**lists, "named": [*lists["praised"], *lists["criticised"]]}
    numerals = iter(_NUMERALS)
    return {part: next(numerals) if there[part] else "" for part in _PARTS}


def share_words(rate: OnTime) -> str:
    """``83 %``; a dash where nothing is settled or overdue yet."""
    return "—" if rate.share is None else f"{rate.share:.0%}".replace("%", " %")


def _standing(task: Task, today: date) -> _Standing:
    facts = facts_of(task)
    passage = Passage(
        facts=facts,
        done_on=task.done_on,
        closed_on=task.closed_on,
        verdict=task.verdict or None,  # type: ignore[arg-type]
    )
    return _Standing(task, passage, overdue_days(facts, today), is_silent(facts, today))


def _numbers(unit: Unit, ones: Sequence[_Standing], today: date) -> dict[str, Any]:
    rate = on_time((one.passage for one in ones), today)
    lights = Counter(one.task.light for one in ones)
    return {
        "unit": unit.name,
        "tasks": len(ones),
        "on_time": share_words(rate),
        "closed_on_time": rate.numerator,
        "late": rate.late,
        "overdue": rate.overdue,
        "red": lights["red"],
        "yellow": lights["yellow"],
    }


def _overdue(late: Sequence[_Standing]) -> list[dict[str, Any]]:
    return [
        {
            "key": one.task.key,
            "title": one.task.title,
            "lead": one.task.lead_unit.name if one.task.lead_unit else "",
            "due": one.task.due.isoformat(),
            "days": one.days,
        }
        for one in sorted(late, key=lambda one: -one.days)[: _most()["overdue"]]
    ]


def _obstacles(open_ones: Any) -> list[dict[str, Any]]:
    shown = open_ones.select_related("task", "remover").order_by("due", "pk")[: _most()["obstacles"]]
    return [obstacle_fields(one) for one in shown]


def _counted(kind: str, values: Sequence[str], found: Sequence[str]) -> list[dict[str, Any]]:
    counts = Counter(found)
    return [{"name": name_of(kind, value), "count": counts[value]} for value in values if counts[value]]


@cache
def _most() -> dict[str, int]:
    return toml_table("luoshi.city.documents", "bulletin.toml")
