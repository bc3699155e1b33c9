"""Secrets of second factors lie sealed in the database."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from pytest_django.fixtures import Settings

from luoshi.city.people.factors import SealedFactors
from luoshi.errors import LuoshiError


@pytest.mark.django_db
def test_the_secret_is_sealed_and_opens_again(office: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(office.people["office"], secret)
    kept = Authenticator.objects.get().data["secret"]
    assert secret not in kept
    assert SealedFactors().decrypt(kept) == secret


def test_another_key_does_not_open_it(settings: Settings) -> None:
    sealed = SealedFactors().encrypt("secret")
    settings.SECRET_KEY = "another"  # noqa: S105 - for tests only
    with pytest.raises(LuoshiError):
        SealedFactors().decrypt(sealed)
