"""Notices that were read."""

from __future__ import annotations

from django.utils import timezone

from luoshi.city.people.actors import Actor
from luoshi.city.tasks.models import Notice


def mark_read(*, actor: Actor, number: int | None = None) -> int:
    """Mark a notice to the actor's posts as read, or all of them; how many were unread.

    A notice is read by the post, not recorded in the log: nothing rests on it but the number in the masthead.
    """
    unread = Notice.objects.filter(post__in=[post.id for post in actor.posts], read_at__isnull=True)
    if number is not None:
        unread = unread.filter(pk=number)
    return unread.update(read_at=timezone.now())
