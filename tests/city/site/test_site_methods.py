"""HEAD is answered wherever GET is, and OPTIONS says what an address takes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from city.permissions.addresses import ADDRESSES, cases
from city.permissions.world import World, build
from luoshi.city.tasks.models import Task

pytestmark = pytest.mark.django_db
PUBLIC = ("/", "/public/2026-0001/", "/public/tasks.csv", "/public/tasks.xlsx", "/api/", "/api/v1/tasks",
          "/api/v1/tasks/2026-0001", "/api/v1/openapi.json", "/account/login/", "/health/live",
          "/dashboards/", "/no/such/page/", "/api/v1/nothing")  # fmt: skip


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


@pytest.mark.parametrize("address", PUBLIC)
def test_head_is_get_without_the_body(make_task: Any, address: str) -> None:
    make_task(released_at=timezone.now(), state="in_progress")
    got, headed = Client().get(address), Client().head(address)
    assert headed.content == b""
    assert headed.status_code == got.status_code
    said = {name: value for name, value in headed.headers.items() if name != "Content-Length"}
    assert said.keys() == got.headers.keys() - {"Content-Length"}
    assert headed.headers["Content-Type"] == got.headers["Content-Type"]
    assert int(headed.headers["Content-Length"]) > 0 or got.content == b""


def test_of_a_file_head_says_how_long_it_is(world: World) -> None:
    thing = world.things["own"]
    address = reverse("evidence", kwargs={"key": thing.rows["task"].key, "number": thing.rows["evidence"].pk})
    client = world.office.client("office")
    headed, got = client.head(address), client.get(address)
    body = b"".join(got.streaming_content)
    assert b"".join(headed.streaming_content) == b""
    assert int(headed.headers["Content-Length"]) == len(body)


def test_what_only_takes_forms_refuses_head() -> None:
    answer = Client().head("/language/")
    assert (answer.status_code, answer.content) == (405, b"")


def test_options_does_nothing_and_names_the_methods(world: World) -> None:
    client, faults = world.office.client("office"), []
    state = list(Task.objects.values())
    for name in ADDRESSES:
        case = next(cases(world, "supervision_office", name, None, "GET"))
        address = reverse(name, kwargs=case.kwargs or None)
        answer = client.options(address)
        allowed = {one.strip() for one in answer.headers.get("Allow", "").split(",")}
        if answer.status_code == 403:
            continue
        if (answer.status_code, answer.content) != (204, b"") or "OPTIONS" not in allowed:
            faults.append(f"{address}: {answer.status_code} {sorted(allowed)}")
        if ("GET" in allowed) != ("HEAD" in allowed):
            faults.append(f"{address}: {sorted(allowed)}")
    assert not faults, "\n".join(faults)
    assert list(Task.objects.values()) == state


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/language/", "OPTIONS, POST"),
        ("/api/v1/tasks", "GET, HEAD, OPTIONS"),
        ("/api/v1/tasks/x/progress", "GET, HEAD, OPTIONS, POST"),
    ],
)
def test_a_stranger_is_told_what_an_address_takes(address: str, allowed: str) -> None:
    answer = Client().options(address, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.headers["Allow"]) == (204, allowed)
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_a_method_that_is_not_taken_is_told_the_others() -> None:
    answer = Client().put("/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "LUOSHI"])
def test_a_method_that_no_address_takes_is_refused_and_sends_nothing_back(world: World, method: str) -> None:
    client = world.office.client("office")
    for address in ("/", "/account/login/", "/tasks/other-sources/", "/api/v1/tasks", "/no/such/page/"):
        answer = client.generic(method, address, headers={"X-Marked": "marked"})
        assert (answer.status_code, answer.content) == (405, b""), address
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST", address
