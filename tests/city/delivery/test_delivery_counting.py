"""What the program proposed, or lay before a unit had its task, is not held against the unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.writing import writing
from luoshi.city.dashboards.queries.office import silent_units
from luoshi.city.dashboards.queries.units import compared
from luoshi.city.rules.facts import overdue_days
from luoshi.city.tasks.actions.amendments import change_task
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.daily import run_daily
from luoshi.city.tasks.models import Milestone, Notification, Task
from luoshi.city.tasks.selectors import is_overdue, overdue_on
from luoshi.city.tasks.status_light import facts_of
from luoshi.city.tasks.terms import MilestoneTerms, terms_of

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
SYSTEM = Signature.program("tests")
CHINA = ZoneInfo("Asia/Shanghai")
ENDS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Makes it another day."""

    def be(day: date) -> None:
        now = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
        monkeypatch.setattr(timezone, "now", lambda: now)

    be(date(2026, 11, 30))
    return be


@pytest.fixture
def drafted(make_task: MakeTask, on: Callable[[date], None]) -> Task:
    """A draft of the year with a milestone at each of its quarters."""
    task = make_task(state="drafted", target_low=None, target_high=None)
    with writing():
        for day in ENDS:
            record(SYSTEM, "milestone.add", Milestone.objects.create(task=task, due=day, words="推进"))
    return task


def moved(office: Office, task: Task, who: str, name: str, **given: object) -> Task:
    return move_task(actor=office.actor(who), key=task.key, name=name, given=TransitionInput(**given))  # type: ignore[arg-type]


def codes(task: Task) -> tuple[str, list[str]]:
    task.refresh_from_db()
    return task.light, [reason["code"] for reason in task.light_reasons]


def test_a_task_issued_in_november_is_not_red_in_the_same_second(office: Office, drafted: Task) -> None:
    moved(office, drafted, "office", "issue")
    assert codes(drafted) == ("grey", ["awaiting_acceptance"])
    moved(office, drafted, "commerce-head", "accept")
    assert codes(drafted) == ("green", ["nothing_late"])
    run_daily(date(2026, 12, 1))
    assert codes(drafted) == ("green", ["nothing_late"])
    assert not Notification.objects.filter(kind__in=("milestone_due", "overdue", "escalated")).exists()
    for who, address in (
        ("mayor", "/dashboards/leader/?year=2026"), ("office", "/dashboards/office/?year=2026"),
        ("commerce-head", "/dashboards/unit/"),
    ):  # fmt: skip
        page = office.client(who).get(address).content.decode()
        assert "逾期 2" not in page
        assert "2026-03-31" not in page
    (row,) = compared(Task.objects.all(), date(2026, 12, 1))
    assert (row.lights["red"], row.lights["yellow"], row.rate.denominator) == (0, 0, 0)


def test_three_working_days_are_for_accepting(office: Office, drafted: Task) -> None:
    moved(office, drafted, "office", "issue")
    for day, light_then in ((date(2026, 12, 3), "grey"), (date(2026, 12, 4), "yellow")):
        run_daily(day)
        assert codes(drafted)[0] == light_then


def test_issued_again_it_counts_from_then(office: Office, drafted: Task, on: Callable[[date], None]) -> None:
    on(date(2026, 3, 2))
    moved(office, drafted, "office", "issue")
    moved(office, drafted, "commerce-head", "send_back", reason="不是本单位的事")
    on(date(2026, 7, 10))
    moved(office, drafted, "office", "issue")
    moved(office, drafted, "commerce-head", "accept")
    assert codes(drafted) == ("green", ["nothing_late"])
    assert drafted.runs_from == date(2026, 7, 10)


def test_a_transfer_begins_anew_for_the_unit_that_gets_it(
    office: Office, drafted: Task, on: Callable[[date], None]
) -> None:
    on(date(2026, 3, 2))
    moved(office, drafted, "office", "issue")
    moved(office, drafted, "commerce-head", "accept")
    on(date(2026, 7, 15))
    moved(office, drafted, "office", "transfer", new_unit=office.units["water"], reason="职能调整")
    assert codes(drafted) == ("grey", ["awaiting_acceptance"])
    moved(office, drafted, "water-head", "accept")
    assert codes(drafted) == ("green", ["nothing_late"])


def test_a_report_of_the_unit_before_is_no_silence_of_the_unit_after(
    office: Office, drafted: Task, on: Callable[[date], None]
) -> None:
    on(date(2026, 3, 2))
    moved(office, drafted, "office", "issue")
    moved(office, drafted, "commerce-head", "accept")
    Task.objects.update(last_progress_on=date(2026, 3, 10))
    on(date(2026, 7, 15))
    moved(office, drafted, "office", "transfer", new_unit=office.units["water"], reason="职能调整")
    moved(office, drafted, "water-head", "accept")
    (row,) = compared(Task.objects.all(), date(2026, 7, 20))
    assert row.silent_days == 5
    assert silent_units(Task.objects.all(), date(2026, 8, 14)) == []
    (silent,) = silent_units(Task.objects.all(), date(2026, 8, 15))
    assert (silent.unit, silent.days) == (office.units["water"], 31)


def test_what_passed_while_suspended_was_nobody_s_to_meet(
    office: Office, drafted: Task, on: Callable[[date], None]
) -> None:
    on(date(2026, 3, 2))
    moved(office, drafted, "office", "issue")
    moved(office, drafted, "commerce-head", "accept")
    moved(office, drafted, "office", "suspend", reason="等待国土批复")
    on(date(2027, 1, 20))
    moved(office, drafted, "office", "resume", reason="已批复")
    assert codes(drafted) == ("yellow", ["due_before_issue"])
    assert not Task.objects.filter(overdue_on(date(2027, 1, 25))).exists()


def test_a_due_date_missed_before_a_suspension_stays_missed(
    office: Office, drafted: Task, on: Callable[[date], None]
) -> None:
    on(date(2026, 3, 2))
    moved(office, drafted, "office", "issue")
    moved(office, drafted, "commerce-head", "accept")
    on(date(2027, 1, 20))
    moved(office, drafted, "office", "suspend", reason="另行研究")
    on(date(2027, 2, 1))
    moved(office, drafted, "office", "resume", reason="继续办理")
    assert codes(drafted)[0] == "red"
    assert codes(drafted)[1][0] == "overdue"


def test_a_task_issued_behind_its_due_date_waits_for_another(
    office: Office, drafted: Task, on: Callable[[date], None]
) -> None:
    on(date(2027, 2, 1))
    moved(office, drafted, "office", "issue", confirmed=(f"due:{drafted.key}:{drafted.due}",))
    assert codes(drafted) == ("grey", ["awaiting_acceptance"])
    moved(office, drafted, "commerce-head", "accept")
    assert codes(drafted) == ("yellow", ["due_before_issue"])
    for ahead in range(40):
        run_daily(date(2027, 2, 1) + timedelta(days=ahead))
    drafted.refresh_from_db()
    assert drafted.light == "yellow"
    assert not Notification.objects.filter(kind__in=("overdue", "milestone_due")).exists()
    assert not Task.objects.filter(overdue_on(date(2027, 3, 10))).exists()
    moved(office, drafted, "commerce-head", "ask_extension", new_due=date(2027, 6, 30), reason="年后才下达")
    moved(office, drafted, "office", "grant_extension", reason="同意")
    assert Task.objects.filter(overdue_on(date(2027, 7, 1))).exists()


def test_a_change_puts_nobody_behind_days_that_had_passed(office: Office, drafted: Task) -> None:
    moved(office, drafted, "office", "issue")
    moved(office, drafted, "commerce-head", "accept")
    Task.objects.filter(pk=drafted.pk).update(runs_from=date(2026, 1, 10))
    drafted.refresh_from_db()
    terms = terms_of(drafted)
    new = (
        MilestoneTerms(due=date(2026, 6, 30), words="过半"),
        MilestoneTerms(due=date(2026, 12, 20), words="完"),
    )
    change_task(actor=office.actor("office"), key=drafted.key, reason="补节点", approver="常务会议",
                terms=type(terms)(**{**vars(terms), "milestones": new}))  # fmt: skip
    assert "milestone_overdue" not in codes(drafted)[1]
    drafted.refresh_from_db()
    assert [one.agreed_on for one in drafted.milestones.all()] == [date(2026, 11, 30)] * 2
    terms = type(terms)(**{**vars(terms_of(drafted)), "due": date(2026, 11, 1), "milestones": ()})
    change_task(
        actor=office.actor("office"), key=drafted.key, reason="更正", approver="常务会议", terms=terms,
        confirmed=(f"due:{drafted.key}:2026-11-01",),
    )  # fmt: skip
    assert codes(drafted) == ("yellow", ["due_before_issue"])


STATES = ("drafted", "awaiting_acceptance", "in_progress", "awaiting_review", "suspended", "done")


@pytest.mark.parametrize("issued", [None, date(2026, 6, 25), date(2026, 6, 30), date(2026, 7, 1)])
@pytest.mark.parametrize("runs_from", [None, date(2026, 6, 30), date(2026, 7, 3)])
@pytest.mark.parametrize("state", STATES)
def test_the_database_finds_as_overdue_what_the_rule_does(
    make_task: MakeTask, state: str, issued: date | None, runs_from: date | None
) -> None:
    at = issued and datetime(issued.year, issued.month, issued.day, 0, 30, tzinfo=CHINA)
    task = make_task(state=state, due=date(2026, 6, 30), issued_at=at, runs_from=runs_from)
    for ahead in range(-2, 14):
        day = date(2026, 6, 30) + timedelta(days=ahead)
        ruled = overdue_days(facts_of(task), day) > 0
        assert is_overdue(task, day) == ruled
        assert Task.objects.filter(overdue_on(day)).exists() == ruled, day
