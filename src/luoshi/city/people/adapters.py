"""What allauth may do here: nobody makes an account for themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import render

from luoshi.city.people.models import Person


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the administrator."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False


class KnownPeople(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by OpenID Connect: for people whose account is here already, found by user name."""

    def is_open_for_signup(self, _request: HttpRequest, _login: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, login: SocialLogin) -> None:
        """Join the outside identity to the account of the same user name; refuse where there is none."""
        if login.is_existing:
            return
        name = login.account.extra_data.get("preferred_username") or ""
        person = Person.objects.filter(username=name, is_active=True).first() if name else None
        if person is None:
            raise ImmediateHttpResponse(render(request, "people/unknown_identity.html", status=403))
        login.connect(request, person)
