"""The tasks of a list, counted and ordered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Post, Unit
from luoshi.city.search.index import hits
from luoshi.city.tasks.access import tasks_for
from luoshi.city.tasks.models import COLOURS, Task
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.public import in_public_words, works_inside
from luoshi.city.tasks.selectors import is_overdue, overdue_on, tasks_of
from luoshi.city.tasks.task_list.filters import TaskFilters


@dataclass(frozen=True)
class Counts:
    """How many tasks a list has, of each light, and how many are overdue."""

    total: int
    overdue: int
    lights: dict[str, int]


def years_of(actor: Actor) -> tuple[int, ...]:
    """The years from the newest to the oldest of which the actor sees tasks."""
    found = tasks_of(actor).aggregate(first=Min("year"), last=Max("year"))
    return () if found["last"] is None else tuple(range(found["last"], found["first"] - 1, -1))


def listed(actor: Actor, filters: TaskFilters, today: date, permission: str = "task.read") -> QuerySet[Task]:
    """The tasks that ``filters`` leave of those on which the actor has ``permission``, in no order.

    Whoever works inside sees the tasks inside: of others' released ones the public pages say what is public,
    no light, no state.
    """
    seen = tasks_for(actor, permission, inside=works_inside(actor, permission))
    tasks = Task.objects.filter(seen, filters.condition()).order_by()
    if filters.issued:
        tasks = tasks.exclude(tasks_in("draft"))
    if filters.overdue:
        tasks = tasks.filter(overdue_on(today))
    if filters.mine:
        posts = [post.id for post in actor.posts]
        own = Q(lead_unit__in=actor.unit_ids) | Q(sponsor__in=posts) | Q(officer__in=posts)
        tasks = tasks.filter(own)
    if filters.q:
        inside = works_inside(actor, permission)
        tasks = tasks.filter(Q(pk__in=hits(Task, filters.q)) if inside else in_public_words(filters.q))
    return tasks


def counted(tasks: QuerySet[Task], today: date) -> Counts:
    """The counts of a list, in one query."""
    lights = {colour: Count("pk", filter=Q(light=colour)) for colour in COLOURS}
    found = tasks.aggregate(total=Count("pk"), late=Count("pk", filter=overdue_on(today)), **lights)
    return Counts(found["total"], found["late"], {colour: found[colour] for colour in COLOURS})


def counted_rows(tasks: Collection[Task], today: date) -> Counts:
    """The counts of a list that is at hand as a whole."""
    lights = Counter(task.light for task in tasks)
    overdue = sum(is_overdue(task, today) for task in tasks)
    return Counts(len(tasks), overdue, {colour: lights[colour] for colour in COLOURS})


def rows_of(keys: Sequence[int]) -> list[Task]:
    """The tasks of a page by their keys, in that order, with the names that a row shows.

    A page is first found by keys alone: the database then orders numbers, not texts. A draft removed since is
    left out.
    """
    rows = Task.objects.select_related("lead_unit").defer("words", "verdict_words").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def units_to_choose() -> QuerySet[Unit]:
    """Units that may lead tasks."""
    return Unit.objects.only("key", "name", "short_name")


def sponsors_to_choose() -> QuerySet[Post]:
    """Posts of leaders."""
    return Post.objects.filter(role="leader").only("key", "name").order_by("position", "key")


def sections_to_choose(actor: Actor, year: int | None) -> list[str]:
    """The sections of the year's report that have tasks, in its order; none for every year at once."""
    if year is None:
        return []
    found = tasks_of(actor).filter(year=year).exclude(section="")
    return list(found.values_list("section", flat=True).annotate(at=Min("section_order")).order_by("at"))
