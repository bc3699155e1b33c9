"""``request.actor`` on every request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from luoshi.city.people.actors import PUBLIC, Actor, actor_for
from luoshi.city.people.sessions import note_seen, person_of


class ActorMiddleware:
    """Sets ``request.actor``: nobody where the session was idle or open for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        # Whether the process lives is answered without the database, whoever asks.
        if request.path_info.startswith("/health/"):
            request.actor = PUBLIC  # type: ignore[attr-defined]
            return self.get_response(request)
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code < 500:
            note_seen(request, response)
        return response

    def _actor(self, request: HttpRequest) -> Actor:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return PUBLIC
        person = person_of(request)
        return PUBLIC if person is None else actor_for(person, timezone.localdate())
