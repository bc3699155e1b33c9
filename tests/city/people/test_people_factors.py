"""The second factor: who must have one, how it is set up, asked for, and sealed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
)
from django.test import Client
from pytest_django.fixtures import Settings

from city.people.signing import PASSWORD, Clock, code_of, inside, sign_in
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.people.models import FailedTries
from luoshi.city.people.second_factor import SealedFactors
from luoshi.errors import LuoshiError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("setting", "who", "must"),
    [("privileged", "office", True), ("privileged", "mayor", True), ("privileged", "admin", True),
     ("privileged", "auditor", True), ("privileged", "water-head", False), ("everyone", "water-head", True), ("optional", "admin", False)],
)  # fmt: skip
def test_who_must_set_up_a_second_factor(
    office: Any, settings: Settings, setting: str, who: str, must: bool
) -> None:
    settings.SECOND_FACTOR = setting
    client = Client()
    sign_in(client, who)
    answer = client.get("/people/")
    assert (answer.status_code == 302) is must
    if must:
        assert urlsplit(answer.headers["Location"]).path == "/account/2fa/totp/activate/"


def test_a_second_factor_is_set_up_and_asked_for(
    office: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECOND_FACTOR = "privileged"
    client, clock = Client(), Clock(monkeypatch)
    sign_in(client, "office")
    assert client.get("/account/2fa/totp/activate/").status_code == 200, "the password was given a moment ago"
    clock.wait(301)
    asked = client.get("/account/2fa/totp/activate/").headers["Location"]
    assert asked.startswith("/account/reauthenticate/")
    assert client.get(asked).status_code == 200
    assert client.post(asked, {"password": "wrong"}).status_code == 200
    assert client.post(asked, {"password": PASSWORD}).status_code == 302
    page = client.get("/account/2fa/totp/activate/")
    html = page.content.decode()
    assert "<svg" in html
    assert "data:" not in html
    assert "style=" not in html
    secret = page.context["form"].secret
    answer = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert answer.status_code == 200
    assert not inside(client)
    assert client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert inside(client)
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10

    again = Client()
    assert sign_in(again, "office").headers["Location"].startswith("/account/2fa/authenticate/")
    assert not inside(again)
    assert again.get("/account/2fa/authenticate/").status_code == 200
    assert again.post("/account/2fa/authenticate/", {"code": "123456"}).status_code == 200
    assert not inside(again)
    assert again.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert inside(again)
    clock.wait(301)
    asked = again.post("/account/2fa/totp/deactivate/").headers["Location"]
    assert "reauthenticate" in asked
    assert inside(again)
    assert again.get("/account/2fa/reauthenticate/").status_code == 200
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/2fa/totp/deactivate/").status_code == 200
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not inside(client)
    assert list(faults()) == []
    said = set(Entry.objects.values_list("action", flat=True))
    assert {"account.second_factor_on", "account.second_factor_off"} <= said


def test_codes_cannot_be_guessed_without_end(office: Any) -> None:
    person = office.people["office"]
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    client = Client()
    sign_in(client, "office")
    for _ in range(10):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    client.post("/account/2fa/authenticate/", {"code": code_of("JBSWY3DPEHPK3PXP")})
    assert not inside(client)
    assert FailedTries.objects.filter(count=10).exists(), "counted for every process of the site"


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
