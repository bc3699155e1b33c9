"""On-time rate and the three times."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.city.rules.facts import Facts
from luoshi.city.rules.rates import Passage, Rate, on_time, times
from luoshi.city.rules.states import TaskState
from luoshi.city.rules.verdicts import Verdict

ON = date(2026, 7, 1)
DUE = date(2026, 6, 1)


def passage(
    state: TaskState, due: date = DUE, finished: date | None = None, verdict: Verdict | None = None
) -> Passage:
    facts = Facts(state=state, start=date(2026, 1, 1), due=due, submitted_on=finished)
    return Passage(facts=facts, verdict=verdict)


IN_TIME = passage("closed", finished=date(2026, 5, 30), verdict="kept")
LATE = passage("closed", finished=date(2026, 6, 2), verdict="kept")
MISSED = passage("closed", finished=date(2026, 5, 30), verdict="missed")
DONE = passage("done", finished=DUE, verdict="partly")
OVERDUE = passage("in_progress")
RETURNED = passage("returned", finished=date(2026, 5, 30))
IN_REVIEW = passage("awaiting_review", finished=date(2026, 5, 30))
NOT_DUE = passage("in_progress", due=date(2026, 12, 31))
DRAFT = passage("drafted")
SUSPENDED = passage("suspended")


@pytest.mark.parametrize(
    ("passages", "numerator", "denominator"),
    [
        ([], 0, 0),
        ([NOT_DUE, DRAFT, SUSPENDED, IN_REVIEW], 0, 0),
        ([IN_TIME], 1, 1),
        ([IN_TIME, DONE], 2, 2),
        ([IN_TIME, LATE], 1, 2),
        ([IN_TIME, MISSED], 1, 2),
        ([IN_TIME, OVERDUE], 1, 2),  # a backlog cannot hide
        ([IN_TIME, RETURNED], 1, 2),
        ([OVERDUE], 0, 1),
        ([IN_TIME, LATE, MISSED, OVERDUE, NOT_DUE, SUSPENDED], 1, 4),
    ],
)
def test_on_time(passages: list[Passage], numerator: int, denominator: int) -> None:
    found = on_time(passages, ON)
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert found.share == (numerator / denominator if denominator else None)


def test_what_the_rate_is_made_of_is_kept() -> None:
    found = on_time([IN_TIME, LATE, MISSED, OVERDUE, SUSPENDED], ON)
    assert (found.late, found.overdue, found.suspended) == (2, 1, 1)


@given(
    st.lists(
        st.sampled_from(
            [IN_TIME, LATE, MISSED, DONE, OVERDUE, RETURNED, IN_REVIEW, NOT_DUE, DRAFT, SUSPENDED]
        )
    )
)
def test_leaving_work_undone_never_helps(passages: list[Passage]) -> None:
    before, after = on_time(passages, ON), on_time([*passages, OVERDUE], ON)
    assert after.share is not None
    assert before.share is None or after.share <= before.share
    assert before.numerator + before.late + before.overdue == before.denominator


@given(st.sampled_from(get_args(TaskState)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_nothing_counts_before_it_is_due_or_settled(state: TaskState, due: date) -> None:
    found = on_time([passage(state, due=due)], due)
    assert found.overdue == 0


def way(
    issued: str, accepted: int | None, done: int | None, closed: int | None, verdict: Verdict | None
) -> Passage:
    """A task issued on a day, and what followed so many calendar days after."""
    first = date.fromisoformat(issued)

    def after(days: int | None) -> date | None:
        return None if days is None else first + timedelta(days=days)

    facts = Facts(state="closed", start=first, due=None, issued_on=first)
    return Passage(
        facts=facts,
        accepted_on=after(accepted),
        done_on=after(done),
        closed_on=after(closed),
        verdict=verdict,
    )


def test_three_times_are_three_medians_in_working_days() -> None:
    passages = [
        way("2026-03-02", 1, 14, 21, "kept"),  # Monday: 1, 10, 15 working days
        way("2026-03-02", 4, 7, 28, "missed"),  # 4, 5, and no solution
        way("2026-03-06", 3, None, None, None),  # Friday to Monday: 1
    ]
    found = times(passages)
    assert (found.response.days, found.response.count) == (1.0, 3)
    assert (found.closing.days, found.closing.count) == (7.5, 2)
    assert (found.solving.days, found.solving.count) == (15.0, 1)
    assert found.response.known


def test_no_durations_no_median() -> None:
    found = times([])
    assert (found.response.days, found.response.count, found.response.known) == (None, 0, True)


def test_durations_in_years_without_notice_say_so() -> None:
    assert not times([way("2099-03-02", 1, None, None, None)]).response.known


def test_a_rate_without_denominator_is_none() -> None:
    assert Rate(0, 0).share is None
    assert Rate(1, 4).share == 0.25
