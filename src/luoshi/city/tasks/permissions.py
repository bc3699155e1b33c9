"""Permission on tasks: for lists, as a condition that the database applies."""

from __future__ import annotations

from django.db.models import Q

from luoshi.city.people.actors import Actor
from luoshi.city.rules.permissions import is_inside
from luoshi.city.tasks.models import Support
from luoshi.city.tasks.phases import tasks_in
from luoshi.city.tasks.public import RELEASED


def tasks_for(actor: Actor, permission: str, *, inside: bool = False) -> Q:
    """The condition on tasks under which ``actor`` has ``permission``; true of none where there is none.

    A draft that was never issued is the office's own. ``inside``: those of which the actor sees more than
    the public does.
    """
    told = ~(tasks_in("draft") & Q(issued_at__isnull=True))
    condition = Q(pk__in=())
    for scope, posts in actor.reach(permission).items():
        units = {post.unit_id for post in posts}
        if scope == "all":
            return Q()
        if scope == "unit":
            supported = Support.objects.filter(unit__in=units).values("task_id")
            condition |= told & (Q(lead_unit__in=units) | Q(pk__in=supported))
        elif scope == "lead":
            condition |= told & Q(lead_unit__in=units)
        elif scope == "sponsored":
            condition |= told & Q(sponsor__in={post.id for post in posts})
        elif not is_inside(scope) and not inside:
            condition |= RELEASED
    return condition
