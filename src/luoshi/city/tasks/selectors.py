"""Finding tasks and what belongs to them, by what the actor may see; and what awaits whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import LessThan
from django.utils import timezone

from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import may, permitted
from luoshi.city.rules.counting import last_word
from luoshi.city.rules.facts import Facts, overdue_days, thresholds
from luoshi.city.rules.states import OPEN
from luoshi.city.rules.workdays import add_workdays
from luoshi.city.site.errors import NotFoundError
from luoshi.city.tasks.access import sees_inside, tasks_for
from luoshi.city.tasks.models import (
    ChangeRequest,
    Evidence,
    Notification,
    Obstacle,
    ProgressEntry,
    SupervisionOrder,
    Task,
)
from luoshi.city.tasks.phases import progress_in, progress_with, tasks_in, tasks_with


def tasks_of(actor: Actor, permission: str = "task.read") -> QuerySet[Task]:
    """The tasks on which ``actor`` has ``permission``."""
    return Task.objects.filter(tasks_for(actor, permission))


def got_on() -> Coalesce:
    """The day on which the unit that leads a task got it: ``rules.facts.got_on`` for the database."""
    return Coalesce("runs_from", TruncDate("issued_at"))


def overdue_on(day: date) -> Q:
    """Tasks overdue on ``day``: ``rules.facts.overdue_days`` as a condition of the database."""
    binding = Q(runs_from__isnull=True, issued_at__isnull=True) | Q(due__gte=got_on())
    submitted_in_time = tasks_in("review") & Q(submitted_on__lte=F("due"))
    # the first of the working days up to ``day`` that are one more than a unit has for accepting
    too_many = add_workdays(day + timedelta(days=1), -thresholds().accept_within_workdays - 1)
    accepted = ~tasks_in("waiting") | Q(LessThan(got_on(), too_many))
    return Q(due__lt=day) & tasks_in(*OPEN) & binding & accepted & ~submitted_in_time


def is_overdue(task: Task, day: date) -> bool:
    """Whether ``task`` is overdue on ``day``; asks nothing of the database."""
    facts = Facts(
        state=task.state,  # type: ignore[arg-type]
        start=task.start,
        due=task.due,
        issued_on=timezone.localdate(task.issued_at) if task.issued_at else None,
        runs_from=task.runs_from,
        submitted_on=task.submitted_on,
    )
    return overdue_days(facts, day) > 0


def task_for(actor: Actor, key: str, permission: str = "task.read") -> Task:
    """The task ``key`` with its units and posts; ``NotFoundError`` where it is outside the actor's scope."""
    task = (
        tasks_of(actor, permission)
        .filter(key=key)
        .select_related("lead_unit", "sponsor__unit", "officer__unit", "promise", "report")
        .prefetch_related("supports__unit", "milestones")
        .first()
    )
    if task is None:
        raise NotFoundError("task_missing", key=key)
    return task


def sees_drafts(actor: Actor, task: Task) -> bool:
    """Whether the actor sees entries that nobody signed yet: those of the task's units do."""
    return may(actor, "progress.write", task) or may(actor, "task.sign", task)


def progress_shown(actor: Actor, task: Task) -> QuerySet[ProgressEntry]:
    """The task's progress entries as the actor sees them, newest first: others see what was signed."""
    entries = task.progress.select_related("written_by", "signed_by", "reviewed_by")
    if sees_drafts(actor, task):
        return entries
    return entries.filter(progress_with("counts") | progress_in("working") & Q(signed_at__isnull=False))


def progress_for(actor: Actor, key: str, number: int, permission: str = "task.read") -> ProgressEntry:
    """One progress entry of a task that the actor sees."""
    task = task_for(actor, key, permission)
    entry = progress_shown(actor, task).filter(pk=number).first() if sees_inside(actor, task) else None
    if entry is None:
        raise NotFoundError("progress_missing", key=key)
    entry.task = task
    return entry


def evidence_for(actor: Actor, key: str, number: int) -> Evidence:
    """One file of a task that the actor sees, as far as its progress entry is seen."""
    task = task_for(actor, key)
    of_seen = Q(progress__isnull=True) | Q(progress__in=progress_shown(actor, task).order_by().values("pk"))
    evidence = task.evidence.filter(of_seen, pk=number, removed_at__isnull=True).first()
    if evidence is None or not sees_inside(actor, task):
        raise NotFoundError("evidence_missing", key=key)
    return evidence


def final_progress(task: Task) -> ProgressEntry | None:
    """The final entry that waits for the office, if there is one."""
    return last_word(task.progress.filter(progress_in("review"), final=True))


def counted_evidence(task: Task) -> QuerySet[Evidence]:
    """The evidence that counts: not removed, and of the task itself or of an entry that was signed."""
    counts = Q(progress__isnull=True) | progress_with("counts", path="progress__")
    return task.evidence.filter(counts, removed_at__isnull=True)


def open_change_requests(task: Task) -> QuerySet[ChangeRequest]:
    """What the unit asked for and nobody decided."""
    return task.change_requests.filter(decided_at__isnull=True)


def obstacles_of(actor: Actor) -> QuerySet[Obstacle]:
    """The obstacles of the tasks that the actor sees, and those that the actor's units are to remove."""
    return Obstacle.objects.filter(permitted(actor, "task.read", Obstacle))


def supervision_orders_of(actor: Actor) -> QuerySet[SupervisionOrder]:
    """The supervision orders on tasks of which the actor sees them, and those sent to the actor's units."""
    return SupervisionOrder.objects.filter(permitted(actor, "supervision_order.read", SupervisionOrder))


def supervision_order_for(actor: Actor, key: str) -> SupervisionOrder:
    """The supervision order ``key``; ``NotFoundError`` where the actor may not know of it."""
    orders = supervision_orders_of(actor).select_related("task__lead_unit", "unit", "issued_by")
    order = orders.filter(key=key).first()
    if order is None:
        raise NotFoundError("supervision_order_missing", key=key)
    return order


def notifications_of(actor: Actor) -> QuerySet[Notification]:
    """The notifications to the posts that the actor holds today, newest first."""
    return Notification.objects.filter(post__in=[post.id for post in actor.posts]).select_related(
        "task", "post__unit"
    )


def unread_notifications(actor: Actor) -> int:
    """How many notifications to the actor's posts nobody has read yet."""
    return Notification.objects.filter(
        post__in=[post.id for post in actor.posts], read_at__isnull=True
    ).count()


# ── What awaits whom ─────────────────────────────────────────────────────────────────────────────
# Each list once: the review page and the desks show it. The office sees what awaits its review by
# ``task.review``; who only reads along, such as an auditor, by ``task.read``.


def finals_to_review(actor: Actor, permission: str = "task.review") -> QuerySet[Task]:
    """The tasks whose unit asks for the final review, the earliest first."""
    waiting = tasks_of(actor, permission).filter(tasks_in("review")).select_related("lead_unit")
    return waiting.order_by(Coalesce("submitted_on", "due"), "pk")


def progress_to_review(actor: Actor, permission: str = "task.review") -> QuerySet[ProgressEntry]:
    """The signed entries that nobody reviewed, the earliest first; final ones go with their task."""
    waiting = ProgressEntry.objects.filter(
        permitted(actor, permission, ProgressEntry), progress_in("review"), final=False
    )
    return waiting.select_related("task__lead_unit", "signed_by").order_by("signed_at", "pk")


def change_requests_to_decide(actor: Actor) -> QuerySet[ChangeRequest]:
    """What units ask for and the actor may decide, the earliest first."""
    waiting = ChangeRequest.objects.filter(
        permitted(actor, "task.decide", ChangeRequest), decided_at__isnull=True
    )
    return waiting.select_related("task__lead_unit", "wanted_unit", "asked_by").order_by("asked_at", "pk")


def obstacles_to_assign(actor: Actor) -> QuerySet[Obstacle]:
    """Obstacles that nobody was told to remove, where the actor may say who does, the earliest first."""
    waiting = Obstacle.objects.filter(
        permitted(actor, "obstacle.settle", Obstacle), settled_on__isnull=True, remover__isnull=True
    )
    return waiting.select_related("task__lead_unit").order_by("entered_at", "pk")


def overdue_obstacles(actor: Actor, today: date) -> QuerySet[Obstacle]:
    """Obstacles that should have been removed by now, the longest overdue first."""
    late = obstacles_of(actor).filter(settled_on__isnull=True, due__lt=today)
    return late.select_related("task", "remover").order_by("due", "pk")


def drafts_sent_back(actor: Actor) -> QuerySet[Task]:
    """Drafts that were issued once and that a unit sent back, the newest first."""
    drafts = tasks_of(actor, "task.draft").filter(tasks_in("draft"), issued_at__isnull=False)
    return drafts.select_related("lead_unit").order_by("-issued_at", "pk")


def tasks_to_accept(units: Collection[int]) -> QuerySet[Task]:
    """What was issued to ``units`` and not accepted yet; ``got`` is the day on which they got it."""
    return Task.objects.filter(tasks_in("waiting"), lead_unit__in=units).annotate(got=got_on())


def progress_at_units(units: Collection[int]) -> QuerySet[ProgressEntry]:
    """The entries on tasks of ``units`` that wait for their heads, or were returned and wait for them."""
    waiting = ProgressEntry.objects.filter(
        tasks_with("owes_progress", path="task__"),
        progress_in("waiting", "working"),
        task__lead_unit__in=units,
    )
    return waiting.select_related("task")


def obstacles_to_remove(units: Collection[int]) -> QuerySet[Obstacle]:
    """The obstacles that ``units`` are to remove by a day."""
    waiting = Obstacle.objects.filter(remover__in=units, settled_on__isnull=True, due__isnull=False)
    return waiting.select_related("task")


def supervision_orders_to_answer(units: Collection[int]) -> QuerySet[SupervisionOrder]:
    """The supervision orders to ``units`` that nobody answered."""
    return SupervisionOrder.objects.filter(unit__in=units, answered_at__isnull=True).select_related("task")
