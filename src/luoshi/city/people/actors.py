"""Who is acting: a person with the posts held today, and what these allow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from luoshi.city.chain.entries import Signature
from luoshi.city.people.models import Holding, Person, lasting
from luoshi.city.rules.permissions import Role, Scope, scope_of
from luoshi.city.rules.separation import effective_kind, kind_of
from luoshi.errors import Language


@dataclass(frozen=True)
class HeldPost:
    """A post as the actor holds it today."""

    id: int
    key: str
    name: str
    role: Role
    unit_id: int
    unit_name: str


@dataclass(frozen=True)
class Actor:
    """A person with today's posts; without a person, the public.

    ``scopes`` limits a token to some permissions; ``None`` means all that the posts allow. ``idle`` are posts
    held today that give nothing, since others exclude them (``rules/separation.toml``).
    """

    person: Person | None = None
    posts: tuple[HeldPost, ...] = ()
    scopes: frozenset[str] | None = field(default=None)
    idle: tuple[HeldPost, ...] = ()

    @property
    def language(self) -> Language:
        """The language of the actor's pages."""
        return "en" if self.person is not None and self.person.language == "en" else "zh"

    @property
    def signed_in(self) -> bool:
        """Whether this is a known person."""
        return self.person is not None

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units in which the actor is head or officer."""
        return frozenset(post.unit_id for post in self.posts if post.role in ("unit_head", "unit_officer"))

    def roles(self) -> frozenset[Role]:
        """The roles of today's posts."""
        return frozenset(post.role for post in self.posts)

    def reach(self, permission: str) -> dict[Scope, tuple[HeldPost, ...]]:
        """The scopes that ``permission`` has for this actor, with the posts that give each."""
        if self.scopes is not None and permission not in self.scopes:
            return {}
        reach: dict[Scope, tuple[HeldPost, ...]] = {}
        for post in self.posts:
            scope = scope_of(post.role, permission)
            if scope != "none":
                reach[scope] = (*reach.get(scope, ()), post)
        public = scope_of("public", permission)
        if public != "none":
            reach.setdefault(public, ())
        if not reach and self.person is not None and permission == "account.own":
            reach["all"] = ()
        return reach

    def may_open(self, permission: str) -> bool:
        """Whether there is anything that the actor may do with ``permission``."""
        return bool(self.reach(permission))

    def signature(self, post: HeldPost | None = None) -> Signature:
        """How the actor signs, holding ``post``."""
        if self.person is None:
            raise PermissionError("the public signs nothing")
        return Signature(
            person=self.person.key,
            person_name=self.person.name,
            post=post.key if post else "",
            post_name=f"{post.unit_name} {post.name}" if post else "",
        )


PUBLIC = Actor()


def actor_for(person: Person, today: date, scopes: Iterable[str] | None = None) -> Actor:
    """The actor that ``person`` is on ``today``; the public where the account is closed."""
    if not person.is_active:
        return PUBLIC
    holdings = (
        Holding.objects.on(today)
        .filter(person=person)
        .filter(lasting(today, "post__"))
        .select_related("post__unit")
        .order_by("post__unit__position", "post__position", "pk")
    )
    held = tuple(
        HeldPost(
            id=holding.post_id,
            key=holding.post.key,
            name=holding.post.name,
            role=holding.post.role,  # type: ignore[arg-type]
            unit_id=holding.post.unit_id,
            unit_name=holding.post.unit.name,
        )
        for holding in holdings
    )
    kind = effective_kind(post.role for post in held)
    posts = tuple(post for post in held if kind_of(post.role) == kind)
    idle = tuple(post for post in held if kind_of(post.role) != kind)
    return Actor(person, posts, None if scopes is None else frozenset(scopes), idle)
