"""The list of tasks: what it leaves, how it is ordered, paged, exported, and for whom."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any, get_args
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from luoshi.city.rules.states import TaskState
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.selectors import is_overdue, overdue_on
from luoshi.city.tasks.task_list.filters import TaskFilters
from luoshi.city.tasks.task_list.queries import rows_of

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]


def shown(client: Client, **query: object) -> list[str]:
    response = client.get("/tasks/?" + urlencode({name: str(value) for name, value in query.items()}))
    assert response.status_code == 200
    return [task.title for task, _ in response.context["rows"]]


@pytest.fixture
def tasks(make_task: MakeTask, office: Any) -> dict[str, Task]:
    day = timezone.localdate()
    return {
        "shops": make_task(words="", title="建设社区菜店", state="in_progress", light="green", kind="livelihood", section="民生"),
        "late": make_task(words="", title="新建公园", state="in_progress", light="red", due=day - timedelta(days=3), section="城建"),
        "pipes": make_task(words="", title="改造供水管网", lead_unit=office.units["water"], light="yellow", state="awaiting_review",
                           sponsor=None, section="城建"),
        "closed": make_task(words="", title="编制规划", state="closed", verdict="kept", origin="meeting", light="grey"),
        "old": make_task(words="", title="旧年任务", year=2025, number=1, key="2025-0001", due=date(2025, 12, 31), state="closed"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["shops", "late", "pipes", "closed"]),
        ({"year": "all"}, ["old", "shops", "late", "pipes", "closed"]),
        ({"year": 2025}, ["old"]),
        ({"year": 2030}, []),
        ({"unit": "water"}, ["pipes"]),
        ({"unit": "nobody"}, []),
        ({"sponsor": "mayor"}, ["shops", "late", "closed"]),
        ({"state": "in_progress"}, ["shops", "late"]),
        ({"light": "red"}, ["late"]),
        ({"verdict": "kept"}, ["closed"]),
        ({"verdict": "none"}, ["shops", "late", "pipes"]),
        ({"kind": "livelihood"}, ["shops"]),
        ({"origin": "meeting"}, ["closed"]),
        ({"section": "城建"}, ["late", "pipes"]),
        ({"overdue": 1}, ["late"]),
        ({"q": "菜店"}, ["shops"]),
        ({"q": "供水 管网", "light": "yellow"}, ["pipes"]),
        ({"q": "无此词"}, []),
        ({"sort": "light"}, ["late", "pipes", "shops", "closed"]),
        ({"sort": "-number"}, ["closed", "pipes", "late", "shops"]),
        ({"sort": "due"}, ["late", "shops", "pipes", "closed"]),
        ({"sort": "unit"}, ["shops", "late", "closed", "pipes"]),
        (
            {"state": "nonsense", "sort": "pk", "size": "1e9", "page": "-7"},
            ["shops", "late", "pipes", "closed"],
        ),
    ],
)
def test_filters_and_order_are_those_of_the_address(
    query: dict[str, object], found: list[str], tasks: dict[str, Task], office: Any
) -> None:
    assert shown(office.client("office"), **query) == [tasks[name].title for name in found]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("water-officer", ["shops", "late", "pipes", "closed"]),
        ("commerce-head", ["shops", "late", "closed"]),
        ("auditor", ["shops", "late", "pipes", "closed"]),
        ("admin", ["pipes"]),
        (None, ["pipes"]),
    ],
)
def test_each_sees_what_is_theirs(
    who: str | None, found: list[str], tasks: dict[str, Task], office: Any
) -> None:
    Task.objects.filter(pk=tasks["pipes"].pk).update(released_at=timezone.now())
    assert shown(office.client(who)) == [tasks[name].title for name in found]


def test_unit_outside_sees_nothing_of_it(make_task: MakeTask, office: Any) -> None:
    task = make_task(lead_unit=office.units["commerce"], state="in_progress")
    task.supports.all().delete()
    assert shown(office.client("water-head")) == []
    assert shown(office.client("commerce-head")) == [task.title]


def test_mine_is_of_unit_sponsor_or_officer(tasks: dict[str, Task], office: Any) -> None:
    assert shown(office.client("mayor"), mine=1) == [
        tasks[name].title for name in ("shops", "late", "closed")
    ]
    assert shown(office.client("water-head"), mine=1) == [tasks["pipes"].title]


def test_those_outside_see_neither_lights_nor_sponsors(tasks: dict[str, Task], office: Any) -> None:
    Task.objects.update(released_at=timezone.now())
    page = office.client(None).get("/tasks/").content.decode()
    assert tasks["late"].title in page
    assert 'class="light' not in page
    assert "副市长" not in page
    assert 'name="sponsor"' not in page
    assert tasks["shops"].title in shown(office.client(None), light="red", state="closed", sort="light")


def test_search_from_outside_finds_public_words_only(make_task: MakeTask, office: Any) -> None:
    make_task(title="改造管网", words="改造管网", origin_words="批示内情", released_at=timezone.now())
    assert shown(office.client("admin"), q="批示内情") == []
    assert (
        shown(office.client("admin"), q="管网")
        == shown(office.client("office"), q="批示内情")
        == ["改造管网"]
    )


def test_pages_keep_filters_and_links_keep_the_way_back(make_task: MakeTask, office: Any) -> None:
    for _ in range(51):
        make_task(state="in_progress")
    page = office.client("office").get("/tasks/?state=in_progress&sort=-number&page=2").content.decode()
    assert "state=in_progress&amp;sort=-number&amp;page=1" in page
    assert "?next=%2Ftasks%2F%3Fstate%3Din_progress%26sort%3D-number%26page%3D2" in page
    assert 'aria-sort="descending"' in page
    assert "/tasks/export/xlsx/?state=in_progress&amp;sort=-number" in page


def test_number_of_queries_is_the_same_for_more_rows(
    make_task: MakeTask, office: Any, django_assert_max_num_queries: Any
) -> None:
    make_task()
    client = office.client("commerce-head")
    client.get("/tasks/")  # the session is written once a minute
    most: list[int] = []
    for count in (0, 40):
        for _ in range(count):
            make_task()
        with django_assert_max_num_queries(16) as counted:
            client.get("/tasks/?q=菜店")
        most.append(len(counted.captured_queries))
    assert most[0] == most[1]


def test_export_is_exactly_the_list(tasks: dict[str, Task], office: Any) -> None:
    Task.objects.filter(pk=tasks["late"].pk).update(title="=cmd|' /C calc'!A1")
    client = office.client("office")
    response = client.get("/tasks/export/xlsx/?sort=-number&section=城建")
    assert response["Content-Disposition"].endswith('.xlsx"')
    supervision_order = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    assert [row[1] for row in supervision_order.to_python()[1:]] == ["改造供水管网", "=cmd|' /C calc'!A1"]
    rows = list(
        csv.reader(io.StringIO(client.get("/tasks/export/csv/?light=red").content.decode("utf-8-sig")))
    )
    assert [row[1] for row in rows[1:]] == ["'=cmd|' /C calc'!A1"]


def test_export_is_for_those_who_may(tasks: dict[str, Task], office: Any) -> None:
    assert office.client("admin").get("/tasks/export/csv/").status_code == 403
    assert office.client(None).get("/tasks/export/csv/").status_code == 302


def test_list_that_is_too_long_for_a_file_says_so(
    tasks: dict[str, Task], office: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("luoshi.city.site.tables.export.MOST_EXPORTED", 2)
    assert office.client("office").get("/tasks/export/csv/").status_code == 400


def test_words_of_people_are_escaped(make_task: MakeTask, office: Any) -> None:
    make_task(words="", title="<script>alert(1)</script>", section='"><img src=x>')
    page = office.client("office").get('/tasks/?q="><i>').content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert '"><i>' not in page


def test_nothing_found_says_what_to_do(tasks: dict[str, Task], office: Any) -> None:
    page = office.client("office").get("/tasks/?q=无此词&light=red").content.decode()
    assert "没有符合条件的任务" in page
    assert 'href="/tasks/?year=2026"' in page


def test_what_makes_no_sense_filters_nothing() -> None:
    query = {"year": "20x6", "state": "'; DROP", "size": "7", "sort": "words", "q": "  ", "light": ""}
    assert TaskFilters.read(query, year=2026) == TaskFilters(year=2026)


def test_overdue_is_the_same_in_the_database_and_in_the_rules(make_task: MakeTask) -> None:
    today = timezone.localdate()
    days = (-2, -1, 0, 1)
    for state, due, submitted in product(get_args(TaskState), days, (None, *days)):
        on = None if submitted is None else today + timedelta(days=submitted)
        make_task(state=state, due=today + timedelta(days=due), submitted_on=on)
    late = {task.pk for task in Task.objects.all() if is_overdue(task, today)}
    assert 0 < len(late) < Task.objects.count()
    assert set(Task.objects.filter(overdue_on(today)).values_list("pk", flat=True)) == late


def test_a_draft_is_the_offices_own_until_it_is_issued(make_task: MakeTask, office: Any) -> None:
    task = make_task(state="drafted")
    assert shown(office.client("office")) == [task.title]
    assert shown(office.client("commerce-head")) == []
    assert office.client("commerce-head").get(f"/tasks/{task.key}/").status_code == 404
    Task.objects.update(issued_at=timezone.now())
    assert shown(office.client("commerce-head")) == [task.title]


def test_a_draft_removed_meanwhile_is_left_out(make_task: MakeTask) -> None:
    first, second = make_task().pk, make_task().pk
    assert [task.pk for task in rows_of([second, second + 1, first])] == [second, first]
