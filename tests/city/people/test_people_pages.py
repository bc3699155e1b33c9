"""The pages of units, posts, people and accounts, in both languages, by every role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.city.chain.verifying import faults
from luoshi.city.people.models import Holding, Person, Post, Token, Unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
READ = [
    "/people/", "/people/?q=商务&kind=department&closed=1", "/people/units/commerce/", "/people/posts/commerce-head/",
    "/people/persons/", "/people/persons/?q=局长&state=open", "/people/persons/commerce-head/",
]  # fmt: skip
MANAGE = [
    "/people/units/add/", "/people/units/water/change/", "/people/units/water/close/", "/people/units/water/posts/add/",
    "/people/posts/water-head/change/", "/people/posts/water-head/close/", "/people/posts/water-head/appoint/",
    "/people/posts/water-head/hand-over/", "/people/persons/add/", "/people/persons/water-head/change/",
    "/people/exchange/", "/people/exchange/export/", "/people/exchange/template/",
]  # fmt: skip
ACCOUNTS = [f"/people/persons/water-head/account/{act}/" for act in ("open", "reset", "close", "unlock")]
OWN = [
    "/people/me/",
    "/people/me/tokens/make/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/password/set/",
]
EVERYBODY = ["mayor", "office", "commerce-head", "commerce-officer", "auditor", "admin"]
MAY = {"office": READ + MANAGE + OWN, "admin": READ + MANAGE + ACCOUNTS + OWN}


@pytest.mark.parametrize("who", [None, *EVERYBODY])
def test_who_opens_which_page(office: Any, who: str | None) -> None:
    client = office.client(who)
    opened = MAY.get(who or "", READ + OWN if who else [])
    for address in READ + MANAGE + ACCOUNTS + OWN:
        response = client.get(address)
        expected = (200, 302) if address in opened else (302,) if who is None else (403,)
        assert response.status_code in expected, address
        if who is None:
            assert response.headers["Location"].startswith("/account/login/?next="), address


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_in_both_languages(office: Any, language: str) -> None:
    client = office.client("admin")
    client.cookies["language"] = language
    for address in [*READ, *MANAGE[:-2], *ACCOUNTS, *OWN, "/account/login/", "/account/logout/"]:
        response = client.get(address, follow=True)
        html = response.content.decode()
        assert response.status_code == 200, address
        assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in html
        assert " style=" not in html, address
        assert "<style" not in html, address
        assert "<script>" not in html, address
        assert " on" not in {part[:3] for part in html.split('"')}, address


@pytest.mark.parametrize(
    "address", ["units/none/", "posts/none/", "persons/none/", "posts/water-head/holdings/999999/end/"]
)
def test_what_is_not_there_is_404(office: Any, address: str) -> None:
    client = office.client("admin")
    response = (
        client.get(f"/people/{address}")
        if "99" not in address
        else client.post(f"/people/{address}", {"on": TODAY})
    )
    assert response.status_code == 404


def post(client: Client, address: str, **given: Any) -> Any:
    return client.post(f"/people/{address}", given)


def test_the_journey_of_a_unit(office: Any) -> None:
    client = office.client("office")
    made = post(
        client,
        "units/add/",
        key="education",
        name="市教育局",
        kind="department",
        parent="gov",
        aliases="教育局，教委",
    )
    assert (made.status_code, made.headers["Location"]) == (302, "/people/units/education/")
    assert Unit.objects.get(key="education").aliases == ["教育局", "教委"]
    assert (
        post(client, "units/education/posts/add/", key="edu-head", name="局长", role="unit_head").status_code
        == 302
    )
    assert post(client, "persons/add/", key="zhang", person_name="张某").status_code == 302
    assert post(client, "posts/edu-head/appoint/", person="张某", since=TODAY).status_code == 302
    assert post(client, "persons/add/", key="li", person_name="李某").status_code == 302
    tomorrow = TODAY + timedelta(days=1)
    assert post(client, "posts/edu-head/hand-over/", successor="li", since=tomorrow).status_code == 302
    html = client.get("/people/posts/edu-head/").content.decode()
    assert "张某" in html
    assert "李某" in html
    holding = Holding.objects.get(person__key="li")
    assert post(client, f"posts/edu-head/holdings/{holding.pk}/end/", on=tomorrow).status_code == 302
    assert post(client, "units/education/change/", name="市教育体育局", kind="department").status_code == 302
    assert post(client, "posts/edu-head/close/", on=tomorrow).status_code == 302
    assert post(client, "units/education/close/", on=tomorrow).status_code == 302
    assert list(faults()) == []


def test_a_refusal_stands_in_the_form_and_keeps_what_was_written(office: Any) -> None:
    response = post(
        office.client("office"), "units/add/", name="市水务局", kind="department", short_name="水务"
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert "已经有名为“市水务局”的单位" in html
    assert 'value="水务"' in html


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "", "kind": "department"}, "name"),
        ({"name": "甲", "kind": "衙门"}, "kind"),
        ({"name": "甲", "kind": "other", "key": "../x"}, "key"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(office: Any, given: dict[str, str], said: str) -> None:
    response = post(office.client("office"), "units/add/", **given)
    assert response.status_code == 400
    assert said in response.context["form"].errors
    assert not Unit.objects.filter(name="甲").exists()


def test_a_person_who_is_unknown_or_not_the_only_one(office: Any) -> None:
    client = office.client("office")
    for key in ("a1", "a2"):
        post(client, "persons/add/", key=key, person_name="重名")
    for person in ("无此人", "重名"):
        response = post(client, "posts/water-head/appoint/", person=person, since=TODAY)
        assert response.status_code == 400
        assert person in response.content.decode()


def test_a_one_time_password_is_shown_once_and_not_cached(office: Any) -> None:
    client = office.client("admin")
    post(client, "persons/add/", key="zhang", person_name="张某")
    shown = post(client, "persons/zhang/account/open/", username="zhang")
    assert shown.status_code == 200
    assert "no-store" in shown.headers["Cache-Control"]
    password = shown.context["password"]
    assert password in shown.content.decode()
    assert password not in client.get("/people/persons/zhang/").content.decode()
    assert post(client, "persons/zhang/account/reset/").context["password"] != password
    assert post(client, "persons/zhang/account/unlock/").status_code == 302
    assert post(client, "persons/zhang/account/close/").status_code == 302
    assert not Person.objects.get(key="zhang").is_active


def test_tokens_are_made_and_revoked_on_ones_own_page(office: Any) -> None:
    client = office.client("commerce-officer")
    made = post(client, "me/tokens/make/", token_name="脚本", days=30, scopes=["task.read"])  # noqa: S106
    assert made.status_code == 200
    secret = made.context["secret"]
    html = client.get("/people/me/").content.decode()
    assert "脚本" in html
    assert secret not in html
    token = Token.objects.get()
    assert post(office.client("water-head"), f"me/tokens/{token.pk}/revoke/").status_code == 404
    assert post(client, f"me/tokens/{token.pk}/revoke/").status_code == 302
    assert post(client, "me/tokens/make/", token_name="x", days=30, scopes=["task.review"]).status_code == 400  # noqa: S106
    assert post(client, "me/tokens/make/", token_name="x", days=999, scopes=["task.read"]).status_code == 400  # noqa: S106


def test_the_language_of_a_person_is_kept(office: Any) -> None:
    client = office.client("commerce-officer")
    post(client, "me/language/", language="en")
    assert 'lang="en"' in client.get("/people/me/").content.decode()
    assert Person.objects.get(key="commerce-officer").language == "en"
    assert list(faults()) == []


HOSTILE = "<script>alert(1)</script>\"'=cmd|x"


def test_words_of_people_are_words(office: Any) -> None:
    client = office.client("admin")
    post(client, "units/add/", key="odd", name=HOSTILE, short_name=HOSTILE[:40], kind="other")
    post(client, "units/odd/posts/add/", key="odd-post", name=HOSTILE, role="unit_officer")
    post(client, "persons/add/", key="odd-one", person_name=HOSTILE)
    post(client, "posts/odd-post/appoint/", person="odd-one", since=TODAY)
    for address in (
        "",
        "units/odd/",
        "posts/odd-post/",
        "persons/",
        "persons/odd-one/",
        "posts/water-head/appoint/",
    ):
        assert "<script>alert" not in client.get(f"/people/{address}").content.decode(), address


@pytest.mark.parametrize("address", ["units/add/", "persons/water-head/account/close/", "me/tokens/make/"])
def test_a_form_from_elsewhere_is_refused(office: Any, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.people["admin"], backend="luoshi.city.people.backends.PersonBackend")
    assert client.post(f"/people/{address}", {"name": "x", "kind": "other"}).status_code == 403


def fill(number: int) -> None:
    """More units, posts and people, by hand of the test."""
    start = Unit.objects.count()
    for n in range(start, start + number):
        unit = Unit.objects.create(
            key=f"u{n}", name=f"单位{n}", kind="department", parent=Unit.objects.get(key="gov")
        )
        row = Post.objects.create(key=f"p{n}", unit=unit, name="局长", role="unit_head")
        person = Person.objects.create_user(f"x{n}", None, name=f"人{n}")
        Holding.objects.create(person=person, post=row, since=TODAY)


@pytest.mark.parametrize(
    "address",
    [
        "/people/",
        "/people/units/gov/",
        "/people/persons/",
        "/people/posts/water-head/appoint/",
        "/people/me/",
    ],
)
def test_queries_do_not_grow_with_rows(
    office: Any, address: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = office.client("admin")
    client.get(address)
    counts = []
    for number in (2, 20):
        fill(number)
        with django_assert_max_num_queries(20) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_every_view_says_its_permission() -> None:
    from luoshi.city.people import account_urls, urls

    for pattern in (*urls.urlpatterns, *account_urls.urlpatterns):
        assert hasattr(pattern.callback, "permission"), pattern
