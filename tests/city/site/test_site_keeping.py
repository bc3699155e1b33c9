"""What browsers and proxies may keep: nothing of a known reader, nothing that failed; static files for long."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from city.office import PASSWORD
from luoshi.city.config.health import live
from luoshi.city.site.keeping import KeepingMiddleware

pytestmark = pytest.mark.django_db
PRIVATE = "private, no-store"
OWN_PAGES = ("/account/login/", "/account/2fa/", "/account/password/change/", "/account/reauthenticate/")


def kept(answer: Any) -> str:
    return str(answer.headers["Cache-Control"])


def forbids(answer: Any) -> bool:
    return "no-store" in kept(answer) and "private" in kept(answer)


def test_a_public_page_of_a_stranger_is_asked_for_anew_and_may_be_gone_back_to(client: Client) -> None:
    answer = client.get("/")
    # The page has a form of this reader: no proxy gives it to another.
    assert kept(answer) == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("address", ["/public/tasks.csv", "/public/tasks.json", "/api/v1/tasks"])
def test_public_data_may_be_kept_for_a_minute_apart_for_each_reader(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, kept(answer)) == (200, "public, max-age=60")
    assert {"Cookie", "Authorization"} <= {one.strip() for one in answer.headers["Vary"].split(",")}


@pytest.mark.parametrize(
    "address", ["/public/tasks.csv", "/api/v1/tasks", "/", "/no/such/page/", "/dashboards/"]
)
def test_nothing_for_a_session_is_kept_even_if_it_is_over(client: Client, address: str) -> None:
    client.cookies["sessionid"] = "of-somebody-who-left"
    assert kept(client.get(address)) == PRIVATE


def test_nothing_for_a_token_is_kept_even_if_it_is_wrong(client: Client) -> None:
    assert kept(client.get("/api/v1/tasks", headers={"Authorization": "Bearer wrong"})) == PRIVATE


@pytest.mark.parametrize(
    "address", ["/no/such/page/", "/dashboards/", "/static/nothing.css", "/api/v1/nothing"]
)
def test_errors_and_redirects_are_not_kept(client: Client, address: str) -> None:
    assert kept(client.get(address)) == PRIVATE


def test_a_redirect_to_https_and_a_strange_host_are_not_kept(client: Client, settings: Any) -> None:
    assert kept(client.get("/", headers={"Host": "evil.example"})) == PRIVATE
    settings.SECURE_SSL_REDIRECT = True
    assert kept(Client().get("/")) == PRIVATE


def test_signing_in_and_the_pages_of_the_account_are_not_kept(office: Any, client: Client) -> None:
    assert forbids(client.get("/account/login/"))
    assert forbids(client.post("/account/login/", {"login": "office", "password": PASSWORD}))
    for address in (*OWN_PAGES, "/account/2fa/totp/activate/", "/account/2fa/recovery-codes/"):
        assert forbids(client.get(address)), address


def test_a_remark_for_the_next_page_is_not_kept(client: Client) -> None:
    client.cookies["messages"] = "anything"
    assert kept(client.get("/")) == PRIVATE


def test_whether_the_site_lives_is_asked_each_time(client: Client) -> None:
    assert "no-store" in kept(client.get("/health/live"))
    assert live.permission is None  # type: ignore[attr-defined]


def test_static_files_are_kept_as_before(client: Client) -> None:
    answer = client.get("/static/city/city.css")
    assert (answer.status_code, kept(answer)) == (200, "max-age=604800, public")
    assert "Vary" not in answer.headers
    answer.close()


def test_the_middleware_sees_every_answer(settings: Any) -> None:
    assert settings.MIDDLEWARE[0].endswith(KeepingMiddleware.__name__)
