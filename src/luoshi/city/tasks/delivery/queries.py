"""What the pages of doing tasks show, by what the actor may see; the number of queries is constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Holding, Post
from luoshi.city.rules.counting import course, last_word
from luoshi.city.tasks.models import (
    ChangeRequest,
    Event,
    Evidence,
    Obstacle,
    ProgressEntry,
    SupervisionOrder,
    Task,
)
from luoshi.city.tasks.phases import progress_in, progress_with
from luoshi.city.tasks.selectors import progress_shown, tasks_of

PROGRESS_SHOWN = 12
_DRAWN = 200
_Reviewed = TypeVar("_Reviewed", Task, ProgressEntry)


@dataclass(frozen=True)
class Rows:
    """Everything that belongs to a task, as the actor sees it."""

    progress: list[ProgressEntry]
    progress_count: int
    measured: list[ProgressEntry]
    evidence: list[Evidence]
    obstacles: list[Obstacle]
    change_requests: list[ChangeRequest]
    supervision_orders: list[SupervisionOrder]
    events: list[Event]
    holders: dict[int, list[str]]
    heads: list[Post]


def rows_of(actor: Actor, task: Task, today: date, *, all_progress: bool = False) -> Rows:
    """The rows of a task's page; ten queries, whatever their number."""
    reports = progress_shown(actor, task)
    count = reports.count()
    shown = list(reports if all_progress else reports[:PROGRESS_SHOWN])
    seen = Q(progress__isnull=True) | Q(progress__in=[one.pk for one in shown])
    measured = course(task.progress.filter(progress_with("counts"), amount__isnull=False))
    heads = list(Post.objects.filter(unit=task.lead_unit_id, role="unit_head"))
    posts = [post for post in (task.sponsor_id, task.officer_id, *(head.pk for head in heads)) if post]
    holders: dict[int, list[str]] = {}
    for holding in Holding.objects.on(today).filter(post__in=posts).select_related("person"):
        holders.setdefault(holding.post_id, []).append(holding.person.name)
    return Rows(
        progress=shown,
        progress_count=count,
        measured=measured[-_DRAWN:],
        evidence=list(
            task.evidence.filter(seen, removed_at__isnull=True).select_related("progress", "added_by")
        ),
        obstacles=list(task.obstacles.select_related("remover").order_by("settled_on", "due", "pk")),
        change_requests=list(
            task.change_requests.select_related("wanted_unit", "asked_by", "decided_by").order_by("-pk")
        ),
        supervision_orders=list(task.supervision_orders.select_related("unit")),
        events=list(task.events.order_by("-at", "-pk")[:_DRAWN]),
        holders=holders,
        heads=heads,
    )


def counted(obstacles: QuerySet[Obstacle], today: date) -> dict[str, int]:
    """How many are open, overdue, without anybody to remove them."""
    open_ones = Q(settled_on__isnull=True)
    return obstacles.order_by().aggregate(
        open=Count("pk", filter=open_ones),
        overdue=Count("pk", filter=open_ones & Q(due__lt=today)),
        unassigned=Count("pk", filter=open_ones & Q(remover__isnull=True)),
    )


def in_scope(actor: Actor, tasks: Sequence[int]) -> set[int]:
    """Those of ``tasks`` that the actor sees."""
    return set(tasks_of(actor).filter(pk__in=tasks).order_by().values_list("pk", flat=True))


def with_unchecked(rows: QuerySet[_Reviewed], relation: str) -> QuerySet[_Reviewed]:
    """``rows`` with ``unchecked``: whether evidence could not be looked through for marks of secrecy."""
    evidence = Evidence.objects.filter(**{relation: OuterRef("pk")}, unchecked=True, removed_at__isnull=True)
    return rows.annotate(unchecked=Exists(evidence))


def with_finals(tasks: Sequence[Task]) -> list[tuple[Task, ProgressEntry | None]]:
    """The tasks, each with the final entry that is reviewed; one query."""
    finals = ProgressEntry.objects.filter(progress_in("review"), final=True).order_by()
    prefetch_related_objects(tasks, Prefetch("progress", finals, to_attr="finals"))
    return [(task, last_word(task.finals)) for task in tasks]  # type: ignore[attr-defined]
