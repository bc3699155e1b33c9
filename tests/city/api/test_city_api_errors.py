"""Everything that goes wrong under ``/api/`` is told in one shape, in both languages."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from city.permissions.world import token
from luoshi.city.rules.permissions import permissions
from luoshi.city.site.uploads import DiskFullError
from luoshi.city.tasks.models import Obstacle, ProgressEntry

pytestmark = pytest.mark.django_db
API = "/api/v1"
LARGE = b'{"words": "' + b"x" * (10 * 1024 * 1024) + b'"}'
REPORT = {"submission": "sent-0001", "as_of": "2026-05-01", "words": "建成12个"}
JSON = "application/json"
HEAD = {"Authorization": "Bearer whole"}


@pytest.fixture
def task(office: Any, make_task: Any) -> Any:
    token(office.people["commerce-officer"], "whole", permissions())
    return make_task(state="in_progress")


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def told(answer: Any) -> tuple[int, str]:
    """Status and code of an error, which has the one shape."""
    assert answer.headers["Content-Type"].startswith(JSON)
    body = json.loads(answer.content)
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "details"}
    assert body["error"]["message"].strip()
    assert int(answer.headers.get("Content-Length", len(answer.content))) == len(answer.content)
    return answer.status_code, body["error"]["code"]


SENT: tuple[tuple[str, str, str, dict[str, Any], tuple[int, str]], ...] = (
    ("unknown address", "GET", f"{API}/nothing", {}, (404, "api_missing")),
    ("unknown part", "GET", "/api/v2/tasks", {}, (404, "api_missing")),
    ("root", "GET", "/api/v1/", {}, (404, "api_missing")),
    ("slash too much", "GET", f"{API}/tasks/", {}, (404, "api_missing")),
    ("unknown task", "GET", f"{API}/tasks/2026-0999", {}, (404, "task_missing")),
    ("method", "DELETE", f"{API}/tasks", {}, (405, "api_method")),
    ("method of the description", "POST", "/api/", {}, (405, "api_method")),
    ("method of the document", "POST", f"{API}/openapi.json", {}, (405, "api_method")),
    ("too large", "POST", "progress", {"data": LARGE, "content_type": JSON}, (413, "request_too_large")),
    ("no JSON", "POST", "progress", {"data": b"{", "content_type": JSON}, (400, "api_unreadable")),
    ("no UTF-8", "POST", "progress", {"data": b'{"words": "\xff"}', "content_type": JSON}, (400, "api_unreadable")),
    ("wrong fields", "POST", "progress", {"data": b"{}", "content_type": JSON}, (422, "api_invalid")),
    ("a form for JSON", "POST", "progress", {"data": {"words": "x"}}, (400, "api_unreadable")),
    ("JSON for a form", "POST", "evidence", {"data": b"{}", "content_type": JSON}, (422, "api_invalid")),
    ("broken form", "POST", "evidence", {"data": b"x", "content_type": "multipart/form-data"}, (400, "form_broken")),
    ("no number", "GET", f"{API}/tasks?year=abc", {}, (422, "api_invalid")),
)  # fmt: skip


@pytest.mark.parametrize(("method", "address", "sent", "expected"), [one[1:] for one in SENT], ids=[one[0] for one in SENT])  # fmt: skip
def test_an_error_has_one_shape(
    client: Client, task: Any, method: str, address: str, sent: dict[str, Any], expected: tuple[int, str]
) -> None:
    at = address if address.startswith("/") else f"{API}/tasks/{task.key}/{address}"
    send = client.generic if method == "DELETE" else None
    answer = (
        send(method, at, headers=HEAD) if send else getattr(client, method.lower())(at, headers=HEAD, **sent)
    )
    assert told(answer) == expected
    assert not ProgressEntry.objects.exists()


def test_a_method_that_is_not_taken_names_the_others(client: Client) -> None:
    answer = client.delete(f"{API}/tasks/x/progress")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert json.loads(answer.content)["error"]["details"]["allowed"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (OperationalError("gone"), (503, "database_away")),
        (DiskFullError("storage_full"), (507, "storage_full")),
        (OSError(28, "no space"), (507, "database_full")),
        (ValueError("a fault of the program"), (500, "api_failed")),
    ],
)
def test_a_failure_has_it_too(
    client: Client, task: Any, failure: Exception, expected: tuple[int, str]
) -> None:
    with patch("luoshi.city.api.tasks.require_any", side_effect=failure):
        assert told(client.get(f"{API}/tasks/{task.key}", headers=HEAD)) == expected


def test_a_failure_before_the_api_has_it_too(client: Client) -> None:
    with patch("luoshi.city.people.middleware.note_seen", side_effect=OperationalError("gone")):
        answer = client.get(f"{API}/tasks")
    assert told(answer) == (503, "database_away")
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_are_in_the_language_of_the_reader(client: Client, language: str) -> None:
    client.cookies["language"] = language
    for answer in (client.get(f"{API}/nothing"), client.delete(f"{API}/tasks"), client.get("/api/nowhere")):
        message = json.loads(answer.content)["error"]["message"]
        assert message.isascii() is (language == "en"), message


NUL = "\0"
SENT_NUL: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("GET", f"{API}/tasks/2026%00", {}),
    ("GET", f"{API}/tasks?state=%00", {}),
    ("GET", f"{API}/tasks?x%00=1", {}),
    ("POST", "progress", {"data": REPORT | {"words": f"建成{NUL}12个"}, "content_type": JSON}),
    ("POST", "progress", {"data": REPORT | {"submission": f"sent{NUL}0001"}, "content_type": JSON}),
    ("POST", "progress", {"data": REPORT | {NUL: "x"}, "content_type": JSON}),
    ("POST", "progress", {"data": REPORT | {"more": [{"in": f"x{NUL}"}]}, "content_type": JSON}),
    ("POST", "evidence?progress=1%00", {"data": {"file": SimpleUploadedFile("a.txt", b"words")}}),
)


@pytest.mark.parametrize(("method", "address", "sent"), SENT_NUL)
def test_nul_is_refused_whatever_the_database(
    client: Client, task: Any, method: str, address: str, sent: dict[str, Any]
) -> None:
    at = address if address.startswith("/") else f"{API}/tasks/{task.key}/{address}"
    status, code = told(getattr(client, method.lower())(at, headers=HEAD, **sent))
    assert (status, code) in ((400, "unfit_signs"), (422, "api_invalid"))
    assert not ProgressEntry.objects.exists()


def test_what_only_looks_like_nul_is_kept(client: Client, task: Any) -> None:
    words = "路径写作\\u0000或者%00"
    answer = client.post(
        f"{API}/tasks/{task.key}/progress", REPORT | {"words": words}, content_type=JSON, headers=HEAD
    )
    assert (answer.status_code, ProgressEntry.objects.get().words) == (201, words)


def test_pages_refuse_nul_too(office: Any, make_task: Any) -> None:
    task = make_task(state="in_progress")
    client = office.client("commerce-officer")
    for answer in (
        client.get("/tasks/?q=a%00b"),
        client.get("/tasks/%00/"),
        client.post(f"/tasks/{task.key}/obstacles/add/", {"words": "缺地\0块"}),
    ):
        assert answer.status_code == 400
        assert "无法保存的字符" in answer.content.decode()
    assert not Obstacle.objects.exists()
