"""What the public sees: released tasks, what was accepted of them, their public events; nothing else.

Everything that a public page or download shows goes through ``released`` and ``tasks.public``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, Prefetch, Q, QuerySet

from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Unit
from luoshi.city.public.filters import ORDERS, PublicFilters
from luoshi.city.reports.models import Report
from luoshi.city.reports.public import RELEASED as RELEASED_REPORTS
from luoshi.city.rules.counting import newest_amount
from luoshi.city.site.errors import NotFoundError
from luoshi.city.tasks.models import VERDICTS, ProgressEntry, Task
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.public import ACCEPTED, RELEASED, in_public_words, with_public_fields
from luoshi.city.tasks.selectors import tasks_of


def released(actor: Actor) -> QuerySet[Task]:
    """The released tasks, whoever asks: the public pages show everybody the same."""
    if not actor.may_open("public.read"):
        return Task.objects.none()
    return Task.objects.filter(RELEASED)


def released_years(actor: Actor) -> list[int]:
    """The years of which something is released, the newest first."""
    return sorted(released(actor).order_by().values_list("year", flat=True).distinct(), reverse=True)


def chosen(actor: Actor, filters: PublicFilters) -> QuerySet[Task]:
    """The released tasks that the filters leave, livelihood items first, then by section or by unit."""
    tasks = released(actor).filter(filters.condition())
    if filters.q:
        tasks = tasks.filter(in_public_words(filters.q))
    return ORDERS.apply(tasks, filters.by)


def counted(tasks: QuerySet[Task]) -> dict[str, int]:
    """How many there are of each verdict; "" for none yet, ``total`` for all."""
    counts = {f"verdict_{one}": Count("pk", filter=Q(verdict=one)) for one in (*VERDICTS, "")}
    found = tasks.order_by().aggregate(total=Count("pk"), **counts)
    return {"total": found["total"]} | {one: found[f"verdict_{one}"] for one in (*VERDICTS, "")}


def for_rows(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """With the unit's name and the accepted progress, from which ``with_amounts`` takes what counts."""
    accepted = ProgressEntry.objects.filter(ACCEPTED, amount__isnull=False)
    shown = accepted.only("task_id", "as_of", "signed_at", "final", "amount")
    return tasks.select_related("lead_unit").prefetch_related(
        Prefetch("progress", shown.order_by(), to_attr="measured")
    )


def with_amounts(tasks: Iterable[Task]) -> list[Task]:
    """The tasks of ``for_rows``, each with the accepted report whose amount counts as ``reached``."""
    found = list(tasks)
    for task in found:
        task.reached = newest_amount(task.measured)  # type: ignore[attr-defined]
    return found


def released_task(actor: Actor, key: str) -> Task:
    """The released task with its timeline; ``NotFoundError`` for one that is not released."""
    task = with_public_fields(released(actor)).filter(key=key).first()
    if task is None:
        raise NotFoundError("task_missing", key=key)
    return task


def releasable(actor: Actor) -> QuerySet[Task]:
    """The tasks that the actor may release and nobody has released yet; drafts are not."""
    return tasks_of(actor, "task.release").exclude(RELEASED).exclude(tasks_in("draft"))


def previewed(actor: Actor, keys: Sequence[str]) -> list[Task]:
    """The tasks that the actor may release, as ``with_public_fields`` fetches them."""
    return list(with_public_fields(releasable(actor).filter(key__in=keys)))


def leading(tasks: QuerySet[Task]) -> QuerySet[Unit]:
    """The units that lead any of ``tasks``."""
    return Unit.objects.filter(pk__in=tasks.order_by().values("lead_unit")).only("key", "name", "short_name")


def released_report(task: Task) -> Report | None:
    """The report that the task's promise stands in, where the public may read it."""
    if task.promise is None:
        return None
    reports = Report.objects.filter(RELEASED_REPORTS, pk=task.promise.report_id)
    return reports.only("key", "title", "place", "year").first()


def place_of(year: int) -> str:
    """The place whose report of the year is released; empty where none is."""
    reports = Report.objects.filter(RELEASED_REPORTS).exclude(place="")
    found = reports.filter(year=year).values_list("place", flat=True).first()
    return found or reports.values_list("place", flat=True).first() or ""


def units_in(actor: Actor, year: int) -> QuerySet[Unit]:
    """The units that lead released tasks of the year."""
    return leading(released(actor).filter(year=year))


def sections_in(actor: Actor, year: int) -> list[str]:
    """The sections that released tasks of the year stand in, in the order of the report."""
    rows = released(actor).filter(year=year).exclude(section="").order_by("section_order", "section")
    return list(dict.fromkeys(rows.values_list("section", flat=True)))
