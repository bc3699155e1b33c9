"""Who a request comes from."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from luoshi.city.people.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The acting person of ``request``, as the middleware found it."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]
