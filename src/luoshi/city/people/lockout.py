"""What somebody sees whose sign-in failed too often; sign-ins, sign-outs and lock-outs in the log."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from luoshi.city.history.chain import Signature, record
from luoshi.city.people.duties import FACTOR_KNOWN
from luoshi.city.people.models import Person


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The user name that failures are counted for: of the check itself, or of the form that was sent."""
    named = (credentials or {}).get("username")
    return str(named or (request.POST.get("login", "") if request is not None else ""))


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any] | None
) -> HttpResponse:
    """One line that says when it ends; 429 with ``Retry-After``."""
    wait = settings.AXES_COOLOFF_TIME
    until = timezone.localtime(timezone.now() + wait)
    response = render(request, "people/locked_out.html", {"until": date_format(until, "H:i")}, status=429)
    response.headers["Retry-After"] = str(int(wait.total_seconds()))
    return response


def _log(action: str, person: Person, **detail: object) -> None:
    with transaction.atomic():
        record(Signature(person.key, person.name), action, f"person:{person.pk}", **detail)


def _signed_in(user: Person, **_rest: object) -> None:
    _log("account.sign_in", user)


def _signed_out(user: Person | None, **_rest: object) -> None:
    if user is not None:
        _log("account.sign_out", user)


def _locked(username: str = "", ip_address: str = "", **_rest: object) -> None:
    person = Person.objects.filter(username=username).first()
    with transaction.atomic():
        subject = f"person:{person.pk}" if person is not None else "person:unknown"
        record(Signature.program("sign-in"), "account.lock", subject, address=ip_address)


def _factor_saved(instance: Authenticator, created: bool, **_rest: object) -> None:
    if created and instance.type == Authenticator.Type.TOTP:
        _log("account.second_factor_on", instance.user)


def _factor_removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_rest: object
) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop(FACTOR_KNOWN, None)
        _log("account.second_factor_off", user)


def listen() -> None:
    """Log from now on; called once, when the application is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="people.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="people.signed_out")
    post_save.connect(_factor_saved, sender=Authenticator, dispatch_uid="people.factor_saved")
    authenticator_removed.connect(_factor_removed, dispatch_uid="people.factor_removed")
    user_locked_out.connect(_locked, dispatch_uid="people.locked_out")
