"""The demonstration's story fits its city, and it is told only where it is the demo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from luoshi.city.demo.actors import story
from luoshi.city.demo.city import demo_accounts, table
from luoshi.city.demo.courses import COURSES
from luoshi.city.demo.filling import fill_once
from luoshi.city.demo.timeline import as_of
from luoshi.city.people.models import ROLES, Person
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
