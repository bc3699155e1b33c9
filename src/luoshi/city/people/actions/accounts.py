"""Accounts: opened, closed, their passwords and second factors. No password is ever logged."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password, verify_password
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.writing import writes
from luoshi.city.people.actions.holdings import end_holdings
from luoshi.city.people.actors import Actor
from luoshi.city.people.locking import check_administrators, locked
from luoshi.city.people.lockout.clearing import forget_failures
from luoshi.city.people.models import Holding, Person, Token
from luoshi.city.people.permissions import require
from luoshi.city.people.second_factor import remove_factors
from luoshi.city.rules.permissions import permission_words
from luoshi.city.site.errors import ConflictError, ForbiddenError

_LETTERS = ("abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")  # none that look alike
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,59}")


def one_time_password() -> str:
    """A random password of 24 characters in groups, good by every profile: about 130 bits."""
    while True:
        drawn = "".join(secrets.choice("".join(_LETTERS)) for _ in range(24))
        if all(set(kind) & set(drawn) for kind in _LETTERS):
            return "-".join(drawn[at : at + 6] for at in range(0, 24, 6))


def is_username(text: str) -> bool:
    """Whether ``text`` has the shape of a user name."""
    return bool(_USERNAME.fullmatch(text))


def username_is_taken(username: str, *, but: Person | None = None) -> bool:
    """Whether somebody has the user name, capitals aside."""
    others = Person.objects.filter(username__iexact=username)
    return (others if but is None else others.exclude(pk=but.pk)).exists()


@writes
def open_account(*, actor: Actor, person: str, username: str) -> str:
    """The person can sign in; the one-time password, to be shown once.

    Raises ``ForbiddenError``, ``ConflictError``.
    """
    signature = actor.signature(require(actor, "account.manage"))
    row = locked(Person, person)
    if row.username and row.is_active:
        raise ConflictError("people_has_account", person=row.name)
    if not is_username(username):
        raise ConflictError("people_username_shape", username=username)
    if username_is_taken(username, but=row):
        raise ConflictError("people_username_taken", username=username)
    row.username, row.is_active = username, True
    password = _give_one_time(row)
    row.save()
    record(signature, "account.open", row, username=username)
    return password


@writes
def reset_password(*, actor: Actor, person: str, second_factor: bool = False) -> str:
    """A new one-time password; sessions and tokens end, and with ``second_factor`` that factor, too."""
    signature = actor.signature(require(actor, "account.manage"))
    row = locked(Person, person)
    if not row.username or not row.is_active:
        raise ConflictError("people_no_account", person=row.name)
    password = begin_anew(signature, row)
    if second_factor:
        remove_factors(row)
    record(signature, "account.reset_password", row, second_factor=second_factor)
    return password


@writes
def unlock_account(*, actor: Actor, person: str) -> None:
    """Forget every failed try that stands against the account. ``ConflictError`` where there is none."""
    signature = actor.signature(require(actor, "account.manage"))
    row = locked(Person, person)
    if not row.username:
        raise ConflictError("people_no_account", person=row.name)
    forget_failures(row)
    record(signature, "account.unlock", row)


@writes
def close_account(*, actor: Actor, person: str) -> Person:
    """The person left: posts end with yesterday, sessions and tokens end at once."""
    signature = actor.signature(require(actor, "account.manage"))
    row = locked(Person, person)
    yesterday = timezone.localdate() - timedelta(days=1)
    # A holding that began today ends today: it is of no use to a closed account.
    end_holdings(signature, Holding.objects.filter(person=row), yesterday)
    row.is_active = False
    # Sessions carry a digest of the password: these never open again, not even when the account does.
    row.set_unusable_password()
    row.save()
    _revoke_tokens(signature, row)
    remove_factors(row)
    SocialAccount.objects.filter(user=row).delete()
    row.known_places.all().delete()
    record(signature, "account.close", row)
    check_administrators(timezone.localdate())
    return row


@writes
def change_own_password(*, actor: Actor, password: str) -> Person:
    """The person's own new password. Raises Django's ``ValidationError`` where the rules refuse it."""
    row, signature = own_account(actor)
    validate_password(password, row)
    row.set_password(password)
    row.password_changed_at = timezone.now()
    row.must_change_password = False
    row.save()
    record(signature, "account.change_password", row)
    return row


@writes
def choose_language(*, actor: Actor, language: str) -> None:
    """The language of the person's pages and e-mails."""
    row, signature = own_account(actor)
    row.language = "en" if language == "en" else "zh"
    row.save(update_fields=["language"])
    record(signature, "account.language", row, language=row.language)


def own_account(actor: Actor) -> tuple[Person, Signature]:
    """The actor's own row, locked, and how they sign: without a post. ``ForbiddenError`` for the public."""
    if actor.person is None or not actor.may_open("account.own"):
        raise ForbiddenError(
            "not_allowed",
            what=permission_words("account.own", "zh"),
            what_en=permission_words("account.own", "en"),
        )
    (row,) = locked_rows(Person.objects.filter(pk=actor.person.pk))
    return row, actor.signature()


def begin_anew(signature: Signature, person: Person) -> str:
    """A one-time password; sessions and tokens end, nothing counts against the person. Not recorded here."""
    password = _give_one_time(person)
    person.save()
    _revoke_tokens(signature, person)
    forget_failures(person, places=True)
    return password


@writes
def renew_digest(*, person: Person, password: str) -> None:
    """Digest ``password``, which was right, as passwords are digested now, if its digest is older."""
    if not verify_password(password, person.password)[1]:
        return
    (row,) = locked_rows(Person.objects.filter(pk=person.pk))
    if row.password != person.password:
        return  # changed at this moment, by somebody else
    row.password = make_password(password)
    row.save(update_fields=["password"])
    record(Signature(row.key, row.name), "account.renew_digest", row)
    person.password = row.password


def _give_one_time(person: Person) -> str:
    password = one_time_password()
    person.set_password(password)
    person.must_change_password = True
    person.password_changed_at = timezone.now()
    return password


def _revoke_tokens(signature: Signature, person: Person) -> None:
    now = timezone.now()
    for token in locked_rows(Token.objects.filter(person=person, revoked_at__isnull=True)):
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(signature, "token.revoke", token)
