"""Pages of a list: a limit, and an opaque token that says where the next page begins."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from ninja import Field, Schema

from luoshi.city.site.errors import InvalidError

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
MOST = 200
_SALT = "luoshi.api.page"


class Paging(Schema):
    """How many, and from where."""

    limit: int = Field(50, ge=1, le=MOST)
    page_token: str = Field("", max_length=400)


class Page(Schema, Generic[Item]):
    """``next_page_token`` is empty on the last page."""

    items: list[Item]
    next_page_token: str


def pages(shape: type[Schema]) -> type[Schema]:
    """The shape of a page of ``shape``."""
    return Page[shape]  # type: ignore[valid-type]


def page_of(
    rows: QuerySet[Row], paging: Paging, asked: dict[str, Any], shown: Callable[[Row], Item]
) -> dict[str, Any]:
    """One page of ``rows`` by primary key. ``asked`` are the list's filters: a token holds for these only."""
    mark = hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()[:16]
    if paging.page_token:
        rows = rows.filter(pk__gt=_place(paging.page_token, mark))
    found = list(rows.order_by("pk")[: paging.limit + 1])
    more = len(found) > paging.limit
    found = found[: paging.limit]
    token = signing.dumps([mark, found[-1].pk], salt=_SALT) if more else ""
    return {"items": [shown(row) for row in found], "next_page_token": token}


def _place(token: str, mark: str) -> int:
    try:
        given, place = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise InvalidError("api_page_token") from error
    if given != mark or not isinstance(place, int):
        raise InvalidError("api_page_token")
    return place
