"""Tries at a password: judged before they are checked, counted, and in the log; axes asks here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from django.conf import settings
from django.http import HttpRequest

from luoshi.city.chain.writing import writing
from luoshi.city.people.backends import PersonBackend
from luoshi.city.people.lockout import tries
from luoshi.city.people.lockout.places import From, digest, where
from luoshi.city.people.lockout.tries import Counter
from luoshi.city.people.models import Person
from luoshi.city.people.signing import entries
from luoshi.city.rules.signing_in import Failures, Judgement, Limits, Place, judge_password

# How many of the counters of a try count it: the place, its address, the name at new places.
_COUNTED: dict[Place, int] = {"browser": 1, "known": 2, "new": 3}


@dataclass
class Try:
    """One try at one name, as it was judged."""

    username: str
    place: From
    judgement: Judgement
    failed_here: int
    counters: tuple[Counter, Counter, Counter]

    @property
    def until(self) -> datetime:
        """When what refuses it is over."""
        here, address, name = self.counters
        over = {"name_and_address": here, "address": address, "name": name}
        return tries.ends(over[self.judgement.limiter or "name_and_address"])


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The user name that failures are counted for: of the check itself, or of the form that was sent."""
    named = (credentials or {}).get("username")
    return str(named or (request.POST.get("login", "") if request is not None else ""))


def try_of(request: HttpRequest) -> Try | None:
    """The try at a password in this request, if there was one."""
    return cast("Try | None", getattr(request, "sign_in_try", None))


def limits() -> Limits:
    """The limits of this site."""
    return Limits(
        here=settings.AXES_FAILURE_LIMIT,
        address=settings.LOCKOUT_ADDRESS_FAILURES,
        flood=settings.LOCKOUT_FLOOD_FAILURES,
        new_places=settings.LOCKOUT_NEW_PLACES_FAILURES,
        everywhere=settings.LOCKOUT_EVERYWHERE_FAILURES,
    )


def begin(request: HttpRequest, username: str) -> Try:
    """Judge a try at ``username`` and count it as if it failed, unless it is refused at once."""
    place = where(request, username)
    name, window = digest("name", username), settings.AXES_COOLOFF_TIME
    here = Counter(digest("password", username, place.here), window, name, prolonged=True)
    address = Counter(digest("address", place.network), window)
    new_places = Counter(digest("new places", username), settings.LOCKOUT_NEW_PLACES_TIME, name)
    counters = (here, address, new_places)

    def judged(counted: list[int]) -> Judgement:
        return judge_password(Failures(*counted), limits(), place.place)

    def charged(counted: list[int]) -> tuple[Counter, ...]:
        judgement = judged(counted)
        if judgement.refused_at_once:
            return ()
        # Guesses at a name are those that were checked: nobody shuts its new places by what was not.
        return counters[: _COUNTED[place.place] if judgement.checked else 2]

    before = tries.charge(counters, charged)
    if before is None:
        before = tries.counts(counters)
        return Try(username, place, _still(judged(before)), before[0], counters)
    return Try(username, place, judged(before), before[0], counters)


def _still(judgement: Judgement) -> Judgement:
    """What was refused a moment ago is refused, though what refused it ended since."""
    if judgement.refused_at_once:
        return judgement
    return Judgement("name_and_address", refused_at_once=True, checked=False)


def succeeded(request: HttpRequest) -> None:
    """The password was right: the failures of this place count no more."""
    tried = try_of(request)
    if tried is not None:
        tries.release(tried.counters[: _COUNTED[tried.place.place]], tried.failed_here)


class CountedPasswords(AbstractAxesHandler, AxesBaseHandler):  # type: ignore[misc]
    """What axes asks before and tells after a password is checked."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether the password is checked; where not, and not refused at once, it takes as long."""
        tried = begin(request, username_of(request, credentials))
        request.sign_in_try = tried  # type: ignore[attr-defined]
        if tried.judgement.checked:
            return True
        if not tried.judgement.refused_at_once:
            # What comes out of it is thrown away: the time it takes tells nobody which names are known.
            PersonBackend().authenticate(request, tried.username, (credentials or {}).get("password"))
        return False

    def user_login_failed(
        self,
        sender: object,  # noqa: ARG002 - axes passes it
        credentials: dict[str, Any],  # noqa: ARG002 - axes passes it
        request: HttpRequest | None = None,
        **_rest: object,
    ) -> None:
        """Log the failure, and let axes answer where a limit holds from now on."""
        tried = None if request is None else try_of(request)
        if tried is None:
            return
        locks = tried.failed_here + 1 >= limits().here
        request.axes_locked_out = tried.judgement.limiter is not None or locks  # type: ignore[union-attr]
        if tried.judgement.refused_at_once:
            return
        with writing():
            self._log(tried, locks=locks)

    @staticmethod
    def _log(tried: Try, *, locks: bool) -> None:
        person = Person.objects.filter(username=tried.username).first()
        address, here = tried.place.address, tried.failed_here + 1
        limiter = tried.judgement.limiter
        counter = {"address": tried.counters[1], "name": tried.counters[2]}.get(limiter or "")
        reached = tries.count_to_say(counter) if counter else 0
        # As much is written for a name that nobody has, or that was not looked at, and then taken back.
        with entries.kept(keep=person is not None and tried.judgement.checked):
            entries.failed(person, "account.sign_in_failed", address, here)
            if locks:
                entries.locked(person, "name_and_address", address, failures=here)
        if reached and limiter == "name":
            with entries.kept(keep=person is not None):
                entries.locked(person, "name", address, failures=reached)
        elif reached:
            entries.locked(None, "address", address, failures=reached)

    def user_logged_in(self, sender: object, request: HttpRequest, user: Person, **_rest: object) -> None:
        """Nothing: what failed is forgotten as soon as the password was right."""

    def user_logged_out(self, sender: object, request: HttpRequest, user: Person, **_rest: object) -> None:
        """Nothing."""

    def post_save_access_attempt(self, instance: object, **_rest: object) -> None:
        """Nothing: the table of axes is not used."""

    def post_delete_access_attempt(self, instance: object, **_rest: object) -> None:
        """Nothing."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """How many tries at this name failed at this place."""
        username = username_of(request, credentials)
        place = where(request, username)
        key = digest("password", username, place.here)
        return tries.counts([Counter(key, settings.AXES_COOLOFF_TIME)])[0]

    def reset_attempts(
        self,
        *,
        ip_address: str | None = None,  # noqa: ARG002 - an address is not unlocked: it holds many people
        username: str | None = None,
        ip_or_username: bool = False,  # noqa: ARG002 - axes passes it by name
    ) -> int:
        """Forget all that is counted of ``username``."""
        if username:
            with writing():
                tries.clear(digest("name", username))
        return 0
