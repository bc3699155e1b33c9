"""Units, posts and who holds them, as Popolo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from luoshi.city.api.answers import REFUSALS, asks
from luoshi.city.api.auth import caller, require_any
from luoshi.city.api.paging import Page, Paging, page_of
from luoshi.city.api.schemas import MembershipOut, PostOut, UnitOut
from luoshi.city.people.models import Holding, Post, Unit

router = Router(tags=["units"])
_PERMISSION = "unit.read"


@router.get("/units", response={200: Page[UnitOut], **REFUSALS}, openapi_extra=asks(_PERMISSION))
def list_units(request: HttpRequest, paging: Query[Paging], kind: str = "") -> dict[str, Any]:
    """Units as Popolo organizations."""
    require_any(caller(request), _PERMISSION)
    rows = Unit.objects.select_related("parent")
    if kind:
        rows = rows.filter(kind=kind)
    return page_of(rows, paging, {"list": "units", "kind": kind}, _unit)


def _unit(unit: Unit) -> dict[str, Any]:
    others = [name for name in (unit.short_name, *unit.aliases) if name]
    return {
        "id": unit.key,
        "name": unit.name,
        "other_names": [{"name": name} for name in others],
        "classification": unit.kind,
        "parent_id": unit.parent.key if unit.parent is not None else None,
        "founding_date": unit.since,
        "dissolution_date": unit.until,
    }


@router.get("/posts", response={200: Page[PostOut], **REFUSALS}, openapi_extra=asks(_PERMISSION))
def list_posts(request: HttpRequest, paging: Query[Paging], unit: str = "") -> dict[str, Any]:
    """Posts as Popolo posts."""
    require_any(caller(request), _PERMISSION)
    rows = Post.objects.select_related("unit")
    if unit:
        rows = rows.filter(unit__key=unit)
    return page_of(rows, paging, {"list": "posts", "unit": unit}, _post)


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": post.key,
        "label": post.name,
        "role": post.role,
        "organization_id": post.unit.key,
        "start_date": post.since,
        "end_date": post.until,
    }


@router.get("/memberships", response={200: Page[MembershipOut], **REFUSALS}, openapi_extra=asks(_PERMISSION))
def list_memberships(request: HttpRequest, paging: Query[Paging], post: str = "") -> dict[str, Any]:
    """Who held which post when, as Popolo memberships."""
    require_any(caller(request), _PERMISSION)
    rows = Holding.objects.select_related("person", "post__unit")
    if post:
        rows = rows.filter(post__key=post)
    return page_of(rows, paging, {"list": "memberships", "post": post}, _membership)


def _membership(holding: Holding) -> dict[str, Any]:
    return {
        "person_id": holding.person.key,
        "person_name": holding.person.name,
        "post_id": holding.post.key,
        "organization_id": holding.post.unit.key,
        "start_date": holding.since,
        "end_date": holding.until,
    }
