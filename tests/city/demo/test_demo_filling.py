"""The demonstration: tasks in every state and light, a log without a fault, and only where it is the demo."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from luoshi.city.demo.cast import story
from luoshi.city.demo.city import demo_accounts, table
from luoshi.city.demo.courses import COURSES
from luoshi.city.demo.diary import as_of
from luoshi.city.demo.filling import fill_once
from luoshi.city.history.chain import faults
from luoshi.city.history.models import Entry
from luoshi.city.people.models import ROLES, Person, Unit
from luoshi.city.reports.models import Promise, Report
from luoshi.city.rules.states import TaskState
from luoshi.city.tasks.models import COLOURS, SHEET_COLOURS, Asking, Sheet, Task
from luoshi.errors import UsageError

pytestmark = pytest.mark.django_db


def test_nothing_is_filled_where_it_is_not_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(UsageError):
        fill_once()
    assert not Person.objects.exists()


def test_the_story_names_units_and_courses_that_there_are() -> None:
    units = {row["key"] for row in table()["unit"]}
    rows = [*story()["task"], *story()["elsewhere"]]
    assert {row["course"] for row in rows} == set(COURSES)
    assert {row["lead"] for row in rows} | {key for row in rows for key in row.get("with", ())} <= units


def test_there_is_an_account_of_every_role() -> None:
    assert {account.role for account in demo_accounts()} == set(ROLES)
    names = [post["person"] for unit in table()["unit"] for post in unit["posts"]]
    assert len(names) == len(set(names))


def test_the_clock_stands_at_another_day_only_within() -> None:
    today = timezone.localdate()
    with as_of(today - timedelta(days=40)):
        assert timezone.localdate() == today - timedelta(days=40)
    assert timezone.localdate() == today
    with as_of(today + timedelta(days=1)):
        assert timezone.localdate() == today


def test_the_city_is_in_every_state(settings: Settings) -> None:
    settings.DEMO = True
    assert fill_once()
    assert not fill_once()
    assert list(faults()) == []
    assert Entry.objects.filter(at__gt=timezone.now()).count() == 0
    newest = Report.objects.order_by("-year")[0]
    assert Report.objects.filter(state="read", released_at__isnull=False).count() == 4
    tasks = Task.objects.filter(report=newest) | Task.objects.filter(report=None)
    assert set(tasks.values_list("state", flat=True)) == set(get_args(TaskState))
    assert set(tasks.values_list("light", flat=True)) == set(COLOURS)
    verdicts = set(Task.objects.filter(state="closed").values_list("verdict", flat=True))
    assert {"kept", "exceeded", "partly", "missed"} <= verdicts
    promises = Promise.objects.filter(report=newest, present=True)
    assert promises.filter(state="excluded").exists()
    assert promises.filter(state="unconfirmed", tasks__isnull=True).exists()
    assert set(Asking.objects.values_list("kind", flat=True)) == {"extension", "suspension", "transfer"}
    assert set(Sheet.objects.values_list("colour", flat=True)) == set(SHEET_COLOURS)
    released = tasks.filter(released_at__isnull=False).count()
    assert 0 < released < tasks.count()
    assert Unit.objects.filter(led__isnull=False).distinct().count() > 15
