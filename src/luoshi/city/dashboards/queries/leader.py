"""What a leader looks for: what turned red, what is the leader's own, what waits for a decision."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from luoshi.city.people.actors import Actor
from luoshi.city.tasks.access import tasks_for
from luoshi.city.tasks.models import ChangeRequest, Obstacle, Task
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.task_list.filters import GRAVITY


def leader_posts(actor: Actor) -> list[int]:
    """The posts by which the actor sponsors tasks."""
    return [post.id for post in actor.posts if post.role == "leader"]


def sponsored(tasks: QuerySet[Task], posts: list[int]) -> QuerySet[Task]:
    """Open tasks that the posts sponsor, the gravest first."""
    gravity = Case(
        *(When(light=colour, then=Value(place)) for place, colour in enumerate(GRAVITY)),
        output_field=IntegerField(),
    )
    mine = tasks.filter(sponsor__in=posts).exclude(tasks_in("settled"))
    return mine.order_by(gravity, "due", "number")


def to_decide(actor: Actor) -> QuerySet[ChangeRequest]:
    """What units ask for and the actor may decide, the oldest first."""
    open_ones = ChangeRequest.objects.filter(on_tasks(actor, "task.decide"), granted__isnull=True)
    return open_ones.select_related("task__lead_unit", "wanted_unit").order_by("asked_at")


def obstacles_to_assign(actor: Actor) -> QuerySet[Obstacle]:
    """Obstacles that nobody was told to remove yet, on tasks where the actor may say who does."""
    mine = on_tasks(actor, "obstacle.settle")
    open_ones = Obstacle.objects.filter(mine, settled_on__isnull=True, remover__isnull=True)
    return open_ones.select_related("task__lead_unit").order_by("entered_at")


def on_tasks(actor: Actor, permission: str) -> Q:
    """What belongs to a task on which the actor has ``permission``; no condition where that is every task."""
    condition = tasks_for(actor, permission)
    return Q(task__in=Task.objects.filter(condition).values("pk")) if condition else Q()
