"""What the pages of doing tasks show, by what the actor may see; the number of queries is constant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Holding, Post
from luoshi.city.people.permissions import granting_post, permitted
from luoshi.city.rules.counting import course, last_word
from luoshi.city.site.errors import NotFoundError
from luoshi.city.tasks.access import sees_inside
from luoshi.city.tasks.models import (
    ChangeRequest,
    Event,
    Evidence,
    Notification,
    Obstacle,
    ProgressEntry,
    SupervisionOrder,
    Task,
)
from luoshi.city.tasks.phases import progress_in, progress_with, tasks_in
from luoshi.city.tasks.queries import task_for, tasks_of

PROGRESS_SHOWN = 12
_DRAWN = 200


def sees_drafts(actor: Actor, task: Task) -> bool:
    """Whether the actor sees reports that nobody signed yet: those of the task's units do."""
    return any(granting_post(actor, one, task) for one in ("progress.write", "task.sign"))


def progress_shown(actor: Actor, task: Task) -> QuerySet[ProgressEntry]:
    """The task's reports as the actor sees them, newest first: others see what was signed."""
    reports = task.progress.select_related("written_by", "signed_by", "reviewed_by")
    if sees_drafts(actor, task):
        return reports
    return reports.filter(progress_with("counts") | progress_in("working") & Q(signed_at__isnull=False))


def progress_for(actor: Actor, key: str, number: int, permission: str = "task.read") -> ProgressEntry:
    """One report of a task that the actor sees."""
    task = task_for(actor, key, permission)
    found = progress_shown(actor, task).filter(pk=number).first() if sees_inside(actor, task) else None
    if found is None:
        raise NotFoundError("progress_missing", key=key)
    found.task = task
    return found


def evidence_for(actor: Actor, key: str, number: int) -> Evidence:
    """One file of a task that the actor sees, as far as its report is seen."""
    task = task_for(actor, key)
    found = task.evidence.filter(pk=number, removed_at__isnull=True).first()
    if found is None or not sees_inside(actor, task):
        raise NotFoundError("evidence_missing", key=key)
    if (
        found.progress_id is not None
        and not progress_shown(actor, task).filter(pk=found.progress_id).exists()
    ):
        raise NotFoundError("evidence_missing", key=key)
    return found


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


def obstacles_of(actor: Actor) -> QuerySet[Obstacle]:
    """The obstacles of the tasks that the actor sees, and those that the actor's units are to remove."""
    return Obstacle.objects.filter(permitted(actor, "task.read", Obstacle))


def supervision_orders_of(actor: Actor) -> QuerySet[SupervisionOrder]:
    """The supervision orders on tasks of which the actor sees them, and those sent to the actor's units."""
    return SupervisionOrder.objects.filter(permitted(actor, "supervision_order.read", SupervisionOrder))


def supervision_order_for(actor: Actor, supervision_order_key: str) -> SupervisionOrder:
    """One supervision order that the actor may see."""
    found = (
        supervision_orders_of(actor)
        .filter(key=supervision_order_key)
        .select_related("task__lead_unit", "unit")
        .first()
    )
    if found is None:
        raise NotFoundError("supervision_order_missing", key=supervision_order_key)
    return found


def finals_to_review(actor: Actor) -> QuerySet[Task]:
    """The tasks that wait for the reviewer, the earliest first; see ``with_finals``."""
    waiting = tasks_of(actor, "task.review").filter(tasks_in("review"))
    finals = ProgressEntry.objects.filter(progress_in("review"), final=True).order_by()
    return (
        waiting.select_related("lead_unit")
        .annotate(unchecked=_unchecked(task=OuterRef("pk")))
        .prefetch_related(Prefetch("progress", finals, to_attr="finals"))
        .order_by(Coalesce("submitted_on", "due"), "pk")
    )


def with_finals(tasks: Iterable[Any]) -> list[tuple[Task, ProgressEntry | None]]:
    """The tasks of ``finals_to_review``, each with the report that is reviewed."""
    return [(task, last_word(task.finals)) for task in tasks]


def progress_to_review(actor: Actor) -> QuerySet[ProgressEntry]:
    """The reports, not final ones, that wait for the reviewer, the earliest first."""
    waiting = ProgressEntry.objects.filter(progress_in("review"), final=False)
    if "all" not in actor.reach("task.review"):
        waiting = waiting.filter(task__in=tasks_of(actor, "task.review").order_by().values("pk"))
    unchecked = _unchecked(progress=OuterRef("pk"))
    return (
        waiting.select_related("task__lead_unit", "signed_by")
        .annotate(unchecked=unchecked)
        .order_by("signed_at", "pk")
    )


def _unchecked(**whose: OuterRef) -> Exists:
    """Whether evidence of it could not be looked through for marks of secrecy."""
    return Exists(Evidence.objects.filter(**whose, unchecked=True, removed_at__isnull=True))


def change_requests_to_decide(actor: Actor) -> QuerySet[ChangeRequest]:
    """The change requests that wait for the actor's decision, the earliest first."""
    waiting = ChangeRequest.objects.filter(granted__isnull=True, decided_at__isnull=True)
    if "all" not in actor.reach("task.decide"):
        waiting = waiting.filter(task__in=tasks_of(actor, "task.decide").order_by().values("pk"))
    return waiting.select_related("task__lead_unit", "wanted_unit", "asked_by").order_by("asked_at", "pk")


def notifications_of(actor: Actor) -> QuerySet[Notification]:
    """The notifications to the posts that the actor holds today, newest first."""
    return Notification.objects.filter(post__in=[post.id for post in actor.posts]).select_related(
        "task", "post__unit"
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
