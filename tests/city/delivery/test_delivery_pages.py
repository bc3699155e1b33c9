"""The pages of doing tasks: for whom they open, in a constant number of queries, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.city.site import uploads
from luoshi.city.tasks.actions.change_requests import ask
from luoshi.city.tasks.actions.drafts import Source, add_task_from_elsewhere
from luoshi.city.tasks.actions.obstacles import add_obstacle
from luoshi.city.tasks.actions.progress import ProgressInput, move_progress, write_progress
from luoshi.city.tasks.actions.supervision_orders import issue_supervision_order
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.terms import TaskTerms

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
MOST = 30
LISTS = ("/tasks/review/", "/tasks/obstacles/", "/tasks/supervision-orders/", "/tasks/notifications/")
EVERYBODY: tuple[str | None, ...] = (
    "office",
    "mayor",
    "commerce-head",
    "commerce-officer",
    "water-head",
    "auditor",
    "admin",
    None,
)
OPENS: dict[str, set[str | None]] = {
    "/tasks/review/": {"office", "mayor"},
    "/tasks/obstacles/": set(EVERYBODY),
    "/tasks/supervision-orders/": set(EVERYBODY) - {"admin", None},
    "/tasks/notifications/": set(EVERYBODY) - {None},
    "/tasks/2026-0001/": set(EVERYBODY) - {"admin", None},
}


def fill(office: Office, task: Task, stored: uploads.Stored, times: int) -> None:
    """Reports with evidence, obstacles, an change request, supervision orders, moves: ``times`` of each."""
    officer, head, desk = (office.actor(one) for one in ("commerce-officer", "commerce-head", "office"))
    for number in range(times):
        content = ProgressInput(as_of=date(2026, 2, 1) + timedelta(days=number), amount=float(number), words="在建",
                          files=(stored,), obstacle=f"问题{number}")  # fmt: skip
        made = write_progress(actor=officer, key=task.key, content=content, submission=f"{task.key}{number}")
        move_progress(actor=officer, key=task.key, number=made.pk, name="send_for_signature")
        move_progress(actor=head, key=task.key, number=made.pk, name="sign")
        add_obstacle(actor=desk, key=task.key, words=f"另一个问题{number}")
        issue_supervision_order(actor=desk, key=task.key, unit=office.units["commerce"], colour="blue", words=f"第{number}次",
                    answer_due=timezone.localdate())  # fmt: skip
        move_task(actor=desk, key=task.key, name="suspend", given=TransitionInput(reason="停"))
        move_task(actor=desk, key=task.key, name="resume", given=TransitionInput(reason="复"))
    ask(actor=head, key=task.key, kind="suspension", given=TransitionInput(reason="停工"))


@pytest.mark.parametrize("path", sorted(OPENS))
def test_for_whom_a_page_opens(office: Office, make_task: Callable[..., Task], path: str) -> None:
    make_task(state="in_progress")
    for who in EVERYBODY:
        status = office.client(who).get(path).status_code
        if who in OPENS[path]:
            assert status == 200, who
        else:
            assert status in ((302, 404) if who is None else (403, 404)), who


def test_where_a_task_from_elsewhere_comes_from_is_no_section(office: Office) -> None:
    source = Source(origin="instruction", origin_words="某领导批示", words="建设社区菜店40个")
    draft = TaskTerms(title="建设社区菜店", start=date(2026, 1, 1), due=date(2026, 12, 31))
    task = add_task_from_elsewhere(actor=office.actor("office"), source=source, draft=draft, submission="s")
    assert (task.section, task.origin_words) == ("", "某领导批示")


def test_what_awaits_review_has_pages_of_each_of_its_lists(
    office: Office, make_task: Callable[..., Task]
) -> None:
    for _ in range(31):
        make_task(state="awaiting_review", supported=False)
    asker = office.actor("commerce-head")
    for _ in range(31):
        task = make_task(state="in_progress", supported=False)
        ask(actor=asker, key=task.key, kind="suspension", given=TransitionInput(reason="停工"))
    client = office.client("office")
    first = client.get("/tasks/review/").content.decode()
    assert "31 项任务报请办结" in first
    assert "2026-0030" in first
    assert "2026-0031" not in first
    assert 'href="?finals=2#finals"' in first
    second = client.get("/tasks/review/?finals=2&change_requests=2").content.decode()
    assert "2026-0031" in second
    assert "2026-0030" not in second
    assert "2026-0062" in second
    assert "2026-0061" not in second
    assert 'href="?change_requests=2&amp;finals=1#finals"' in second


def test_constant_queries_on_every_page(
    office: Office,
    make_task: Callable[..., Task],
    stored: uploads.Stored,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    few, many = make_task(state="in_progress"), make_task(state="in_progress")
    fill(office, few, stored, 1)
    counts: dict[tuple[str, str], int] = {}

    def count(who: str, path: str) -> int:
        client = office.client(who)
        client.get(path)
        with django_assert_max_num_queries(MOST) as captured:
            assert client.get(path).status_code == 200
        return len(captured.captured_queries)

    people = ("office", "commerce-head")
    for who in people:
        for path in LISTS if who == "office" else LISTS[1:]:
            counts[who, path] = count(who, path)
        counts[who, "task"] = count(who, f"/tasks/{few.key}/?all=1")
    fill(office, many, stored, 8)
    for (who, path), before in counts.items():
        now = count(who, f"/tasks/{many.key}/?all=1" if path == "task" else path)
        assert now <= before, (who, path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_of_a_task_opens(
    office: Office, make_task: Callable[..., Task], stored: uploads.Stored, language: str
) -> None:
    task = make_task(state="in_progress")
    fill(office, task, stored, 1)
    obstacle, change_request, report = task.obstacles.first(), task.change_requests.get(), task.progress.get()
    assert obstacle is not None
    root = f"/tasks/{task.key}/"
    forms = {
        "commerce-head": ["progress/", "progress/?final=1", "ask/extension/", "ask/transfer/", "evidence/", "obstacles/",
                          "officer/"],
        "office": ["move/suspend/", "move/transfer/", f"change-requests/{change_request.pk}/", f"obstacles/{obstacle.pk}/",
                   f"obstacles/{obstacle.pk}/settle/", "change/", "supervision-orders/", f"progress/{report.pk}/return/"],
    }  # fmt: skip
    for who, paths in forms.items():
        client = office.client(who)
        client.cookies["language"] = language
        assert client.get(root).status_code == 200
        for path in paths:
            response = client.get(root + path)
            assert response.status_code == 200, path
            page = response.content.decode()
            assert page.count("<h1") == 1
            assert "style=" not in page


def test_text_stays_text(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", title="<script>alert(1)</script>", words="<img src=x onerror=1>")
    page = Client.get(office.client("office"), f"/tasks/{task.key}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "path", ["move/no_such/", "progress/999/", "change-requests/999/", "obstacles/999/", "evidence/999/"]
)
def test_what_is_not_there(office: Office, make_task: Callable[..., Task], path: str) -> None:
    task = make_task(state="in_progress")
    assert office.client("office").get(f"/tasks/{task.key}/{path}").status_code in (400, 403, 404)
    assert office.client("office").get(f"/tasks/2026-9999/{path}").status_code in (400, 403, 404)
