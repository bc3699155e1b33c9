"""Signing in and out: sessions, lock-out, passwords, second factor, the identity provider."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.password_validation import get_password_validators
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import task_backends
from pytest_django.fixtures import Settings

from luoshi.city.config.security import validators_of
from luoshi.city.history.models import Entry
from luoshi.city.history.verifying import faults
from luoshi.city.people.actions.accounts import close_account, one_time_password, open_account, reset_password
from luoshi.city.people.actions.holdings import end_holding, hand_over
from luoshi.city.people.models import FailedTries, FormerPassword, Holding, Person

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"  # noqa: S105 - the one of the fixture
NEW = "Qing-Lan-2026-xie"
TODAY = timezone.localdate()


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/account/login/", {"login": username, "password": password, **more})


def inside(client: Client) -> bool:
    return client.get("/people/").status_code == 200


def test_in_and_out_again(office: Any) -> None:
    client = Client()
    page = client.get("/account/login/?next=/people/")
    assert page.status_code == 200
    assert 'autocomplete="current-password"' in page.content.decode()
    answer = sign_in(client, "office", next="/people/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/")
    assert inside(client)
    client.post("/account/logout/")
    assert not inside(client)
    said = (
        Entry.objects.filter(action__startswith="account.").order_by("number").values_list("action", "person")
    )
    assert list(said) == [("account.sign_in", "office"), ("account.sign_out", "office")]
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("username", "password"), [("office", "wrong"), ("nobody", PASSWORD), ("OFFICE", PASSWORD), ("", "")]
)
def test_what_does_not_sign_in(office: Any, username: str, password: str) -> None:
    client = Client()
    assert sign_in(client, username, password).status_code == 200
    assert not inside(client)


def test_wrong_name_and_wrong_password_read_the_same(office: Any) -> None:
    said = [
        sign_in(Client(), name, "wrong").context["form"].non_field_errors() for name in ("office", "nobody")
    ]
    assert said[0] == said[1]


def test_signing_in_gives_a_new_session(office: Any) -> None:
    client = Client()
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key or ""
    sign_in(client, "office")
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not inside(thief)


def test_the_cookie_of_an_ended_session_is_refused(office: Any) -> None:
    client, thief = Client(), Client()
    sign_in(client, "office")
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert inside(thief)
    client.post("/account/logout/")
    assert not inside(thief)
    cookie = Client()
    sign_in(cookie, "office")
    assert cookie.cookies["sessionid"]["httponly"]
    assert cookie.cookies["sessionid"]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "address", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(office: Any, address: str) -> None:
    answer = sign_in(Client(), "office", next=address)
    assert answer.headers["Location"] == "/desk/"
    client = office.client("office")
    assert client.get("/account/login/", {"next": address}).headers["Location"] == "/desk/"


def test_a_forged_sign_in_is_refused(office: Any) -> None:
    assert sign_in(Client(enforce_csrf_checks=True), "office").status_code == 403


class Clock:
    """The time, which a test lets pass."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._passed, now = 0, time.time
        monkeypatch.setattr(time, "time", lambda: now() + self._passed)

    def wait(self, seconds: int) -> None:
        self._passed += seconds


@pytest.mark.parametrize("first_page", [True, False])
@pytest.mark.parametrize(
    ("used_every", "idle", "open_still"),
    [(0, 1700, True), (0, 1801, False), (1700, 1700, True), (1700, 1801, False), (59, 1790, True), (59, 1801, False)],
)  # fmt: skip
def test_a_session_ends_when_idle(
    office: Any,
    monkeypatch: pytest.MonkeyPatch,
    first_page: bool,
    used_every: int,
    idle: int,
    open_still: bool,
) -> None:
    client, clock = Client(), Clock(monkeypatch)
    sign_in(client, "office")
    for _ in range(3 if used_every else int(first_page)):
        clock.wait(used_every)
        assert inside(client)
    clock.wait(idle)
    assert inside(client) is open_still
    assert inside(client) is open_still
    clock.wait(-idle)
    assert inside(client) is open_still, "what has ended does not begin again"


@pytest.mark.parametrize("over", [False, True])
def test_a_session_that_is_used_all_day_ends_after_twelve_hours(
    office: Any, monkeypatch: pytest.MonkeyPatch, over: bool
) -> None:
    client, clock = Client(), Clock(monkeypatch)
    sign_in(client, "office")
    for _ in range(24):
        clock.wait(1790)
        assert inside(client)
    clock.wait(43_190 - 24 * 1790 + 20 * over)
    assert inside(client) is not over
    assert inside(client) is not over
    assert sign_in(client, "office").status_code == 302
    assert inside(client)


def seen_by(client: Client) -> str:
    return str(client.cookies["seen"].value) if "seen" in client.cookies else ""


def test_the_cookie_of_the_last_use_is_renewed_and_hidden_from_scripts(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, clock = Client(), Clock(monkeypatch)
    sign_in(client, "office")
    first = seen_by(client)
    clock.wait(2)
    assert client.get("/people/", headers={"HX-Request": "true"}).status_code == 200
    cookie = client.cookies["seen"]
    assert cookie.value not in ("", first)
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    client.post("/account/logout/")
    assert not seen_by(client)


@pytest.mark.parametrize(
    "cookie", ["none", "older", "of another session", "made up", "of before the sign-in"]
)
def test_only_the_own_latest_use_keeps_a_session_open(
    office: Any, monkeypatch: pytest.MonkeyPatch, cookie: str
) -> None:
    client, other, clock = Client(), Client(), Clock(monkeypatch)
    sign_in(client, "office")
    sign_in(other, "office")
    older = seen_by(client)
    for _ in range(2):
        clock.wait(1700)
        assert inside(client)
        assert inside(other)
    if cookie == "of before the sign-in":
        older = seen_by(client)
        sign_in(client, "admin")
        clock.wait(1700)
        assert inside(client)
        clock.wait(1700)
    client.cookies["seen"] = {
        "none": "",
        "older": older,
        "of another session": seen_by(other),
        "made up": seen_by(client).replace(str(int(time.time()))[:5], "99999"),
        "of before the sign-in": older,
    }[cookie]
    assert not inside(client)
    assert inside(other) is (cookie != "of before the sign-in")


def test_the_session_goes_on_after_its_password_was_changed(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, clock = Client(), Clock(monkeypatch)
    sign_in(client, "office")
    for _ in range(2):
        clock.wait(1700)
        assert inside(client)
    assert change(client, PASSWORD, NEW).status_code == 302
    clock.wait(1700)
    assert inside(client)


def test_who_left_a_post_loses_it_at_the_next_request(office: Any) -> None:
    client = Client()
    sign_in(client, "office")
    assert client.get("/people/units/add/").status_code == 200
    holding = Holding.objects.get(post__key="office")
    end_holding(actor=office.actor("admin"), holding=holding.pk, until=TODAY - timedelta(days=1))
    assert client.get("/people/units/add/").status_code == 403
    assert client.get("/people/me/").status_code == 200


def test_a_successor_has_it_at_the_next_request(office: Any) -> None:
    client = Client()
    sign_in(client, "water-officer")
    assert client.get("/people/units/add/").status_code == 403
    hand_over(actor=office.actor("admin"), post="office", successor="water-officer", since=TODAY)
    assert client.get("/people/units/add/").status_code == 200


def test_a_closed_account_is_out_at_once_and_stays_out(office: Any) -> None:
    client = Client()
    sign_in(client, "water-head")
    assert inside(client)
    close_account(actor=office.actor("admin"), person="water-head")
    assert not inside(client)
    assert sign_in(Client(), "water-head").status_code == 200
    open_account(actor=office.actor("admin"), person="water-head", username="water-head")
    assert not inside(client)


def test_five_failures_lock_the_name_and_the_page_says_until_when(office: Any, settings: Settings) -> None:
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, "office", "wrong").status_code == 200
    locked = sign_in(client, "office", "wrong")
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) == 1800
    assert "以后再试" in locked.content.decode()
    assert sign_in(client, "office").status_code == 429
    assert not inside(client)
    assert sign_in(Client(), "admin").status_code == 302
    assert Entry.objects.filter(
        action="account.lock", subject=f"person:{office.people['office'].pk}"
    ).exists()
    admin = office.client("admin")
    admin.post("/people/persons/office/account/unlock/")
    assert sign_in(Client(), "office").status_code == 302
    assert list(faults()) == []


def test_a_lock_is_of_one_name_only(office: Any, settings: Settings) -> None:
    client = Client()
    for name in ("office", "admin", "mayor", "nobody"):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            assert sign_in(client, name, "wrong").status_code == 200
    assert sign_in(client, "water-head").status_code == 302
    for name in ("office", "admin", "mayor", "nobody"):
        assert sign_in(Client(), name, "wrong").status_code == 429


def test_a_lock_ends_by_itself(office: Any, settings: Settings) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(Client(), "office", "wrong")
    FailedTries.objects.update(until=F("until") - timedelta(minutes=31))
    assert sign_in(Client(), "office").status_code == 302


def change(client: Client, old: str, new: str, **more: str) -> Any:
    form = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/account/password/change/", form | more)


def test_a_changed_password_ends_all_other_sessions(office: Any) -> None:
    client, other = Client(), Client()
    sign_in(client, "office")
    sign_in(other, "office")
    key = client.cookies["sessionid"].value
    assert change(client, PASSWORD, NEW).status_code == 302
    assert inside(client)
    assert client.cookies["sessionid"].value != key
    assert not inside(other)
    assert sign_in(Client(), "office").status_code == 200
    assert sign_in(Client(), "office", NEW).status_code == 302
    assert Entry.objects.filter(action="account.change_password").count() == 1
    assert NEW not in str(list(Entry.objects.values_list("detail", flat=True)))
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("wrong", NEW),
        (PASSWORD, "short"),
        (PASSWORD, "onlysmallletters"),
        (PASSWORD, PASSWORD),
        (PASSWORD, "Luoshi12"),
        (PASSWORD, "Office-1"),
    ],
)
def test_a_password_that_will_not_do(office: Any, old: str, new: str) -> None:
    client = Client()
    sign_in(client, "office")
    assert change(client, old, new).status_code == 200
    assert office.people["office"].check_password(PASSWORD)


def test_the_last_five_passwords_are_not_taken_again(office: Any) -> None:
    client = Client()
    sign_in(client, "office")
    given = [f"Qing-Lan-{number}-xie" for number in range(6)]
    for old, new in zip([PASSWORD, *given], given, strict=False):
        cache.clear()
        assert change(client, old, new).status_code == 302
    cache.clear()
    assert change(client, given[5], given[1]).status_code == 200
    assert change(client, given[5], given[0]).status_code == 302
    assert FormerPassword.objects.filter(person__key="office").count() == 5


def test_a_one_time_password_is_changed_before_anything_else(office: Any) -> None:
    password = reset_password(actor=office.actor("admin"), person="office")
    client = Client()
    assert sign_in(client, "office", password).status_code == 302
    for address in ("/people/", "/people/me/", "/desk/", "/tasks/"):
        left = urlsplit(client.get(address).headers["Location"])
        assert (left.path, left.query) == ("/account/password/change/", f"next={quote(address, safe='')}")
    assert (
        client.get("/people/", headers={"HX-Request": "true"}).headers["HX-Redirect"]
        == "/account/password/change/"
    )
    page = client.get("/account/password/change/?next=/people/").content.decode()
    assert "一次性密码" in page
    assert 'name="next"' in page
    assert change(client, password, NEW, next="/people/").headers["Location"] == "/people/"
    assert inside(client)


def test_a_one_time_password_ends_unused(office: Any) -> None:
    password = reset_password(actor=office.actor("admin"), person="office")
    Person.objects.filter(key="office").update(password_changed_at=timezone.now() - timedelta(days=8))
    assert sign_in(Client(), "office", password).status_code == 200


@pytest.mark.parametrize(("days", "age", "due"), [(90, 91, True), (90, 89, False), (0, 4000, False)])
def test_an_old_password_is_changed_first(
    office: Any, settings: Settings, days: int, age: int, due: bool
) -> None:
    settings.PASSWORD_DAYS = days
    Person.objects.filter(key="office").update(password_changed_at=timezone.now() - timedelta(days=age))
    client = Client()
    sign_in(client, "office")
    assert inside(client) is not due


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


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


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "login/code/",
        "password/reset/",
        "3rdparty/",
        "oidc/office/login/",
    ],
)
def test_pages_that_this_site_does_not_have(office: Any, address: str) -> None:
    assert Client().get(f"/account/{address}").status_code == 404


@pytest.mark.parametrize(
    ("profile", "password", "good"),
    [("gb22239-3", "Ab3defgh", True), ("gb22239-3", "Ab3defg", False), ("gb22239-3", "abcdefgh1", False),
     ("gb22239-3", "青岚Ab12x", False), ("asvs-5", "Ab3defgh", False), ("asvs-5", "only small letters here", True),
     ("asvs-5", "passwordpassword1", False), ("asvs-5", "luoshiluoshi123", False), ("asvs-5", "123456789123456789", False)],
)  # fmt: skip
def test_passwords_by_profile(profile: str, password: str, good: bool) -> None:
    assert (said_of(profile, password) == []) is good


@pytest.mark.parametrize("profile", ["gb22239-3", "asvs-5"])
def test_one_time_passwords_fit_the_profile(profile: str) -> None:
    assert [said_of(profile, one_time_password()) for _ in range(10)] == [[]] * 10


def said_of(profile: str, password: str) -> list[str]:
    """What the rules of the profile have against the password."""
    found: list[str] = []
    for validator in get_password_validators(validators_of(profile, 8 if profile == "gb22239-3" else 15)):
        try:
            validator.validate(password, Person(username="zhang", name="张某"))
        except ValidationError as error:
            found += error.messages
    return found


def test_a_password_is_reset_by_mail_only_where_the_office_wants_it(office: Any, settings: Settings) -> None:
    Person.objects.filter(key="office").update(email="office@example.test")
    settings.PASSWORD_RESET_BY_MAIL = True
    client = Client()
    assert "/account/password/reset/" in client.get("/account/login/").content.decode()
    assert client.get("/account/password/reset/").status_code == 200
    for address in ("nobody@example.test", "office@example.test"):
        sent = client.post("/account/password/reset/", {"email": address})
        assert sent.headers["Location"] == "/account/password/reset/done/"
    assert client.get("/account/password/reset/done/").status_code == 200
    (letter,) = mail.outbox
    assert letter.to == ["office@example.test"]
    assert Entry.objects.filter(action="account.reset_letter").count() == 1
    link = next(part for part in str(letter.body).split() if "/key/" in part)
    form = client.get(urlsplit(link).path, follow=True)
    assert form.status_code == 200
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert done.status_code == 200
    assert sign_in(Client(), "office", NEW).status_code == 302
    assert Client().get(urlsplit(link).path, follow=True).context.get("token_fail")
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("language", "words", "other"), [("zh", "重设密码", "password"), ("en", "new password", "密码")]
)
def test_the_letter_is_in_the_persons_language_and_leads_to_the_sites_own_address(
    office: Any, settings: Settings, language: str, words: str, other: str
) -> None:
    Person.objects.filter(key="office").update(email="office@example.test", language=language, name="Zhang")
    settings.PASSWORD_RESET_BY_MAIL, settings.SITE_ADDRESS = True, "https://duban.example.test"
    settings.ALLOWED_HOSTS = ["evil.test"]
    asked = Client(headers={"accept-language": "fr", "host": "evil.test"})
    asked.post("/account/password/reset/", {"email": "Office@Example.TEST"})
    (letter,) = mail.outbox
    assert words in letter.subject
    assert other not in f"{letter.subject}{letter.body}".replace("/account/password/reset/key/", "")
    assert "https://duban.example.test/account/password/reset/key/" in letter.body
    assert "evil.test" not in letter.body
    assert "example.com" not in letter.body


def test_a_known_and_an_unknown_address_take_the_same_work(office: Any, settings: Settings) -> None:
    Person.objects.filter(key="office").update(email="office@example.test")
    settings.PASSWORD_RESET_BY_MAIL = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.EMAIL_BACKEND = "nothing.is.sent.while.somebody.waits"
    seen = []
    for address in ("nobody@example.test", "office@example.test"):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = Client().post("/account/password/reset/", {"email": address})
        seen.append((answer.status_code, [query["sql"].split()[0] for query in queries]))
    assert seen[0] == seen[1]
    asked = cast("Any", task_backends["default"]).results
    assert [one.args for one in asked] == [[[]], [[office.people["office"].pk]]]
