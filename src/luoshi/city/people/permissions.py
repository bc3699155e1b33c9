"""Asking for permission: on one row in actions, on the rows of a list in selectors."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from luoshi.city.people.actors import Actor, HeldPost
from luoshi.city.people.scopes import NOTHING, Scoped, holds, listed
from luoshi.city.rules.permissions import Scope, is_inside, permission_words
from luoshi.city.site.errors import ForbiddenError


def permitted(actor: Actor, permission: str, model: type[Scoped], *, inside: bool = False) -> Q:
    """The condition on rows of ``model`` under which ``actor`` has ``permission``; an empty one for all rows.

    ``inside``: those of which the actor sees more than the public does.
    """
    condition = NOTHING
    for scope, posts in _reach(actor, permission, inside=inside):
        if scope == "all":
            return Q()
        condition |= model.scopes.of(scope, posts)
    return listed(condition, model)


def may(actor: Actor, permission: str, row: Scoped, *, inside: bool = False) -> bool:
    """Whether ``row`` is one of those that ``permitted`` gives; asks the database for its relations only."""
    return any(
        holds(row.scopes.of(scope, posts), row) for scope, posts in _reach(actor, permission, inside=inside)
    )


def granting_post(actor: Actor, permission: str, row: Scoped | None = None) -> HeldPost | None:
    """The post by which ``actor`` has ``permission`` (on ``row``); ``None`` where no post gives it."""
    for scope, posts in _reach(actor, permission):
        for post in posts:
            if row is None or holds(row.scopes.of(scope, (post,)), row):
                return post
    return None


def require(actor: Actor, permission: str, row: Scoped | None = None) -> HeldPost:
    """The post that signs; ``ForbiddenError`` where no post of the actor has ``permission`` (on ``row``)."""
    post = granting_post(actor, permission, row)
    if post is None:
        raise ForbiddenError(
            "not_allowed",
            what=permission_words(permission, "zh"),
            what_en=permission_words(permission, "en"),
        )
    return post


def _reach(
    actor: Actor, permission: str, *, inside: bool = False
) -> Iterator[tuple[Scope, tuple[HeldPost, ...]]]:
    for scope, posts in actor.reach(permission).items():
        if is_inside(scope) or not inside:
            yield scope, posts
