"""A page of a failure says that nothing was saved only where nothing was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError

from city.breakdown.bringing import brought, one_task
from luoshi.city.site.database import told
from luoshi.city.tasks.models import Obstacle, Task

pytestmark = pytest.mark.django_db(transaction=True)
AFTER = "luoshi.city.tasks.delivery.writing.messages.success"
BEFORE = "luoshi.city.tasks.actions.obstacles.record"


@pytest.mark.parametrize(
    "error", [OperationalError("gone"), ValueError("a fault")], ids=["database", "program"]
)
@pytest.mark.parametrize("fails_at", [AFTER, BEFORE])
def test_what_was_saved_before_the_failure_is_said(
    office: Any, make_task: Callable[..., Task], fails_at: str, error: Exception
) -> None:
    task = make_task(state="in_progress")
    client = office.client("commerce-officer")
    client.raise_request_exception = False
    with patch(fails_at, side_effect=error):
        answer = client.post(f"/tasks/{task.key}/obstacles/", {"words": "缺一块地"})
    page = answer.content.decode()
    assert answer.status_code >= 500
    assert Obstacle.objects.count() == (1 if fails_at == AFTER else 0)
    assert ("已经保存" in page) is (fails_at == AFTER)
    assert ("没有保存任何内容" in page) is (fails_at == BEFORE)
    assert ("再提交一次" in page) is (fails_at == BEFORE and isinstance(error, OperationalError))
    # of the next request it is not said
    with patch("luoshi.city.tasks.delivery.pages.render", side_effect=OperationalError("gone")):
        assert "没有保存任何内容" in client.get(f"/tasks/{task.key}/").content.decode()


def test_an_import_is_taken_back_where_its_end_fails(office: Any) -> None:
    failing = patch(
        "luoshi.city.tasks.breakdown.views.tables.forget_draft", side_effect=OperationalError("gone")
    )
    with failing, pytest.raises(OperationalError):
        brought(office.client("office"), one_task(("截止日期",), ("2026-12-31",)))
    assert not Task.objects.exists()


def test_a_call_of_the_api_says_it_too() -> None:
    with patch("luoshi.city.site.database.saved", return_value=True):
        assert told("busy", "zh")["code"] == "saved_unsaid"
