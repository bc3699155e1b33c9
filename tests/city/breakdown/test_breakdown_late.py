"""Decomposing late in the year: nothing is proposed that has passed, and what is typed so is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from luoshi.city.reports.models import Promise, Report
from luoshi.city.tasks.actions.drafts import draft_tasks
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.breakdown.deadlines import earliest_proposed, proposed_nodes
from luoshi.city.tasks.breakdown.table import cells_of
from luoshi.city.tasks.daily import run_daily
from luoshi.city.tasks.models import Milestone, Notification, Task
from luoshi.city.tasks.terms import TaskTerms

if TYPE_CHECKING:
    from city.office import Office

NOVEMBER = date(2026, 11, 30)
START, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)
Numbered = Callable[[int], Promise]


@pytest.fixture(autouse=True)
def _in_march() -> None:
    """Each test says itself which day it is."""


def sent_and_confirmed(client: Client, address: str, form: dict[str, Any]) -> None:
    """A form sent, and sent again with everything confirmed that the page asked about (a due date in June)."""
    answer = client.post(address, form)
    if answer.status_code == 409:
        page = html.fromstring(answer.content.decode())
        asked = [one.get("value") for one in page.xpath("//input[@name='asked']")]
        answer = client.post(address, form | {"asked": asked, "sure": "yes"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("today", "due", "nodes"),
    [
        (date(2026, 1, 1), YEAR_END, [(3, 10), (6, 20), (9, 30), (12, 40)]),
        (date(2026, 3, 2), YEAR_END, [(3, 4), (6, 16), (9, 28), (12, 40)]),
        (date(2026, 3, 16), YEAR_END, [(3, 2), (6, 15), (9, 27), (12, 40)]),
        (date(2026, 3, 17), YEAR_END, [(6, 15), (9, 27), (12, 40)]),  # too close to be a proposal
        (NOVEMBER, YEAR_END, [(12, 40)]),
        (date(2026, 12, 30), YEAR_END, [(12, 40)]),
        (YEAR_END, YEAR_END, []),
        (NOVEMBER, date(2026, 6, 30), []),
        (date(2025, 6, 1), YEAR_END, [(3, 10), (6, 20), (9, 30), (12, 40)]),
    ],
)
def test_an_amount_is_split_over_what_is_left(today: date, due: date, nodes: list[tuple[int, float]]) -> None:
    found = proposed_nodes("task", START, due, 40.0, accrues=True, today=today)
    assert [(node.due.month, node.amount) for node in found] == nodes


@given(
    st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    st.integers(0, 2000), st.one_of(st.none(), st.floats(1, 1e9)), st.sampled_from(["task", "project"]),
)  # fmt: skip
def test_no_milestone_is_proposed_that_has_passed(
    today: date, start: date, ahead: int, target: float | None, kind: str
) -> None:
    due = start + timedelta(days=ahead)
    nodes = proposed_nodes(kind, start, due, target, accrues=True, today=today)
    assert all(node.due == due or node.due >= earliest_proposed(today) for node in nodes)
    assert all(node.due > today for node in nodes)
    amounts = [node.amount for node in nodes if node.amount is not None]
    assert amounts == sorted(amounts)


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: NOVEMBER)


@pytest.fixture
def client(office: Office, november: None) -> Client:
    return office.client("office")


@pytest.mark.django_db
def test_the_form_of_a_promise_proposes_days_ahead_only(client: Client, promise: Numbered) -> None:
    for number in (1, 2, 3):
        one = promise(number)
        shown = client.get(f"/tasks/breakdown/{one.report.key}/{one.key}/").content.decode()
        rows = [part.split('"')[0] for part in shown.split('name="node_due_')[1:]]
        assert rows
        for past in ("2026-03-31", "2026-09-30"):
            assert f'value="{past}"' not in shown


@pytest.mark.django_db
def test_a_whole_section_taken_as_proposed_holds_nothing_past(
    client: Client, report: Report, promise: Numbered
) -> None:
    for section, numbers in ((1, (1, 2)), (2, (3,))):
        given_form: dict[str, Any] = {"submission": f"s{section}"}
        for number in numbers:
            key = promise(number).key
            given_form |= {f"take-{key}": "on", f"lead-{key}": "市商务局", f"due-{key}": "2026-12-31"}
        client.post(f"/tasks/breakdown/{report.key}/section/{section}/", given_form)
    assert Task.objects.count() == 3
    assert not Milestone.objects.filter(due__lte=NOVEMBER).exists()
    for task in Task.objects.all():
        assert not task.milestones_past


@pytest.mark.django_db
def test_the_due_date_typed_for_a_section_makes_no_past_milestone(
    client: Client, report: Report, promise: Numbered
) -> None:
    key = promise(2).key
    given_form = {f"take-{key}": "on", f"lead-{key}": "市商务局", f"due-{key}": "2026-10-31"}
    client.post(f"/tasks/breakdown/{report.key}/section/1/", given_form)
    assert not Milestone.objects.exists()


@pytest.mark.django_db
def test_one_task_for_each_target_has_no_past_milestone(client: Client, promise: Numbered) -> None:
    one = promise(1)
    sent_and_confirmed(client, f"/tasks/breakdown/{one.report.key}/{one.key}/split/", {"submission": "x"})
    assert Task.objects.exists()
    assert not Milestone.objects.filter(due__lte=NOVEMBER).exists()


@pytest.mark.django_db
def test_the_table_of_a_draft_taken_as_proposed_has_empty_quarters(
    client: Client, office: Office, report: Report, promise: Numbered
) -> None:
    nodes = proposed_nodes("task", START, YEAR_END, None, accrues=True, today=NOVEMBER)
    cells = cells_of(TaskTerms(title="促消费", start=START, due=YEAR_END, milestones=nodes))
    assert [bool(cells[f"q{quarter}_words"]) for quarter in (1, 2, 3, 4)] == [False, False, False, True]


FORM = {
    "submission": "f1", "title": "建设社区商业网点", "lead": "other", "lead_name": "商务局", "sponsor": "usual",
    "officer": "usual", "start": "2026-01-01", "due": "2026-12-31", "kind": "task", "progress_interval_days": "30",
    "node_due_1": "2026-06-30", "node_words_1": "过半", "node_due_2": "2026-12-20", "node_words_2": "完成",
}  # fmt: skip


@pytest.mark.django_db
def test_a_milestone_typed_behind_today_is_said_and_kept(
    client: Client, office: Office, report: Report, promise: Numbered
) -> None:
    one = promise(2)
    answer = client.post(f"/tasks/breakdown/{report.key}/{one.key}/", FORM, follow=True)
    assert "已过的节点" in answer.content.decode()
    task = Task.objects.get()
    assert task.milestones.count() == 2
    for address in (
        f"/tasks/drafts/{task.key}/", f"/tasks/breakdown/{report.key}/drafts/", f"/tasks/{task.key}/",
    ):  # fmt: skip
        shown = client.get(address).content.decode()
        assert "已过的节点" in shown, address
        assert "2026-06-30" in shown
    client.post("/language/", {"language": "en"})
    assert "milestones that have passed" in client.get(f"/tasks/drafts/{task.key}/").content.decode().lower()


@pytest.mark.django_db
def test_without_past_milestones_nothing_is_said(
    client: Client, office: Office, report: Report, promise: Numbered
) -> None:
    (task,) = draft_tasks(
        actor=office.actor("office"), promise=promise(2).key,
        drafts=[TaskTerms(title="促消费", start=START, due=YEAR_END, lead_unit=office.units["commerce"])],
    )  # fmt: skip
    for address in (f"/tasks/drafts/{task.key}/", f"/tasks/breakdown/{report.key}/drafts/"):
        assert "已过的节点" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_everything_taken_as_proposed_and_issued_in_november_shames_nobody(
    office: Office, report: Report, promise: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    def be(day: date) -> None:
        now = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr(timezone, "now", lambda: now)

    be(NOVEMBER)
    desk = office.client("office")
    for section in (1, 2):
        address = f"/tasks/breakdown/{report.key}/section/{section}/"
        page = html.fromstring(desk.get(address).content.decode())
        taken = dict(page.xpath("//form[.//table]")[0].form_values())
        for box in page.xpath("//input[@type='checkbox']"):
            taken[box.get("name")] = "on"
        for box in page.xpath("//input[starts-with(@name, 'lead-')]"):
            taken[box.get("name")] = "市商务局"
        sent_and_confirmed(desk, address, taken)
    keys = list(Task.objects.values_list("key", flat=True))
    assert len(keys) == 3
    sent_and_confirmed(desk, f"/tasks/breakdown/{report.key}/drafts/", {"task": keys})
    assert {(task.state, task.light) for task in Task.objects.all()} == {("awaiting_acceptance", "grey")}
    for key in keys:
        move_task(actor=office.actor("commerce-head"), key=key, name="accept", given=TransitionInput())
    for ahead in range(31):
        day = NOVEMBER + timedelta(days=ahead)
        be(day)
        run_daily(day)
        assert not Task.objects.filter(light="red").exists(), day
        assert not Notification.objects.filter(kind__in=("overdue", "escalated")).exists()
    assert "2026-0001" not in office.client("mayor").get("/dashboards/leader/?year=2026").content.decode()
    again = office.client("office")
    page = html.fromstring(again.get("/documents/bulletin/?month=2026-12").content.decode())
    assert not page.xpath("//input[@name='criticised' or @name='silent']")
