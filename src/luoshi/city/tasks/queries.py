"""Finding tasks, by what the actor may see."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import LessThan
from django.utils import timezone

from luoshi.city.people.actors import Actor
from luoshi.city.rules.facts import Facts, overdue_days, thresholds
from luoshi.city.rules.states import OPEN
from luoshi.city.rules.workdays import add_workdays
from luoshi.city.search.index import hits
from luoshi.city.site.errors import NotFoundError
from luoshi.city.tasks.access import tasks_for
from luoshi.city.tasks.models import Notification, Task
from luoshi.city.tasks.phases import tasks_in


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


def found_in_public_words(query: str) -> Q:
    """Tasks in whose title, words or key every word of ``query`` is found.

    The index knows words that are not public, such as where a task comes from; what it finds is found again
    in what is.
    """
    condition = Q(pk__in=hits(Task, query))
    for word in unicodedata.normalize("NFKC", query).split():
        condition &= Q(title__icontains=word) | Q(words__icontains=word) | Q(key__icontains=word)
    return condition


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


def unread_notifications(actor: Actor) -> int:
    """How many notifications to the actor's posts nobody has read yet."""
    return Notification.objects.filter(
        post__in=[post.id for post in actor.posts], read_at__isnull=True
    ).count()
