"""Keys to the API: made by a person for themselves, shown once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.locking import locked_row
from luoshi.city.chain.writing import writes
from luoshi.city.people.actions.accounts import own_account
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Token
from luoshi.city.rules.permissions import permissions
from luoshi.city.site.errors import ConflictError, ForbiddenError, NotFoundError

LONGEST_DAYS = 366
MOST_TOKENS = 20


def scopes_of(actor: Actor) -> tuple[str, ...]:
    """The permissions that the actor can give a token: those that the actor has."""
    return tuple(one for one in permissions() if actor.may_open(one))


@writes
def make_token(*, actor: Actor, name: str, scopes: Collection[str], days: int) -> tuple[Token, str]:
    """A token and its secret, which is shown once. Raises ``ForbiddenError``, ``ConflictError``."""
    person, signature = own_account(actor)
    if not 1 <= days <= LONGEST_DAYS:
        raise ConflictError("people_token_days", most=LONGEST_DAYS)
    if not scopes or not set(scopes) <= set(scopes_of(actor)):
        raise ForbiddenError("people_token_scopes")
    now = timezone.now()
    own = Token.objects.filter(person=person, revoked_at__isnull=True, expires_at__gt=now)
    if own.count() >= MOST_TOKENS:
        raise ConflictError("people_token_many", most=MOST_TOKENS)
    secret = secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person,
        name=name,
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=sorted(scopes),
        expires_at=now + timedelta(days=days),
    )
    record(signature, "token.make", token, name=name, scopes=token.scopes)
    return token, secret


@writes
def revoke_token(*, actor: Actor, token: int) -> Token:
    """The token opens nothing any more. ``NotFoundError`` for one that is not the actor's own."""
    person, signature = own_account(actor)
    row = locked_row(Token.objects.filter(pk=token, person=person))
    if row is None:
        raise NotFoundError("people_missing", key=str(token))
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        record(signature, "token.revoke", row)
    return row
