"""Reading units, posts and people: each query takes the acting person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from luoshi.city.chain.models import Entry
from luoshi.city.people.actors import Actor
from luoshi.city.people.filters import PersonFilters, UnitFilters
from luoshi.city.people.models import Holding, Person, Post, Token, Unit, UnitQuerySet
from luoshi.city.people.permissions import require
from luoshi.city.site.errors import NotFoundError

_SIGNINGS = 20


@dataclass
class Branch:
    """A unit with the units below it."""

    unit: Unit
    below: list[Branch] = field(default_factory=list)


def units_for(actor: Actor) -> UnitQuerySet:
    """Every unit, where the actor may see units."""
    require(actor, "unit.read")
    return Unit.objects.select_related("parent").order_by("position", "key")


def listed_units(actor: Actor, filters: UnitFilters, day: date) -> QuerySet[Unit]:
    """Units by words (of unit, post or holder) and kind, with today's posts and holders at hand.

    ``unit.posts_now`` has the posts, ``post.holdings_now`` their holdings with ``person``.
    """
    units, words = units_for(actor).filter(filters.condition()), filters.q
    if not filters.closed:
        units = units.open_on(day)
    if words:
        holders = Holding.objects.on(day).filter(person__name__icontains=words).values("post__unit_id")
        posts = Post.objects.filter(name__icontains=words).values("unit_id")
        units = units.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(pk__in=holders) | Q(pk__in=posts)
        )
    return units.prefetch_related(_posts(day))


def tree(units: Iterable[Unit]) -> list[Branch]:
    """The units as branches; one whose unit above is not among them stands at the top."""
    branches = {unit.pk: Branch(unit) for unit in units}
    top: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.unit.parent_id or 0)
        (top if above is None else above.below).append(branch)
    return top


def unit_for(actor: Actor, key: str, day: date) -> Unit:
    """One unit with its posts and holders. Raises ``NotFoundError``."""
    unit = units_for(actor).filter(key=key).prefetch_related(_posts(day, closed=True), "children").first()
    if unit is None:
        raise NotFoundError("people_missing", key=key)
    return unit


def post_for(actor: Actor, key: str) -> Post:
    """One post with everyone who held it, newest first, in ``all_holdings``. Raises ``NotFoundError``."""
    require(actor, "unit.read")
    held = Prefetch(
        "holdings", Holding.objects.select_related("person").order_by("-since", "-pk"), to_attr="all_holdings"
    )
    post = Post.objects.select_related("unit").prefetch_related(held).filter(key=key).first()
    if post is None:
        raise NotFoundError("people_missing", key=key)
    return post


def listed_persons(actor: Actor, filters: PersonFilters, day: date) -> QuerySet[Person]:
    """People with today's holdings as ``person.holdings_now``, by words and state of their account."""
    require(actor, "unit.read")
    persons, words = Person.objects.filter(filters.condition()).order_by("name", "key"), filters.q
    if words:
        posts = Holding.objects.on(day).filter(
            Q(post__name__icontains=words) | Q(post__unit__name__icontains=words)
        )
        persons = persons.filter(
            Q(name__icontains=words) | Q(username__icontains=words) | Q(pk__in=posts.values("person_id"))
        )
    return persons.prefetch_related(_held(day))


def person_for(actor: Actor, key: str) -> Person:
    """One person with all that they held, newest first, in ``all_holdings``. Raises ``NotFoundError``."""
    require(actor, "unit.read")
    held = Holding.objects.select_related("post__unit").order_by("-since", "-pk")
    person = (
        Person.objects.prefetch_related(Prefetch("holdings", held, to_attr="all_holdings"))
        .filter(key=key)
        .first()
    )
    if person is None:
        raise NotFoundError("people_missing", key=key)
    return person


def tokens_of(actor: Actor) -> QuerySet[Token]:
    """The actor's own tokens, newest first."""
    return Token.objects.filter(person=actor.person) if actor.person else Token.objects.none()


def signings_of(person: Person) -> QuerySet[Entry, Entry]:
    """The newest entries of the log about the person's account."""
    about = Entry.objects.filter(subject=f"person:{person.pk}", action__startswith="account.")
    return about.order_by("-number")[:_SIGNINGS]


def _posts(day: date, *, closed: bool = False) -> Prefetch[Any]:
    now = Holding.objects.on(day).select_related("person")
    posts = Post.objects.order_by("position", "key")
    if not closed:
        posts = posts.open_on(day)
    return Prefetch(
        "posts",
        posts.prefetch_related(Prefetch("holdings", now, to_attr="holdings_now")),
        to_attr="posts_now",
    )


def _held(day: date) -> Prefetch[Any]:
    return Prefetch("holdings", Holding.objects.on(day).select_related("post__unit"), to_attr="holdings_now")
