"""The monthly bulletin 督查通报: how the tasks of a year stand on the day that it is made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone

from luoshi.city.history.models import Head
from luoshi.city.papers.fields import chinese_day, issuing_office, problem_fields, said
from luoshi.city.people.actors import Actor
from luoshi.city.rules.facts import overdue_days
from luoshi.city.rules.rates import OnTime, Passage, on_time
from luoshi.city.rules.states import OPEN, SETTLED
from luoshi.city.rules.words import name_of
from luoshi.city.tasks.lighting import facts_of, with_facts
from luoshi.city.tasks.models import COLOURS, VERDICTS, Problem, Task
from luoshi.city.tasks.queries import tasks_of
from luoshi.errors import LuoshiError
from luoshi.knowledge import toml_table

_SILENT = frozenset({"silent", "never_reported"})


class NoMonth(LuoshiError):  # noqa: N818 - the field's word
    """What was given is no month."""


@dataclass(frozen=True)
class _Standing:
    """A task with how late it is."""

    task: Task
    passage: Passage
    days: int


def month_of(written: str) -> date:
    """The first day of ``2026-03``. Raises ``NoMonth``."""
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        raise NoMonth("bulletin_no_month", month=written[:20]) from None


def bulletin_fields(actor: Actor, month: date, *, issue: str = "", remarks: str = "") -> dict[str, Any]:
    """The fields of the bulletin of ``month``: issued tasks of its year, as they stand today."""
    today = timezone.localdate()
    rows = (
        tasks_of(actor, "task.read")
        .filter(year=month.year)
        .exclude(state="drafted")
        .select_related("lead_unit")
    )
    standing = [_standing(task, today) for task in with_facts(rows).order_by("due", "number")]
    rate = on_time((one.passage for one in standing), today)
    tasks = [one.task for one in standing]
    return {
        "office": issuing_office(),
        "date": chinese_day(today),
        "place": "",
        "issue": issue[:50],
        "month": said("month", year=month.year, month=month.month),
        "as_of": today.isoformat(),
        "total": len(tasks),
        "settled": sum(task.state in SETTLED for task in tasks),
        "open": sum(task.state in OPEN for task in tasks),
        "suspended": sum(task.state == "suspended" for task in tasks),
        "lights": _counted("light", COLOURS, [task.light for task in tasks]),
        "verdicts": _counted("verdict", VERDICTS, [task.verdict for task in tasks]),
        "on_time": share_words(rate),
        "rate_words": f"{rate.numerator} / {rate.denominator}",
        **_by_unit(standing, today),
        **_overdue(standing),
        **_problems(month.year),
        "remarks": remarks[:2000],
        "chain": str(Head.objects.get(pk=1)),
    }


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
    return _Standing(task, passage, overdue_days(facts, today))


def _by_unit(standing: Sequence[_Standing], today: date) -> dict[str, Any]:
    """The table of units, the silent ones, those praised and criticised."""
    units: dict[str, list[_Standing]] = defaultdict(list)
    for one in standing:
        if one.task.lead_unit is not None:
            units[one.task.lead_unit.name].append(one)
    rows = [_unit(name, ones, today) for name, ones in units.items()]
    rows.sort(key=lambda row: (-row["overdue"], -row["red"], -row["tasks"], row["unit"]))
    good = [
        row for row in rows if row["closed_on_time"] and not (row["late"] or row["overdue"] or row["red"])
    ]
    good.sort(key=lambda row: (-row["closed_on_time"], row["unit"]))
    silent = Counter({name: sum(_is_silent(one.task) for one in ones) for name, ones in units.items()})
    return {
        "units": rows,
        "silent": [{"unit": name, "tasks": count} for name, count in silent.most_common() if count],
        "praised": good[: _most()["praised"]],
        "criticised": [row for row in rows if row["overdue"] or row["red"]][: _most()["criticised"]],
    }


def _unit(name: str, ones: Sequence[_Standing], today: date) -> dict[str, Any]:
    rate = on_time((one.passage for one in ones), today)
    lights = Counter(one.task.light for one in ones)
    return {
        "unit": name,
        "tasks": len(ones),
        "on_time": share_words(rate),
        "closed_on_time": rate.numerator,
        "late": rate.late,
        "overdue": rate.overdue,
        "red": lights["red"],
        "yellow": lights["yellow"],
    }


def _overdue(standing: Sequence[_Standing]) -> dict[str, Any]:
    late = sorted((one for one in standing if one.days), key=lambda one: -one.days)
    shown = [
        {
            "key": one.task.key,
            "title": one.task.title,
            "lead": one.task.lead_unit.name if one.task.lead_unit else "",
            "due": one.task.due.isoformat(),
            "days": one.days,
        }
        for one in late[: _most()["overdue"]]
    ]
    return {"overdue": shown, "overdue_count": len(late)}


def _problems(year: int) -> dict[str, Any]:
    open_ones = Problem.objects.filter(settled_on__isnull=True, task__year=year)
    shown = open_ones.select_related("task", "remover").order_by("due", "pk")[: _most()["problems"]]
    return {"problems": [problem_fields(one) for one in shown], "problem_count": open_ones.count()}


def _is_silent(task: Task) -> bool:
    return task.state in OPEN and any(reason["code"] in _SILENT for reason in task.light_reasons)


def _counted(kind: str, values: Sequence[str], found: Sequence[str]) -> list[dict[str, Any]]:
    counts = Counter(found)
    return [{"name": name_of(kind, value), "count": counts[value]} for value in values if counts[value]]


@cache
def _most() -> dict[str, int]:
    return toml_table("luoshi.city.papers", "bulletin.toml")
