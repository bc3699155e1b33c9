"""Notices of a write to those whom ``notices.toml`` names, in the transaction of the write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from luoshi.city.chain.entries import Signature, record_rows
from luoshi.city.people.models import Post
from luoshi.city.tasks.models import Notice, Task
from luoshi.knowledge import toml_table


def tell(
    task: Task, signature: Signature, event: str, *, reason: str = "", unit_id: int | None = None
) -> None:
    """Tell the posts that ``event`` concerns, if any, but not the one who did it.

    ``unit_id`` is the unit whose heads and officers are meant where that is not the lead unit. Called after
    the task's version was counted up, which tells this event from the next of its kind.
    """
    rule = event_rules().get(event)
    if rule is None:
        return
    detail = {"event": event, "reason": reason, "by": signature.person_name, "post": signature.post_name}
    notices = (
        Notice(
            key=f"{task.key}/{event}/{task.version}/{post.pk}",
            post=post,
            task=task,
            kind=rule["kind"],
            detail=detail,
            on=timezone.localdate(),
        )
        for post in recipients(task, rule["to"], unit_id)
        if post.key != signature.post
    )
    send(notices, signature, task.subject())


def send(notices: Iterable[Notice], signature: Signature, subject: str) -> int:
    """Keep and log those that are not there yet, by their keys; how many. Their tasks are locked."""
    made = {notice.key: notice for notice in notices}
    known = set(Notice.objects.filter(key__in=made).values_list("key", flat=True))
    new = [notice for key, notice in made.items() if key not in known]
    Notice.objects.bulk_create(new)
    record_rows(signature, "notice.send", subject, new)
    return len(new)


def recipients(task: Task, to: Iterable[str], unit_id: int | None = None) -> list[Post]:
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
    return list(Post.objects.filter(wanted, _standing(timezone.localdate())))


def _standing(today: date) -> Q:
    return Q(until__isnull=True) | Q(until__gte=today)


@cache
def event_rules() -> dict[str, Any]:
    """The table ``notices.toml``: of each event its kind and whom to tell."""
    return toml_table("luoshi.city.tasks", "notices.toml")
