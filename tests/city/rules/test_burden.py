"""The burden meter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luoshi.city.rules.burden import Asked, asked_by_task, burdens
from luoshi.city.rules.facts import Facts, Milestone

FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)
TASK = Facts(
    state="in_progress",
    start=date(2026, 1, 1),
    due=date(2026, 12, 31),
    progress_interval_days=30,
    milestones=(Milestone(date(2026, 3, 31)), Milestone(date(2026, 6, 30))),
)


def days(facts: Facts) -> list[tuple[str, str]]:
    found = asked_by_task("住建局", "T1", facts, FIRST, LAST)
    return sorted((f"{one.day}", one.source) for one in found)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (TASK, [("2026-03-02", "interval"), ("2026-03-31", "milestone"), ("2026-04-01", "interval")]),
        (replace(TASK, start=date(2026, 3, 20)), [("2026-03-31", "milestone"), ("2026-04-19", "interval")]),
        (replace(TASK, start=date(2026, 4, 20)), [("2026-03-31", "milestone")]),
        (replace(TASK, due=date(2026, 3, 15)), [("2026-03-02", "interval"), ("2026-03-31", "milestone")]),
        (replace(TASK, state="closed", closed_on=date(2026, 3, 20)), [("2026-03-02", "interval")]),
        (replace(TASK, state="suspended"), []),
        (replace(TASK, state="drafted"), []),
        (replace(TASK, start=date(2025, 3, 1), milestones=()), [("2026-03-26", "interval"), ("2026-04-25", "interval")]),
    ],
)  # fmt: skip
def test_what_a_task_asks_by_itself(facts: Facts, expected: list[tuple[str, str]]) -> None:
    assert days(facts) == expected


def test_one_answer_serves_several_change_requests() -> None:
    asked = [
        *asked_by_task("住建局", "T1", TASK, FIRST, LAST),
        Asked("住建局", "T1", date(2026, 4, 3), "change_request"),
        Asked("住建局", "T2", date(2026, 4, 3), "change_request"),
        Asked("教育局", "T3", date(2026, 4, 3), "change_request"),
    ]
    first, second = burdens(asked)
    assert (first.unit, first.asked, first.answers) == ("住建局", 5, 3)
    assert (first.shared.numerator, first.shared.denominator) == (2, 5)
    assert first.by_source == {"interval": 2, "milestone": 1, "change_request": 2}
    assert (second.unit, second.asked, second.answers, second.shared.share) == ("教育局", 1, 1, 0.0)


@pytest.mark.parametrize(("apart", "answers"), [(0, 1), (7, 1), (8, 2)])
def test_how_far_one_answer_reaches(apart: int, answers: int) -> None:
    two = [Asked("住建局", "T1", FIRST + timedelta(days=days), "change_request") for days in (apart, 0)]
    assert burdens(two)[0].answers == answers


asked = st.builds(
    Asked,
    st.sampled_from("甲乙"),
    st.sampled_from("ABC"),
    st.dates(FIRST, FIRST + timedelta(days=60)),
    st.just("change_request"),
)


@given(st.lists(asked))
def test_answers_never_outnumber_change_requests(ones: list[Asked]) -> None:
    found = burdens(ones)
    assert sum(one.asked for one in found) == len(ones)
    assert all(1 <= one.answers <= one.asked for one in found)
    assert burdens(ones[::-1]) == found
    # asked once more for the same thing on the same day, nothing more is to be written
    assert [one.answers for one in burdens([*ones, *ones])] == [one.answers for one in found]
