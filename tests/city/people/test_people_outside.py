"""Signing in through an identity provider (OpenID Connect), played by the test."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client
from pytest_django.fixtures import Settings

from city.people.signing import PASSWORD, Clock, sign_in
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.people.actions.accounts import close_account, open_account, reset_password
from luoshi.city.people.models import Person

pytestmark = pytest.mark.django_db
SERVER = "https://id.example.test"
LINK = "/account/outside/link/"


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """An identity provider that says of whoever comes what the test puts into the dictionary."""
    app = {
        "provider_id": "office",
        "name": "统一身份认证",
        "client_id": "luoshi",
        "secret": "s",
        "settings": {"server_url": SERVER},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    claims: dict[str, Any] = {"sub": "77", "preferred_username": "office"}
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter,
        "openid_config",
        {
            "authorization_endpoint": f"{SERVER}/authorize",
            "token_endpoint": f"{SERVER}/token",
            "userinfo_endpoint": f"{SERVER}/me",
        },
    )
    monkeypatch.setattr(
        OAuth2Client, "get_access_token", lambda *_a, **_k: {"access_token": "t", "token_type": "bearer"}
    )
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda *_a: dict(claims))
    return claims


def come_in(client: Client, *, state: str | None = None, **more: str) -> Any:
    """Through the provider and back."""
    left = client.get("/account/oidc/office/login/", {"process": "login", **more})
    assert left.status_code == 302
    target = urlsplit(left.headers["Location"])
    assert target.hostname == "id.example.test"
    asked = parse_qs(target.query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(
        "/account/oidc/office/login/callback/", {"code": "c", "state": state or asked["state"][0]}
    )


def inside(client: Client) -> bool:
    return client.get("/people/").status_code == 200


def link(name: str = "office", password: str = PASSWORD) -> Client:
    """Come from outside, sign in here with the password, and confirm."""
    client = Client()
    come_in(client)
    sign_in(client, name, password, next=LINK)
    assert client.get(LINK).status_code == 200
    assert client.post(LINK).headers["Location"] == "/people/me/"
    return client


def said() -> list[tuple[str, str]]:
    found = Entry.objects.filter(action__contains="identity").order_by("number")
    return [(one.action, one.person) for one in found]


def test_a_person_links_once_and_comes_in_by_that_from_then_on(office: Any, provider: dict[str, Any]) -> None:
    client = Client()
    assert "统一身份认证" in client.get("/account/login/").content.decode()
    page = come_in(client, next="/people/")
    assert page.status_code == 403
    assert "77" in page.content.decode(), "who it is by the provider"
    assert not SocialAccount.objects.exists()
    assert sign_in(client, "office", next=LINK).headers["Location"] == LINK
    assert "77" in client.get(LINK).content.decode()
    assert not SocialAccount.objects.exists(), "only what is confirmed"
    client.post(LINK)
    assert SocialAccount.objects.get().user == office.people["office"]
    assert said() == [("account.link_identity", "office")]
    assert "77" in client.get("/people/me/").content.decode()

    provider["preferred_username"] = "admin"
    again = Client()
    assert come_in(again, next="/people/").headers["Location"] == "/people/"
    assert again.get("/people/me/").context["actor"].person == office.people["office"]
    assert SocialAccount.objects.count() == 1
    assert list(faults()) == []


def test_another_identity_of_the_same_user_name_gets_nothing(office: Any, provider: dict[str, Any]) -> None:
    link()
    provider["sub"] = "78"
    thief = Client()
    assert come_in(thief).status_code == 403
    assert not inside(thief)
    assert thief.get(LINK).status_code == 302
    sign_in(thief, "office")
    assert thief.post(LINK).status_code == 409, "one identity for a person"
    assert SocialAccount.objects.get().uid == "77"


def test_an_identity_is_one_persons(office: Any, provider: dict[str, Any]) -> None:
    client = Client()
    come_in(client)
    link()
    sign_in(client, "mayor")
    assert client.post(LINK).status_code == 409
    assert SocialAccount.objects.get().user == office.people["office"]
    assert list(faults()) == []


def test_nothing_is_linked_by_an_address_of_mail(office: Any, provider: dict[str, Any]) -> None:
    Person.objects.filter(key="office").update(email="office@example.test")
    provider |= {"email": "office@example.test", "email_verified": True, "preferred_username": "x"}
    client = Client()
    assert come_in(client).status_code == 403
    assert not inside(client)
    assert not SocialAccount.objects.exists()


def test_a_page_of_linking_asks_who_signed_in_long_ago_once_more(
    office: Any, provider: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, client = Clock(monkeypatch), Client()
    sign_in(client, "office")
    clock.wait(400)
    assert come_in(client, process="connect").headers["Location"] == LINK
    asked = client.post(LINK).headers["Location"]
    assert asked.startswith("/account/reauthenticate/")
    assert not SocialAccount.objects.exists()
    assert client.post(asked, {"password": PASSWORD}).status_code == 302
    assert SocialAccount.objects.get().user == office.people["office"]
    assert come_in(client, process="connect").headers["Location"] == "/people/me/"


def test_what_waits_to_be_linked_does_not_wait_for_long(
    office: Any, provider: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, client = Clock(monkeypatch), Client()
    come_in(client)
    clock.wait(1000)
    sign_in(client, "office")
    assert client.post(LINK).headers["Location"] == "/people/me/"
    assert not SocialAccount.objects.exists()


def test_who_has_no_password_of_their_own_links_with_the_one_for_one_time(
    office: Any, provider: dict[str, Any], settings: Settings
) -> None:
    settings.SECOND_FACTOR = "everyone"
    password = reset_password(actor=office.actor("admin"), person="water-head")
    client = link("water-head", password)
    assert inside(client), "password and factor are the provider's"
    again = Client()
    come_in(again)
    assert inside(again)


def code_on(page: Any) -> str:
    found = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", page.content.decode())
    assert found
    return found[0]


def test_the_administrator_links_by_a_code_that_the_person_reads_out(
    office: Any, provider: dict[str, Any]
) -> None:
    client = Client()
    code = code_on(come_in(client))
    admin, address = office.client("admin"), "/people/persons/water-head/identity/link/"
    assert admin.post(address, {"code": "AAAA-AAAA"}).status_code == 409
    assert office.client("office").post(address, {"code": code}).status_code == 403
    assert admin.post(address, {"code": code.lower().replace("-", " ")}).status_code == 302
    assert admin.post(address, {"code": code}).status_code == 409
    assert said() == [("account.link_identity", "admin")]
    assert "77" in admin.get("/people/persons/water-head/").content.decode()
    assert "77" not in office.client("office").get("/people/persons/water-head/").content.decode()
    come_in(client)
    assert client.get("/people/me/").context["actor"].person == office.people["water-head"]
    assert list(faults()) == []


@pytest.mark.parametrize("by", ["self", "admin"])
def test_what_is_unlinked_comes_in_no_more(office: Any, provider: dict[str, Any], by: str) -> None:
    link()
    stranger = Client()
    come_in(stranger)
    assert inside(stranger)
    number = SocialAccount.objects.get().pk
    office.client("mayor").post("/people/me/identity/unlink/", {"identity": number})
    office.client("admin").post("/people/persons/mayor/identity/unlink/", {"identity": number})
    assert (
        office.client("office")
        .post("/people/persons/office/identity/unlink/", {"identity": number})
        .status_code
        == 403
    )
    assert SocialAccount.objects.exists()
    client = office.client("office" if by == "self" else "admin")
    place = "/people/me/" if by == "self" else "/people/persons/office/"
    assert client.post(f"{place}identity/unlink/", {"identity": number}).headers["Location"] == place
    assert not SocialAccount.objects.exists()
    assert not inside(stranger), "what it opened is over"
    assert inside(client)
    assert said()[-1] == ("account.unlink_identity", "office" if by == "self" else "admin")
    late = Client()
    assert come_in(late).status_code == 403
    assert not inside(late)
    assert list(faults()) == []


def test_identities_that_an_older_version_linked_to_one_person_open_nothing_until_one_is_left(
    office: Any, provider: dict[str, Any]
) -> None:
    for uid in ("77", "78"):
        SocialAccount.objects.create(user=office.people["office"], provider="office", uid=uid)
    client = Client()
    answer = come_in(client)
    assert answer.status_code == 403
    assert "不止一个" in answer.content.decode()
    assert not inside(client)
    number = SocialAccount.objects.get(uid="78").pk
    office.client("admin").post("/people/persons/office/identity/unlink/", {"identity": number})
    come_in(client)
    assert inside(client)


@pytest.mark.parametrize("name", ["stranger", "", None, "OFFICE", "office"])
def test_a_stranger_is_refused_with_a_page(office: Any, provider: dict[str, Any], name: str | None) -> None:
    provider["preferred_username"] = name
    client = Client()
    answer = come_in(client)
    assert answer.status_code == 403
    assert "没有绑定" in answer.content.decode()
    assert client.get("/people/").status_code == 302
    assert Person.objects.count() == 8


@pytest.mark.parametrize("before", [False, True])
def test_a_closed_account_is_refused(office: Any, provider: dict[str, Any], before: bool) -> None:
    if before:
        link("water-head")
    close_account(actor=office.actor("admin"), person="water-head")
    client = Client()
    come_in(client)
    assert not inside(client)
    open_account(actor=office.actor("admin"), person="water-head", username="water-head")
    come_in(client)
    assert client.get("/people/").status_code == 302, "who comes back is linked anew"
    assert list(faults()) == []


def test_the_second_factor_is_the_providers(
    office: Any, provider: dict[str, Any], settings: Settings
) -> None:
    link()
    settings.SECOND_FACTOR = "everyone"
    client = Client()
    come_in(client)
    assert client.get("/people/").status_code == 200


def test_a_forged_answer_of_the_provider_is_refused(office: Any, provider: dict[str, Any]) -> None:
    link()
    client = Client()
    answer = come_in(client, state="forged")
    assert answer.status_code == 401
    assert client.get("/people/").status_code == 302


def test_nothing_leads_elsewhere_after_it(office: Any, provider: dict[str, Any]) -> None:
    link()
    assert come_in(Client(), next="https://evil.test/").headers["Location"] == "/dashboards/"
