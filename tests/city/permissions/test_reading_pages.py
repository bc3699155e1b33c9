"""A page that is read writes nothing: it opens while somebody else's long write holds the database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from city.permissions.addresses import ADDRESSES, cases
from city.permissions.test_permission_walk import body_of, operations, pages, views
from city.permissions.world import ROLES, WHO, World, build
from luoshi.city.people.models import Person, Token
from luoshi.city.rules.permissions import Role

pytestmark = pytest.mark.django_db
# Opening these is a step of signing in or of setting up a second factor, which the session keeps.
_STEPS_OF_SIGNING_IN = {"mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"}
_AWAY = 120


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


def is_write(sql: str) -> bool:
    """Whether a statement takes or waits for a lock; a transaction does, for on SQLite it begins as a write."""
    words = sql.lstrip(" (\n").upper()
    return not words.startswith(("SELECT", "WITH", "EXPLAIN", "PRAGMA", "SHOW")) or " FOR UPDATE" in words


@contextmanager
def only_reading() -> Iterator[list[str]]:
    """What is written or locked meanwhile."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if is_write(sql):
            found.append(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def addresses(world: World, role: Role, *, each: int | None = None) -> Iterator[str]:
    """Every page with its objects, all or the first ``each``, and the pages of the own account."""
    for name, view in pages().items():
        if name in ADDRESSES:
            walked = cases(world, role, name, view.callback.permission, "GET")  # type: ignore[attr-defined]
            for case in islice(walked, each):
                yield reverse(name, kwargs=case.kwargs or None)
    for address, name, _ in views():
        if address.startswith("account/") and name not in _STEPS_OF_SIGNING_IN:
            try:
                yield reverse(name)
            except NoReverseMatch:
                continue


def may_be_kept(answer: Any, role: Role) -> bool:
    """Whether browsers and proxies keep no more of an answer than its reader allows: nothing of a person."""
    said = {one.strip() for one in answer.headers["Cache-Control"].split(",")}
    by_cookie = "Cookie" in answer.headers["Vary"]
    if role != "public" or answer.status_code != 200:
        return by_cookie and {"private", "no-store"} <= said
    return by_cookie and ("no-store" in said or said in ({"private", "no-cache"}, {"public", "max-age=60"}))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes have passed since the last page."""
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + _AWAY)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_writes_as_it_is_opened(world: World, role: Role, request: pytest.FixtureRequest) -> None:
    client, faults, opened = world.office.client(WHO[role]), [], 0
    request.getfixturevalue("later")
    # HEAD is GET for every view, and loses its body behind them: it is not walked a second time.
    for address in addresses(world, role):
        with only_reading() as written:
            answer = client.get(address)
            body_of(answer)
        opened += answer.status_code == 200
        if written:
            faults.append(f"{address}: {answer.status_code}, {written}")
        if not may_be_kept(answer, role):
            faults.append(f"{address}: {answer.status_code}, kept: {answer.headers['Cache-Control']}")
    assert not faults, "\n".join(faults)
    assert opened > 10


@pytest.mark.parametrize("ended", ["idle", "password changed", "account closed", "signed out elsewhere"])
def test_the_first_page_after_a_session_ended_writes_nothing(
    office: Any, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, person = office.client("office"), office.people["office"]
    now = time.time
    if ended == "idle":
        monkeypatch.setattr(time, "time", lambda: now() + 3600)
    elif ended == "password changed":
        person.set_password("another horse altogether")
        person.save()
    elif ended == "account closed":
        Person.objects.filter(pk=person.pk).update(is_active=False)
    else:
        client.session.delete()
    with only_reading() as written:
        answer = client.get("/people/me/")
    assert (answer.status_code, written) == (302, [])
    assert answer.headers["Location"].startswith("/account/login/")
    assert not client.cookies["sessionid"].value


@pytest.mark.parametrize("role", ROLES)
def test_no_call_of_the_api_that_reads_writes(
    world: World, role: Role, request: pytest.FixtureRequest
) -> None:
    who, client = WHO[role], Client()
    headers = {"Authorization": f"Bearer {world.tokens[who]}"} if who else {}
    request.getfixturevalue("later")
    # Noted every ten minutes, where the database is free for it.
    Token.objects.update(last_used_at=timezone.now())
    task, report = world.things["open"].rows["task"], world.reports["released"]
    for method, address, _ in operations():
        if method != "GET":
            continue
        filled = address.replace("{key}", report.key if address.startswith("/api/v1/reports") else task.key)
        with only_reading() as written:
            answer = client.get(filled, headers=headers)
        assert not written, filled
        assert may_be_kept(answer, role), filled
