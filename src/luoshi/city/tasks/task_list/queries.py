"""The tasks of a list, counted and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy

from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Post, Unit
from luoshi.city.search.index import hits
from luoshi.city.tasks.access import tasks_for
from luoshi.city.tasks.models import COLOURS, Task
from luoshi.city.tasks.queries import found_in_public_words, overdue_on, tasks_of
from luoshi.city.tasks.task_list.filters import NO_VERDICT, STATES, Filters

GRAVITY = ("red", "yellow", "blue", "green", "grey")


@dataclass(frozen=True)
class Counts:
    """How many tasks a list has, of each light, and how many are overdue."""

    total: int
    overdue: int
    lights: dict[str, int]


def works_inside(actor: Actor, permission: str = "task.read") -> bool:
    """Whether the actor sees more of some task than the public does."""
    return bool(actor.reach(permission).keys() - {"released"})


def years_of(actor: Actor) -> tuple[int, ...]:
    """The years from the newest to the oldest of which the actor sees tasks."""
    found = tasks_of(actor).aggregate(first=Min("year"), last=Max("year"))
    return () if found["last"] is None else tuple(range(found["last"], found["first"] - 1, -1))


def listed(actor: Actor, filters: Filters, today: date, permission: str = "task.read") -> QuerySet[Task]:
    """The tasks that ``filters`` leave of those on which the actor has ``permission``, in no order.

    Whoever works inside sees the tasks inside: of others' released ones the public pages say what is public,
    no light, no state.
    """
    seen = tasks_for(actor, permission, inside=works_inside(actor, permission))
    tasks = Task.objects.filter(seen, **_equal(filters)).order_by()
    if filters.verdict:
        tasks = tasks.filter(verdict="" if filters.verdict == NO_VERDICT else filters.verdict)
    if filters.overdue:
        tasks = tasks.filter(overdue_on(today))
    if filters.mine:
        posts = [post.id for post in actor.posts]
        own = Q(lead_unit__in=actor.unit_ids) | Q(sponsor__in=posts) | Q(officer__in=posts)
        tasks = tasks.filter(own)
    if filters.q:
        inside = works_inside(actor, permission)
        tasks = tasks.filter(Q(pk__in=hits(Task, filters.q)) if inside else found_in_public_words(filters.q))
    return tasks


def _equal(filters: Filters) -> dict[str, object]:
    wanted: dict[str, object] = {
        "year": filters.year,
        "lead_unit__key": filters.unit,
        "sponsor__key": filters.sponsor,
        "state": filters.state,
        "light": filters.light,
        "kind": filters.kind,
        "origin": filters.origin,
        "section": filters.section,
    }
    return {field: value for field, value in wanted.items() if value}


def counted(tasks: QuerySet[Task], today: date) -> Counts:
    """The counts of a list, in one query."""
    lights = {colour: Count("pk", filter=Q(light=colour)) for colour in COLOURS}
    found = tasks.aggregate(total=Count("pk"), late=Count("pk", filter=overdue_on(today)), **lights)
    return Counts(found["total"], found["late"], {colour: found[colour] for colour in COLOURS})


def in_order(tasks: QuerySet[Task], sort: str) -> QuerySet[Task]:
    """The tasks ordered by a column; ``-due`` is the other way round. Equal ones by their number."""
    name, back = sort.lstrip("-"), sort.startswith("-")
    columns: dict[str, Sequence[OrderBy]] = {
        "number": (),
        "title": (OrderBy(F("title")),),
        "unit": (OrderBy(F("lead_unit__position")), OrderBy(F("lead_unit__key"))),
        "due": (OrderBy(F("due")),),
        "state": (OrderBy(_place("state", STATES)),),
        "light": (OrderBy(_place("light", GRAVITY)),),
        "reported": (OrderBy(F("last_progress_on"), nulls_first=not back or None, nulls_last=back or None),),
    }
    order = [*columns[name], OrderBy(F("year")), OrderBy(F("number"))]
    if back:
        for one in order:
            one.descending = True
    return tasks.order_by(*order)


def _place(field: str, values: Sequence[str]) -> Case:
    places = [When(**{field: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*places, default=Value(len(values)), output_field=IntegerField())


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
