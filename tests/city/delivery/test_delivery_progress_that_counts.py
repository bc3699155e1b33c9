"""Two reports on one task: which of them counts, on every page and in every file that says an amount."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.writing import writing
from luoshi.city.site.uploads import Stored
from luoshi.city.tasks.actions.progress import ProgressInput, move_progress, write_progress
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.models import ProgressEntry, Task

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
Contents = Callable[..., ProgressInput]


@pytest.fixture
def task(make_task: Callable[..., Task]) -> Task:
    """A released task in progress, whose target is 6."""
    return make_task(state="in_progress", target_low=6.0, target_high=6.0, released_at=timezone.now())


@pytest.fixture
def report(office: Office, task: Task, content: Contents) -> Callable[..., ProgressEntry]:
    """A report of the officer's, sent to the head or signed."""

    def write(name: str, *, signed: bool = True, **fields: object) -> ProgressEntry:
        return write_progress(
            actor=office.actor("commerce-head" if signed else "commerce-officer"),
            key=task.key,
            content=content(**fields),
            submission=f"report-{name}",
            then="sign" if signed else "send",
        )

    return write


@pytest.fixture
def final_signed_last(
    office: Office, task: Task, report: Callable[..., ProgressEntry], stored: Stored
) -> ProgressEntry:
    """A final report of 6, begun first and signed after one of 4 of the same day."""
    final = report("final", signed=False, amount=6.0, final=True, own_verdict="kept", files=(stored,))
    report("plain", amount=4.0)
    return move_progress(actor=office.actor("commerce-head"), key=task.key, number=final.pk, name="sign")


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def approve(office: Office, task: Task) -> None:
    plain = ProgressEntry.objects.filter(task=task, final=False, state="awaiting_review")
    for one in plain:
        move_progress(actor=office.actor("office"), key=task.key, number=one.pk, name="accept")
    move_task(
        actor=office.actor("office"), key=task.key, name="approve", given=TransitionInput(verdict="kept")
    )


def selected(page: str) -> str:
    """The verdict that a page preselects."""
    return "".join(re.findall(r'<option value="([a-z_]*)" selected', page))


def test_the_report_signed_last_counts(office: Office, task: Task, final_signed_last: ProgressEntry) -> None:
    assert (fresh(task).done_amount, fresh(task).own_verdict) == (6.0, "kept")
    shown = office.client("office").get(f"/tasks/{task.key}/").content.decode()
    assert re.search(r"<figcaption>[^<]*完成 ?6[^<]*</figcaption>", shown)
    # one amount a day is drawn
    assert shown.count('<circle class="done"') == 1


def test_the_report_under_review_is_shown_and_suggests_the_verdict(
    office: Office, task: Task, final_signed_last: ProgressEntry
) -> None:
    desk = office.client("office")
    shown = desk.get(f"/tasks/{task.key}/move/approve/").content.decode()
    assert selected(shown) == "kept"
    assert 'id="reported">6个' in shown
    assert "实际 6" in shown
    assert ">6个</span>" in desk.get("/tasks/review/").content.decode()


def test_a_plain_report_signed_after_the_final_one_does_not_stand_in_for_it(
    office: Office, task: Task, report: Callable[..., ProgressEntry], final_signed_last: ProgressEntry
) -> None:
    late = ProgressEntry.objects.get(submission="report-plain")
    with writing():
        late.amount, late.signed_at = 7.0, timezone.now() + timedelta(minutes=5)
        late.save()
        record(Signature.program("tests"), "progress.change", late)
        task.refresh_from_db()
        task.done_amount = 7.0
        task.save()
        record(Signature.program("tests"), "task.change", task)
    shown = office.client("office").get(f"/tasks/{task.key}/move/approve/").content.decode()
    assert selected(shown) == "kept"
    assert 'id="reported">6个' in shown


def test_a_final_report_without_amount_suggests_no_other_reports(
    office: Office, task: Task, report: Callable[..., ProgressEntry], stored: Stored
) -> None:
    report("plain", amount=4.0)
    report("final", amount=None, final=True, own_verdict="kept", files=(stored,))
    shown = office.client("office").get(f"/tasks/{task.key}/move/approve/").content.decode()
    assert selected(shown) == ""
    assert "没有填完成量" in shown
    assert "实际 4" not in shown


@pytest.mark.parametrize(
    ("amount", "verdict"), [(6.0, "kept"), (9.0, "exceeded"), (4.0, "partly"), (1.0, "missed")]
)
def test_the_verdict_suggested_is_of_the_reports_own_amount(
    office: Office,
    task: Task,
    report: Callable[..., ProgressEntry],
    stored: Stored,
    amount: float,
    verdict: str,
) -> None:
    report("plain", amount=5.0)
    report("final", amount=amount, final=True, own_verdict="kept", files=(stored,))
    shown = office.client("office").get(f"/tasks/{task.key}/move/approve/").content.decode()
    assert selected(shown) == verdict


def test_an_earlier_day_made_up_for_is_history(
    office: Office, task: Task, report: Callable[..., ProgressEntry]
) -> None:
    today = timezone.localdate()
    report("now", amount=5.0, claim="on_track")
    report("belated", amount=2.0, claim="behind", as_of=today - timedelta(days=40))
    found = fresh(task)
    assert (found.done_amount, found.amount_on, found.last_progress_on) == (5.0, today, today)
    assert found.claim == "on_track"
    report("mended", amount=3.0, claim="at_risk")
    assert (fresh(task).done_amount, fresh(task).claim) == (3.0, "at_risk")


def test_a_report_returned_counts_no_more(
    office: Office, task: Task, report: Callable[..., ProgressEntry], final_signed_last: ProgressEntry
) -> None:
    move_task(
        actor=office.actor("office"),
        key=task.key,
        name="return_for_more",
        given=TransitionInput(reason="补照片"),
    )
    assert fresh(task).done_amount == 4.0


def test_what_counts_is_the_same_in_lists_files_and_the_api(
    office: Office, task: Task, final_signed_last: ProgressEntry
) -> None:
    approve(office, task)
    listed = office.client("office").get("/tasks/export/csv/").content.decode("utf-8-sig")
    (row,) = csv.DictReader(listed.splitlines())
    assert float(row["完成量"]) == 6
    home = Client().get("/").content.decode()
    assert "完成 6" in home
    assert "完成 4" not in home
    published = Client().get("/public/tasks.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(published.splitlines())
    assert float(row["完成量"]) == 6
    (result,) = Client().get("/api/v1/results").json()["items"]
    assert result["indicator"][0]["period"][-1]["actual"][0]["value"] == 6.0
