"""``request.actor`` on every request, and sessions that end by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from luoshi.city.people.actors import PUBLIC, Actor, actor_for
from luoshi.city.people.models import Person

_SEEN = "seen_at"
_SINCE = "signed_in_at"
_EVERY = 60


class ActorMiddleware:
    """Sets ``request.actor``; ends a session that was idle or open for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _actor(self, request: HttpRequest) -> Actor:
        # Whether the process lives is answered without the database, whoever asks.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith("/health/"):
            return PUBLIC
        person = request.user
        if not isinstance(person, Person):
            return PUBLIC
        now = int(time.time())
        seen = request.session.get(_SEEN, now)
        since = request.session.setdefault(_SINCE, now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - since > settings.SESSION_COOKIE_AGE:
            logout(request)
            return PUBLIC
        if now - seen > _EVERY or _SEEN not in request.session:
            request.session[_SEEN] = now
        return actor_for(person, timezone.localdate())
