"""Who holds a post: from a day, to a day, and after them whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.locking import locked_row, locked_rows
from luoshi.city.chain.writing import writes
from luoshi.city.people.actions.roles import (
    check_not_oneself,
    check_separation,
    require_for_role,
    tell_auditors,
)
from luoshi.city.people.actors import Actor
from luoshi.city.people.locking import check_administrators, check_days, locked
from luoshi.city.people.models import Holding, Person, Post
from luoshi.city.people.permissions import require
from luoshi.city.site.errors import ConflictError, NotFoundError


@writes
def appoint(*, actor: Actor, post: str, person: str, since: date, until: date | None = None) -> Holding:
    """The person holds the post from ``since``.

    Raises ``ForbiddenError``, ``NotFoundError``, ``ConflictError``.
    """
    signature = actor.signature(require(actor, "unit.manage"))
    held = locked(Post, post)
    require_for_role(actor, held.role)
    appointed = locked(Person, person)
    _check_other(actor, appointed)
    return _hold(signature, held, appointed, since, until)


@writes
def end_holding(*, actor: Actor, holding: int, until: date) -> Holding:
    """The holding ends with the day ``until``; a later end is as giving it anew. Duty stays with the post."""
    signature = actor.signature(require(actor, "unit.manage"))
    found = Holding.objects.select_related("post__unit", "person").filter(pk=holding)
    whose = found.values_list("person__key", flat=True).first()
    if whose is not None:
        locked(Person, whose)
    row = locked_row(found)
    if row is None:
        raise NotFoundError("people_missing", key=str(holding))
    require_for_role(actor, row.post.role)
    longer = row.until is not None and until > row.until
    if longer:
        _check_other(actor, row.person)
    _end(signature, row, until)
    if longer:
        check_separation(row)
        tell_auditors(signature, row)
    check_administrators(timezone.localdate())
    return row


@writes
def hand_over(*, actor: Actor, post: str, successor: str, since: date) -> Holding:
    """Whoever holds the post holds it until the day before ``since``; from then on the successor does.

    Tasks point to the post, so that all its duties are the successor's.
    """
    signature = actor.signature(require(actor, "unit.manage"))
    held = locked(Post, post)
    require_for_role(actor, held.role)
    person = locked(Person, successor)
    _check_other(actor, person)
    rows = Holding.objects.lasting(since).filter(post=held)
    for row in locked_rows(rows.exclude(person=person)):
        _end(signature, row, since - timedelta(days=1))
    holding = _hold(signature, held, person, since, None)
    check_administrators(timezone.localdate())
    return holding


def end_holdings(signature: Signature, holdings: QuerySet[Holding], on: date) -> None:
    """End those of ``holdings`` that go on after ``on``; one that begins later ends on its first day."""
    still = holdings.filter(Q(until__isnull=True) | Q(until__gt=on))
    for holding in locked_rows(still):
        holding.until = max(on, holding.since)
        holding.save(update_fields=["until"])
        record(signature, "holding.end", holding, until=holding.until)


def check_hold(
    post: Post, person: Person, since: date, until: date | None, others: Iterable[Holding]
) -> None:
    """``ConflictError`` where the person cannot hold the post on these days.

    ``others`` are the further holdings of the post by the person. Who left may only have held it.
    """
    check_days(since, until)
    if not person.is_active and (until is None or until >= timezone.localdate()):
        raise ConflictError("people_person_left", person=person.name)
    if (post.until is not None and (until or since) > post.until) or (post.since and since < post.since):
        raise ConflictError("people_outside_post", post=post.name)
    if any(
        (other.until is None or other.until >= since) and (until is None or other.since <= until)
        for other in others
    ):
        raise ConflictError("people_holds_already", person=person.name, post=post.name)


def _hold(signature: Signature, post: Post, person: Person, since: date, until: date | None) -> Holding:
    check_hold(post, person, since, until, Holding.objects.filter(post=post, person=person))
    holding = Holding.objects.create(person=person, post=post, since=since, until=until)
    check_separation(holding)
    record(signature, "holding.add", holding, person=person.key, post=post.key, since=since, until=until)
    tell_auditors(signature, holding)
    return holding


def _check_other(actor: Actor, person: Person) -> None:
    check_not_oneself(actor.person.pk if actor.person else None, person.pk)


def _end(signature: Signature, row: Holding, until: date) -> None:
    check_days(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    record(signature, "holding.end", row, until=until)
