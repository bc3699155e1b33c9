"""Reminders and escalation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luoshi.city.rules.escalation import (
    SUPERVISION_COLOURS,
    SupervisionColour,
    SupervisionOrder,
    escalation,
    rule_in_words,
)
from luoshi.city.rules.facts import Facts, Milestone
from luoshi.city.rules.reminders import Rhythm, reminders_on
from luoshi.city.rules.states import TaskState
from luoshi.city.rules.words import in_words

DUE = date(2026, 6, 30)  # a Tuesday
# Reports once in a thousand days: what is tested here are the due date and the milestones.
TASK = Facts(state="in_progress", start=date(2026, 1, 1), due=DUE, progress_interval_days=1000)


def sent(facts: Facts, on: date, since: date | None = None) -> list[tuple[str, int]]:
    return [(one.kind, one.days) for one in reminders_on("T1", facts, on, since=since)]


@pytest.mark.parametrize(
    ("late", "kind"),
    [(-31, None), (-30, "due_soon"), (-7, "due_soon"), (-3, "due_soon"), (-2, None), (-1, "due_soon"), (0, "due_today"),
     (1, "overdue"), (2, None), (3, "overdue"), (7, "overdue"), (8, None), (13, None), (14, "overdue"), (21, "overdue"), (22, None)],
)  # fmt: skip
def test_reminders_of_the_due_date(late: int, kind: str | None) -> None:
    assert sent(TASK, DUE + timedelta(days=late)) == ([(kind, -late)] if kind else [])


def test_a_rhythm_goes_on_from_its_last_day() -> None:
    known = Rhythm(before=(), after=(1, 10), then_every=7)
    assert [late for late in range(-3, 30) if known.falls_on(late)] == [0, 1, 10, 17, 24]
    assert not Rhythm(before=(), after=(1,)).falls_on(8)


@pytest.mark.parametrize("state", ["drafted", "suspended", "done", "closed", "awaiting_review"])
def test_nothing_is_asked_of_whom_nothing_is_owed(state: TaskState) -> None:
    facts = replace(TASK, state=state, progress_interval_days=30, milestones=(Milestone(DUE),))
    assert sent(facts, DUE) == []


@pytest.mark.parametrize(
    ("late", "reminded"), [(-7, True), (-6, False), (-1, True), (0, True), (1, True), (2, False), (8, False)]
)
def test_reminders_of_a_milestone(late: int, reminded: bool) -> None:
    march = Milestone(date(2026, 3, 31))
    facts = replace(TASK, milestones=(march,))
    assert sent(facts, march.due + timedelta(days=late)) == ([("milestone_due", -late)] if reminded else [])
    met = replace(TASK, milestones=(Milestone(march.due, None, march.due),))
    assert sent(met, march.due + timedelta(days=late)) == []


@pytest.mark.parametrize(
    ("day", "reminded"),
    [
        ("2026-01-28", True),
        ("2026-01-29", False),
        ("2026-01-31", True),
        ("2026-02-01", True),
        ("2026-02-14", True),
    ],
)
def test_reminders_of_a_report(day: str, reminded: bool) -> None:
    facts = replace(TASK, due=date(2027, 1, 1), progress_interval_days=30)
    found = sent(facts, date.fromisoformat(day))
    assert [kind for kind, _ in found] == (["progress_due"] if reminded else [])


def test_a_report_moves_the_next_one() -> None:
    facts = replace(TASK, due=date(2027, 1, 1), progress_interval_days=30, last_progress_on=date(2026, 1, 20))
    assert sent(facts, date(2026, 1, 31)) == []
    assert sent(facts, date(2026, 2, 19)) == [("progress_due", 0)]


def test_the_key_is_the_same_each_time_and_another_for_another_date() -> None:
    first, again = reminders_on("T1", TASK, DUE), reminders_on("T1", TASK, DUE)
    assert [one.key for one in first] == [one.key for one in again] == ["T1/due/2026-06-30/+0"]
    later = DUE + timedelta(days=30)
    assert reminders_on("T1", replace(TASK, due=later), later)[0].key == "T1/due/2026-07-30/+0"


def test_after_a_standstill_the_newest_is_sent_once() -> None:
    on = DUE + timedelta(days=5)
    found = reminders_on("T1", TASK, on, since=DUE - timedelta(days=10))
    assert [one.key for one in found] == ["T1/due/2026-06-30/+3"]
    assert in_words(found[0].reason) == "应于 2026-06-30 完成，已逾期 5 天"


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 40))
def test_catching_up_sends_nothing_that_was_sent(on: date, days: int) -> None:
    facts = replace(TASK, milestones=(Milestone(date(2026, 3, 31)),), progress_interval_days=30)
    since = on - timedelta(days=days)
    daily = {one.key for back in range(days) for one in reminders_on("T1", facts, on - timedelta(days=back))}
    caught_up = {one.key for one in reminders_on("T1", facts, on, since=since)}
    assert caught_up <= daily
    assert bool(caught_up) == bool(daily)


@given(st.integers(-400, 400))
def test_keys_are_never_shared_by_two_days(late: int) -> None:
    on = DUE + timedelta(days=late)
    keys = [one.key for one in reminders_on("T1", TASK, on)]
    others = [one.key for one in reminders_on("T1", TASK, on + timedelta(days=1))]
    assert not set(keys) & set(others)


YELLOW_OLD = SupervisionOrder("yellow", date(2026, 7, 7))


@pytest.mark.parametrize(
    ("on", "options", "to", "supervision_order"),
    [
        ("2026-06-30", {}, [], None),
        ("2026-07-01", {}, ["unit_head"], "blue"),  # 1 working day
        ("2026-07-06", {}, ["unit_head"], "blue"),  # 4
        ("2026-07-07", {}, ["unit_head", "sponsor"], "yellow"),  # 5
        ("2026-07-21", {}, ["unit_head", "sponsor"], "red"),  # 15
        ("2026-07-01", {"unanswered": 2}, ["unit_head"], "blue"),
        ("2026-07-01", {"unanswered": 3}, ["unit_head", "sponsor"], "blue"),
        ("2026-05-11", {"unanswered": 3}, ["unit_head", "sponsor"], "blue"),  # reports not given
        # supervision orders sent already
        (
            "2026-07-02",
            {"supervision_orders": [SupervisionOrder("blue", date(2026, 7, 1))]},
            ["unit_head"],
            None,
        ),
        (
            "2026-07-07",
            {"supervision_orders": [SupervisionOrder("blue", date(2026, 7, 1))]},
            ["unit_head", "sponsor"],
            "yellow",
        ),
        ("2026-07-08", {"supervision_orders": [YELLOW_OLD]}, ["unit_head", "sponsor"], None),
        (
            "2026-07-14",
            {"supervision_orders": [YELLOW_OLD]},
            ["unit_head", "sponsor"],
            "red",
        ),  # unanswered for 5
        (
            "2026-07-14",
            {"supervision_orders": [replace(YELLOW_OLD, answered=True)]},
            ["unit_head", "sponsor"],
            None,
        ),
        (
            "2026-07-22",
            {"supervision_orders": [SupervisionOrder("red", date(2026, 7, 21))]},
            ["unit_head", "sponsor"],
            None,
        ),
        (
            "2026-07-28",
            {"supervision_orders": [SupervisionOrder("red", date(2026, 7, 21))]},
            ["unit_head", "sponsor"],
            "red",
        ),
    ],
)
def test_escalation(
    on: str, options: dict[str, Any], to: list[str], supervision_order: SupervisionColour | None
) -> None:
    found = escalation(TASK, date.fromisoformat(on), **options)
    assert (list(found.to), found.supervision_order) == (to, supervision_order)
    assert all(in_words(reason) and in_words(reason, "en") for reason in found.reasons)
    assert bool(found.to) == bool(found.reasons)


def test_a_weekend_is_no_delay_to_escalate() -> None:
    friday = replace(TASK, due=date(2026, 7, 3))
    assert escalation(friday, date(2026, 7, 5)).to == ()
    assert escalation(friday, date(2026, 7, 6)).to == ("unit_head",)


def test_what_waits_for_review_is_not_escalated() -> None:
    submitted = replace(TASK, state="awaiting_review", submitted_on=DUE)
    assert escalation(submitted, date(2026, 9, 1), unanswered=5).to == ()


supervision_orders = st.lists(
    st.builds(
        SupervisionOrder,
        st.sampled_from(SUPERVISION_COLOURS),
        st.dates(date(2026, 6, 1), date(2026, 8, 1)),
        st.booleans(),
    ),
    max_size=4,
)


@given(st.dates(date(2026, 6, 1), date(2026, 10, 1)), st.integers(0, 5), supervision_orders)
def test_a_suggested_sheet_is_never_milder_than_one_sent(
    on: date, unanswered: int, before: list[SupervisionOrder]
) -> None:
    found = escalation(TASK, on, unanswered=unanswered, supervision_orders=before).supervision_order
    if found is not None and before:
        gravest = max(SUPERVISION_COLOURS.index(one.colour) for one in before)
        assert SUPERVISION_COLOURS.index(found) > gravest or found == "red"


def test_the_rule_is_said_with_its_numbers() -> None:
    assert "逾期 5 个工作日" in rule_in_words("zh")
    assert "1 working day overdue" in rule_in_words("en")
