"""A task's way through the pages: accepted, reported, signed, reviewed, closed; and what is refused on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.tasks.actions.drafts import remove_draft
from luoshi.city.tasks.models import (
    ChangeRequest,
    Evidence,
    Notification,
    Obstacle,
    ProgressEntry,
    SupervisionOrder,
    Task,
)

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
FILE = "验收单.txt"


def report_form(task: Task, **fields: Any) -> dict[str, Any]:
    """What a browser sends of the report's form."""
    values = {"submission": "one-form", "version": task.version, "as_of": timezone.localdate().isoformat(),
              "amount": "8", "words": "建成8个", "next_step": "选址", "claim": "on_track", "then": "send"}  # fmt: skip
    return values | fields


def file(name: str = FILE, words: str = "验收合格") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode(), content_type="text/html")


def post(client: Client, address: str, status: int, **fields: Any) -> str:
    """The page that answers, whose status must be ``status``."""
    response = client.post(address, fields)
    assert response.status_code == status, response.content.decode()[-3000:]
    return response.content.decode()


def shut(response: Any) -> None:
    """Close the file that is served; closing the response would end the test's connection, too."""
    for close in response._resource_closers:
        close()


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_accept_report_sign_review_close(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="drafted", due=timezone.localdate() + timedelta(days=40))
    root = f"/tasks/{task.key}/"
    desk, officer, head = (office.client(one) for one in ("office", "commerce-officer", "commerce-head"))

    post(desk, f"{root}move/issue/", 302, version=0)
    post(officer, f"{root}move/accept/", 302, version=fresh(task).version)
    assert fresh(task).state == "in_progress"

    # The officer drafts, comes back to the draft, and sends it.
    post(officer, f"{root}progress/", 302, **report_form(fresh(task), then="draft", obstacle="用地未落实"))
    draft = ProgressEntry.objects.get()
    assert (draft.state, fresh(task).done_amount) == ("draft", None)
    page = officer.get(f"{root}progress/{draft.pk}/").content.decode()
    assert "建成8个" in page
    assert "建成8个" not in desk.get(root).content.decode()  # nobody but the unit sees a draft
    seen = page.split('name="seen" value="')[1].split('"')[0]
    sent = report_form(fresh(task), seen=seen, amount="10", evidence=file())
    post(officer, f"{root}progress/{draft.pk}/", 302, **sent)

    # The head signs; only now the amount counts.
    assert fresh(task).done_amount is None
    post(head, f"{root}progress/{draft.pk}/sign/", 302, version=fresh(task).version)
    assert (fresh(task).done_amount, fresh(task).claim) == (10.0, "on_track")

    # The office returns it with a reason: the amount does not count any more.
    post(desk, f"{root}progress/{draft.pk}/return/", 400, version=fresh(task).version)
    post(desk, f"{root}progress/{draft.pk}/return/", 302, version=fresh(task).version, reason="缺验收单位")
    assert fresh(task).done_amount is None
    assert "缺验收单位" in head.get(root).content.decode()

    # The head writes the final report and signs at once.
    final = report_form(fresh(task), submission="final", amount="40", final="on", own_verdict="kept",
                        then="sign", evidence=file("完工.txt", "完工"))  # fmt: skip
    post(head, f"{root}progress/", 302, **final)
    assert (fresh(task).state, fresh(task).own_verdict, fresh(task).done_amount) == (
        "awaiting_review",
        "kept",
        40.0,
    )
    assert fresh(task).submitted_on == timezone.localdate()

    assert task.title in desk.get("/tasks/review/").content.decode()
    post(desk, f"{root}move/return_for_more/", 302, version=fresh(task).version, reason="补照片")
    assert fresh(task).state == "returned"
    last = ProgressEntry.objects.get(submission="final")
    assert (last.state, last.returned_reason) == ("returned", "补照片")
    again = report_form(
        fresh(task), words="补了照片", amount="40", final="on", own_verdict="kept", then="sign"
    )
    post(head, f"{root}progress/{last.pk}/", 302, **again)

    post(
        desk,
        f"{root}move/approve/",
        302,
        version=fresh(task).version,
        verdict="partly",
        verdict_words="少两个",
    )
    assert (fresh(task).state, fresh(task).verdict) == ("done", "partly")
    post(desk, f"{root}move/close/", 302, version=fresh(task).version)
    assert (fresh(task).state, fresh(task).closed_on) == ("closed", timezone.localdate())

    page = desk.get(root).content.decode()
    for words in ("销号", "补照片", "少两个", "低于自评", FILE, "完工.txt"):
        assert words in page


def test_nothing_is_submitted_without_evidence(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    final = report_form(task, final="on", own_verdict="kept", then="sign", words="全部建成，没有附件")
    page = post(office.client("commerce-head"), f"/tasks/{task.key}/progress/", 400, **final)
    assert "佐证材料" in page
    assert "全部建成，没有附件" in page  # what was typed is kept
    assert not ProgressEntry.objects.exists()
    assert fresh(task).state == "in_progress"


def test_a_form_sent_twice_is_one_report(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    client = office.client("commerce-officer")
    form = report_form(task)
    for _ in range(2):
        post(client, f"/tasks/{task.key}/progress/", 302, **form)
    assert ProgressEntry.objects.count() == 1
    post(client, f"/tasks/{task.key}/progress/", 409, **(form | {"words": "另一番话"}))
    assert ProgressEntry.objects.get().words == "建成8个"


def test_somebody_was_quicker(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    old = fresh(task).version
    post(office.client("mayor"), f"/tasks/{task.key}/move/suspend/", 302, version=old, reason="资金未到")
    page = post(
        office.client("office"), f"/tasks/{task.key}/move/suspend/", 409, version=old, reason="等资金"
    )
    assert "等资金" in page
    assert fresh(task).version == old + 1


@pytest.mark.parametrize("granted", ["yes", "no"])
def test_extension_asked_and_decided(office: Office, make_task: Callable[..., Task], granted: str) -> None:
    task = make_task(state="in_progress")
    root = f"/tasks/{task.key}/"
    asked = {"reason": "汛期停工", "new_due": "2027-06-30", "version": task.version}
    for _ in range(2):  # the second form is the same change request
        post(office.client("commerce-head"), f"{root}ask/extension/", 302, **asked)
    change_request = ChangeRequest.objects.get()
    assert fresh(task).state == "extension_asked"
    decided = {
        "granted": granted,
        "reason": "情况属实",
        "version": fresh(task).version,
        "new_due": "2027-03-31",
    }
    post(office.client("mayor"), f"{root}change-requests/{change_request.pk}/", 302, **decided)
    post(office.client("office"), f"{root}change-requests/{change_request.pk}/", 409, **decided)
    change_request.refresh_from_db()
    due = date(2027, 3, 31) if granted == "yes" else date(2026, 12, 31)
    assert (change_request.granted, fresh(task).state, fresh(task).due) == (
        granted == "yes",
        "in_progress",
        due,
    )
    page = office.client("commerce-officer").get(root).content.decode()
    assert ("2026-12-31 → 2027-03-31" in page) == (granted == "yes")


@pytest.mark.parametrize(
    ("kind", "state"), [("suspension", "suspended"), ("transfer", "awaiting_acceptance")]
)
def test_suspension_and_transfer_asked(
    office: Office, make_task: Callable[..., Task], kind: str, state: str
) -> None:
    task = make_task(state="in_progress")
    root = f"/tasks/{task.key}/"
    unit = {"new_unit": "water"} if kind == "transfer" else {}
    post(office.client("commerce-head"), f"{root}ask/{kind}/", 302, reason="职责调整", version=0, **unit)
    assert fresh(task).state == "in_progress"
    change_request = ChangeRequest.objects.get()
    granted = {"granted": "yes", "reason": "同意", "version": fresh(task).version}
    post(office.client("office"), f"{root}change-requests/{change_request.pk}/", 302, **granted)
    assert fresh(task).state == state
    lead = "water" if kind == "transfer" else "commerce"
    assert fresh(task).lead_unit == office.units[lead]


def test_a_move_that_overtakes_an_change_request_answers_it(
    office: Office, make_task: Callable[..., Task]
) -> None:
    task = make_task(state="in_progress")
    root = f"/tasks/{task.key}/"
    post(
        office.client("commerce-head"),
        f"{root}ask/extension/",
        302,
        reason="汛期",
        new_due="2027-06-30",
        version=0,
    )
    post(office.client("office"), f"{root}move/suspend/", 302, reason="整体暂缓", version=fresh(task).version)
    change_request = ChangeRequest.objects.get()
    assert (change_request.granted, change_request.decision) == (False, "整体暂缓")


def test_problem_entered_given_and_settled(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    root = f"/tasks/{task.key}/"
    for _ in range(2):
        post(office.client("commerce-officer"), f"{root}obstacles/", 302, words="水管改迁未批")
    obstacle = Obstacle.objects.get()
    post(
        office.client("commerce-head"),
        f"{root}obstacles/{obstacle.pk}/",
        403,
        remover="water",
        due="2026-03-01",
    )
    given = {"remover": "water", "due": "2026-03-01", "version": fresh(task).version}
    page = post(office.client("mayor"), f"{root}obstacles/{obstacle.pk}/", 409, **given)
    asked = re.findall(r'name="asked" value="([^"]+)"', page)
    post(office.client("mayor"), f"{root}obstacles/{obstacle.pk}/", 302, **given, asked=asked, sure="yes")
    assert (
        Notification.objects.filter(post=office.posts["water-head"], detail__event="assign_obstacle").count()
        == 1
    )
    for who in ("office", "water-head", "commerce-officer", "auditor"):
        page = office.client(who).get("/tasks/obstacles/?overdue=1").content.decode()
        assert "水管改迁未批" in page
    post(office.client("office"), f"{root}obstacles/{obstacle.pk}/settle/", 302, words="已批",
         version=fresh(task).version)  # fmt: skip
    assert "水管改迁未批" not in office.client("office").get("/tasks/obstacles/").content.decode()
    assert "水管改迁未批" in office.client("office").get("/tasks/obstacles/?state=settled").content.decode()


def test_a_draft_takes_no_problem_and_can_be_removed(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="drafted")
    page = post(office.client("office"), f"/tasks/{task.key}/obstacles/", 400, words="水管改迁未批")
    assert "是草稿" in page
    assert not Obstacle.objects.exists()
    remove_draft(actor=office.actor("office"), key=task.key)
    assert not Task.objects.exists()


def test_change_keeps_what_was(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    root = f"/tasks/{task.key}/change/"
    form = {
        "version": task.version, "title": task.title, "start": "2026-01-01", "due": "2026-12-31",
        "target_low": "30", "target_high": "30", "target_unit": "个", "target_bound": "", "sponsor": "mayor",
        "progress_interval_days": "30", "reason": "", "approver": "",
        "milestones-TOTAL_FORMS": "1", "milestones-INITIAL_FORMS": "0",
        "milestones-0-due": "2026-06-30", "milestones-0-amount": "15", "milestones-0-words": "过半",
    }  # fmt: skip
    post(office.client("office"), root, 400, **form)
    assert fresh(task).target_low == 40.0
    post(
        office.client("office"), root, 302, **(form | {"reason": "规划调整", "approver": "市政府第5次常务会"})
    )
    assert (fresh(task).target_low, fresh(task).words) == (30.0, task.words)
    event = task.events.get(action="change")
    assert (event.before["target_low"], event.after["target_low"], event.reason) == (40.0, 30.0, "规划调整")
    assert event.after["approver"] == "市政府第5次常务会"
    page = office.client("commerce-officer").get(f"/tasks/{task.key}/").content.decode()
    for words in ("40 → 30", "市政府第5次常务会", "规划调整", "2026-06-30 15 过半"):
        assert words in page
    # The same terms again change nothing; a milestone taken out is on record.
    again = form | {"version": fresh(task).version, "reason": "核减", "approver": "市长", "milestones-INITIAL_FORMS": "1",
                    "milestones-0-gone": "on"}  # fmt: skip
    post(office.client("office"), root, 302, **again)
    assert not fresh(task).milestones.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"due": "2025-12-31"}, "早于开始日期"),
        ({"target_low": "50"}, "下限大于上限"),
        ({"milestones-0-due": "2025-12-31"}, "不在起止时间之内"),
        ({"milestones-0-due": "2027-01-01"}, "不在起止时间之内"),
    ],
)
def test_new_terms_that_contradict_themselves_are_refused(
    office: Office, make_task: Callable[..., Task], fields: dict[str, str], words: str
) -> None:
    task = make_task(state="in_progress")
    form = {
        "version": task.version, "title": "改过的名称", "start": "2026-01-01", "due": "2026-12-31",
        "target_low": "30", "target_high": "30", "target_unit": "个", "target_bound": "", "sponsor": "mayor",
        "progress_interval_days": "30", "reason": "规划调整", "approver": "市长",
        "milestones-TOTAL_FORMS": "1", "milestones-INITIAL_FORMS": "0",
        "milestones-0-due": "2026-06-30", "milestones-0-amount": "15", "milestones-0-words": "过半",
    }  # fmt: skip
    assert words in post(office.client("office"), f"/tasks/{task.key}/change/", 400, **(form | fields))
    assert fresh(task).title == task.title


def test_sheet_issued_and_answered(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    answer_due = (timezone.localdate() + timedelta(days=5)).isoformat()
    form = {"unit": "water", "colour": "red", "words": "限期整改", "answer_due": answer_due, "version": 0}
    for _ in range(2):
        post(office.client("office"), f"/tasks/{task.key}/supervision-orders/", 302, **form)
    supervision_order = SupervisionOrder.objects.get()
    post(
        office.client("commerce-head"),
        f"/tasks/supervision-orders/{supervision_order.key}/",
        403,
        answer="不是发给我们的",
    )
    post(
        office.client("water-head"),
        f"/tasks/supervision-orders/{supervision_order.key}/",
        302,
        answer="已整改",
    )
    post(
        office.client("water-head"),
        f"/tasks/supervision-orders/{supervision_order.key}/",
        409,
        answer="又改口",
    )
    supervision_order.refresh_from_db()
    assert (supervision_order.answer, supervision_order.answered_at is not None) == ("已整改", True)
    assert (
        supervision_order.key
        in office.client("commerce-officer").get("/tasks/supervision-orders/").content.decode()
    )


def test_evidence_stays_once_signed_and_is_served_to_those_who_see_the_task(
    office: Office, make_task: Callable[..., Task]
) -> None:
    task = make_task(state="in_progress")
    support = task.supports.get()
    subject = support.subject()
    support.delete()
    record(Signature.program("tests"), "support.remove", subject)
    root = f"/tasks/{task.key}/"
    officer, head = office.client("commerce-officer"), office.client("commerce-head")
    post(
        officer,
        f"{root}progress/",
        302,
        **report_form(task, evidence=[file(), file("二.txt", "二")], then="draft"),
    )
    one, two = Evidence.objects.all()
    post(officer, f"{root}evidence/{two.pk}/remove/", 302)
    two.refresh_from_db()
    assert two.removed_at is not None
    address = f"{root}evidence/{one.pk}/"
    assert office.client("office").get(address).status_code == 404  # a draft's
    report = ProgressEntry.objects.get()
    post(officer, f"{root}progress/{report.pk}/send_for_signature/", 302, version=fresh(task).version)
    post(head, f"{root}progress/{report.pk}/sign/", 302, version=fresh(task).version)
    post(officer, f"{root}evidence/{one.pk}/remove/", 302)
    one.refresh_from_db()
    assert one.removed_at is None
    for who, status in (("office", 200), ("mayor", 200), ("auditor", 200), ("commerce-head", 200),
                        ("water-head", 404), ("admin", 404)):  # fmt: skip
        response = office.client(who).get(address)
        assert response.status_code == status, who
        if status == 200:
            shut(response)
    served = office.client("office").get(address)
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Disposition"].startswith("attachment")
    assert b"".join(served.streaming_content) == "验收合格".encode()  # type: ignore[attr-defined]
    shut(served)
    assert office.client("water-head").get(root).status_code == 404
    post(office.client("water-officer"), f"{root}evidence/", 404, evidence=file())


def test_officer_milestone_release(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", officer=None)
    root = f"/tasks/{task.key}/"
    head, desk = office.client("commerce-head"), office.client("office")
    post(head, f"{root}officer/", 302, post="commerce-officer", version=0)
    assert fresh(task).officer == office.posts["commerce-officer"]
    post(head, f"{root}officer/", 400, post="water-officer", version=1)
    post(desk, f"{root}release/", 302, released="1", version=fresh(task).version)
    post(desk, f"{root}release/", 302, released="1")  # twice is once
    assert fresh(task).is_released
    public = office.client(None).get(root, follow=True)
    assert public.status_code == 200
    for hidden in ("副市长", "专员", "问题清单", "佐证材料"):
        assert hidden not in public.content.decode()
    post(desk, "/tasks/release/", 302, key=[task.key], released="0")
    assert not fresh(task).is_released
    assert office.client(None).get(root).status_code == 404


def test_notices_are_read_by_the_post(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="awaiting_acceptance")
    post(
        office.client("commerce-head"),
        f"/tasks/{task.key}/move/send_back/",
        302,
        reason="职责不在我局",
        version=0,
    )
    desk = office.client("office")
    assert "职责不在我局" in desk.get("/tasks/notifications/?unread=1").content.decode()
    post(office.client("mayor"), "/tasks/notifications/read/", 302)  # others' notifications stay unread
    assert Notification.objects.filter(read_at__isnull=True).count() == 1
    post(desk, "/tasks/notifications/read/", 302, notification=Notification.objects.get().pk)
    assert "职责不在我局" not in desk.get("/tasks/notifications/?unread=1").content.decode()
