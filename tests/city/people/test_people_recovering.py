"""The way back at the console: a lost phone or password of the only administrator, factors of another key."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.test import Client
from pytest_django.fixtures import Settings

from city.people.signing import PASSWORD, code_of, inside, sign_in
from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.chain.writing import writing
from luoshi.city.people.actions import tokens
from luoshi.city.people.models import Person, Token
from luoshi.cli import main

pytestmark = pytest.mark.django_db
SYSTEM = Signature.program("tests")


def with_factor(person: Person) -> str:
    """Set up a second factor; its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def record_factors(person: Person) -> None:
    """As the program does when a factor is set up on its page."""
    with writing():
        record(SYSTEM, "account.second_factor_on", person)


def printed_password(out: str) -> str:
    return out.splitlines()[-1].split()[-1]


def entry(action: str) -> Entry:
    return Entry.objects.filter(action=action).latest("number")


def test_a_lost_phone_of_the_only_administrator(
    office: Any, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SECOND_FACTOR = "privileged"
    with_factor(office.people["admin"])
    old = office.client("admin")
    tokens.make_token(actor=office.actor("admin"), name="脚本", scopes=["unit.read"], days=3)
    for _ in range(5):
        sign_in(Client(), "admin", "wrong")
    assert main(["city", "reset-second-factor", "admin", "--lang", "en"]) == 0
    password = printed_password(capsys.readouterr().out)

    assert not Authenticator.objects.exists()
    assert not inside(old)
    assert not Token.objects.filter(revoked_at__isnull=True).exists()
    said = entry("account.reset_second_factor")
    assert (said.person, said.subject) == ("program:command-line", office.people["admin"].subject())
    assert password not in str(list(Entry.objects.values_list("detail", flat=True)))

    client = Client()
    assert sign_in(client, "admin", password).status_code == 302
    assert "password/change" in client.get("/people/").headers["Location"]
    form = {"oldpassword": password, "password1": "Qing-Lan-2026-xie", "password2": "Qing-Lan-2026-xie"}
    assert client.post("/account/password/change/", form).status_code == 302
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert inside(client)
    assert list(faults()) == []


def test_a_lost_password_of_the_only_administrator(office: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with_factor(office.people["admin"])
    assert main(["city", "reset-password", "admin", "--lang", "en"]) == 0
    password = printed_password(capsys.readouterr().out)
    assert Authenticator.objects.count() == 2, "the phone is there still"
    assert "2fa" in sign_in(Client(), "admin", password).headers["Location"]
    assert sign_in(Client(), "admin", PASSWORD).status_code == 200
    assert entry("account.reset_password").person == "program:command-line"
    assert list(faults()) == []


@pytest.mark.parametrize("command", ["reset-password", "reset-second-factor"])
def test_who_has_no_account_is_not_reset(
    office: Any, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    Person.objects.filter(key="mayor").update(is_active=False)
    before = Entry.objects.count()
    for name in ("nobody", "mayor"):
        assert main(["city", command, name, "--lang", "en"]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1
    assert Entry.objects.count() == before


def test_only_factors_of_another_key_are_removed_and_only_when_that_is_confirmed(
    office: Any, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    key = settings.SECRET_KEY
    settings.SECRET_KEY = "the key that was lost with the machine"  # noqa: S105 - for tests only
    for name in ("admin", "mayor"):
        with_factor(office.people[name])
    settings.SECRET_KEY = key
    with_factor(office.people["office"])
    command = ["city", "reset-second-factor", "--all-sealed-with-another-key", "--lang", "en"]

    assert main(command) == 1
    out = capsys.readouterr().out
    assert {"admin", "mayor"} <= set(out.split())
    assert "--yes" in out
    assert Authenticator.objects.count() == 6

    before, other = office.client("mayor"), office.client("office")
    assert main([*command, "--yes"]) == 0
    assert not inside(before)
    assert inside(other)
    assert "mayor" in capsys.readouterr().out
    assert {one.user.key for one in Authenticator.objects.all()} == {"office"}
    told = Entry.objects.filter(action="account.reset_second_factor")
    assert {(one.person, one.detail["sealed_with_another_key"]) for one in told} == {
        ("program:command-line", True)
    }
    assert told.count() == 2
    assert sign_in(Client(), "mayor").headers["Location"] == "/dashboards/"
    assert main([*command, "--yes"]) == 0
    assert list(faults()) == []


def test_the_key_is_changed_without_anybody_setting_up_a_factor_anew(
    office: Any, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = with_factor(office.people["admin"])
    record_factors(office.people["admin"])
    session = Client()
    sign_in(session, "office")
    former, settings.SECRET_KEY = settings.SECRET_KEY, "the key from now on"
    settings.SECRET_KEY_FALLBACKS = [former]
    assert inside(session), "sessions go on while the former key is known"
    assert main(["city", "reset-second-factor", "--all-sealed-with-another-key", "--lang", "en"]) == 0
    assert main(["city", "seal-anew", "--lang", "en"]) == 0
    assert "of 1 person" in capsys.readouterr().out
    assert entry("account.seal_anew").person == "program:command-line"
    settings.SECRET_KEY_FALLBACKS = []
    client = Client()
    sign_in(client, "admin")
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert inside(client)
    assert main(["city", "seal-anew", "--lang", "en"]) == 0
    assert Entry.objects.filter(action="account.seal_anew").count() == 1
    assert list(faults()) == []


def test_what_no_key_opens_is_not_sealed_anew(
    office: Any, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with_factor(office.people["admin"])
    settings.SECRET_KEY = "another"  # noqa: S105 - for tests only
    assert main(["city", "seal-anew", "--lang", "en"]) == 1
    assert "reset-second-factor" in capsys.readouterr().out
    assert not Entry.objects.filter(action="account.seal_anew").exists()


@pytest.mark.parametrize("given", [[], ["admin", "--all-sealed-with-another-key"], ["admin", "--yes"]])
def test_a_name_or_all_is_given_not_both(office: Any, given: list[str]) -> None:
    assert main(["city", "reset-second-factor", *given, "--lang", "en"]) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_factor_of_another_key_says_what_to_do(office: Any, settings: Settings, language: str) -> None:
    with_factor(office.people["admin"])
    client = Client(headers={"accept-language": language})
    client.cookies["luoshi_language"] = language
    settings.SECRET_KEY = "another"  # noqa: S105 - for tests only
    sign_in(client, "admin")
    answer = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert answer.status_code == 400
    assert "luoshi city reset-second-factor" in answer.content.decode()


def test_pages_of_signing_in_say_what_an_administrator_does(office: Any) -> None:
    with_factor(office.people["admin"])
    client = Client()
    assert "luoshi city reset-password" in client.get("/account/login/").content.decode()
    sign_in(client, "admin")
    assert "luoshi city reset-second-factor" in client.get("/account/2fa/authenticate/").content.decode()
    answers = [sign_in(Client(), "auditor", "wrong") for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "luoshi city unlock" in answers[-1].content.decode()


def test_each_change_of_factors_is_logged_after_it(office: Any) -> None:
    client = Client()
    sign_in(client, "office")
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    client.post("/account/2fa/recovery-codes/generate/")
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    other = Client()
    sign_in(other, "office")
    other.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert inside(other)
    client.post("/account/2fa/totp/deactivate/")
    said = Entry.objects.filter(subject=office.people["office"].subject(), action__startswith="account.")
    assert [one.action.partition(".")[2] for one in said.order_by("number")] == [
        "sign_in", "second_factor_on", "recovery_codes", "recovery_codes", "recovery_code_used", "sign_in",
        "second_factor_off",
    ]  # fmt: skip
    assert [bool(one.state) for one in said.order_by("number")] == [
        False,
        True,
        True,
        True,
        True,
        False,
        True,
    ]
    assert list(faults()) == []


def test_a_digest_made_anew_at_sign_in_is_logged_and_no_change_of_the_password(
    office: Any, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = [
        f"{PBKDF2PasswordHasher.__module__}.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    person = office.people["office"]
    changed = person.password_changed_at
    assert sign_in(Client(), "office", "wrong").status_code == 200
    assert not Entry.objects.filter(action="account.renew_digest").exists()
    assert sign_in(Client(), "office").status_code == 302
    person.refresh_from_db()
    assert identify_hasher(person.password).algorithm == "pbkdf2_sha256"
    assert person.password_changed_at == changed
    assert entry("account.renew_digest").state
    assert list(faults()) == []


def test_looking_at_a_password_writes_nothing(office: Any, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        f"{PBKDF2PasswordHasher.__module__}.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    person = office.people["office"]
    before = person.password
    assert person.check_password(PASSWORD)
    person.refresh_from_db()
    assert person.password == before
