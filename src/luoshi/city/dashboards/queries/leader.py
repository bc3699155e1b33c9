"""What a leader looks for: what is the leader's own."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from luoshi.city.people.actors import Actor
from luoshi.city.rules.lights import GRAVITY
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.phases import tasks_in


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
