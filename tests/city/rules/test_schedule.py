"""The schedule 序时进度."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luoshi.city.rules.facts import Facts, Milestone, target_of
from luoshi.city.rules.schedule import course_of, done_share, milestone_met, planned_share, share_of, standing

START, DUE = date(2026, 1, 1), date(2026, 12, 31)  # 364 days
PLAIN = Facts(state="in_progress", start=START, due=DUE, target=100.0)
QUARTERS = replace(
    PLAIN,
    milestones=(
        Milestone(date(2026, 3, 31), 10.0),
        Milestone(date(2026, 6, 30), 40.0),
        Milestone(date(2026, 9, 30), 80.0),
    ),
)
EVENTS = replace(
    PLAIN, target=None, milestones=tuple(Milestone(date(2026, month, 28)) for month in (3, 6, 9, 12))
)
GROWTH = replace(PLAIN, target=6.0, course="holds")
CEILING = replace(PLAIN, target=5.5, direction="down")
REDUCTION = replace(PLAIN, target=80.0, baseline=100.0, direction="down")


@pytest.mark.parametrize(
    ("facts", "on", "planned"),
    [
        (PLAIN, "2025-12-31", 0.0),
        (PLAIN, "2026-01-01", 0.0),
        (PLAIN, "2026-07-02", 0.5),
        (PLAIN, "2026-12-31", 1.0),
        (PLAIN, "2027-03-01", 1.0),
        (QUARTERS, "2026-03-31", 0.1),
        (QUARTERS, "2026-06-30", 0.4),
        (QUARTERS, "2026-09-30", 0.8),
        (QUARTERS, "2026-11-15", 0.9),  # half way from 80 to 100
        (EVENTS, "2026-03-28", 0.0),  # a milestone of today still has today
        (EVENTS, "2026-03-29", 0.25),
        (EVENTS, "2026-09-29", 0.75),
        (GROWTH, "2026-01-01", 1.0),
        (CEILING, "2026-05-01", 1.0),
        (REDUCTION, "2026-07-02", 0.5),
        (replace(PLAIN, due=None), "2026-07-02", 0.0),
        (replace(PLAIN, start=DUE), "2026-12-30", 0.0),
        (replace(PLAIN, start=DUE), "2026-12-31", 1.0),
        # milestones of amounts above the target, out of order, after the due date
        (replace(PLAIN, milestones=(Milestone(date(2026, 6, 30), 300.0),)), "2026-06-30", 1.0),
        (replace(PLAIN, milestones=QUARTERS.milestones[::-1]), "2026-06-30", 0.4),
        (replace(PLAIN, milestones=(Milestone(date(2027, 6, 30), 10.0),)), "2026-07-02", 0.5),
        (replace(PLAIN, milestones=(Milestone(DUE, 50.0),)), "2026-07-02", 0.5),
        # a later milestone that asks less asks no less than was reached
        (
            replace(
                PLAIN, milestones=(Milestone(date(2026, 3, 31), 60.0), Milestone(date(2026, 6, 30), 40.0))
            ),
            "2026-06-30",
            0.6,
        ),
        # a target in figures whose milestones are words only: linear
        (replace(EVENTS, target=100.0), "2026-07-02", 0.5),
    ],
)
def test_planned_share(facts: Facts, on: str, planned: float) -> None:
    assert planned_share(facts, date.fromisoformat(on)) == pytest.approx(planned, abs=0.003)


@pytest.mark.parametrize(
    ("facts", "amount", "share"),
    [
        (PLAIN, 40.0, 0.4),
        (PLAIN, 120.0, 1.2),
        (PLAIN, -5.0, 0.0),
        (replace(PLAIN, baseline=50.0), 75.0, 0.5),
        (replace(PLAIN, baseline=100.0), 90.0, 0.9),  # nowhere to go: held
        (GROWTH, 6.0, 1.0),
        (GROWTH, 5.4, 0.9),
        (GROWTH, -1.0, 0.0),
        (CEILING, 5.5, 1.0),
        (CEILING, 4.0, 1.0),
        (CEILING, 11.0, 0.5),
        (replace(CEILING, target=0.0), 1.0, 0.0),  # 零事故
        (replace(CEILING, target=0.0), 0.0, 1.0),
        (replace(CEILING, target=-2.5), -2.0, 0.8),  # 下降2.5%
        (replace(CEILING, target=-2.5), -3.0, 1.0),
        (REDUCTION, 90.0, 0.5),
        (REDUCTION, 105.0, 0.0),
        (EVENTS, 3.0, None),
    ],
)
def test_share_of(facts: Facts, amount: float, share: float | None) -> None:
    assert share_of(facts, amount) == (None if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("low", "high", "bound", "expected"),
    [
        (6.0, 6.5, "between", (6.0, "up")),
        (5.5, 5.5, "at_most", (5.5, "down")),
        (-2.5, -2.5, "exact", (-2.5, "down")),
        (100.0, 100.0, "at_least", (100.0, "up")),
        (None, None, None, (None, "up")),
        (3.0, None, "at_least", (3.0, "up")),
        (None, 3.0, "at_most", (3.0, "down")),
    ],
)
def test_target_of(low, high, bound, expected) -> None:  # type: ignore[no-untyped-def]
    assert target_of(low, high, bound) == expected


@pytest.mark.parametrize(
    ("facts", "course"), [(PLAIN, "accrues"), (GROWTH, "holds"), (CEILING, "holds"), (REDUCTION, "accrues")]
)
def test_course(facts: Facts, course: str) -> None:
    assert course_of(facts) == course


def test_done_share() -> None:
    assert done_share(PLAIN) is None
    assert done_share(replace(PLAIN, amount=40.0)) == pytest.approx(0.4)
    assert done_share(replace(PLAIN, target=None, share=0.3)) == 0.3
    met = (*EVENTS.milestones[:3], replace(EVENTS.milestones[3], done_on=START))
    assert done_share(replace(EVENTS, milestones=met)) == 0.25


@pytest.mark.parametrize(("amount", "met"), [(None, False), (9.9, False), (10.0, True), (30.0, True)])
def test_a_milestone_is_met_by_its_amount(amount: float | None, met: bool) -> None:
    assert milestone_met(replace(QUARTERS, amount=amount), QUARTERS.milestones[0]) is met


def test_a_milestone_of_a_reduction_is_met_from_above() -> None:
    half = Milestone(date(2026, 6, 30), 90.0)
    assert milestone_met(replace(REDUCTION, amount=89.0), half)
    assert not milestone_met(replace(REDUCTION, amount=95.0), half)
    assert milestone_met(replace(CEILING, amount=5.0), Milestone(START, 5.2))


def test_an_amount_is_held_against_the_schedule_of_its_own_day() -> None:
    reported = replace(PLAIN, amount=50.0, amount_on=date(2026, 7, 2))
    now = standing(reported, date(2026, 7, 25))
    assert now is not None
    assert now.ratio == pytest.approx(1.0)
    assert now.of == date(2026, 7, 2)
    # … until the unit is silent for longer than its interval
    later = standing(reported, date(2026, 8, 15))
    assert later is not None
    assert later.ratio < 0.9
    assert later.of == date(2026, 8, 15)


@pytest.mark.parametrize(
    ("facts", "on", "compared"),
    [
        (PLAIN, "2026-01-20", False),  # nothing reported in the first interval
        (PLAIN, "2026-02-15", True),  # never reported: nothing is done
        (replace(PLAIN, amount=0.0, amount_on=date(2026, 1, 10)), "2026-01-10", False),  # too early to tell
        (replace(PLAIN, target=None), "2026-09-01", False),  # words only
        (EVENTS, "2026-02-01", False),
        (EVENTS, "2026-04-01", True),
        (GROWTH, "2026-09-01", False),  # a rate nobody has reported is not zero
        (replace(PLAIN, target=None, share=0.2, amount_on=date(2026, 9, 1)), "2026-09-01", True),
    ],
)
def test_when_a_task_can_be_compared(facts: Facts, on: str, compared: bool) -> None:
    assert (standing(facts, date.fromisoformat(on)) is not None) is compared


dates = st.dates(date(2025, 6, 1), date(2027, 12, 31))
milestones = st.lists(
    st.builds(Milestone, dates, st.one_of(st.none(), st.floats(-50, 200, allow_nan=False))), max_size=6
).map(tuple)


@given(dates, dates, milestones, st.sampled_from([None, 0.0, 100.0]), dates, st.integers(0, 300))
def test_the_plan_lies_between_nothing_and_all_and_never_falls(start, due, points, target, on, ahead) -> None:  # type: ignore[no-untyped-def]
    facts = replace(PLAIN, start=start, due=due, milestones=points, target=target)
    now, then = planned_share(facts, on), planned_share(facts, on + timedelta(days=ahead))
    assert 0.0 <= now <= then <= 1.0
    if on >= max(due, start):
        assert now == 1.0
