"""Linking an outside identity to an account, by its owner or by the administrator, and unlinking."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.locking import locked_row
from luoshi.city.chain.writing import writes, writing
from luoshi.city.people.actions.accounts import own_account
from luoshi.city.people.actors import Actor
from luoshi.city.people.identities import Identity, forget_code, found_by_code, identity_of
from luoshi.city.people.locking import locked
from luoshi.city.people.models import Person
from luoshi.city.people.permissions import require
from luoshi.city.people.sessions import end_sessions
from luoshi.city.site.errors import ConflictError, NotFoundError


@writes
def link_own_identity(*, actor: Actor, identity: Identity) -> None:
    """The identity opens the actor's account from now on. Raises ``ForbiddenError``, ``ConflictError``."""
    person, signature = own_account(actor)
    _link(signature, person, identity)


@writes
def link_identity_by_code(*, actor: Actor, person: str, code: str) -> None:
    """The identity whose code the person read out opens the account.

    Raises ``ForbiddenError``, ``ConflictError``.
    """
    signature = actor.signature(require(actor, "account.manage"))
    row = locked(Person, person)
    if not row.username or not row.is_active:
        raise ConflictError("people_no_account", person=row.name)
    identity = found_by_code(code)
    if identity is None:
        raise ConflictError("people_identity_code", given=code)
    _link(signature, row, identity)
    forget_code(code)


@writes
def unlink_own_identity(*, actor: Actor, identity: int, keep_session: str | None = None) -> None:
    """The identity opens the account no more; its sessions end but for the one that asks."""
    person, signature = own_account(actor)
    _unlink(signature, person, identity, keep_session)


@writes
def unlink_identity(*, actor: Actor, person: str, identity: int) -> None:
    """The identity opens the account no more; what it opened is over.

    Raises ``ForbiddenError``, ``NotFoundError``.
    """
    signature = actor.signature(require(actor, "account.manage"))
    _unlink(signature, locked(Person, person), identity, None)


def _link(signature: Signature, person: Person, identity: Identity) -> None:
    if SocialAccount.objects.filter(user=person, provider=identity.provider).exists():
        raise ConflictError("people_identity_has", person=person.name)
    try:
        with writing():
            SocialAccount.objects.create(
                user=person,
                provider=identity.provider,
                uid=identity.uid,
                extra_data={"userinfo": {"sub": identity.uid, "preferred_username": identity.named}},
            )
    except IntegrityError:
        raise ConflictError("people_identity_taken", named=identity.named or identity.uid) from None
    record(signature, "account.link_identity", person, **_told(identity))


def _unlink(signature: Signature, person: Person, number: int, keep_session: str | None) -> None:
    account = locked_row(SocialAccount.objects.filter(pk=number, user=person))
    if account is None:
        raise NotFoundError("people_missing", key=str(number))
    identity = identity_of(account)
    account.delete()
    end_sessions(person, opened_by=(identity.provider, identity.uid), keep=keep_session)
    record(signature, "account.unlink_identity", person, **_told(identity))


def _told(identity: Identity) -> dict[str, str]:
    return {"provider": identity.provider, "sub": identity.uid, "named": identity.named}
