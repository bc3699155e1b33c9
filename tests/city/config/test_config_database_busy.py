"""Somebody else's long write holds the database: what is read opens, what is written is told soon and not lost."""

from __future__ import annotations

import gc
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import lxml.html
import pytest
from django.conf import settings as city
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIHandler
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.db.transaction import TransactionManagementError
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from city.office import PASSWORD
from city.permissions.test_reading_pages import addresses, later
from city.permissions.world import ROLES, WHO, World, build, token
from luoshi.city.chain.models import Entry
from luoshi.city.chain.writing import writing
from luoshi.city.people.models import Person, Token
from luoshi.city.people.sessions import SessionStore
from luoshi.city.rules.permissions import permissions
from luoshi.city.site.database import trouble_of, wait_at_most
from luoshi.city.tasks.models import ProgressEntry, Task

__all__ = ["later"]
WORDS = "建成9个，<b>另有</b>3个在建"


@contextmanager
def held() -> Iterator[None]:
    """Another connection holds what every write needs, and every session."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        statements = ["BEGIN IMMEDIATE"]
    else:
        other = connection.get_new_connection(connection.get_connection_params())
        statements = [
            "BEGIN",
            "SELECT * FROM chain_head FOR UPDATE",
            "SELECT * FROM django_session FOR UPDATE",
            "SELECT * FROM people_token FOR UPDATE",
            "SELECT * FROM tasks_task FOR UPDATE",
        ]
    try:
        cursor = other.cursor()
        for statement in statements:
            cursor.execute(statement)
        yield
        cursor.execute("ROLLBACK")
    finally:
        other.close()


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


@pytest.fixture
def soon(settings: Settings) -> None:
    """Nobody waits for long."""
    settings.BUSY_SECONDS = settings.BUSY_SECONDS_OF_IMPORTS = 0.05


@pytest.mark.django_db(transaction=True)
def test_every_page_and_call_that_reads_opens_meanwhile(
    world: World, soon: None, request: pytest.FixtureRequest
) -> None:
    """Each page as the first role that it opens to: the walk over the permission table sees that none locks a row."""
    clients = {role: world.office.client(WHO[role]) for role in ROLES}
    request.getfixturevalue("later")
    faults, opened, called = [], set(), 0
    keys = [world.things["open"].rows["task"].key]
    with held():
        for role, client in clients.items():
            connection.close()  # one that is opened now
            for address in addresses(world, role, each=1):
                if address in opened:
                    continue
                answer = client.get(address)
                b"".join(answer.streaming_content) if answer.streaming else answer.content
                if answer.status_code == 200:
                    opened.add(address)
                if answer.status_code >= 500 or answer.status_code == 429:
                    faults.append(f"{role} {address}: {answer.status_code}")
            who = WHO[role]
            headers = {"Authorization": f"Bearer {world.tokens[who]}"} if who else {}
            for call in ("/api/v1/tasks", f"/api/v1/tasks/{keys[0]}", "/api/v1/reports"):
                answer = Client().get(call, headers=headers)
                called += answer.status_code == 200
                if answer.status_code >= 500:
                    faults.append(f"{role} {call}: {answer.status_code}")
    assert not faults, "\n".join(faults)
    assert called > 10
    assert len(opened) > 60
    assert not Token.objects.exclude(last_used_at=None).exists()


def browser(client: Client) -> Client:
    """One that shows the page of a failure."""
    client.raise_request_exception = False
    return client


def form_of(client: Client, address: str) -> dict[str, str]:
    page = lxml.html.fromstring(client.get(address).content)
    (form,) = [form for form in page.forms if "words" in form.fields]
    return {name: value or "" for name, value in form.fields.items() if name and name != "files"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_sent_meanwhile_is_in_the_answer_and_can_be_sent_again(
    office: Any, make_task: Callable[..., Task], soon: None, language: str
) -> None:
    task = make_task(state="in_progress")
    client = browser(office.client("commerce-officer"))
    client.cookies["language"] = language
    address = f"/tasks/{task.key}/progress/"
    fields = form_of(client, address) | {"words": WORDS, "then": "draft", "next": ""}
    with held():
        answer = client.post(address, fields)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    page = answer.content.decode()
    assert ("系统正忙" if language == "zh" else "The site is busy") in page
    assert "浏览器送来" not in page
    (form,) = [form for form in lxml.html.fromstring(page).forms if "words" in form.fields]
    assert (form.method, form.action) == ("POST", address)
    assert not ProgressEntry.objects.exists()
    assert client.post(form.action, dict(form.form_values())).status_code == 302
    assert ProgressEntry.objects.get().words == WORDS


@pytest.mark.django_db(transaction=True)
def test_beside_a_page_that_stays_only_the_words_come(
    office: Any, make_task: Callable[..., Task], soon: None
) -> None:
    task = make_task(state="in_progress")
    client = browser(office.client("commerce-officer"))
    fields = form_of(client, f"/tasks/{task.key}/progress/") | {"words": WORDS, "then": "draft"}
    with held():
        answer = client.post(f"/tasks/{task.key}/progress/", fields, headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert not lxml.html.fromstring(answer.content).xpath("//input[@name='words']")
    assert "还在这一页上" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_password_is_not_shown_again(office: Any, soon: None) -> None:
    client = browser(office.client("office"))
    form = {"oldpassword": "zq-secret-1", "password1": "zq-secret-2", "password2": "zq-secret-2"}
    with held():
        answer = client.post("/account/password/change/", form)
    assert answer.status_code in (200, 429, 503)
    assert "zq-secret" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_call_of_the_api_is_told_in_its_own_shape(
    office: Any, make_task: Callable[..., Task], soon: None
) -> None:
    task = make_task(state="in_progress")
    with writing():
        token(office.people["commerce-officer"], "secret-of-the-officer", permissions())
    sent = {"submission": "walk-0001", "as_of": "2026-05-01", "words": "建成12个"}
    ask = {"content_type": "application/json", "headers": {"Authorization": "Bearer secret-of-the-officer"}}
    with held():
        answer = browser(Client()).post(f"/api/v1/tasks/{task.key}/progress", sent, **ask)  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message", "details"}
    assert answer.json()["error"]["code"] == "database_busy"
    assert Client().post(f"/api/v1/tasks/{task.key}/progress", sent, **ask).status_code == 201  # type: ignore[arg-type]


if connection.vendor == "sqlite":  # which can be told to be full

    @pytest.mark.django_db(transaction=True)
    def test_a_full_disk_is_told_as_such(office: Any, make_task: Callable[..., Task]) -> None:
        task = make_task(state="in_progress")
        client = browser(office.client("commerce-officer"))
        address = f"/tasks/{task.key}/progress/"
        fields = form_of(client, address) | {"words": WORDS * 200, "then": "draft", "next": ""}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA max_page_count = 1")  # as many as there are
        try:
            answer = client.post(address, fields)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA max_page_count = 4294967294")
        assert answer.status_code == 507
        assert "存储空间已满" in answer.content.decode()
        assert "Retry-After" not in answer.headers
        assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_failure_leaves_nothing_that_another_thread_would_clear_away(
    office: Any, soon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cursor that is cleared away elsewhere keeps that thread until its connection waits for nothing."""
    client = office.client("office")
    client.get("/people/me/")
    asked = RequestFactory().post(
        "/account/logout/", headers={"X-CSRFToken": client.cookies["csrftoken"].value}
    )
    asked.META["HTTP_COOKIE"] = "; ".join(f"{one.key}={one.value}" for one in client.cookies.values())
    statuses: list[str] = []

    def begun(status: str, *_: object) -> Callable[[bytes], object]:
        statuses.append(status)
        return len

    site = WSGIHandler()
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)  # pytest keeps what is logged
    gc.collect()
    gc.disable()
    try:
        with held():
            site(asked.META, begun)
        left = [one for one in gc.get_objects() if type(one) is OperationalError and "locked" in str(one)]
    finally:
        gc.enable()
    assert statuses == ["503 Service Unavailable"]
    if connection.vendor == "sqlite":
        assert left == []


@pytest.mark.django_db(transaction=True)
def test_signing_in_meanwhile_is_told_as_busy(office: Any, soon: None) -> None:
    client = browser(Client())
    with held():
        answer = client.post("/account/login/", {"login": "office", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    page = answer.content.decode()
    assert "系统正忙" in page
    assert PASSWORD not in page
    assert client.post("/account/login/", {"login": "office", "password": PASSWORD}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_signing_out_meanwhile_is_told_as_busy_and_not_as_a_fault_of_the_browser(
    office: Any, soon: None
) -> None:
    client, before = browser(office.client("office")), Entry.objects.count()
    with held():
        answer = client.post("/account/logout/")
    assert answer.status_code == 503
    assert Entry.objects.count() == before
    assert client.get("/people/").status_code == 200
    assert client.post("/account/logout/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_session_that_cannot_be_saved_is_no_session_that_is_gone(office: Any, soon: None) -> None:
    office.client("office").get("/people/")
    key = Session.objects.get().session_key
    wait_at_most(0.05)
    session = SessionStore(key)
    session["more"] = 1
    with held(), pytest.raises(OperationalError) as busy:
        session.save()
    assert trouble_of(busy.value) == "busy"
    session.save()
    Session.objects.all().delete()
    session["more"] = 2
    with pytest.raises(UpdateError):
        session.save()


@pytest.mark.django_db
def test_who_signed_out_elsewhere_meanwhile_signs_in_again(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(office.client("office"))

    def gone(*_: object) -> bool:
        Session.objects.all().delete()
        return True

    monkeypatch.setattr(Person, "check_password", gone)
    answer = client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/account/login/?next=/account/reauthenticate/",
    )


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_longer_than_a_page(office: Any, settings: Settings) -> None:
    settings.BUSY_SECONDS, settings.BUSY_SECONDS_OF_IMPORTS = 1, 7
    client = browser(office.client("office"))
    client.get("/people/")
    assert waits() == 1000
    client.post("/people/exchange/", {})
    assert waits() == 7000
    client.get("/people/")
    assert waits() == 1000
    connection.close()
    assert waits() == 1000, "a new connection is told, too"


def waits() -> int:
    """Milliseconds that the connection waits for others."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout")
            return int(cursor.fetchone()[0])
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'lock_timeout'")
        return int(cursor.fetchone()[0])


def test_a_page_tells_within_seconds_and_a_job_waits() -> None:
    assert 0 < city.BUSY_SECONDS <= 5 < city.BUSY_SECONDS_OF_IMPORTS


class _SaidError(Exception):
    """What a database's own program says."""

    def __init__(self, **said: object) -> None:
        vars(self).update(said)


def failure(kind: type[Exception], **said: object) -> Exception:
    error = kind("failed")
    error.__cause__ = _SaidError(**said) if said else None
    return error


def after(first: Exception, kind: type[Exception]) -> Exception:
    error = kind("cannot go on")
    error.__context__ = first
    return error


BUSY = failure(OperationalError, sqlite_errorcode=5)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (BUSY, "busy"),
        (failure(OperationalError, sqlite_errorcode=517), "busy"),
        (failure(OperationalError, sqlite_errorcode=6), "busy"),
        (failure(OperationalError, sqlite_errorcode=13), "full"),
        (failure(OperationalError, sqlite_errorcode=14), "away"),
        (failure(OperationalError, sqlite_errorcode=8), "away"),
        *((failure(OperationalError, sqlstate=state), "busy")
          for state in ("55P03", "40P01", "40001", "57014", "53300")),
        (failure(OperationalError, sqlstate="53100"), "full"),
        (failure(OperationalError, sqlstate="57P01"), "away"),
        (failure(OperationalError, sqlstate=None), "away"),
        (failure(InterfaceError), "away"),
        (after(BUSY, TransactionManagementError), "busy"),
        (after(BUSY, InternalError), "busy"),
        (failure(InternalError, sqlstate="25P02"), None),
        (TransactionManagementError("no"), None),
        (after(BUSY, ValueError), None),
        (OSError(28, "No space left on device"), "full"),
        (OSError(2, "No such file"), None),
        (None, None),
    ],
)  # fmt: skip
def test_what_a_failure_says_of_the_database(error: Exception | None, trouble: str | None) -> None:
    assert trouble_of(error) == trouble
