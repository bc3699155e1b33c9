"""Where somebody signs in from: the address as the site sees it, and browsers that were here before."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from luoshi.city.people.models import KnownPlace, Person
from luoshi.city.rules.addresses import plain_address
from luoshi.city.rules.signing_in import Place

_COOKIE = "known_browser"
_KEPT = timedelta(days=180)
_KEPT_PLACES = 20
# What a provider gives to one subscriber: who has it has all of its addresses.
_IPV6_SUBSCRIBER = 64


def digest(*parts: str) -> str:
    """What stands in the database for ``parts``: a table taken away tells no names."""
    return salted_hmac("people.signing", "\0".join(parts), algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The client's address without a port; empty where the server names none that is one."""
    return plain_address(request.META.get("REMOTE_ADDR") or "")


def _network_of(address: str) -> str:
    if ":" not in address:
        return address
    return str(ip_network(f"{address.partition('%')[0]}/{_IPV6_SUBSCRIBER}", strict=False))


@dataclass(frozen=True)
class From:
    """Where a try for one name comes from: how well it is known there, and under which digests it counts."""

    place: Place
    here: str
    network: str
    address: str


def where(request: HttpRequest, username: str) -> From:
    """Where a try for ``username`` comes from; the same queries for a name that nobody has."""
    address = address_of(request)
    network, browser = digest("network", _network_of(address)), _browser_of(request)
    places = [network, _anywhere(), *([browser] if browser else [])]
    known = set(
        KnownPlace.objects.filter(
            person__username=username, place__in=places, until__gt=timezone.now()
        ).values_list("place", flat=True)
    )
    if browser in known:
        return From("browser", browser, network, address)
    return From("known" if known else "new", network, network, address)


def _anywhere() -> str:
    return digest("anywhere")


def _browser_of(request: HttpRequest) -> str:
    value = request.COOKIES.get(_COOKIE, "")
    return digest("browser", value) if value else ""


def remember(request: HttpRequest, person: Person, response: HttpResponse) -> None:
    """The person signed in here; the browser gets a cookie that says so."""
    value, browser = request.COOKIES.get(_COOKIE, ""), _browser_of(request)
    # A value of our own making only: one that was planted would be known to whoever planted it.
    if not KnownPlace.objects.filter(place=browser, until__gt=timezone.now()).exists():
        value = secrets.token_urlsafe(32)
        browser = digest("browser", value)
    until = timezone.now() + _KEPT
    for place in (digest("network", _network_of(address_of(request))), browser):
        KnownPlace.objects.update_or_create(person=person, place=place, defaults={"until": until})
    known = KnownPlace.objects.filter(person=person)
    known.filter(place=_anywhere()).delete()
    known.exclude(pk__in=list(known.values_list("pk", flat=True)[:_KEPT_PLACES])).delete()
    response.set_cookie(
        _COOKIE,
        value,
        max_age=_KEPT,
        path=reverse("account_login").removesuffix("login/"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def welcome_anywhere(person: Person, *, forget: bool) -> None:
    """The administrator unlocked the person: for a while, one sign-in anywhere is as at a known place."""
    known = KnownPlace.objects.filter(person=person)
    if forget:
        known.delete()
    until = timezone.now() + settings.AXES_COOLOFF_TIME
    KnownPlace.objects.update_or_create(person=person, place=_anywhere(), defaults={"until": until})
