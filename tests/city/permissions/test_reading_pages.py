"""A page that is read writes nothing: it opens while somebody else's long write holds the database.

The walk over the permission table looks at this for all other pages.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from city.permissions.addresses import ADDRESSES, cases
from city.permissions.test_permission_walk import later
from city.permissions.walking import may_be_kept, only_reading, operations, pages, views
from city.permissions.world import ROLES, WHO, World, build
from luoshi.city.people.models import Person, Token
from luoshi.city.rules.permissions import Role

pytestmark = pytest.mark.django_db
# Opening these is a step of signing in or of setting up a second factor, which the session keeps.
_STEPS_OF_SIGNING_IN = {"mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"}
__all__ = ["later"]


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


def addresses(world: World, role: Role, *, each: int) -> Iterator[str]:
    """Every page with the first ``each`` of its objects, and the pages of the own account."""
    for name, view in pages().items():
        if name in ADDRESSES:
            walked = cases(world, role, name, view.callback.permission, "GET")  # type: ignore[attr-defined]
            for case in islice(walked, each):
                yield reverse(name, kwargs=case.kwargs or None)
    yield from account_pages()


def account_pages() -> Iterator[str]:
    """The pages of the own account."""
    for address, name, _ in views():
        if address.startswith("account/") and name not in _STEPS_OF_SIGNING_IN:
            try:
                yield reverse(name)
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_the_account_writes_as_it_is_opened(
    world: World, role: Role, request: pytest.FixtureRequest
) -> None:
    client, faults = world.office.client(WHO[role]), []
    request.getfixturevalue("later")
    for address in account_pages():
        with only_reading() as written:
            answer = client.get(address)
        if written or "no-store" not in answer.headers["Cache-Control"]:
            faults.append(f"{address}: {answer.status_code}, {written}, {answer.headers['Cache-Control']}")
    assert not faults, "\n".join(faults)


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
