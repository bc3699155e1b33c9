"""Sessions: kept in the database, ended by themselves, and never written by a page that is only read.

When a session was last used is kept in a signed cookie beside the session's own, bound to a mark that the
session was given at sign-in. Without that cookie the session was last used when it began.
"""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, cast

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string

from luoshi.city.people.models import Person

SEEN_COOKIE = "seen"
_SINCE = "signed_in_at"
_MARK = "seen_mark"


class SessionStore(DatabaseSessions):
    """Django's sessions in the database; a busy database is not taken for a session that was deleted."""

    def save(self, must_create: bool = False) -> None:
        """Save; the database's own error where it had one."""
        try:
            super().save(must_create)
        except UpdateError as error:
            first = error.__context__
            if isinstance(first, (OperationalError, InterfaceError)):
                raise first from first.__cause__
            raise


class _AsKept(dict[str, Any]):
    """What a session holds, to be looked at: Django's own check may clear it without a write."""

    def flush(self) -> None:
        self.clear()

    def cycle_key(self) -> None:
        pass


def person_of(request: HttpRequest) -> Person | None:
    """The person whose session this is; a session that has ended is put aside, in the browser, too."""
    session = request.session
    if auth.SESSION_KEY not in session:
        return None
    kept = _AsKept(session.items())
    person = None if _is_over(request) else auth.get_user(cast("HttpRequest", SimpleNamespace(session=kept)))
    if isinstance(person, Person):
        request.user = person
        return person
    # Its row stays until the daily run: what opens it is over.
    request.session = SessionStore()
    request.user = AnonymousUser()
    return None


def end_sessions(
    person: Person, *, opened_by: tuple[str, str] | None = None, keep: str | None = None
) -> None:
    """End the person's sessions but for that of key ``keep``; with ``opened_by`` those of an identity only.

    An identity is its provider and ``sub``.
    """
    for row in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=keep or ""):
        kept = row.get_decoded()
        ways = kept.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
        by = {(way.get("provider"), way.get("uid")) for way in ways}
        if kept.get(auth.SESSION_KEY) == str(person.pk) and (opened_by is None or opened_by in by):
            row.delete()


def note_seen(request: HttpRequest, response: HttpResponse) -> None:
    """Say in the cookie that the session was used now; take the cookie back where there is no session."""
    mark = _mark_of(request)
    if mark is not None:
        response.set_cookie(
            SEEN_COOKIE,
            _signer().sign(f"{mark}.{int(time.time())}"),
            **_cookie_place(),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    elif SEEN_COOKIE in request.COOKIES:
        response.delete_cookie(SEEN_COOKIE, **_cookie_place())


def _cookie_place() -> dict[str, Any]:
    return {
        "path": settings.SESSION_COOKIE_PATH,
        "domain": settings.SESSION_COOKIE_DOMAIN,
        "samesite": settings.SESSION_COOKIE_SAMESITE,
    }


def _is_over(request: HttpRequest) -> bool:
    now = time.time()
    since, mark = request.session.get(_SINCE), request.session.get(_MARK)
    if since is None or mark is None or now - since > settings.SESSION_COOKIE_AGE:
        return True
    last = max(since, _seen(request, mark) or since)
    # A time that has not come yet is no more trusted than one long past.
    return bool(abs(now - last) > settings.SESSION_IDLE_SECONDS)


def _seen(request: HttpRequest, mark: str) -> int | None:
    """When the session of ``mark`` was used, by the cookie; ``None`` for none, a forged, a foreign one."""
    try:
        of, _, at = _signer().unsign(request.COOKIES.get(SEEN_COOKIE, "")).rpartition(".")
    except BadSignature:
        return None
    return int(at) if of == mark else None


def _mark_of(request: HttpRequest) -> str | None:
    session = request.session
    # A request without a session is not made to look as if it had one.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not session.modified:
        return None
    return session.get(_MARK) if auth.SESSION_KEY in session else None


def _signer() -> Signer:
    return Signer(salt=__name__)


def _begin(request: HttpRequest, **_rest: object) -> None:
    request.session[_SINCE] = int(time.time())
    request.session[_MARK] = get_random_string(22)


def listen() -> None:
    """Mark sessions as they begin; called once, when the application is ready."""
    user_logged_in.connect(_begin, dispatch_uid="people.session_begun")
