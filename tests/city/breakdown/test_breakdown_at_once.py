"""Numbers of tasks when several people draft at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from luoshi.city.chain.verifying import faults
from luoshi.city.reports.models import Promise
from luoshi.city.tasks.actions.drafts import draft_tasks
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.terms import TaskTerms

if TYPE_CHECKING:
    from city.office import Office


class Everything(frozenset[str]):
    """Every task is known, and everything confirmed."""

    def __contains__(self, _one: object) -> bool:
        return True


@pytest.mark.django_db(transaction=True)
def test_drafting_at_once_gives_each_its_own_number(
    office: Office, promise: Callable[[int], Promise]
) -> None:
    actor = office.actor("office")
    keys = [promise(number).key for number in (1, 2, 3)]
    draft = TaskTerms(title="任务", start=date(2026, 1, 1), due=date(2026, 12, 31))

    def work(place: int) -> None:
        try:
            draft_tasks(
                actor=actor, promise=keys[place % 3], drafts=[draft, draft], submission=f"s{place // 2}",
                known=Everything(),
            )  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(12)))
    # twelve forms, each sent twice with one submission
    assert sorted(Task.objects.values_list("number", flat=True)) == list(range(1, 13))
    assert list(faults()) == []
