"""What each person sees on opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from luoshi.city.dashboards.queries import units as of_units
from luoshi.city.dashboards.queries.office import silent_units
from luoshi.city.dashboards.queries.unit import asked_this_month, month_end
from luoshi.city.people.models import Holding, Post
from luoshi.city.tasks.models import ChangeRequest, Milestone, Obstacle, ProgressEntry, SupervisionOrder, Task

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
TODAY = timezone.localdate()
DESKS = (
    "/dashboards/leader/",
    "/dashboards/office/",
    "/dashboards/unit/",
    "/dashboards/units/",
    "/audit/",
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("mayor", "/dashboards/leader/"),
        ("office", "/dashboards/office/"),
        ("commerce-head", "/dashboards/unit/"),
        ("commerce-officer", "/dashboards/unit/"),
        ("auditor", "/dashboards/office/"),
        ("admin", "/people/"),
    ],
)
def test_dashboards_is_the_page_of_the_first_post(who: str, home: str, office: Any) -> None:
    assert office.client(who).get("/dashboards/").headers["Location"] == home


def test_person_without_post_goes_to_the_own_account(office: Any) -> None:
    Holding.objects.update(until=ago(1))
    assert office.client("mayor").get("/dashboards/").headers["Location"] == "/people/me/"


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        ("mayor", {"/dashboards/leader/", "/dashboards/units/"}),
        ("office", {"/dashboards/leader/", "/dashboards/office/", "/dashboards/units/", "/audit/"}),
        ("auditor", {"/dashboards/leader/", "/dashboards/office/", "/dashboards/units/", "/audit/"}),
        ("commerce-head", {"/dashboards/unit/"}),
        ("admin", set()),
        (None, set()),
    ],
)
def test_pages_open_for_those_who_may(who: str | None, opens: set[str], office: Any) -> None:
    client = office.client(who)
    assert {address for address in DESKS if client.get(address).status_code == 200} == opens


@pytest.mark.parametrize("address", DESKS)
def test_pages_without_anything_say_so(address: str, office: Any) -> None:
    page = office.client("commerce-head" if "unit/" in address else "office").get(address)
    assert page.status_code == 200


def test_leader_sees_what_turned_red_this_week_and_the_own_tasks(make_task: MakeTask, office: Any) -> None:
    year = {"state": "in_progress"}
    new = make_task(title="新近转红", light="red", light_since=ago(6), sponsor=None, **year)
    make_task(title="早就红了", light="red", light_since=ago(7), sponsor=None, **year)
    mine = make_task(title="我包保的黄灯", light="yellow", **year)
    worse = make_task(title="我包保的红灯", light="red", light_since=ago(90), **year)
    make_task(title="我包保已销号", state="closed", verdict="kept")
    make_task(title="还是草稿")
    change_request = ChangeRequest.objects.create(
        task=mine,
        kind="extension",
        reason="汛期停工",
        wanted_due=date(2027, 3, 31),
        asked_by=office.people["commerce-head"],
    )
    response = office.client("mayor").get("/dashboards/leader/?year=2026")
    context = response.context
    assert [task.title for task in context["turned"]] == [new.title]
    assert [task.title for task in context["sponsored"]] == [worse.title, mine.title]
    assert list(context["change_requests"]) == [change_request]
    whole = context["whole"]
    assert (whole.total, whole.lights["red"], whole.turned, whole.settled, context["kept"]) == (5, 3, 1, 1, 1)
    page = response.content.decode()
    assert "2026 年共 5 项任务：已有结论 1 项" in page
    assert "汛期停工" in page


def test_leader_does_not_decide_for_another(make_task: MakeTask, office: Any) -> None:
    task = make_task(state="extension_asked", sponsor=None)
    ChangeRequest.objects.create(
        task=task, kind="suspension", reason="停", asked_by=office.people["commerce-head"]
    )
    assert list(office.client("mayor").get("/dashboards/leader/").context["change_requests"]) == []
    assert office.client("office").get("/dashboards/office/").context["counts"]["decide"] == 1


def test_office_sees_what_awaits_review_is_overdue_and_who_is_silent(
    make_task: MakeTask, office: Any
) -> None:
    officer = office.people["commerce-officer"]
    reported = make_task(state="in_progress", last_progress_on=ago(1))
    for state in ("draft", "awaiting_signature", "awaiting_review", "accepted"):
        ProgressEntry.objects.create(
            task=reported,
            as_of=ago(1),
            words="完成12个",
            state=state,
            written_by=officer,
            signed_at=timezone.now(),
        )
    final = make_task(state="awaiting_review", submitted_on=ago(9), due=ago(3), title="报请办结的")
    late = make_task(state="in_progress", due=ago(4), last_progress_on=ago(2), title="逾期的")
    make_task(
        state="in_progress",
        lead_unit=office.units["water"],
        start=ago(400),
        last_progress_on=ago(60),
        title="失联的",
    )
    back = make_task(state="drafted", issued_at=timezone.now(), title="退回来的")
    Obstacle.objects.create(
        task=late, words="征地未完", due=ago(1), remover=office.units["water"], entered_by=officer
    )
    context = office.client("office").get("/dashboards/office/?year=2026").context
    assert context["review"] == 2
    assert [one.title for one, days in context["finals"] if days == 9] == [final.title]
    assert [(one.title, days) for one, days in context["overdue"]] == [(late.title, 4)]
    assert [(one.unit.key, one.silent, one.open) for one in context["silent"]] == [("water", 1, 1)]
    assert [one.title for one in context["sent_back"]] == [back.title]
    assert [one.words for one in context["obstacles"]] == ["征地未完"]


@pytest.mark.parametrize(
    ("start", "reported", "interval", "is_silent"),
    [
        (40, None, 30, True),
        (30, None, 30, False),
        (300, 31, 30, True),
        (300, 30, 30, False),
        (300, 31, 90, False),
    ],
)
def test_silence_is_counted_by_the_tasks_interval(
    start: int, reported: int | None, interval: int, is_silent: bool, make_task: MakeTask
) -> None:
    make_task(
        state="in_progress", start=ago(start), last_progress_on=None if reported is None else ago(reported),
        progress_interval_days=interval, due=TODAY + timedelta(days=9),
    )  # fmt: skip
    found = silent_units(Task.objects.all(), TODAY)
    assert bool(found) is is_silent
    if found:
        assert found[0].days == (start if reported is None else reported)


def test_everything_asked_of_a_unit_is_in_one_list_by_date(make_task: MakeTask, office: Any) -> None:
    unit, person = office.units["commerce"], office.people["commerce-officer"]
    far = TODAY + timedelta(days=200)
    make_task(
        title="待签收", state="awaiting_acceptance", issued_at=timezone.now() - timedelta(days=30), due=far
    )
    owed = make_task(title="该报", state="in_progress", start=ago(300), last_progress_on=ago(40), due=far)
    make_task(
        title="刚报",
        state="in_progress",
        start=ago(300),
        last_progress_on=TODAY,
        progress_interval_days=60,
        due=far,
    )
    late = make_task(
        title="到期",
        state="returned",
        start=ago(300),
        last_progress_on=TODAY,
        progress_interval_days=90,
        due=ago(3),
    )
    make_task(title="已办结", state="done", due=ago(3))
    make_task(title="别家的", state="in_progress", due=ago(3), lead_unit=office.units["water"])
    Milestone.objects.create(task=owed, due=ago(5), words="开工")
    Milestone.objects.create(task=owed, due=ago(6), words="已达到", done_on=ago(7))
    Milestone.objects.create(task=owed, due=far, words="竣工")
    # reached by its amount, which nobody needs to mark
    Task.objects.filter(pk=owed.pk).update(done_amount=20.0, amount_on=ago(6))
    Milestone.objects.create(task=owed, due=ago(6), amount=20.0)
    for state in ("draft", "awaiting_signature", "returned", "accepted"):
        ProgressEntry.objects.create(task=owed, as_of=ago(2), words="甲", state=state, written_by=person)
    Obstacle.objects.create(task=late, words="缺地", due=ago(1), remover=unit, entered_by=person)
    SupervisionOrder.objects.create(
        key="d-1", task=late, unit=unit, colour="red", issued_on=ago(2), answer_due=ago(1), words="限期整改",
        issued_by=person,
    )  # fmt: skip
    asks = asked_this_month(Task.objects.all(), [unit.pk], TODAY)
    assert [ask.day for ask in asks] == sorted(ask.day for ask in asks)
    assert sorted((ask.kind, ask.task.title) for ask in asks) == sorted(
        [
            ("accept", "待签收"), ("report", "该报"), ("milestone", "该报"), ("sign", "该报"), ("revise", "该报"),
            ("finish", "到期"), ("obstacle", "到期"), ("supervision_order", "到期"),
        ]
    )  # fmt: skip
    page = office.client("commerce-officer").get("/dashboards/unit/").content.decode()
    assert "限期整改" in page
    assert "别家的" not in page


def test_person_in_two_units_chooses(make_task: MakeTask, office: Any) -> None:
    Holding.objects.create(
        person=office.people["commerce-head"], post=Post.objects.get(key="water-head"), since=ago(9)
    )
    for unit in ("commerce", "water"):
        task = make_task(
            title=f"{unit} 的任务", lead_unit=office.units[unit], state="in_progress", due=ago(1)
        )
        task.supports.all().delete()
    client = office.client("commerce-head")
    assert {task.title for task in client.get("/dashboards/unit/").context["mine"]} == {
        "commerce 的任务",
        "water 的任务",
    }
    assert [task.title for task in client.get("/dashboards/unit/?unit=water").context["mine"]] == [
        "water 的任务"
    ]
    assert {task.title for task in client.get("/dashboards/unit/?unit=audit").context["mine"]} == {
        "commerce 的任务",
        "water 的任务",
    }


def test_units_are_compared(make_task: MakeTask, office: Any) -> None:
    make_task(state="closed", verdict="kept", due=ago(10), submitted_on=ago(11), closed_on=ago(2))
    make_task(state="in_progress", light="red", due=ago(1), last_progress_on=ago(50), start=ago(200))
    make_task(state="in_progress", lead_unit=office.units["water"], last_progress_on=ago(2), start=ago(100))
    rows = of_units.compared(Task.objects.exclude(state="drafted"), TODAY)
    by_key = {row.unit.key: row for row in rows}
    commerce, water = by_key["commerce"], by_key["water"]
    assert (commerce.rate.numerator, commerce.rate.denominator, commerce.silent_days) == (1, 2, 50)
    assert (water.rate.share, water.silent_days) == (None, 2)
    assert commerce.lights["red"] == 1
    assert water.burden is not None
    assert [row.unit.key for row in of_units.in_order(rows, "silent")] == ["commerce", "water"]
    assert [row.unit.key for row in of_units.in_order(rows, "nonsense")] == ["commerce", "water"]
    page = office.client("mayor").get("/dashboards/units/?sort=rate").content.decode()
    head = page.partition("<table")[0]
    assert "按期率 50%。" in head
    assert "市商务局" not in head  # nobody is singled out; whoever looks for the lowest sorts


def test_end_of_month() -> None:
    assert month_end(date(2028, 2, 3)) == date(2028, 2, 29)


@pytest.mark.parametrize("address", DESKS)
def test_number_of_queries_is_the_same_for_more_rows(
    address: str, make_task: MakeTask, office: Any, django_assert_max_num_queries: Any
) -> None:
    who = "commerce-head" if address == "/dashboards/unit/" else "mayor" if "leader" in address else "office"
    client, person = office.client(who), office.people["commerce-officer"]
    client.get(address)  # the session is written once a minute
    most: list[int] = []
    for count in (2, 20):
        for number in range(count):
            task = make_task(
                state=("in_progress", "awaiting_review")[number % 2],
                light="red",
                light_since=TODAY,
                due=ago(1),
            )
            ProgressEntry.objects.create(
                task=task, as_of=ago(2), words="甲", state="awaiting_review", written_by=person
            )
            ChangeRequest.objects.create(task=task, kind="suspension", reason="停", asked_by=person)
            Obstacle.objects.create(task=task, words="缺地", due=ago(1), entered_by=person)
            Milestone.objects.create(task=task, due=TODAY, words="开工")
        with django_assert_max_num_queries(30) as counted:
            client.get(address)
        most.append(len(counted.captured_queries))
    assert most[0] == most[1]
