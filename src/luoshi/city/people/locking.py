"""Finding the row that a write is about, and holding it until the write is done."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Max

from luoshi.city.chain.locking import locked_row
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.site.errors import ConflictError, NotFoundError

_Keyed = TypeVar("_Keyed", Unit, Post, Person)


def locked(model: type[_Keyed], key: str) -> _Keyed:
    """The unit, post or person ``key``, its row locked until the transaction ends."""
    row = locked_row(model._default_manager.filter(key=key))
    if row is None:
        raise NotFoundError("people_missing", key=key)
    return row


def free_key(model: type[Unit | Post | Person], wanted: str, kind: str) -> str:
    """``wanted``, or a key that no other record has: ``unit-12``. ``ConflictError`` where it is taken."""
    if wanted:
        if model._default_manager.filter(key=wanted).exists():
            raise ConflictError("people_key_taken", key=wanted)
        return wanted
    number = (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1
    while model._default_manager.filter(key=f"{kind}-{number}").exists():
        number += 1
    return f"{kind}-{number}"


def check_days(since: date | None, until: date | None) -> None:
    """``ConflictError`` where the end lies before the start."""
    if since is not None and until is not None and until < since:
        raise ConflictError("people_ends_before_start", since=since, until=until)


def check_administrators(today: date) -> None:
    """``ConflictError`` where after a write nobody could manage accounts any more.

    Somebody with an open account must hold an administrator's post today, and somebody without an end.
    """
    able = Holding.objects.filter(
        post__role="administrator", person__is_active=True, person__username__isnull=False
    )
    lasting = able.filter(until__isnull=True, post__until__isnull=True)
    if not able.on(today).exclude(post__until__lt=today).exists() or not lasting.exists():
        raise ConflictError("people_last_administrator")
