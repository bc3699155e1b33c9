"""Second factors: their secrets lie sealed in the database, under a key that only the program has."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from luoshi.city.people.models import Person
from luoshi.errors import LuoshiError

_SEALED = ("secret", "seed")


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals secrets with a key made from ``SECRET_KEY``; opens what named former keys sealed, too."""

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
    return all(_opened_by(_seal(), factor.data[name]) for name in _SEALED if factor.data.get(name))


def seal_anew(factor: Authenticator) -> bool:
    """Seal the factor with the present key where a former one sealed it; whether it was. Not recorded."""
    texts = {name: factor.data[name] for name in _SEALED if factor.data.get(name)}
    present = _sealing(settings.SECRET_KEY)
    if all(_opened_by(present, text) for text in texts.values()):
        return False
    factor.data |= {name: _seal().rotate(text.encode()).decode() for name, text in texts.items()}
    factor.save(update_fields=["data"])
    return True


def _opened_by(key: Fernet | MultiFernet, text: str) -> bool:
    try:
        key.decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def _seal() -> MultiFernet:
    """Seals with the present key, opens what the former ones sealed, too."""
    return MultiFernet([_sealing(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _sealing(key: str) -> Fernet:
    digest = hashlib.sha256(b"luoshi.second-factor\0" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
