"""What every template knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from luoshi.city.site.language import language_now

_UNREAD: list[Callable[[Any], int]] = []


def count_unread_with(counter: Callable[[Any], int]) -> None:
    """Let a package above count an actor's unread notices for the masthead: ``counter(actor)``, one query."""
    _UNREAD[:] = [counter]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The acting person, the language, whether this is the demo."""
    actor = getattr(request, "actor", None)

    def unread_notices() -> int:
        # Called by the template, so that a page without a masthead costs no query.
        return _UNREAD[0](actor) if _UNREAD and actor is not None and actor.signed_in else 0

    return {
        "actor": actor,
        "unread_notices": unread_notices,
        "language": language_now(),
        "demo": settings.DEMO,
        "htmx_config": settings.HTMX_CONFIG,
    }
