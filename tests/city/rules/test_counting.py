"""From when a task counts: nothing that lay before a unit got it is held against the unit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from luoshi.city.rules.burden import asked_by_task
from luoshi.city.rules.escalation import escalation
from luoshi.city.rules.facts import (
    Facts,
    Milestone,
    begins,
    due_binds,
    in_time,
    milestones_counted,
    overdue_days,
    thresholds,
)
from luoshi.city.rules.lights import light
from luoshi.city.rules.rates import Passage, on_time
from luoshi.city.rules.reminders import reminders_on
from luoshi.city.rules.schedule import planned_share, standing
from luoshi.city.rules.states import TaskState, phase_of
from luoshi.city.rules.words import in_words

ISSUED = date(2026, 11, 30)  # a Monday
DUE = date(2026, 12, 31)
REPROACHES = {
    "overdue", "behind", "never_wrote", "below_target", "above_ceiling", "milestone_overdue", "silent",
}  # fmt: skip
WORDS = (
    Milestone(date(2026, 3, 31)), Milestone(date(2026, 6, 30)), Milestone(date(2026, 9, 30)), Milestone(DUE),
)  # fmt: skip
AMOUNTS = tuple(Milestone(one.due, 10.0 * number) for number, one in enumerate(WORDS, 1))


def late(**fields: Any) -> Facts:
    """A task of the whole year that was issued a month before its end."""
    plain = Facts(
        state="in_progress", start=date(2026, 1, 1), due=DUE, issued_on=ISSUED, runs_from=ISSUED, target=40.0
    )
    return replace(plain, **fields)


def codes(facts: Facts, on: str) -> tuple[str, list[str]]:
    found = light(facts, date.fromisoformat(on))
    return found.colour, [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("facts", "on", "planned"),
    [
        (late(), "2026-06-30", 0.0),
        (late(), "2026-11-30", 0.0),
        (late(), "2026-12-01", 1 / 31),
        (late(), "2026-12-31", 1.0),
        # milestones before the day of issue put no point on the line; the day of issue itself does not either
        (late(milestones=AMOUNTS), "2026-11-30", 0.0),
        (late(milestones=AMOUNTS), "2026-12-01", 1 / 31),
        (late(milestones=(Milestone(ISSUED, 30.0),)), "2026-12-01", 1 / 31),
        (late(milestones=(Milestone(date(2026, 12, 10), 30.0),)), "2026-12-10", 0.75),
        (late(target=None, milestones=WORDS), "2026-12-30", 0.0),
        # a start that lies after the issue
        (late(start=date(2026, 12, 11)), "2026-12-11", 0.0),
        (late(start=date(2026, 12, 11)), "2026-12-21", 0.5),
        # what holds need not stand on the day on which it is asked for
        (late(course="holds", target=5.0), "2026-11-30", 0.0),
        (late(course="holds", target=5.0), "2026-12-01", 1.0),
        # a due date that had passed plans nothing
        (late(due=date(2026, 11, 29)), "2026-12-31", 0.0),
        (late(due=ISSUED), "2026-12-01", 1.0),
        # known by the day of issue alone
        (late(runs_from=None), "2026-11-30", 0.0),
        (late(runs_from=None, issued_on=None), "2026-11-30", 333 / 364),
    ],
)
def test_the_plan_begins_on_the_day_of_issue(facts: Facts, on: str, planned: float) -> None:
    assert planned_share(facts, date.fromisoformat(on)) == pytest.approx(planned)


@pytest.mark.parametrize(
    ("facts", "on", "colour", "reasons"),
    [
        # before acceptance nothing shows but that it is awaited
        (late(state="awaiting_acceptance", milestones=WORDS), "2026-11-30", "grey", ["awaiting_acceptance"]),
        (late(state="awaiting_acceptance", milestones=WORDS), "2026-12-03", "grey", ["awaiting_acceptance"]),
        (late(state="awaiting_acceptance", milestones=WORDS), "2026-12-04", "yellow", ["not_accepted"]),
        (late(state="awaiting_acceptance", milestones=WORDS), "2027-03-01", "yellow", ["not_accepted"]),
        (late(state="awaiting_acceptance", due=date(2026, 6, 30)), "2026-12-01", "grey", ["awaiting_acceptance"]),
        # accepted: the milestones that had passed are not there
        (late(milestones=WORDS, target=None), "2026-11-30", "green", ["nothing_late"]),
        (late(milestones=AMOUNTS), "2026-12-10", "green", ["nothing_late"]),
        (late(milestones=(*WORDS, Milestone(ISSUED))), "2026-12-10", "green", ["nothing_late"]),
        # one behind it counts, and is red no sooner than the first interval is over
        (late(milestones=(Milestone(date(2026, 12, 2)),)), "2026-12-03", "yellow", ["milestone_overdue"]),
        (late(milestones=(Milestone(date(2026, 12, 2)),), due=date(2027, 3, 1)), "2026-12-30", "yellow", ["milestone_overdue"]),
        (late(milestones=(Milestone(date(2026, 12, 2)),), due=date(2027, 3, 1), last_progress_on=ISSUED, amount=40.0, amount_on=ISSUED), "2026-12-31", "red", ["milestone_overdue", "silent"]),
        # behind by its own report within the first interval: yellow; silent beyond it: red
        (late(amount=0.0, amount_on=date(2026, 12, 10), last_progress_on=date(2026, 12, 10)), "2026-12-10", "yellow", ["behind"]),
        (late(due=date(2027, 3, 1)), "2026-12-30", "green", ["nothing_late"]),
        (late(due=date(2027, 3, 1)), "2026-12-31", "red", ["never_wrote", "silent"]),
        # an amount of before it had the task is not its amount
        (late(amount=5.8, amount_on=date(2026, 9, 30), target=5.5, direction="down"), "2026-12-10", "green", ["nothing_late"]),
        # a due date that had passed when it was issued makes nobody late, until another is agreed
        (late(due=date(2026, 11, 29)), "2026-12-10", "yellow", ["due_before_issue"]),
        (late(due=ISSUED), "2026-11-30", "blue", ["due_today"]),
        (late(due=ISSUED, amount=40.0, amount_on=ISSUED), "2026-12-01", "red", ["overdue"]),
        (late(due=date(2026, 12, 1), amount=40.0, amount_on=ISSUED), "2026-12-02", "red", ["overdue"]),
    ],
)  # fmt: skip
def test_light_of_a_task_issued_late(facts: Facts, on: str, colour: str, reasons: list[str]) -> None:
    assert codes(facts, on) == (colour, reasons)


def test_the_due_date_that_had_passed_is_said() -> None:
    found = light(late(due=date(2026, 6, 30)), ISSUED).reasons[0]
    assert in_words(found) == "时限 2026-06-30 在 2026-11-30 交办时已过，不算逾期；请商定新的时限"
    assert "2026-06-30" in in_words(found, "en")


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        (late(milestones=WORDS), [DUE]),
        (late(milestones=WORDS, runs_from=None), [DUE]),
        (late(milestones=WORDS, runs_from=None, issued_on=None), [one.due for one in WORDS]),
        (late(milestones=WORDS, runs_from=date(2026, 6, 30)), [date(2026, 9, 30), DUE]),
        # put in later, behind the day on which that was agreed
        (late(milestones=(Milestone(date(2026, 12, 10), agreed_on=date(2026, 12, 20)),)), []),
        (late(milestones=(Milestone(date(2026, 12, 21), agreed_on=date(2026, 12, 20)),)), [date(2026, 12, 21)]),
    ],
)  # fmt: skip
def test_milestones_that_count_lie_behind_the_day_of_issue(facts: Facts, counted: list[date]) -> None:
    assert [one.due for one in milestones_counted(facts)] == counted


@pytest.mark.parametrize(
    ("facts", "on", "days"),
    [
        (late(), "2027-01-01", 1),
        (late(due=date(2026, 11, 29)), "2027-01-01", 0),
        (late(due=ISSUED), "2026-12-01", 1),
        # not accepted: as soon as it should have been, the day it was to be done by counts all the same
        (late(state="awaiting_acceptance", due=date(2026, 12, 1)), "2026-12-03", 0),
        (late(state="awaiting_acceptance", due=date(2026, 12, 1)), "2026-12-04", 3),
        (late(state="awaiting_acceptance", due=date(2026, 11, 29)), "2026-12-31", 0),
    ],
)
def test_overdue_is_what_a_unit_could_have_met(facts: Facts, on: str, days: int) -> None:
    assert overdue_days(facts, date.fromisoformat(on)) == days


def test_what_had_passed_is_neither_in_time_nor_late() -> None:
    settled = late(state="done", due=date(2026, 6, 30), submitted_on=DUE, closed_on=DUE)
    assert in_time(settled) is None
    assert codes(settled, "2027-01-10") == ("grey", ["settled"])
    rate = on_time([Passage(facts=settled), Passage(facts=late(due=date(2026, 6, 30)))], date(2027, 1, 10))
    assert (rate.numerator, rate.denominator, rate.undated) == (0, 0, 2)


@pytest.mark.parametrize("state", ["awaiting_acceptance", "in_progress", "returned", "extension_asked"])
def test_nobody_is_reminded_of_what_had_passed(state: TaskState) -> None:
    facts = late(state=state, due=date(2026, 11, 20), milestones=WORDS[:3], progress_interval_days=1000)
    for ahead in range(60):
        day = ISSUED + timedelta(days=ahead)
        assert reminders_on("T", facts, day, since=date(2026, 1, 1)) == ()
        assert escalation(facts, day).supervision_order is None


def test_silence_begins_with_the_task() -> None:
    assert codes(late(due=date(2027, 12, 31), target=None), "2026-12-30") == ("green", ["nothing_late"])
    assert codes(late(due=date(2027, 12, 31), target=None), "2026-12-31") == ("yellow", ["silent"])
    due = [one.about for one in reminders_on("T", late(due=date(2027, 12, 31)), date(2026, 12, 30))]
    assert due == [date(2026, 12, 30)]


def test_no_report_is_counted_as_asked_of_before_it_had_the_task() -> None:
    facts = late(milestones=WORDS)
    asked = [one.day for one in asked_by_task("U", "T", facts, date(2026, 1, 1), DUE)]
    assert sorted(asked) == [date(2026, 12, 30), DUE]


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
amounts = st.one_of(st.none(), st.floats(-50, 1e9))
anything = st.builds(
    Facts,
    state=st.sampled_from([one for one in get_args(TaskState) if phase_of(one) != "settled"]),
    start=days,
    due=days,
    target=amounts,
    direction=st.sampled_from(["up", "down"]),
    course=st.sampled_from(["accrues", "holds"]),
    baseline=amounts,
    milestones=st.lists(
        st.builds(Milestone, days, amounts, st.one_of(st.none(), days), st.one_of(st.none(), days)), max_size=4
    ).map(tuple),
    amount=amounts,
    share=st.one_of(st.none(), st.floats(0, 1)),
    amount_on=st.one_of(st.none(), days),
    last_progress_on=st.one_of(st.none(), days),
    progress_interval_days=st.one_of(st.none(), st.integers(1, 100)),
    issued_on=days,
    runs_from=st.one_of(st.none(), days),
)  # fmt: skip


@given(anything)
def test_on_the_day_on_which_a_unit_gets_it_nothing_is_held_against_it(facts: Facts) -> None:
    found = light(facts, facts.runs_from or facts.issued_on or facts.start)
    assert found.colour != "red"
    assert not REPROACHES & {reason.code for reason in found.reasons}


@given(anything, st.integers(0, 100))
def test_nothing_but_the_due_date_is_red_before_the_first_interval_is_over(facts: Facts, ahead: int) -> None:
    assume(ahead <= thresholds().interval(facts))
    day = begins(facts) + timedelta(days=ahead)
    found = light(facts, day)
    if found.colour == "red":
        assert found.reasons[0].code == "overdue"
        assert due_binds(facts)


@given(anything, days)
def test_before_acceptance_nothing_is_red(facts: Facts, on: date) -> None:
    found = light(replace(facts, state="awaiting_acceptance"), on)
    assert found.colour in {"grey", "yellow"}
    assert {reason.code for reason in found.reasons} <= {"awaiting_acceptance", "not_accepted"}


@given(anything, days, st.integers(0, 300))
def test_the_plan_goes_from_nothing_at_the_issue_to_all_at_the_due_date(
    facts: Facts, on: date, ahead: int
) -> None:
    first = facts.runs_from or facts.issued_on or facts.start
    assert planned_share(facts, first) == 0.0
    assert 0.0 <= planned_share(facts, on) <= planned_share(facts, on + timedelta(days=ahead)) <= 1.0
    if due_binds(facts) and facts.due is not None and facts.due > begins(facts):
        assert planned_share(facts, facts.due) == 1.0


@given(anything, days)
def test_what_had_passed_changes_nothing(facts: Facts, on: date) -> None:
    counted = replace(facts, milestones=milestones_counted(facts))
    assert light(facts, on) == light(counted, on)
    assert standing(facts, on) == standing(counted, on)
    assert reminders_on("T", facts, on) == reminders_on("T", counted, on)
    if not due_binds(facts):
        assert overdue_days(facts, on) == 0
        assert escalation(facts, on, unanswered=0).to == ()
