"""Who asks: the person of a token, or the public. Cookies are not looked at, so no page can make requests."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial

from django.http import HttpRequest
from django.utils import timezone

from luoshi.city.people.actors import PUBLIC, Actor, actor_for
from luoshi.city.people.models import Token
from luoshi.city.rules.permissions import permission_words
from luoshi.city.site.database import write_where_free
from luoshi.city.site.errors import ForbiddenError, InvalidError
from luoshi.city.site.secrecy import refuse_secrets
from luoshi.city.site.texts import any_nul
from luoshi.errors import LuoshiError

_USED = timedelta(minutes=10)


class UnknownTokenError(LuoshiError):
    """The token is unknown, over, or withdrawn."""

    status = 401


def caller(request: HttpRequest) -> Actor:
    """The actor of the request; ``UnknownTokenError`` for a token that does not open anything.

    What is sent is looked through here, which every operation asks first: ``StateSecretError``,
    ``InvalidError``.
    """
    if any_nul(request):
        raise InvalidError("unfit_signs")
    actor = _caller(request)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        refuse_secrets(request, actor, opens_files=actor.signed_in)
    return actor


def _caller(request: HttpRequest) -> Actor:
    header = request.headers.get("Authorization", "")
    if not header:
        return PUBLIC
    kind, _, value = header.partition(" ")
    if kind.lower() != "bearer" or not value.strip():
        raise UnknownTokenError("api_token")
    digest = hashlib.sha256(value.strip().encode()).hexdigest()
    token = Token.objects.select_related("person").filter(digest=digest, revoked_at__isnull=True).first()
    now = timezone.now()
    if token is None or token.expires_at <= now or not token.person.is_active:
        raise UnknownTokenError("api_token")
    if token.last_used_at is None or now - token.last_used_at > _USED:
        write_where_free(partial(Token.objects.filter(pk=token.pk).update, last_used_at=now))
    return actor_for(token.person, timezone.localdate(), token.scopes)


def require_any(actor: Actor, permission: str) -> None:
    """``ForbiddenError`` (401 for the public) where the caller has ``permission`` in no scope."""
    if actor.may_open(permission):
        return
    if not actor.signed_in:
        raise UnknownTokenError("api_token_needed")
    words = {"what": permission_words(permission, "zh"), "what_en": permission_words(permission, "en")}
    raise ForbiddenError("not_allowed", **words)
