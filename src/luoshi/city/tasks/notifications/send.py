"""Notifications of a write to those whom ``events.toml`` names, in the transaction of the write."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from luoshi.city.chain.entries import Signature, record_rows
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Post
from luoshi.city.tasks.events import Recipient, events
from luoshi.city.tasks.models import Notification, Task


def notify(
    task: Task, signature: Signature, event: str, *, reason: str = "", unit_id: int | None = None
) -> None:
    """Tell the posts that ``event`` concerns, if any, but not the one who did it.

    ``unit_id`` is the unit whose heads and officers are meant where that is not the lead unit. Called after
    the task's version was counted up, which tells this event from the next of its kind.
    """
    rule = events()[event].notify
    if rule is None:
        return
    detail = {"event": event, "reason": reason, "by": signature.person_name, "post": signature.post_name}
    notifications = (
        Notification(
            key=f"{task.key}/{event}/{task.version}/{post.pk}",
            post=post,
            task=task,
            kind=rule.kind,
            detail=detail,
            on=timezone.localdate(),
        )
        for post in recipients(task, rule.to, unit_id)
        if post.key != signature.post
    )
    send(notifications, signature, task.subject())


def send(notifications: Iterable[Notification], signature: Signature, subject: str) -> int:
    """Keep and log those that are not there yet, by their keys; how many. Their tasks are locked."""
    made = {notification.key: notification for notification in notifications}
    known = set(Notification.objects.filter(key__in=made).values_list("key", flat=True))
    new = [notification for key, notification in made.items() if key not in known]
    Notification.objects.bulk_create(new)
    record_rows(signature, "notification.send", subject, new)
    return len(new)


def recipients(task: Task, to: Iterable[Recipient], unit_id: int | None = None) -> list[Post]:
    """The posts meant by ``to``: heads, officer, sponsor, office."""
    unit = unit_id or task.lead_unit_id
    wanted = Q(pk__in=())
    for one in to:
        if one == "heads":
            wanted |= Q(unit=unit, role="unit_head")
        elif one == "officer" and task.officer_id and unit == task.lead_unit_id:
            wanted |= Q(pk=task.officer_id)
        elif one == "officer":
            wanted |= Q(unit=unit, role="unit_officer")
        elif one == "sponsor":
            wanted |= Q(pk=task.sponsor_id)
        elif one == "office":
            wanted |= Q(role="supervision_office")
    return list(Post.objects.current().filter(wanted))


def mark_read(*, actor: Actor, number: int | None = None) -> int:
    """Mark a notification to the actor's posts as read, or all of them; how many were unread.

    It is read by the post, not recorded in the log: nothing rests on it but the number in the masthead.
    """
    unread = Notification.objects.filter(post__in=[post.id for post in actor.posts], read_at__isnull=True)
    if number is not None:
        unread = unread.filter(pk=number)
    return unread.update(read_at=timezone.now())
