"""Second factors: their secrets lie sealed in the database, under a key that only the program has."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

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


def _seal() -> Fernet:
    digest = hashlib.sha256(b"luoshi.second-factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
