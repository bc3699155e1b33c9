"""The API: the pages' permissions, opaque pages, one error shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone
from ninja import NinjaAPI

from city.logged import record
from luoshi.city.api.errors import install
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.verifying import faults
from luoshi.city.people.models import Token
from luoshi.city.reports.models import Promise, Report
from luoshi.city.rules.permissions import permissions
from luoshi.city.site.confirmations import Question, UnconfirmedError
from luoshi.city.tasks.models import Milestone, ProgressEntry, Task

pytestmark = pytest.mark.django_db
API = "/api/v1"
MakeTask = Callable[..., Task]


@pytest.fixture
def token(office: Any) -> Callable[..., dict[str, str]]:
    """The header of a token of the holder of a post, with all permissions or some."""

    def make(name: str, *, scopes: list[str] | None = None, days: int = 1) -> dict[str, str]:
        value = f"token-of-{name}-{Token.objects.count()}"
        one = Token.objects.create(
            person=office.people[name],
            name="tests",
            digest=hashlib.sha256(value.encode()).hexdigest(),
            scopes=list(permissions()) if scopes is None else scopes,
            expires_at=timezone.now() + timedelta(days=days),
        )
        record(Signature.program("tests"), "token.add", one)
        return {"Authorization": f"Bearer {value}"}

    return make


@pytest.fixture
def client() -> Client:
    return Client()


def body(response: Any) -> Any:
    return json.loads(response.content)


def error_code(response: Any) -> str:
    assert set(body(response)) == {"error"}
    assert set(body(response)["error"]) == {"code", "message", "details"}
    assert body(response)["error"]["message"]
    code: str = body(response)["error"]["code"]
    return code


@pytest.mark.parametrize(
    ("name", "status", "seen"),
    [
        ("office", 200, ["2026-0001", "2026-0002"]),
        ("mayor", 200, ["2026-0001", "2026-0002"]),
        ("auditor", 200, ["2026-0001", "2026-0002"]),
        ("commerce-head", 200, ["2026-0001"]),
        ("water-officer", 200, ["2026-0001", "2026-0002"]),
        ("admin", 200, []),
        (None, 200, []),
    ],
)
def test_each_sees_the_tasks_of_the_pages(
    client: Client,
    office: Any,
    make_task: MakeTask,
    token: Callable[..., dict[str, str]],
    name: str | None,
    status: int,
    seen: list[str],
) -> None:
    make_task(state="in_progress")
    make_task(lead_unit=office.units["water"], supported=False, state="in_progress")
    response = client.get(f"{API}/tasks", headers=token(name) if name else {})
    assert response.status_code == status
    assert [task["key"] for task in body(response)["items"]] == seen


def test_the_public_sees_what_is_released_without_evidence(
    client: Client, office: Any, make_task: MakeTask
) -> None:
    task = make_task(released_at=timezone.now())
    for state, words in (("accepted", "建成12个"), ("awaiting_review", "内部进展")):
        ProgressEntry.objects.create(
            task=task, as_of=date(2026, 5, 1), words=words, state=state, written_by=office.people["office"]
        )
    assert [one["key"] for one in body(client.get(f"{API}/tasks"))["items"]] == [task.key]
    progress = body(client.get(f"{API}/tasks/{task.key}/progress"))["items"]
    assert [one["words"] for one in progress] == ["建成12个"]


def test_pages_follow_each_other_and_a_token_holds_for_its_list_only(
    client: Client, make_task: MakeTask, token: Callable[..., dict[str, str]]
) -> None:
    keys = [make_task().key for _ in range(5)]
    head = token("office")

    def walk() -> Iterator[list[str]]:
        page_token = ""
        while True:
            page = body(client.get(f"{API}/tasks?limit=2&page_token={page_token}", headers=head))
            yield [one["key"] for one in page["items"]]
            page_token = page["next_page_token"]
            if not page_token:
                return

    assert list(walk()) == [keys[:2], keys[2:4], keys[4:]]
    page_token = body(client.get(f"{API}/tasks?limit=2", headers=head))["next_page_token"]
    other = client.get(f"{API}/tasks?limit=2&year=2026&page_token={page_token}", headers=head)
    assert (other.status_code, error_code(other)) == (400, "api_page_token")


@pytest.mark.parametrize(
    ("path", "header", "status", "code"),
    [
        ("/tasks/2026-9999", "office", 404, "task_missing"),
        ("/tasks?limit=0", "office", 422, "api_invalid"),
        ("/tasks?page_token=x", "office", 400, "api_page_token"),
        ("/units", None, 401, "api_token_needed"),
        ("/units", "forged", 401, "api_token"),
        ("/units", "over", 401, "api_token"),
        ("/units", "scoped", 403, "not_allowed"),
    ],
)
def test_errors_have_one_shape(
    client: Client,
    token: Callable[..., dict[str, str]],
    path: str,
    header: str | None,
    status: int,
    code: str,
) -> None:
    headers = {
        "office": lambda: token("office"),
        "forged": lambda: {"Authorization": "Bearer forged"},
        "over": lambda: token("office", days=-1),
        "scoped": lambda: token("office", scopes=["task.read"]),
    }
    response = client.get(API + path, headers=headers[header]() if header else {})
    assert (response.status_code, error_code(response)) == (status, code)


def test_words_of_errors_follow_the_language(client: Client, token: Callable[..., dict[str, str]]) -> None:
    client.cookies["language"] = "en"
    assert (
        "There is no task"
        in body(client.get(f"{API}/tasks/2026-9999", headers=token("office")))["error"]["message"]
    )


def test_a_token_of_a_person_who_left_the_post_opens_nothing(
    client: Client, office: Any, make_task: MakeTask, token: Callable[..., dict[str, str]]
) -> None:
    make_task()
    head = token("office")
    office.people["office"].holdings.update(until=timezone.localdate() - timedelta(days=1))
    assert body(client.get(f"{API}/tasks", headers=head))["items"] == []
    assert client.get(f"{API}/units", headers=head).status_code == 403


def test_a_cookie_alone_opens_nothing(office: Any, make_task: MakeTask) -> None:
    make_task()
    assert body(office.client("office").get(f"{API}/tasks"))["items"] == []


def test_progress_is_written_once_however_often_it_is_sent(
    client: Client, make_task: MakeTask, token: Callable[..., dict[str, str]]
) -> None:
    task = make_task(state="in_progress")
    sent = {"submission": "a1b2c3d4e5", "as_of": "2026-05-01", "amount": 12, "words": "建成12个"}
    head = token("commerce-officer")
    answers = [
        client.post(f"{API}/tasks/{task.key}/progress", sent, content_type="application/json", headers=head)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert body(answers[0])["id"] == body(answers[1])["id"]
    assert ProgressEntry.objects.get().words == "建成12个"
    assert list(faults()) == []


def test_a_day_that_cannot_be_meant_is_said_to_be_none(
    client: Client, make_task: MakeTask, token: Callable[..., dict[str, str]]
) -> None:
    task = make_task(state="in_progress")
    sent = {"submission": "a1b2c3d4e5", "as_of": "0026-05-01", "words": "建成12个"}
    head = token("commerce-officer")
    answer = client.post(
        f"{API}/tasks/{task.key}/progress", sent, content_type="application/json", headers=head
    )
    assert (answer.status_code, error_code(answer)) == (400, "day_out_of_years")
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize("name", ["office", "auditor", "water-head", None])
def test_others_write_no_progress(
    client: Client,
    office: Any,
    make_task: MakeTask,
    token: Callable[..., dict[str, str]],
    name: str | None,
) -> None:
    task = make_task(state="in_progress", supported=False)
    sent = {"submission": "a1b2c3d4e5", "as_of": "2026-05-01", "words": "建成12个"}
    response = client.post(
        f"{API}/tasks/{task.key}/progress",
        sent,
        content_type="application/json",
        headers=token(name) if name else {},
    )
    assert response.status_code in (401, 403, 404)
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize(("name", "words", "status"), [("验收单.txt", "验收合格", 201), ("验收单.html", "<html><body>验收</body></html>", 400), ("验收单.md", "# 验收", 400)])  # fmt: skip
def test_evidence_is_of_the_kinds_that_the_page_takes(
    client: Client,
    make_task: MakeTask,
    token: Callable[..., dict[str, str]],
    name: str,
    words: str,
    status: int,
) -> None:
    task = make_task(state="in_progress")
    file = SimpleUploadedFile(name, words.encode())
    response = client.post(
        f"{API}/tasks/{task.key}/evidence", {"file": file}, headers=token("commerce-officer")
    )
    assert response.status_code == status
    assert task.evidence.exists() == (status == 201)
    if status == 400:
        assert error_code(response) == "file_kind_not_allowed"


def test_results_give_a_period_for_each_milestone(
    client: Client, office: Any, make_task: MakeTask, token: Callable[..., dict[str, str]]
) -> None:
    task = make_task()
    Milestone.objects.create(task=task, due=date(2026, 6, 30), amount=20)
    ProgressEntry.objects.create(
        task=task,
        as_of=date(2026, 5, 1),
        amount=12,
        words="建成12个",
        state="accepted",
        written_by=office.people["office"],
    )
    (result,) = body(client.get(f"{API}/results", headers=token("office")))["items"]
    assert [
        (one["period_end"], one["target"], one["actual"]) for one in result["indicator"][0]["period"]
    ] == [
        ("2026-06-30", [{"value": 20.0, "on": None}], [{"value": 12.0, "on": "2026-05-01"}]),
        ("2026-12-31", [{"value": 40.0, "on": None}], [{"value": 12.0, "on": "2026-05-01"}]),
    ]


@pytest.mark.parametrize(
    ("terms", "shown"),
    [
        ((None, 5.5, "at_most"), ("1", False, [{"value": 5.5, "on": None}])),
        ((-2.5, -2.5, "exact"), ("1", False, [{"value": -2.5, "on": None}])),
        ((6.0, 6.5, ""), ("1", True, [{"value": 6.0, "on": None}])),
        ((None, None, ""), ("5", True, [])),
    ],
)
def test_results_give_the_target_that_a_task_is_measured_by(
    client: Client,
    make_task: MakeTask,
    token: Callable[..., dict[str, str]],
    terms: tuple[float | None, float | None, str],
    shown: tuple[str, bool, list[dict[str, Any]]],
) -> None:
    low, high, bound = terms
    make_task(target_low=low, target_high=high, target_bound=bound, target_unit="%")
    (result,) = body(client.get(f"{API}/results", headers=token("office")))["items"]
    (indicator,) = result["indicator"]
    assert (indicator["measure"], indicator["ascending"], indicator["period"][-1]["target"]) == shown


def test_units_are_popolo(client: Client, token: Callable[..., dict[str, str]]) -> None:
    units = body(client.get(f"{API}/units?kind=department", headers=token("auditor")))["items"]
    assert [unit["name"] for unit in units] == ["市商务局", "市水务局", "市审计局"]
    assert {
        "id",
        "name",
        "other_names",
        "classification",
        "parent_id",
        "founding_date",
        "dissolution_date",
    } == set(units[0])


@pytest.mark.parametrize(
    "path", ["/tasks", "/results", "/verdicts", "/units", "/posts", "/memberships", "/reports"]
)
def test_a_list_takes_the_same_number_of_queries_however_long_it_is(
    client: Client,
    make_task: MakeTask,
    token: Callable[..., dict[str, str]],
    django_assert_max_num_queries: Any,
    path: str,
) -> None:
    for _ in range(8):
        make_task(verdict="kept")
    head = token("office")
    client.get(API + path, headers=head)
    with django_assert_max_num_queries(8):
        client.get(API + path, headers=head)


def test_every_operation_names_a_permission_and_stands_on_the_page(client: Client) -> None:
    document = body(client.get(f"{API}/openapi.json"))
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    assert operations
    assert {one["x-permission"] for one in operations} <= set(permissions())
    page = client.get("/api/").content.decode()
    assert all(f"<code>{address}</code>" in page for address in document["paths"])


def test_what_is_asked_on_pages_is_asked_by_no_operation(client: Client) -> None:
    """Nothing that the API writes makes a task, issues one or sets a due date: a new one must ask, too."""
    document = body(client.get(f"{API}/openapi.json"))
    writes = {path for path, methods in document["paths"].items() if set(methods) - {"get"}}
    assert writes == {f"{API}/tasks/{{key}}/progress", f"{API}/tasks/{{key}}/evidence"}


def test_an_answer_that_asks_names_what_is_to_be_confirmed(rf: RequestFactory) -> None:
    api = NinjaAPI(urls_namespace="change_request")
    install(api)
    question = Question(
        "due:2026-0001:2026-01-31", "asks_due_past", {"title": "菜店", "due": "2026-01-31", "days": 3}
    )
    answer = api.on_exception(rf.get("/"), UnconfirmedError([question]))
    error = json.loads(answer.content)["error"]
    assert (answer.status_code, error["code"]) == (409, "asks_due_past")
    assert error["details"]["asked"] == ["due:2026-0001:2026-01-31"]


def test_what_people_corrected_stays_inside_the_office(
    client: Client, token: Callable[..., dict[str, str]]
) -> None:
    report = Report.objects.create(
        key="r1", sha256="0" * 64, size=1, state="read", year=2026, released_at=timezone.now()
    )
    for number, state in enumerate(("confirmed", "excluded")):
        Promise.objects.create(
            key=f"r1-p{number}",
            report=report,
            position=number,
            start=number,
            end=number + 1,
            text="建设社区菜店40个",
            kind="task",
            state=state,
        )

    def seen(**headers: str) -> list[tuple[str, str, str]]:
        items = body(client.get(f"{API}/reports/r1/promises", headers=headers))["items"]
        return [(one["key"], one["origin"], one["state"]) for one in items]

    assert seen() == [("r1-p0", "", "")]
    assert seen(**token("office")) == [("r1-p0", "read", "confirmed"), ("r1-p1", "read", "excluded")]
