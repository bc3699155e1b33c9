"""Passwords: changed, outdated, given once, refused by the rules, and the letter for a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.auth.password_validation import get_password_validators
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import task_backends
from pytest_django.fixtures import Settings

from city.people.signing import NEW, PASSWORD, change, inside, sign_in
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.config.security import validators_of
from luoshi.city.people.actions.accounts import one_time_password, reset_password
from luoshi.city.people.models import FormerPassword, Person

pytestmark = pytest.mark.django_db


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
    for address in ("/people/", "/people/me/", "/dashboards/", "/tasks/"):
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
