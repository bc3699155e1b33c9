"""Finding tasks, by what the actor may see."""

from __future__ import annotations

import unicodedata
from datetime import date

from django.db.models import F, Q, QuerySet

from luoshi.city.people.actors import Actor
from luoshi.city.rules.facts import Facts, overdue_days
from luoshi.city.search.index import hits
from luoshi.city.tasks.locking import Missing
from luoshi.city.tasks.models import Notice, Task
from luoshi.city.tasks.permissions import tasks_for


def tasks_of(actor: Actor, permission: str = "task.read") -> QuerySet[Task]:
    """The tasks on which ``actor`` has ``permission``."""
    return Task.objects.filter(tasks_for(actor, permission))


def overdue_on(day: date) -> Q:
    """Tasks overdue on ``day``: ``rules.facts.overdue_days`` as a condition of the database."""
    resting = Q(state__in=("drafted", "suspended", "done", "closed"))
    submitted_in_time = Q(state="awaiting_review", submitted_on__lte=F("due"))
    return Q(due__lt=day) & ~resting & ~submitted_in_time


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
        submitted_on=task.submitted_on,
    )
    return overdue_days(facts, day) > 0


def task_for(actor: Actor, key: str, permission: str = "task.read") -> Task:
    """The task ``key`` with its units and posts; ``Missing`` where it is outside the actor's scope."""
    task = (
        tasks_of(actor, permission)
        .filter(key=key)
        .select_related("lead_unit", "sponsor__unit", "officer__unit", "promise", "report")
        .prefetch_related("supports__unit", "milestones")
        .first()
    )
    if task is None:
        raise Missing("task_missing", key=key)
    return task


def unread_notices(actor: Actor) -> int:
    """How many notices to the actor's posts nobody has read yet."""
    return Notice.objects.filter(post__in=[post.id for post in actor.posts], read_at__isnull=True).count()
