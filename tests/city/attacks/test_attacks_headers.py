"""What every answer forbids a browser, and pages in which nothing runs that the policy would have to allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from city.office import PASSWORD
from city.permissions.world import World, build

pytestmark = pytest.mark.django_db
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ACCOUNT = ("account_login", "account_logout", "mfa_index", "mfa_activate_totp", "account_change_password",
           "account_reauthenticate")  # fmt: skip
LINKS = "//@href | //@src | //@action | //@hx-get | //@hx-post | //@formaction | //@poster"


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


def policy(answer: Any) -> dict[str, list[str]]:
    """The content security policy by directive."""
    rules = (rule.split() for rule in answer.headers["Content-Security-Policy"].split(";"))
    return {rule[0]: rule[1:] for rule in rules if rule}


def faults_of(answer: Any) -> Iterator[str]:
    """What an answer allows that it should not."""
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            yield f"{name}: {answer.headers.get(name)}"
    rules = policy(answer)
    if rules.get("default-src") != ["'none'"]:
        yield f"default-src {rules.get('default-src')}"
    for name, values in rules.items():
        if set(values) - {"'none'", "'self'"} and name != "sandbox":
            yield f"{name} {values}"
    if answer.headers["Content-Type"].startswith("text/html"):
        yield from _faults_of_page(answer.content.decode())


def _faults_of_page(page: str) -> Iterator[str]:
    if not page.strip():
        return
    tree = html.fromstring(page)
    for one in tree.iter():
        if not isinstance(one.tag, str):
            continue
        if one.tag == "style" or (one.tag == "script" and not one.get("src")):
            yield f"<{one.tag}>"
        yield from (
            f"{one.tag} {name}" for name in one.attrib
            if name == "style" or name.startswith(("on", "hx-on", "hx-vars"))
        )  # fmt: skip
        yield from (f"{name}={value}" for name, value in one.attrib.items() if "js:" in value.lower()[:4])
        posts = one.tag == "form" and one.get("method", "get").lower() == "post"
        if posts and not one.xpath(".//input[@name='csrfmiddlewaretoken']"):
            yield f"a form to {one.get('action')} without token"
    for link in tree.xpath(LINKS):
        parts = urlsplit(link)
        if parts.netloc or parts.scheme not in ("", "mailto"):
            yield f"leads to {link}"


@pytest.mark.parametrize("who", ["office", "commerce-head", "admin", None])
def test_every_other_answer_forbids_what_the_policy_says(office: Any, who: str | None) -> None:
    """The walk over the permission table looks at all pages of the office."""
    client, found = office.client(who), []
    for name in ACCOUNT:
        found += [f"{name}: {fault}" for fault in faults_of(client.get(reverse(name)))]
    for address in (
        "/nowhere/",
        "/static/nothing.css",
        "/api/v1/openapi.json",
        "/api/v1/tasks",
        "/tasks/%ff/",
    ):
        found += [f"{address}: {fault}" for fault in faults_of(client.get(address))]
    assert sorted(set(found)) == []


def test_a_form_that_is_refused_forbids_the_same(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert list(faults_of(answer)) == []


def test_pages_of_people_are_not_kept_by_caches(world: World) -> None:
    """Nobody finds a person's pages in a shared cache, or by the back button of another person."""
    task = world.things["own"].rows["task"]
    for address in (
        "/dashboards/office/",
        f"/tasks/{task.key}/",
        "/people/me/",
        "/tasks/export/csv/",
        "/audit/export/",
    ):
        answer = world.office.client("office").get(address)
        assert answer.headers["Cache-Control"] == "private, no-store", address


def test_cookies_are_kept_from_scripts_and_other_sites(office: Any, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.HTTPS = True
    client = Client()
    client.get("/account/login/", secure=True)
    signed = client.post("/account/login/", {"login": "office", "password": PASSWORD}, secure=True)
    assert signed.status_code == 302
    client.post("/language/", {"language": "en"}, secure=True)
    for name in ("sessionid", "csrftoken", "language"):
        cookie = client.cookies[name]
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name


def test_https_is_asked_for_and_remembered(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    answer = Client().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/")
    hsts = Client().get("/", secure=True).headers["Strict-Transport-Security"]
    assert re.match(r"max-age=31536000", hsts)


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a\tb"]
)
def test_a_strange_host_is_refused(host: str) -> None:
    assert Client().get("/", headers={"Host": host}).status_code == 400
    assert Client().get("/", headers={"X-Forwarded-Host": host}).status_code == 200


def test_other_methods_write_nothing(world: World) -> None:
    task = world.things["own"].rows["task"]
    client = world.office.client("office")
    for method in ("put", "patch", "delete", "trace"):
        assert getattr(client, method)(f"/tasks/{task.key}/move/suspend/").status_code in (405, 403), method
        assert getattr(client, method)(f"/tasks/{task.key}/").status_code in (405, 403), method
        assert getattr(client, method)("/api/v1/tasks").status_code in (405, 403), method
    forced = client.get(f"/tasks/{task.key}/move/suspend/", headers={"X-HTTP-Method-Override": "POST"})
    assert forced.status_code == 200
    task.refresh_from_db()
    assert task.state == "in_progress"
