"""Forgetting what was counted: of one person who is unlocked, and of everything that is over."""

from __future__ import annotations

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from axes.utils import reset
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from luoshi.city.people.lockout.places import welcome_anywhere
from luoshi.city.people.models import FailedTries, KnownPlace, Person

_ALLAUTH = "allauth.account"
_ACTIONS = ("change_password", "reauthenticate", "reset_password")


def forget_failures(person: Person, *, places: bool = False) -> None:
    """Nothing counts against the person any more, by whatever counter; with ``places`` no place is known."""
    reset(username=person.username)
    for action in _ACTIONS:
        for rate in get_rates(app=_ALLAUTH, action=action):
            if rate.per != "ip":  # an address holds many people
                key = get_cache_key(
                    HttpRequest(),
                    app=_ALLAUTH,
                    action=action,
                    rate=rate,
                    key=person.email.lower(),
                    user=person,
                )
                cache.delete(key)
    welcome_anywhere(person, forget=places)


def clear_what_is_over() -> None:
    """Counters, known places and tries in the cache whose time is over."""
    now = timezone.now()
    FailedTries.objects.filter(until__lte=now).delete()
    KnownPlace.objects.filter(until__lte=now).delete()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        over = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0, tzinfo=None))
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [over])  # noqa: S608 - a name of our own
