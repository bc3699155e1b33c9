"""Second factors: their secrets lie sealed in the database, under a key that only the program has."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from luoshi.city.people.models import Person
from luoshi.errors import LuoshiError


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals secrets with a key made from ``SECRET_KEY``; a key changed since opens them no more."""

    def encrypt(self, text: str) -> str:
        """The sealed text."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text that was sealed. ``LuoshiError`` where another key sealed it."""
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise LuoshiError("factor_sealed") from None


def sealed_with_another_key() -> list[Authenticator]:
    """The factors that the site's present key does not open: of another key, or damaged."""
    return [factor for factor in Authenticator.objects.order_by("pk") if not _opens(factor)]


def holders_of_sealed_factors() -> frozenset[int]:
    """The persons, by number, whose factors the present key does not open; good on older tables, too."""
    return frozenset(factor.user_id for factor in sealed_with_another_key())


def remove_factors(person: Person, *, only: Collection[int] | None = None) -> None:
    """The person's factors go; with ``only`` those, and what stands for no other factor then.

    The caller records the person afterwards.
    """
    factors = Authenticator.objects.filter(user=person)
    (factors if only is None else factors.filter(pk__in=only)).delete()
    if not factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        factors.delete()


def _opens(factor: Authenticator) -> bool:
    sealed = [factor.data.get(name) for name in ("secret", "seed")]
    try:
        for text in filter(None, sealed):
            SealedFactors().decrypt(text)
    except LuoshiError:
        return False
    return True


def _seal() -> Fernet:
    digest = hashlib.sha256(b"luoshi.second-factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
