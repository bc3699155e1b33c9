"""Identities of an outside provider: who came and waits to be linked, and what is linked to whom.

An identity is told by the provider and its ``sub``, nothing else (OpenID Connect Core 1.0, 5.7): user names
and addresses of mail may be given to somebody else. What comes unknown waits in the session and, under a code
that the person reads out to the administrator, in the cache; nothing is linked until it is confirmed.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from luoshi.city.people.models import Person

_WAITING = "outside_identity"
_WAITS = 15 * 60
CODE_HOURS = 24
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike


@dataclass(frozen=True)
class Identity:
    """Somebody as a provider knows them; ``named`` is the user name there, which tells nobody."""

    provider: str
    uid: str
    named: str = ""

    @property
    def provider_name(self) -> str:
        """What the provider is called on the sign-in page."""
        return next((app["name"] for app in _apps() if app["provider_id"] == self.provider), self.provider)


@dataclass(frozen=True)
class Linked:
    """An identity that opens a person's account."""

    pk: int
    identity: Identity
    account: SocialAccount


def identity_of(account: SocialAccount) -> Identity:
    """The identity of allauth's row, saved or not."""
    data = account.extra_data or {}
    claims = data.get("userinfo") or data.get("id_token") or data
    named = str(claims.get("preferred_username") or "")[:100]
    return Identity(account.provider, account.uid, "".join(filter(str.isprintable, named)))


def linked_to(person: Person) -> list[Linked]:
    """What opens the account of the person from outside, the newest first."""
    rows = SocialAccount.objects.filter(user=person).order_by("-date_joined", "-pk")
    return [Linked(row.pk, identity_of(row), row) for row in rows]


def providers() -> list[str]:
    """The providers of this site."""
    return [app["provider_id"] for app in _apps()]


def let_wait(request: HttpRequest, identity: Identity) -> None:
    """Keep in the session who came, until they sign in here and confirm."""
    request.session[_WAITING] = asdict(identity) | {"at": time.time()}


def waiting(request: HttpRequest) -> Identity | None:
    """Who came in this session and may be linked still."""
    kept: dict[str, Any] = dict(request.session.get(_WAITING) or {})
    if not kept or time.time() - kept.pop("at") > _WAITS:
        return None
    return Identity(**kept)


def waits_no_more(request: HttpRequest) -> None:
    """Forget who came."""
    request.session.pop(_WAITING, None)


def code_for(identity: Identity) -> str:
    """A code under which the administrator finds the identity, for a day: ``ABCD-EFGH``."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(8))
    cache.set(_key(drawn), asdict(identity), CODE_HOURS * 3600)
    return f"{drawn[:4]}-{drawn[4:]}"


def found_by_code(code: str) -> Identity | None:
    """Whose code this is."""
    kept = cache.get(_key(code))
    return None if kept is None else Identity(**kept)


def forget_code(code: str) -> None:
    """The code is used."""
    cache.delete(_key(code))


def _apps() -> list[dict[str, Any]]:
    apps: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return apps


def _key(code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign in _SIGNS)
    return f"people.identity:{plain[:20]}"
