"""Every view says which permission it asks for; the permission table is walked over all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from luoshi.city.site.addresses import sign_in_address
from luoshi.city.site.errors import ForbiddenError

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def page(permission: str) -> Callable[[View], View]:
    """A page for those whose posts have ``permission`` in any scope; others sign in or are told why not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor  # type: ignore[attr-defined]
            if actor.may_open(permission):
                return view(request, *args, **kwargs)
            if not actor.signed_in:
                return HttpResponseRedirect(sign_in_address(request.get_full_path()))
            raise ForbiddenError("no_access")

        opened.permission = permission  # type: ignore[attr-defined]
        return opened  # type: ignore[return-value]

    return decorate


def open_to_all(view: View) -> View:
    """A page that needs no permission: signing in, health, the change of language."""
    view.permission = None  # type: ignore[attr-defined]
    return view
