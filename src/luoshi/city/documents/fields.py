"""What papers say of a task, in plain Chinese words: papers are Chinese in every language of the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from luoshi.city.people.models import Post, Unit
from luoshi.city.rules.words import Reason, in_words, name_of, number
from luoshi.city.site.words import say_in
from luoshi.city.tasks.breakdown.catalog import label_of
from luoshi.city.tasks.models import Milestone, Obstacle, Task

_SCALES = ((1e8, "hundred_millions"), (1e4, "ten_thousands"))


def task_fields(task: Task, place: int = 1) -> dict[str, Any]:
    """The fields of a task; units, posts, supports and milestones were fetched with it."""
    reason = task.light_reasons[0] if task.light_reasons else None
    return {
        "number": place,
        "key": task.key,
        "title": task.title,
        "words": task.words,
        "section": task.section,
        "target": target_words(task),
        "lead": task.lead_unit.name if task.lead_unit else "",
        "supporting": "、".join(support.unit.name for support in task.supports.all()),
        "sponsor": _post(task.sponsor),
        "officer": _post(task.officer),
        "start": task.start.isoformat(),
        "due": task.due.isoformat(),
        "state": name_of("task_state", task.state),
        "light": name_of("light", task.light),
        "reason": in_words(Reason(reason["code"], reason.get("details", {}))) if reason else "",
        "origin": task.origin_words or name_of("origin", task.origin),
        "quarters": quarter_words(task, task.milestones.all()),
        "verdict": name_of("verdict", task.verdict) if task.verdict else "",
        "days": 0,
    }


def target_words(task: Task) -> str:
    """不低于40个; 6—6.5%; empty where no target is stated."""
    low, high = task.target_low, task.target_high
    ends = [one for one in (low, high) if one is not None]
    if not ends:
        return ""
    shown = "—".join(dict.fromkeys(scaled(one) for one in ends)) + task.target_unit
    bound = task.target_bound
    return said(f"bound_{bound}", amount=shown) if bound in ("at_least", "at_most", "about") else shown


def scaled(amount: float) -> str:
    """500000 -> 50万; what does not divide neatly stays as it is."""
    for scale, word in _SCALES:
        short = number(amount / scale)
        if abs(amount) >= scale and float(short) * scale == amount and len(short) < 8:
            return short + said(word)
    return number(amount)


def quarter_words(task: Task, milestones: Iterable[Milestone]) -> list[str]:
    """What is to be reached in each quarter of the task's year, four texts."""
    found: list[list[str]] = [[], [], [], []]
    for one in milestones:
        if one.due.year == task.year:
            amount = f"{scaled(one.amount)}{task.target_unit}" if one.amount is not None else ""
            found[(one.due.month - 1) // 3].append(" ".join(filter(None, (amount, one.words))))
    return ["；".join(said) for said in found]


def obstacle_fields(obstacle: Obstacle) -> dict[str, Any]:
    """The fields of an obstacle; its task and remover were fetched with it."""
    return {
        "words": obstacle.words,
        "task": obstacle.task.title,
        "remover": obstacle.remover.name if obstacle.remover else said("undecided"),
        "due": obstacle.due.isoformat() if obstacle.due else said("undecided"),
    }


def report_words(title: str, place: str, year: int | None) -> str:
    """政府工作报告 of 青岚市 in 2026 -> 青岚市2026年政府工作报告; what the title has is not said twice."""
    before = place if place and place not in title else ""
    of_year = said("of_year", year=year) if year and str(year) not in title else ""
    return (
        f"{before}{of_year}{title}"
        if before or not of_year or not place
        else title.replace(place, place + of_year, 1)
    )


def issuing_office() -> str:
    """The name of the office that issues papers: the supervision office's."""
    unit = Unit.objects.filter(kind="supervision_office").order_by("position").first()
    return unit.name if unit else ""


def chinese_day(day: date) -> str:
    """2026年3月1日."""
    return said("day", year=day.year, month=day.month, day=day.day)


def numbered(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """The fields of tasks with a number each, from 1."""
    return [task_fields(task, place) for place, task in enumerate(tasks, 1)]


def said(name: str, **values: object) -> str:
    """Words of a paper, which are Chinese."""
    return say_in("zh", f"documents.{name}", **values)


def _post(post: Post | None) -> str:
    return label_of(post) if post else ""
