"""How a post may come to a person: who may give it, not to oneself, and never beside one that excludes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Holding
from luoshi.city.people.permissions import granting_post, require
from luoshi.city.rules.separation import (
    Held,
    clash,
    guarded_roles,
    kind_of,
    kind_words,
    privileged_roles,
)
from luoshi.city.site.errors import ConflictError


def may_give(actor: Actor, *roles: str) -> bool:
    """Whether the actor may give and take posts of these roles."""
    return not guarded_roles().intersection(roles) or granting_post(actor, "account.manage") is not None


def require_for_role(actor: Actor, *roles: str) -> None:
    """``ForbiddenError`` where one of ``roles`` may be given and taken by who manages accounts only."""
    if guarded_roles().intersection(roles):
        require(actor, "account.manage")


def check_not_oneself(giver_id: int | None, person_id: int) -> None:
    """``ConflictError`` where somebody would give a post to themselves."""
    if giver_id == person_id:
        raise ConflictError("people_not_oneself")


def check_separation(holding: Holding, others: Iterable[Holding] | None = None) -> None:
    """``ConflictError`` where the person holds a post that excludes this one, today or later.

    ``others`` are the person's further holdings; they are looked up where they are not given.
    """
    today = timezone.localdate()
    wanted = _held(holding)
    if _is_over(wanted, today):
        return
    if others is None:
        found = Holding.objects.filter(person_id=holding.person_id).exclude(pk=holding.pk)
        others = found.select_related("post__unit").order_by("since", "pk")
    spans = [_held(one) for one in others]
    other = clash(wanted, [one for one in spans if not _is_over(one, today)])
    if other is None:
        return
    kind, other_kind = kind_of(wanted.role), kind_of(other.role)
    raise ConflictError(
        "people_posts_exclude",
        person=holding.person.name,
        post=wanted.name,
        kind=kind_words(kind, "zh"),
        kind_en=kind_words(kind, "en"),
        other=other.name,
        other_kind=kind_words(other_kind, "zh"),
        other_kind_en=kind_words(other_kind, "en"),
    )


def tell_auditors(signature: Signature, holding: Holding) -> None:
    """An entry of its own where a privileged post came to a person: auditors see it on their first page."""
    if holding.post.role in privileged_roles():
        record(
            signature,
            "holding.privileged",
            holding,
            person=holding.person.key,
            person_name=holding.person.name,
            post=holding.post.key,
            post_name=f"{holding.post.unit.name} {holding.post.name}",
            role=holding.post.role,
        )


def _held(holding: Holding) -> Held:
    """The days on which the holding counts: within those of its post."""
    post = holding.post
    ends = [day for day in (holding.until, post.until) if day is not None]
    since = max(holding.since, post.since) if post.since is not None else holding.since
    return Held(post.role, since, min(ends, default=None), f"{post.unit.name} {post.name}")


def _is_over(held: Held, today: date) -> bool:
    return held.until is not None and held.until < today
