"""Adding, changing and closing posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.writing import writes
from luoshi.city.people.actions.holdings import end_holdings
from luoshi.city.people.actions.records import give, save_changed
from luoshi.city.people.actions.roles import (
    check_not_oneself,
    check_separation,
    require_for_role,
    tell_auditors,
)
from luoshi.city.people.actors import Actor
from luoshi.city.people.locking import check_administrators, check_days, free_key, locked
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.people.permissions import require
from luoshi.city.site.errors import ConflictError


@dataclass(frozen=True, kw_only=True)
class PostFields:
    """What a post is given."""

    name: str
    role: str
    position: int = 0
    since: date | None = None
    until: date | None = None


@writes
def add_post(*, actor: Actor, unit: str, given: PostFields, key: str = "") -> Post:
    """A new post of the unit with the key ``unit``.

    Raises ``ForbiddenError``, ``NotFoundError``, ``ConflictError``.
    """
    signature = actor.signature(require(actor, "unit.manage"))
    require_for_role(actor, given.role)
    home = locked(Unit, unit)
    if home.until is not None:
        raise ConflictError("people_unit_closed", unit=home.name, until=home.until)
    post = Post(key=free_key(Post, key, "post"), unit=home)
    _take(post, given)
    post.save(force_insert=True)
    record(signature, "post.add", post, unit=home.name, name=post.name, role=post.role)
    return post


@writes
def change_post(*, actor: Actor, key: str, given: PostFields) -> Post:
    """Give the post other fields; its holders stay.

    Raises ``ForbiddenError``, ``NotFoundError``, ``ConflictError``.
    """
    signature = actor.signature(require(actor, "unit.manage"))
    post = locked(Post, key)
    require_for_role(actor, post.role, given.role)
    before = post.recorded()
    _take(post, given)
    save_changed(signature, post, before)
    if gives_more(before, post.recorded()):
        for holding in holdings_to_check(post):
            check_not_oneself(actor.person.pk if actor.person else None, holding.person_id)
            check_separation(holding)
            tell_auditors(signature, holding)
    check_administrators(timezone.localdate())
    return post


def gives_more(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a post that was ``before`` gives its holders another role, or its role on more days."""
    first, last = (before["since"], after["since"]), (before["until"], after["until"])
    earlier = first[0] is not None and (first[1] is None or first[1] < first[0])
    later = last[0] is not None and (last[1] is None or last[1] > last[0])
    return before["role"] != after["role"] or earlier or later


def holdings_to_check(post: Post) -> QuerySet[Holding]:
    """The holdings of the post that are not over; their persons are locked, as when somebody is appointed."""
    held = Holding.objects.lasting(timezone.localdate()).filter(post=post)
    locked_rows(Person.objects.filter(pk__in=held.values("person_id")))
    return held.select_related("person", "post__unit").order_by("pk")


@writes
def close_post(*, actor: Actor, key: str, on: date) -> Post:
    """The post ends with the day ``on``, and with it who holds it."""
    signature = actor.signature(require(actor, "unit.manage"))
    post = locked(Post, key)
    require_for_role(actor, post.role)
    check_days(post.since, on)
    end_holdings(signature, Holding.objects.filter(post=post), on)
    post.until = on
    post.save(update_fields=["until"])
    record(signature, "post.close", post, on=on)
    check_administrators(timezone.localdate())
    return post


def check_name(name: str, named: Post | None, post: Post) -> None:
    """``ConflictError`` where another post of the unit, ``named``, has the name."""
    if named is not None and named.pk != post.pk:
        raise ConflictError("people_post_name_taken", unit=post.unit.name, name=name)


def _take(post: Post, given: PostFields) -> None:
    check_days(given.since, given.until)
    named = Post.objects.filter(unit=post.unit, name=given.name).exclude(pk=post.pk).first()
    check_name(given.name, named, post)
    give(post, given)
