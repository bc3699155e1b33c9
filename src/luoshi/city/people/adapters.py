"""What allauth may do here: nobody makes an account for themselves."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoshi.city.people.actions.accounts import change_own_password
from luoshi.city.people.actors import actor_for
from luoshi.city.people.identities import CODE_HOURS, Identity, code_for, identity_of, let_wait
from luoshi.city.people.lockout.clearing import forget_failures
from luoshi.city.people.lockout.places import address_of, remember
from luoshi.city.people.models import Person
from luoshi.city.people.signing.passwords import succeeded
from luoshi.city.site.words import say, words_of

_PROOFS = frozenset(("password", "mfa", "socialaccount"))


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the administrator; their passwords change by this site's own action."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: axes counts tries at passwords, and nobody else does."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """The person whose password this is; what failed before at this place is forgotten."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None:
            succeeded(request)
        return person

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address under which allauth's own limits count, the same as everywhere."""
        return address_of(request) or "unknown"

    def post_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse:
        """Where a person goes who signed in; the place is known from now on."""
        response: HttpResponse = super().post_login(request, user, **more)
        remember(request, user, response)
        return response

    def login(self, request: HttpRequest, user: Person) -> None:
        """Open the session under this site's own backend, also for who comes from outside."""
        user.backend = "luoshi.city.people.backends.PersonBackend"
        super().login(request, user)

    def set_password(self, user: Person, password: str) -> None:
        """The person's new password, with its entry in the log."""
        changed = change_own_password(actor=actor_for(user, timezone.localdate()), password=password)
        for field in ("password", "password_changed_at", "must_change_password"):
            setattr(user, field, getattr(changed, field))
        if context.request.user.is_authenticated:  # the present password was given, too
            record_authentication(context.request, user, "password", reauthenticated=True)
        else:  # by the link of a letter
            forget_failures(changed)

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Where a changed password leads, unless the person was on the way elsewhere."""
        return reverse("me")

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Whether a step about the account's safety asks again: not of who has just signed in."""
        request = context.request
        lately = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(request, request.user)
        if any(one.get("method") in _PROOFS and one["at"] > lately for one in records):
            return False
        return bool(super().is_reauthentication_required(app=app))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth passes it by name
        extra_tags: str = "",
        message: str | None = None,  # noqa: ARG002 - allauth's own words are not this site's
    ) -> None:
        """Allauth's messages in this site's words; those that have none are left out."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if name in words_of("people")["said"]:
            messages.add_message(request, level, say(f"people.said.{name}"), extra_tags)


class KnownPeople(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by OpenID Connect: for people whose account is here already and was linked."""

    def is_open_for_signup(self, _request: HttpRequest, _login: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, login: SocialLogin) -> None:
        """Who is linked comes in; who is not is told how to be. Nobody is linked here."""
        identity = identity_of(login.account)
        if login.is_existing:
            self._come_in(request, login, identity)
            return
        let_wait(request, identity)
        if request.user.is_authenticated:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("outside_link")))
        context = {"identity": identity, "code": code_for(identity), "hours": CODE_HOURS}
        raise ImmediateHttpResponse(render(request, "people/unknown_identity.html", context, status=403))

    @staticmethod
    def _come_in(request: HttpRequest, login: SocialLogin, identity: Identity) -> None:
        """Refuse where it is not told whose the identity is; nothing is left to link."""
        same = SocialAccount.objects.filter(user=login.user, provider=identity.provider)
        if same.count() > 1:
            context: dict[str, object] = {"identity": identity, "several": True}
            raise ImmediateHttpResponse(render(request, "people/unknown_identity.html", context, status=403))
        if login.state.get("process") != AuthProcess.CONNECT:
            return
        if login.user != request.user:
            context = {"identity": identity, "taken": True}
            raise ImmediateHttpResponse(render(request, "people/unknown_identity.html", context, status=409))
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("me")))
