"""A task's light, kept with its reasons and the day since which it shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from luoshi.city.tasks.models import Task
from luoshi.city.tasks.status_light import facts_of, recompute_light

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "today", "light", "code"),
    [
        ({"state": "drafted"}, date(2026, 6, 1), "grey", "draft"),
        ({"state": "in_progress", "done_amount": 20.0, "amount_on": date(2026, 6, 30),
          "last_progress_on": date(2026, 6, 30)}, date(2026, 7, 1), "green", "on_schedule"),
        ({"state": "in_progress", "done_amount": 2.0, "amount_on": date(2026, 6, 30),
          "last_progress_on": date(2026, 6, 30)}, date(2026, 7, 1), "red", "behind"),
        ({"state": "in_progress", "due": date(2026, 3, 1)}, date(2026, 3, 2), "red", "overdue"),
        ({"state": "closed", "submitted_on": date(2026, 3, 1), "done_on": date(2027, 1, 3),
          "closed_on": date(2027, 1, 5)}, date(2027, 2, 1), "grey", "settled_in_time"),
    ],
)  # fmt: skip
def test_light(
    make_task: Callable[..., Task], fields: dict[str, object], today: date, light: str, code: str
) -> None:
    task = make_task(**fields)
    assert recompute_light(task, today)
    assert (task.light, task.light_reasons[0]["code"]) == (light, code)
    assert not recompute_light(task, today)


def test_since_is_kept_while_the_colour_stays(make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", due=date(2026, 3, 1))
    recompute_light(task, date(2026, 3, 2))
    assert recompute_light(task, date(2026, 3, 9))  # the days overdue changed
    assert (task.light, task.light_since) == ("red", date(2026, 3, 2))


def test_a_rate_holds_and_an_amount_accrues(make_task: Callable[..., Task]) -> None:
    assert facts_of(make_task(target_unit="%")).course == "holds"
    assert facts_of(make_task(target_unit="个")).course == "accrues"
