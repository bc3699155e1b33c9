"""Lights and their reasons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luoshi.city.rules.facts import Colour, Facts, Milestone, in_time, overdue_days, thresholds
from luoshi.city.rules.lights import Light, claim_differs, light
from luoshi.city.rules.states import TaskState
from luoshi.city.rules.words import in_words

START, DUE, MIDDLE = date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 2)


HALF_DONE = Facts(
    state="in_progress",
    start=START,
    due=DUE,
    target=100.0,
    amount=50.0,
    amount_on=MIDDLE,
    last_progress_on=MIDDLE,
)


def task(**fields: Any) -> Facts:
    """A task of the year 2026 of 100, half of which is done in the middle of the year."""
    return replace(HALF_DONE, **fields)


CASES = [
    # what, facts, on, colour, codes of the reasons
    ("on schedule", task(), "2026-07-02", "green", ["on_schedule"]),
    ("a little behind", task(amount=45.0), "2026-07-02", "yellow", ["behind"]),
    ("just not red", task(amount=40.0), "2026-07-02", "yellow", ["behind"]),
    ("far behind", task(amount=39.0), "2026-07-02", "red", ["behind"]),
    ("ahead", task(amount=90.0), "2026-07-02", "green", ["on_schedule"]),
    ("on the due date", task(amount=100.0, amount_on=DUE, last_progress_on=DUE), "2026-12-31", "blue", ["due_today"]),
    ("a day late", task(amount=100.0, amount_on=DUE, last_progress_on=DUE), "2027-01-01", "red", ["overdue"]),
    ("late and behind", task(amount=90.0, amount_on=DUE, last_progress_on=DUE), "2027-01-01", "red", ["overdue", "behind"]),
    ("due soon", task(amount=100.0, amount_on=date(2026, 12, 16), last_progress_on=date(2026, 12, 16)), "2026-12-16", "blue", ["due_soon"]),
    ("not yet soon", task(amount=100.0, amount_on=date(2026, 12, 15), last_progress_on=date(2026, 12, 15)), "2026-12-15", "green", ["on_schedule"]),
    ("due soon but behind", task(amount=90.0, amount_on=date(2026, 12, 20), last_progress_on=date(2026, 12, 20)), "2026-12-20", "yellow", ["behind", "due_soon"]),
    ("silent for 30 days", task(), "2026-08-01", "green", ["on_schedule"]),
    ("silent for 31 days", task(), "2026-08-02", "yellow", ["behind", "silent"]),
    ("silent, but all is done", task(amount=100.0), "2026-08-02", "yellow", ["silent"]),
    ("reports each quarter", task(progress_interval_days=92), "2026-09-25", "green", ["on_schedule"]),
    ("words only, reporting", task(target=None, amount=None), "2026-07-20", "green", ["nothing_late"]),
    ("words only, silent", task(target=None, amount=None), "2026-08-20", "yellow", ["silent"]),
    ("never reported", task(amount=None, amount_on=None, last_progress_on=None), "2026-03-01", "red", ["never_wrote", "silent"]),
    ("just begun", task(amount=None, amount_on=None, last_progress_on=None), "2026-01-20", "green", ["nothing_late"]),
    ("not started", task(amount=None, start=date(2026, 6, 1)), "2026-01-20", "green", ["not_started"]),
    ("no due date", task(due=None), "2026-07-02", "yellow", ["no_due_date"]),
    ("milestone late", task(milestones=(Milestone(date(2026, 6, 30)),)), "2026-07-02", "yellow", ["milestone_overdue"]),
    ("milestone a week late", task(milestones=(Milestone(date(2026, 6, 25)),)), "2026-07-02", "yellow", ["milestone_overdue"]),
    ("milestone long late", task(milestones=(Milestone(date(2026, 6, 24)),)), "2026-07-02", "red", ["milestone_overdue"]),
    ("the gravest first", task(amount=45.0, milestones=(Milestone(date(2026, 6, 1)),)), "2026-07-02", "red", ["milestone_overdue", "behind"]),
    ("milestone of today", task(milestones=(Milestone(MIDDLE),)), "2026-07-02", "blue", ["milestone_soon"]),
    ("milestone done", task(milestones=(Milestone(date(2026, 6, 1), None, date(2026, 6, 20)),)), "2026-07-02", "green", ["on_schedule"]),
    ("milestone reached by amount", task(milestones=(Milestone(date(2026, 6, 1), 50.0),), amount=52.0), "2026-06-05", "green", ["on_schedule"]),
    ("rate at target", task(target=6.0, course="holds", amount=6.2), "2026-07-02", "green", ["at_target"]),
    ("rate below", task(target=6.0, course="holds", amount=5.2), "2026-07-02", "yellow", ["below_target"]),
    ("rate far below", task(target=6.0, course="holds", amount=4.0), "2026-07-02", "red", ["below_target"]),
    ("under the ceiling", task(target=5.5, direction="down", amount=5.1), "2026-07-02", "green", ["below_ceiling"]),
    ("over the ceiling", task(target=5.5, direction="down", amount=5.8), "2026-07-02", "yellow", ["above_ceiling"]),
    ("far over the ceiling", task(target=5.5, direction="down", amount=8.0), "2026-07-02", "red", ["above_ceiling"]),
    ("not accepted", task(state="awaiting_acceptance", amount=None, last_progress_on=None, issued_on=date(2026, 1, 5)), "2026-01-09", "yellow", ["not_accepted"]),
    ("still to accept", task(state="awaiting_acceptance", amount=None, last_progress_on=None, issued_on=date(2026, 1, 5)), "2026-01-08", "grey", ["awaiting_acceptance"]),
    ("in review, submitted in time", task(state="awaiting_review", amount=100.0, submitted_on=DUE), "2027-02-01", "green", ["waiting_for_review"]),
    ("in review, submitted late", task(state="awaiting_review", amount=100.0, submitted_on=date(2027, 1, 5)), "2027-02-01", "red", ["overdue"]),
    ("change_request for an extension stops no clock", task(state="extension_asked", amount=100.0), "2027-01-01", "red", ["overdue"]),
    ("drafted", task(state="drafted"), "2027-02-01", "grey", ["draft"]),
    ("suspended", task(state="suspended"), "2027-02-01", "grey", ["paused"]),
    ("done in time", task(state="done", submitted_on=DUE, closed_on=date(2027, 1, 20)), "2027-02-01", "grey", ["settled_in_time"]),
    ("closed late", task(state="closed", submitted_on=date(2027, 1, 5), closed_on=date(2027, 1, 20)), "2027-02-01", "grey", ["settled_late"]),
    ("closed, nothing known", task(state="closed"), "2027-02-01", "grey", ["settled"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (task(target=5.0, course="holds", unit="%", amount=5.3), "目标不低于 5%，实际 5.3%（截至 2026-07-02）"),
        (task(target=2.0, course="holds", unit="%", amount=1.1), "目标不低于 2%，实际 1.1%（截至 2026-07-02）"),
        (task(target=5.5, course="holds", unit="%", amount=5.2, direction="down"),
         "应控制在 5.5% 以内，实际 5.2%（截至 2026-07-02）"),
    ],
)  # fmt: skip
def test_a_level_is_said_with_its_unit(facts: Facts, words: str) -> None:
    assert in_words(light(facts, MIDDLE).reasons[0], "zh") == words


@pytest.mark.parametrize(
    ("facts", "on", "colour", "codes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_light(facts: Facts, on: str, colour: Colour, codes: list[str]) -> None:
    found = light(facts, date.fromisoformat(on))
    assert (found.colour, [reason.code for reason in found.reasons]) == (colour, codes)


def test_reasons_in_words() -> None:
    found = light(task(amount=20.0), date(2026, 7, 2)).reasons
    assert [in_words(reason) for reason in found] == ["序时进度应完成 50 %，实际 20 %（截至 2026-07-02）"]
    late = light(task(state="closed", submitted_on=date(2027, 1, 5)), DUE).reasons
    assert in_words(late[0]) == "2027-01-05 完成，超期 5 天（时限 2026-12-31）"


def test_other_thresholds_give_another_light() -> None:
    strict = replace(thresholds(), red_below=0.95)
    assert light(task(amount=45.0), MIDDLE, strict).colour == "red"


@pytest.mark.parametrize(
    ("claim", "colour", "code"),
    [
        ("on_track", "green", None),
        ("on_track", "blue", None),
        ("on_track", "yellow", "claim_brighter"),
        ("on_track", "red", "claim_brighter"),
        ("on_track", "grey", None),
        ("behind", "yellow", None),
        ("behind", "red", None),
        ("behind", "green", "claim_darker"),
        ("at_risk", "blue", "claim_darker"),
        ("at_risk", "red", None),
    ],
)
def test_the_unit_s_claim_beside_the_light(claim, colour, code) -> None:  # type: ignore[no-untyped-def]
    found = claim_differs(claim, Light(colour, ()))
    assert (found.code if found else None) == code
    if found:
        assert in_words(found)
        assert in_words(found, "en")


facts_of_any_kind = st.builds(
    Facts,
    state=st.sampled_from(get_args(TaskState)),
    start=st.dates(date(2025, 6, 1), date(2027, 6, 1)),
    due=st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2027, 6, 1))),
    target=st.one_of(st.none(), st.floats(-100, 1e12)),
    direction=st.sampled_from(["up", "down"]),
    course=st.sampled_from(["accrues", "holds"]),
    baseline=st.one_of(st.none(), st.floats(-100, 1e12)),
    milestones=st.lists(
        st.builds(
            Milestone,
            st.dates(date(2025, 6, 1), date(2027, 6, 1)),
            st.one_of(st.none(), st.floats(-100, 1e12)),
            st.one_of(st.none(), st.just(date(2026, 1, 1))),
        ),
        max_size=3,
    ).map(tuple),
    amount=st.one_of(st.none(), st.floats(-100, 1e12)),
    share=st.one_of(st.none(), st.floats(0, 1)),
    amount_on=st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2027, 6, 1))),
    last_progress_on=st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2027, 6, 1))),
    progress_interval_days=st.one_of(st.none(), st.integers(1, 100)),
    issued_on=st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2027, 6, 1))),
    submitted_on=st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2027, 6, 1))),
    closed_on=st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2027, 6, 1))),
)


@given(facts_of_any_kind, st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_every_light_has_reasons_that_can_be_said(facts: Facts, on: date) -> None:
    found = light(facts, on)
    assert found.reasons
    assert all(in_words(reason, "zh") and in_words(reason, "en") for reason in found.reasons)
    unlit = {"drafted", "suspended", "done", "closed", "awaiting_acceptance"}
    assert (found.colour == "grey") <= (facts.state in unlit)
    assert (found.colour == "grey") >= (facts.state in unlit - {"awaiting_acceptance"})


@given(facts_of_any_kind, st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_overdue_is_always_red_and_said_first(facts: Facts, on: date) -> None:
    if overdue_days(facts, on):
        found = light(facts, on)
        expected = ("yellow", "not_accepted") if facts.state == "awaiting_acceptance" else ("red", "overdue")
        assert (found.colour, found.reasons[0].code) == expected


@given(facts_of_any_kind, st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.integers(1, 400))
def test_what_is_overdue_stays_so(facts: Facts, on: date, ahead: int) -> None:
    if overdue_days(facts, on):
        assert overdue_days(facts, on + timedelta(days=ahead)) == overdue_days(facts, on) + ahead


@pytest.mark.parametrize(
    ("submitted", "closed", "expected"),
    [
        (None, None, None),
        (DUE, date(2027, 2, 1), True),
        (None, date(2027, 2, 1), False),
        (date(2027, 1, 1), None, False),
    ],
)
def test_in_time_goes_by_the_submission(
    submitted: date | None, closed: date | None, expected: bool | None
) -> None:
    assert in_time(task(submitted_on=submitted, closed_on=closed)) is expected
    assert in_time(task(due=None, submitted_on=submitted, closed_on=closed)) is None
