"""ChangeRequest for permission: for a single task in actions, for whole lists in queries."""

from __future__ import annotations

from typing import Protocol

from luoshi.city.people.actors import Actor, HeldPost
from luoshi.city.rules.permissions import permission_words
from luoshi.city.site.errors import ForbiddenError


class Answerable(Protocol):
    """What permission is asked about: a task, or what belongs to one."""

    @property
    def lead_unit_id(self) -> int | None:
        """The unit that leads."""

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units that lead or support."""

    @property
    def sponsor_id(self) -> int | None:
        """The post of the sponsor."""

    @property
    def is_told(self) -> bool:
        """Whether units and sponsor know of it: not a draft that was never issued."""

    @property
    def is_released(self) -> bool:
        """Whether the public sees it."""


def granting_post(actor: Actor, permission: str, about: Answerable | None = None) -> HeldPost | None:
    """The post by which ``actor`` has ``permission`` (about a task), ``None`` where there is none."""
    for scope, posts in actor.reach(permission).items():
        for post in posts:
            if about is None or scope == "all":
                return post
            if scope in ("unit", "lead", "sponsored") and not about.is_told:
                continue
            if scope == "unit" and post.unit_id in about.unit_ids:
                return post
            if scope == "lead" and post.unit_id == about.lead_unit_id:
                return post
            if scope == "sponsored" and post.id == about.sponsor_id:
                return post
            if scope == "released" and about.is_released:
                return post
    return None


def require(actor: Actor, permission: str, about: Answerable | None = None) -> HeldPost:
    """The post that signs; ``ForbiddenError`` where no post of the actor has ``permission``."""
    post = granting_post(actor, permission, about)
    if post is None:
        raise ForbiddenError(
            "not_allowed",
            what=permission_words(permission, "zh"),
            what_en=permission_words(permission, "en"),
        )
    return post
