"""A due date that is past is asked about wherever it is set, and nothing is lost from the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from luoshi.city.site.confirmations import Question, UnconfirmedError, ask
from luoshi.city.tasks.actions.confirmations import about_days
from luoshi.city.tasks.actions.drafts import issue_drafts
from luoshi.city.tasks.models import ChangeRequest, Obstacle, Task

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def change_form(task: Task, **fields: Any) -> dict[str, Any]:
    return {
        "version": task.version, "title": task.title, "start": task.start.isoformat(), "due": task.due.isoformat(),
        "target_low": "40", "target_high": "40", "target_unit": "个", "target_bound": "", "sponsor": "mayor",
        "progress_interval_days": "30", "reason": "规划调整", "approver": "市政府第5次常务会",
        "milestones-TOTAL_FORMS": "0", "milestones-INITIAL_FORMS": "0",
    } | fields  # fmt: skip


def asked_then_confirmed(client: Client, address: str, given: dict[str, Any], days: int) -> None:
    """The form is refused once and says how many days are past; ticked, it is written; typed words stay."""
    refused = client.post(address, given)
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert f"已经过去 {days} 天" in shown
    found = html.fromstring(shown)
    for name, value in given.items():
        kept = found.xpath(f"//*[@name='{name}']")
        if name in ("reason", "approver", "words"):
            assert any(value in (one.get("value") or one.text_content()) for one in kept), name
    version = found.xpath("//input[@name='version']/@value")
    keys = found.xpath("//input[@name='asked']/@value")
    # one form of several questions: the box not ticked confirms nothing
    assert client.post(address, given | {"version": version, "asked": keys}).status_code == 409
    assert client.post(address, given | {"version": version, "asked": keys, "sure": "yes"}).status_code == 302


@pytest.fixture
def overdue(make_task: Callable[..., Task]) -> Task:
    """A task in progress, due a hundred days ago."""
    return make_task(state="in_progress", start=days_ago(400), due=days_ago(100))


def test_a_change_to_a_past_day(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", start=days_ago(300), due=days_ago(-30))
    given = change_form(task, due=days_ago(20).isoformat())
    asked_then_confirmed(office.client("office"), f"/tasks/{task.key}/change/", given, 20)
    assert fresh(task).due == days_ago(20)


def test_a_change_that_leaves_a_past_day_alone_asks_nothing(office: Office, overdue: Task) -> None:
    given = change_form(overdue, target_low="30", target_high="30")
    assert office.client("office").post(f"/tasks/{overdue.key}/change/", given).status_code == 302


def test_change_request_for_and_granting_an_extension_to_a_past_day(office: Office, overdue: Task) -> None:
    root = f"/tasks/{overdue.key}/"
    given = {"reason": "汛期停工", "new_due": days_ago(10).isoformat(), "version": 0}
    asked_then_confirmed(office.client("commerce-head"), f"{root}ask/extension/", given, 10)
    change_request = ChangeRequest.objects.get()
    decided = {"granted": "yes", "reason": "情况属实", "new_due": days_ago(5).isoformat(),
               "version": fresh(overdue).version}  # fmt: skip
    asked_then_confirmed(office.client("mayor"), f"{root}change-requests/{change_request.pk}/", decided, 5)
    assert fresh(overdue).due == days_ago(5)


def test_extending_by_a_move(office: Office, overdue: Task) -> None:
    root = f"/tasks/{overdue.key}/"
    asked = {"reason": "汛期停工", "new_due": days_ago(7).isoformat(), "version": 0}
    asked_then_confirmed(office.client("commerce-head"), f"{root}ask/extension/", asked, 7)
    given = {"reason": "同意", "version": fresh(overdue).version}
    asked_then_confirmed(office.client("office"), f"{root}move/grant_extension/", given, 7)


def test_a_problem_to_be_removed_by_a_past_day(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    office.client("commerce-officer").post(f"/tasks/{task.key}/obstacles/", {"words": "水管改迁未批"})
    obstacle = Obstacle.objects.get()
    given = {"remover": "water", "due": days_ago(3).isoformat(), "version": fresh(task).version}
    asked_then_confirmed(office.client("mayor"), f"/tasks/{task.key}/obstacles/{obstacle.pk}/", given, 3)
    obstacle.refresh_from_db()
    assert obstacle.due == days_ago(3)


def test_issuing_by_a_button_becomes_a_form(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="drafted", start=days_ago(400), due=days_ago(100))
    address = f"/tasks/{task.key}/move/issue/"
    asked_then_confirmed(office.client("office"), address, {"version": 0}, 100)
    assert fresh(task).state == "awaiting_acceptance"


def test_many_are_issued_after_one_question_for_all(office: Office, make_task: Callable[..., Task]) -> None:
    keys = [make_task(state="drafted", start=days_ago(400), due=days_ago(days)).key for days in (9, 0, 8)]
    with pytest.raises(UnconfirmedError) as refused:
        issue_drafts(actor=office.actor("office"), keys=keys)
    assert [one.details["days"] for one in refused.value.questions] == [9, 8]
    assert set(Task.objects.values_list("state", flat=True)) == {"drafted"}
    # one confirmed of two is not enough, and nothing is issued
    confirmed = [one.key for one in refused.value.questions]
    with pytest.raises(UnconfirmedError):
        issue_drafts(actor=office.actor("office"), keys=keys, confirmed=confirmed[:1])
    assert issue_drafts(actor=office.actor("office"), keys=keys, confirmed=confirmed).issued == tuple(keys)


@pytest.mark.parametrize("days", [0, -1])
def test_today_and_later_are_not_past(office: Office, make_task: Callable[..., Task], days: int) -> None:
    task = make_task(state="drafted", start=days_ago(400), due=days_ago(days))
    sent = office.client("office").post(f"/tasks/{task.key}/move/issue/", {"version": 0})
    assert sent.status_code == 302
    assert fresh(task).state == "awaiting_acceptance"


def test_a_confirmation_is_of_what_was_asked() -> None:
    today = date(2026, 11, 30)
    (question,) = about_days("2026-0001", "建设菜店", date(2026, 11, 1), today)
    ask([question], [question.key])
    for another in (
        about_days("2026-0002", "建设菜店", date(2026, 11, 1), today),
        about_days("2026-0001", "建设菜店", date(2026, 11, 2), today),
    ):
        with pytest.raises(UnconfirmedError, match="建设菜店"):
            ask(another, [question.key])
    ask([], ())


def test_the_error_is_one_line_and_survives_a_process() -> None:
    (question,) = about_days("2026-0001", "建设菜店", date(2026, 11, 1), date(2026, 11, 30))
    error = UnconfirmedError([question, Question("x", "asks_report_over", {"year": 2020})])
    kind, given = error.__reduce__()
    again = kind(*given)
    assert (again.status, str(again), again.questions) == (409, str(error), error.questions)
    assert error.message("en").startswith("“建设菜店” is due on 2026-11-01, which was 29 days ago")
