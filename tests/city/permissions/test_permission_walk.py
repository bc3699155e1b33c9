"""The permission table, walked by every role over every page and every operation of the API.

On the way it is looked at that a page which is read writes and locks nothing, that nobody else keeps it, that it
forbids what the policy says, and that forms with files say that no state secrets belong here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import luoshi.city
from city.attacks.test_attacks_headers import faults_of
from city.permissions.addresses import ADDRESSES, Answer, Case, cases
from city.permissions.walking import body_of, may_be_kept, only_reading, operations, pages, views, writes
from city.permissions.world import ROLES, WHO, World, build, covers, reach, token
from city.undoing import undone
from luoshi.city.rules.permissions import Role, permissions

pytestmark = pytest.mark.django_db
OPEN_TO_ALL = {"language", "api", "live", "ready", "account_login", "account_logout", "account_inactive",
               "mfa_authenticate"}  # fmt: skip
# Where the office's identity provider, or letters for lost passwords, are switched on.
OPEN_WHERE_CONFIGURED = ("socialaccount_", "openid_connect_", "account_reset_password")
_AWAY = 120


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


def test_every_view_carries_its_permission() -> None:
    asked = {name: getattr(view.callback, "permission", "forgotten") for address, name, view in views()
             if not address.startswith("api/v1/")}  # fmt: skip
    open_to_all = {name for name, permission in asked.items() if permission is None}
    assert {name for name in open_to_all if not name.startswith(OPEN_WHERE_CONFIGURED)} == OPEN_TO_ALL
    assert set(asked.values()) - {None} <= set(permissions())


def test_every_address_is_walked() -> None:
    unknown = set(pages()) - set(ADDRESSES)
    assert not unknown, f"say in addresses.py what these are about: {sorted(unknown)}"
    assert not set(ADDRESSES) - set(pages())


def test_every_permission_is_asked_for() -> None:
    root = Path(luoshi.city.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    code += (root / "rules" / "states.toml").read_text(encoding="utf-8")
    assert not [name for name in permissions() if f'"{name}"' not in code]


NO_SECRETS = "不得上传、存储、处理涉及国家秘密的内容"
STATUSES: dict[Answer, dict[str, set[int]]] = {
    "opened": {"GET": {200, 302, 405}, "POST": {200, 302, 400, 405, 409}},
    "refused": {"GET": {403, 405}, "POST": {403, 405}},
    "missing": {"GET": {404, 405}, "POST": {404, 405}},
    "sign_in": {"GET": {302}, "POST": {302}},
}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes have passed since the last page."""
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + _AWAY)


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_as_the_table_says(world: World, role: Role, request: pytest.FixtureRequest) -> None:
    client, faults, change_request = world.office.client(WHO[role]), [], 0
    request.getfixturevalue("later")
    hidden = set(world.hidden_from(role))
    for name, view in pages().items():
        permission = view.callback.permission  # type: ignore[attr-defined]
        for method in ("GET", "POST"):
            for number, case in enumerate(cases(world, role, name, permission, method)):
                address = reverse(name, kwargs=case.kwargs or None)
                told = _read(client, address, case, role) if method == "GET" else _sent(client, address, case)
                if told.fault:
                    faults.append(f"{method} {case.label}: {case.expected}, but {told.fault}")
                if number == 0 and told.answer is not None and method == "GET":
                    faults += [f"{case.label}: {fault}" for fault in faults_of(told.answer)]
                    change_request += told.words.count('type="file"')
                    if told.words.count('type="file"') != told.words.count(NO_SECRETS):
                        faults.append(f"{case.label}: a form with a file that does not say: {NO_SECRETS}")
                seen = [] if _is_log(name, role) else [one for one in hidden if one in told.words]
                if seen:
                    faults.append(f"{method} {case.label}: shows {sorted(seen)}")
    assert not faults, "\n".join(faults)
    assert change_request > 3 or role != "supervision_office"


def _is_log(name: str, role: Role) -> bool:
    """The log names what was written: whoever reads it sees that."""
    return name.startswith("audit_log") and "all" in reach(role, "log.read")


@dataclass(frozen=True)
class Told:
    """The words of an answer, and what is wrong with it."""

    fault: str = ""
    words: str = ""
    answer: Any = None


def _read(client: Client, address: str, case: Case, role: Role) -> Told:
    """Open a page, which writes and locks nothing. HEAD is GET for every view: it is not walked by itself."""
    try:
        with only_reading() as written:
            answer = client.get(address)
            words = body_of(answer)
    except Exception as error:  # noqa: BLE001 - whatever it is, the walk goes on and tells
        return Told(f"{type(error).__name__}: {error}")
    if written:
        return Told(f"wrote or locked: {written}", words)
    if not may_be_kept(answer, role):
        return Told(f"kept: {answer.headers['Cache-Control']}", words)
    return replace(_judged(answer, words, case, "GET"), answer=answer)


def _sent(client: Client, address: str, case: Case) -> Told:
    """Send a form; what was written is taken back."""
    with undone(), writes() as written:
        try:
            answer = client.post(address, case.data)
            words = body_of(answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, the walk goes on and tells
            return Told(f"{type(error).__name__}: {error}")
    if written and case.expected != "opened":
        return Told(f"wrote to {sorted(set(written))}", words)
    return _judged(answer, words, case, "POST")


def _judged(answer: Any, words: str, case: Case, method: str) -> Told:
    expected = STATUSES[case.expected][method] | ({400} if case.may_be_empty else set())
    if answer.status_code not in expected:
        return Told(f"answered {answer.status_code}", words)
    if case.expected == "sign_in" and not answer.headers["Location"].startswith("/account/login/?next="):
        return Told(f"sent to {answer.headers['Location']}", words)
    return Told("", words)


BODY = {"submission": "walk-0001", "as_of": "2026-05-01", "words": "建成12个"}


def test_every_operation_is_a_view_of_the_api() -> None:
    addressed = {"/" + re.sub(r"<\w+:|<", "{", address).replace(">", "}") for address, _, _ in views()}
    assert {address for _, address, _ in operations()} <= addressed


@pytest.mark.parametrize("role", ROLES)
def test_operations_open_as_the_table_says(world: World, role: Role) -> None:
    who, client, faults = WHO[role], Client(), []
    headers = {"Authorization": f"Bearer {world.tokens[who]}"} if who else {}
    hidden = set(world.hidden_from(role))
    for method, address, permission in operations():
        for label, filled, allowed in _subjects(world, role, address, permission):
            answer, written = _called(client, method, filled, headers)
            wanted = {"opened": {200, 201}, "refused": {403}, "missing": {404}, "sign_in": {401}}[allowed]
            if answer.status_code not in wanted:
                faults.append(f"{method} {address} {label}: {allowed}, but {answer.status_code}")
            if written and (method == "GET" or allowed != "opened"):
                faults.append(f"{method} {address} {label}: wrote to {written}")
            seen = [one for one in hidden if one in body_of(answer)]
            if seen:
                faults.append(f"{method} {address} {label}: shows {seen}")
    assert not faults, "\n".join(faults)


def _called(client: Client, method: str, address: str, headers: dict[str, str]) -> tuple[Any, list[str]]:
    with undone(), writes() as written:
        if method == "GET":
            answer = client.get(address, headers=headers)
        elif address.endswith("/evidence"):
            answer = client.post(address, {"file": SimpleUploadedFile("a.txt", b"words")}, headers=headers)
        else:
            answer = client.post(address, BODY, content_type="application/json", headers=headers)
    return answer, written


def _subjects(world: World, role: Role, address: str, permission: str) -> Iterator[tuple[str, str, Answer]]:
    closed: Answer | None = None
    if not reach(role, permission):
        closed = "sign_in" if role == "public" else "refused"
    if "{key}" not in address:
        yield "", address, closed or "opened"
    elif address.startswith("/api/v1/reports"):
        for name, report in world.reports.items():
            sees = "all" in reach(role, "report.read") or name == "released"
            yield name, address.replace("{key}", report.key), closed or ("opened" if sees else "missing")
    else:
        for name, thing in world.things.items():
            allowed: Answer = "opened"
            if not covers(role, "task.read", thing, inside=permission != "task.read"):
                allowed = "missing"
            elif not covers(role, permission, thing):
                allowed = "refused"
            filled = address.replace("{key}", thing.rows["task"].key)
            yield name, filled, closed or allowed


@pytest.mark.parametrize("role", [role for role in ROLES if role != "public"])
def test_a_token_opens_no_more_than_its_scopes(world: World, role: Role) -> None:
    person, client = world.office.people[WHO[role]], Client()
    asked = {permission for _, _, permission in operations()}
    for scope in sorted(asked):
        token(person, f"scoped-{scope}", [scope])
    key = world.things["own"].rows["task"].key
    for method, address, permission in operations():
        report = address.startswith("/api/v1/reports")
        filled = address.replace("{key}", world.reports["released"].key if report else key)
        for scope in sorted(asked - {permission}):
            answer, written = _called(client, method, filled, {"Authorization": f"Bearer scoped-{scope}"})
            assert (answer.status_code, written) == (403, []), (method, address, scope)


@pytest.mark.parametrize("role", ["unit_head", "unit_officer", "administrator", "public"])
def test_of_a_released_task_others_are_told_what_the_public_pages_say(world: World, role: Role) -> None:
    who, task = WHO[role], world.things["open"].rows["task"]
    headers = {"Authorization": f"Bearer {world.tokens[who]}"} if who else {}
    client = Client()
    told = client.get(f"/api/v1/tasks/{task.key}", headers=headers).json()
    unsaid = (
        "light",
        "sponsor",
        "done_amount",
        "last_progress_on",
        "own_verdict",
        "verdict_words",
        "light_reasons",
    )
    assert not any(told[name] for name in unsaid)
    assert told["state"] == "working"
    guessed = client.get("/api/v1/tasks?light=red", headers=headers).json()["items"]
    assert task.key not in [one["key"] for one in guessed]
    (progress,) = client.get(f"/api/v1/tasks/{task.key}/progress", headers=headers).json()["items"]
    assert (progress["state"], progress["evidence"], progress["next_step"]) == ("accepted", [], "")
