"""Signing in and out: sessions, what ends them, and lock-out."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from city.people.signing import NEW, PASSWORD, Clock, change, inside, sign_in
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.people.actions.accounts import close_account, open_account
from luoshi.city.people.actions.holdings import end_holding, hand_over
from luoshi.city.people.models import FailedTries, Holding

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


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
    assert answer.headers["Location"] == "/dashboards/"
    client = office.client("office")
    assert client.get("/account/login/", {"next": address}).headers["Location"] == "/dashboards/"


def test_a_forged_sign_in_is_refused(office: Any) -> None:
    assert sign_in(Client(enforce_csrf_checks=True), "office").status_code == 403


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
