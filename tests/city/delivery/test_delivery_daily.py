"""The daily run: lights, reminders, escalation, e-mail; twice is once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.models import Entry
from luoshi.city.people.models import Holding
from luoshi.city.tasks import daily
from luoshi.city.tasks.daily import run_daily
from luoshi.city.tasks.models import Notification, Task
from luoshi.city.tasks.notifications import mail as by_mail

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 30)


def told(task: Task, kind: str | None = None) -> set[tuple[str, str]]:
    """Who was told what of a task."""
    notifications = Notification.objects.filter(task=task, **({"kind": kind} if kind else {}))
    return set(notifications.values_list("post__key", "kind"))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (DUE - timedelta(days=7), {("commerce-officer", "due_soon")}),
        (DUE - timedelta(days=6), set()),
        (DUE, {("commerce-officer", "due_today")}),
        (DUE + timedelta(days=1), {("commerce-officer", "overdue"), ("commerce-head", "escalated")}),
        (
            DUE + timedelta(days=7),
            {("commerce-officer", "overdue"), ("commerce-head", "escalated"), ("mayor", "escalated")},
        ),
    ],
)
def test_reminders_and_escalation(
    make_task: Callable[..., Task], today: date, expected: set[tuple[str, str]]
) -> None:
    task = make_task(state="in_progress", due=DUE, last_progress_on=today, done_amount=40.0, amount_on=today)
    run_daily(today)
    assert told(task) == expected


def test_without_an_officer_the_unit_is_reminded(make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", due=DUE, last_progress_on=DUE, officer=None)
    run_daily(DUE)
    assert ("commerce-officer", "due_today") in told(task)


def test_twice_is_once_and_the_next_day_is_another(make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", due=DUE, last_progress_on=DUE)
    first = run_daily(DUE + timedelta(days=1))
    entries = Entry.objects.count()
    again = run_daily(DUE + timedelta(days=1))
    assert (first.notifications, again.notifications, again.lights) == (2, 0, 0)
    assert Entry.objects.count() == entries
    assert run_daily(DUE + timedelta(days=2)).notifications == 0  # escalated once, reminded on its days only
    assert told(task, "escalated") == {("commerce-head", "escalated")}


def test_only_changed_lights_are_saved(make_task: Callable[..., Task]) -> None:
    make_task(state="in_progress", due=DUE)
    make_task(state="closed", due=DUE)
    make_task(state="suspended", due=DUE)
    done = run_daily(DUE + timedelta(days=1))
    assert (done.tasks, done.lights) == (1, 1)
    task = Task.objects.get(state="in_progress")
    assert (task.light, task.light_since) == ("red", DUE + timedelta(days=1))


def test_what_fell_on_days_without_a_run_is_told_once(make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", due=DUE, last_progress_on=DUE - timedelta(days=8))
    run_daily(DUE - timedelta(days=8))
    run_daily(DUE - timedelta(days=5))  # seven days before it the machine stood still
    assert told(task) == {("commerce-officer", "due_soon")}


def test_reminders_nobody_answers_go_up_to_the_sponsor(make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", due=date(2026, 12, 31), last_progress_on=date(2026, 3, 1), target_low=None,
                     target_high=None)  # fmt: skip
    day = date(2026, 3, 25)
    while not told(task, "escalated") and day < date(2026, 6, 1):
        run_daily(day)
        day += timedelta(days=1)
    assert told(task, "escalated") == {("commerce-head", "escalated"), ("mayor", "escalated")}
    assert date(2026, 4, 1) < day < date(2026, 4, 15)


def test_killed_in_the_middle_the_rest_is_done_again(
    make_task: Callable[..., Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make_task(state="in_progress", due=DUE, last_progress_on=DUE)
    monkeypatch.setattr(daily, "CHUNK", 1)
    keep, calls = daily.send, []  # type: ignore[attr-defined]

    def killed(*given: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(daily, "send", killed)
    with pytest.raises(KeyboardInterrupt):
        run_daily(DUE + timedelta(days=1))
    assert set(Task.objects.values_list("light", flat=True)) == {"red", "grey"}
    assert not Entry.objects.filter(action="daily.run").exists()
    run_daily(DUE + timedelta(days=1))
    assert set(Task.objects.values_list("light", flat=True)) == {"red"}
    assert Notification.objects.count() == 6


def test_as_many_queries_for_many_tasks_as_for_few(
    make_task: Callable[..., Task], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make_task(state="in_progress", due=DUE, last_progress_on=DUE)
    with django_assert_max_num_queries(30):
        run_daily(DUE + timedelta(days=1))


def test_mail_is_off_unless_it_is_set(
    office: Office, make_task: Callable[..., Task], settings: Settings
) -> None:
    person = office.people["commerce-officer"]
    person.email = "officer@example.org"
    person.save()
    record(Signature.program("tests"), "person.change", person)
    make_task(state="in_progress", due=DUE, last_progress_on=DUE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert run_daily(DUE).mails == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run_daily(DUE).mails == 1
    assert run_daily(DUE).mails == 0
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["officer@example.org"]
    assert "/tasks/2026-0001/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("unreachable", "mails"),
    [({"officer@example.org"}, 1), ({"officer@example.org", "water@example.org"}, 0)],
)
def test_a_holder_whom_no_mail_reaches_does_not_repeat_the_mails_of_the_others(
    office: Office,
    make_task: Callable[..., Task],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    unreachable: set[str],
    mails: int,
) -> None:
    for key, address in (("commerce-officer", "officer@example.org"), ("water-officer", "water@example.org")):
        person = office.people[key]
        person.email = address
        person.save()
        record(Signature.program("tests"), "person.change", person)
    post = office.posts["commerce-officer"]
    second = Holding.objects.create(person=office.people["water-officer"], post=post, since=date(2026, 1, 1))
    record(Signature.program("tests"), "holding.add", second)

    def send(_subject: str, _body: str, _sender: str, to: list[str]) -> None:
        if unreachable & set(to):
            raise SMTPRecipientsRefused({})

    monkeypatch.setattr(by_mail, "send_mail", send)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_task(state="in_progress", due=DUE, last_progress_on=DUE)
    assert run_daily(DUE).mails == mails
    assert office.people["commerce-officer"].key in caplog.text
    assert run_daily(DUE).mails == 0
    assert Notification.objects.filter(post=post, mailed_at=None).exists() == (mails == 0)


def test_the_command_says_what_it_did(make_task: Callable[..., Task]) -> None:
    make_task(state="in_progress", due=DUE)
    out = StringIO()
    call_command("daily", "--date", f"{DUE}", stdout=out)
    assert "1" in out.getvalue()


def test_a_clock_that_ran_ahead_once_blocks_no_reminder(make_task: Callable[..., Task]) -> None:
    today = timezone.localdate()
    due = today + timedelta(days=3)
    task = make_task(state="in_progress", due=due, start=today - timedelta(days=90), last_progress_on=today)
    run_daily(today - timedelta(days=6))
    run_daily(today + timedelta(days=60))
    assert ("mayor", "escalated") in told(task)
    run_daily(today)
    assert told(task) == {("commerce-officer", "due_soon")}  # of three days ahead, and nothing untimely
    run_daily(today + timedelta(days=12))
    escalated = Notification.objects.filter(task=task, kind="escalated")
    assert {one.on for one in escalated} == {today + timedelta(days=12)}
    assert ("commerce-officer", "overdue") in told(task)


def test_what_was_missed_is_caught_up_though_a_clock_ran_ahead(make_task: Callable[..., Task]) -> None:
    today = timezone.localdate()
    due = today - timedelta(days=1)
    task = make_task(state="in_progress", due=due, start=due - timedelta(days=90), last_progress_on=today)
    run_daily(due - timedelta(days=2))
    run_daily(today + timedelta(days=60))
    run_daily(today + timedelta(days=1))
    assert Notification.objects.get(task=task, kind="overdue").on == today + timedelta(days=1)


def test_a_run_for_an_earlier_day_takes_nothing_back(make_task: Callable[..., Task]) -> None:
    today = timezone.localdate()
    task = make_task(state="in_progress", due=today, start=today - timedelta(days=90), last_progress_on=today)
    run_daily(today)
    before = told(task)
    run_daily(today - timedelta(days=30))
    assert before <= told(task)
