"""What must be done before anything else: change a given or old password, set up a second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from luoshi.city.people.models import Person
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.separation import privileged_roles

FACTOR_KNOWN = "second_factor_known"


class DutyMiddleware:
    """Sends a person to the page of what must be done first; every other page waits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware, or redirect to what must be done first."""
        person = actor_of(request).person
        if person is None or _is_always_open(request):
            return self.get_response(request)
        if password_is_due(person) and not from_outside(request):
            return _sent(request, "account_change_password")
        if self._lacks_second_factor(request, person):
            return _sent(request, "mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def _lacks_second_factor(request: HttpRequest, person: Person) -> bool:
        wanted = settings.SECOND_FACTOR == "everyone" or (
            settings.SECOND_FACTOR == "privileged" and bool(privileged_roles() & actor_of(request).roles())
        )
        if not wanted or from_outside(request):
            return False
        # A query for each page is too much for what rarely changes; the mark ends with the session.
        return not request.session.get(FACTOR_KNOWN) and not is_mfa_enabled(person)


def _is_always_open(request: HttpRequest) -> bool:
    if request.path.startswith(settings.STATIC_URL):
        return True
    return request.path_info.startswith(("/account/", "/language/", "/health/"))


def password_is_due(person: Person) -> bool:
    """Whether the password was given by somebody else, or is older than the rules allow."""
    if not person.has_usable_password():
        return False
    if person.must_change_password:
        return True
    days: int = settings.PASSWORD_DAYS
    changed = person.password_changed_at
    return bool(days) and changed is not None and timezone.now() - changed > timedelta(days=days)


def one_time_is_over(person: Person) -> bool:
    """Whether a password given by an administrator was left unused for too long."""
    changed = person.password_changed_at
    limit = timedelta(days=settings.ONE_TIME_PASSWORD_DAYS)
    return person.must_change_password and changed is not None and timezone.now() - changed > limit


def from_outside(request: HttpRequest) -> bool:
    """Whether this session began at the identity provider, which asks for password and factors itself."""
    methods = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "socialaccount" for method in methods)


def _sent(request: HttpRequest, name: str) -> HttpResponse:
    address = reverse(name)
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        address += f"?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _factor_known(request: HttpRequest, user: Person, **_rest: object) -> None:
    if is_mfa_enabled(user):
        request.session[FACTOR_KNOWN] = True


def _factor_shown(request: HttpRequest, user: Person, **_rest: object) -> None:
    """Whoever sets up a factor gives a code of it: that is as good as giving it once more."""
    record_authentication(request, user, "mfa", reauthenticated=True)


def listen() -> None:
    """Mark the session where its person has a second factor; called once, when the application is ready."""
    user_logged_in.connect(_factor_known, dispatch_uid="people.factor_known_at_sign_in")
    authenticator_added.connect(_factor_known, dispatch_uid="people.factor_known_when_added")
    authenticator_added.connect(_factor_shown, dispatch_uid="people.factor_shown_when_added")
