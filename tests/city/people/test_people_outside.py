"""Signing in through an identity provider (OpenID Connect), played by the test."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client
from pytest_django.fixtures import Settings

from luoshi.city.people.models import Person

pytestmark = pytest.mark.django_db
SERVER = "https://id.example.test"


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


def test_a_known_person_comes_in_and_is_joined_once(office: Any, provider: dict[str, Any]) -> None:
    client = Client()
    assert "统一身份认证" in client.get("/account/login/").content.decode()
    answer = come_in(client, next="/people/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/")
    assert client.get("/people/units/add/").status_code == 200
    assert SocialAccount.objects.get().user == office.people["office"]
    provider["preferred_username"] = "admin"
    again = Client()
    come_in(again)
    assert again.get("/people/me/").context["actor"].person == office.people["office"]
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("name", ["stranger", "", None, "OFFICE"])
def test_a_stranger_is_refused_with_a_page(office: Any, provider: dict[str, Any], name: str | None) -> None:
    provider["preferred_username"] = name
    client = Client()
    answer = come_in(client)
    assert answer.status_code == 403
    assert "没有您的账号" in answer.content.decode()
    assert client.get("/people/").status_code == 302
    assert Person.objects.count() == 8


@pytest.mark.parametrize("before", [False, True])
def test_a_closed_account_is_refused(office: Any, provider: dict[str, Any], before: bool) -> None:
    if before:
        come_in(Client())
    Person.objects.filter(key="office").update(is_active=False)
    client = Client()
    come_in(client)
    assert client.get("/people/").status_code == 302


def test_the_second_factor_is_the_providers(
    office: Any, provider: dict[str, Any], settings: Settings
) -> None:
    settings.SECOND_FACTOR = "everyone"
    client = Client()
    come_in(client)
    assert client.get("/people/").status_code == 200


def test_a_forged_answer_of_the_provider_is_refused(office: Any, provider: dict[str, Any]) -> None:
    client = Client()
    answer = come_in(client, state="forged")
    assert answer.status_code == 401
    assert client.get("/people/").status_code == 302


def test_nothing_leads_elsewhere_after_it(office: Any, provider: dict[str, Any]) -> None:
    assert come_in(Client(), next="https://evil.test/").headers["Location"] == "/desk/"
