"""What signing in writes to the log: in and out, failures, locks, second factors."""

from __future__ import annotations

from contextlib import AbstractContextManager

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.http import HttpRequest

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.writing import taken_back, writing
from luoshi.city.people.lockout.places import address_of
from luoshi.city.people.login_gates import FACTOR_KNOWN, from_outside
from luoshi.city.people.models import Person

_SIGN_IN = Signature.program("sign-in")


def failed(person: Person | None, action: str, address: str, failures: int) -> None:
    """A wrong password or code, the ``failures``-th in a row there."""
    record(_SIGN_IN, action, _subject(person), address=address, failures=failures)


def locked(person: Person | None, limiter: str, address: str, **counted: int) -> None:
    """A limit holds from now on: whose it is, and from which address it was reached."""
    record(_SIGN_IN, "account.lock", _subject(person), limiter=limiter, address=address, **counted)


def kept(*, keep: bool) -> AbstractContextManager[None]:
    """What is written inside is taken back again, unless ``keep``."""
    return writing() if keep else taken_back()


def _subject(person: Person | None) -> str:
    return "person:unknown" if person is None else person.subject()


def _log(action: str, person: Person, **detail: object) -> None:
    with writing(foreign=True):  # allauth sets up and removes factors in transactions of its own
        record(Signature(person.key, person.name), action, person.subject(), **detail)


def _log_after(action: str, person: Person) -> None:
    """Log what changed about the person's factors, with the person as it is afterwards."""
    with writing(foreign=True):
        (row,) = locked_rows(Person.objects.filter(pk=person.pk))
        record(Signature(row.key, row.name), action, row)


def _signed_in(user: Person, request: HttpRequest, **_rest: object) -> None:
    outside = {"outside": True} if from_outside(request) else {}
    _log("account.sign_in", user, address=address_of(request), **outside)


def _signed_out(user: Person | None, **_rest: object) -> None:
    if user is not None:
        _log("account.sign_out", user)


def _factor_saved(
    instance: Authenticator, created: bool, update_fields: frozenset[str] | None = None, **_rest: object
) -> None:
    """Each factor that is made, and each recovery code used: for these two allauth saves the whole row."""
    if created and instance.type == Authenticator.Type.TOTP:
        _log_after("account.second_factor_on", instance.user)
    elif created:
        _log_after("account.recovery_codes", instance.user)
    elif update_fields is None and instance.type == Authenticator.Type.RECOVERY_CODES:
        _log_after("account.recovery_code_used", instance.user)


def _factor_removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_rest: object
) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop(FACTOR_KNOWN, None)
        _log_after("account.second_factor_off", user)


def listen() -> None:
    """Log from now on; called once, when the application is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="people.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="people.signed_out")
    post_save.connect(_factor_saved, sender=Authenticator, dispatch_uid="people.factor_saved")
    authenticator_removed.connect(_factor_removed, dispatch_uid="people.factor_removed")
