"""What somebody sees whose tries are refused: one line that says until when; 429 with ``Retry-After``."""

from __future__ import annotations

import math
import time
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from luoshi.city.chain.writing import writing
from luoshi.city.people.lockout.places import address_of
from luoshi.city.people.models import Person
from luoshi.city.people.signing import entries
from luoshi.city.people.signing.passwords import try_of
from luoshi.city.site.words import say

_ALLAUTH = "allauth.account"
# Pages of allauth that have a limit of their own, and what it is called there.
_ACTIONS = {
    "account_change_password": "change_password",
    "account_reauthenticate": "reauthenticate",
    "mfa_reauthenticate": "reauthenticate",
    "account_reset_password": "reset_password",
    "account_reset_password_from_key": "reset_password_from_key",
}
_SAID_EVERY = 3600


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page for a password that is not checked; axes asks for it."""
    tried = try_of(request)
    if tried is None:
        return refused(request, "name_and_address", timezone.now())
    return refused(request, tried.judgement.limiter or "name_and_address", tried.until)


def refused(request: HttpRequest, limiter: str, until: datetime) -> HttpResponse:
    """The page in the words of ``limiter``."""
    wait = max(1, math.ceil((until - timezone.now()).total_seconds()))
    local = timezone.localtime(until)
    today = local.date() == timezone.localdate()
    words = say(f"people.refused.{limiter}", until=date_format(local, "H:i" if today else "Y-m-d H:i"))
    response = render(request, "people/locked_out.html", {"words": words}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for one of allauth's own limits."""
    name = getattr(request.resolver_match, "url_name", None) or ""
    action = _ACTIONS.get(name, "")
    person = request.user if isinstance(request.user, Person) else None
    address = address_of(request)
    if cache.add(f"people.said:{action}:{person.pk if person else address}", 1, _SAID_EVERY):
        with writing():
            entries.locked(person, action, address)
    return refused(request, "others", timezone.now() + timedelta(seconds=_wait(request, action)))


def _wait(request: HttpRequest, action: str) -> float:
    """For how long the fullest of the action's limits holds."""
    now, wait = time.time(), 1.0
    key = request.POST.get("email", "").lower()
    for rate in get_rates(app=_ALLAUTH, action=action):
        if rate.per == "user" and not request.user.is_authenticated:
            continue
        tried = cache.get(get_cache_key(request, app=_ALLAUTH, action=action, rate=rate, key=key), [])
        if len(tried) >= rate.amount:
            wait = max(wait, tried[rate.amount - 1] + rate.duration - now)
    return wait
