"""What the public sees, and above all what it does not."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from luoshi.city.public.wording import changed_words
from luoshi.city.reports.models import Promise, Report
from luoshi.city.site.words import words_of
from luoshi.city.tasks.models import Event, Evidence, Obstacle, ProgressEntry, SupervisionOrder, Task
from luoshi.city.tasks.public import Changed

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
DAY = date(2026, 6, 30)
DOWNLOADS = ("/public/tasks.csv", "/public/tasks.xlsx", "/public/tasks.json")
# Words that must never be published, one for every place in which the office writes.
INSIDE = (
    "内部草稿任务", "未公开任务", "未公开原话", "待审进展", "待签进展", "草稿进展", "退回进展", "退回缘由", "下一步内情", "自评内情",
    "内部经过", "证据文件名", "问题内情", "督办内情", "来源内情", "审核内情", "专员换人", "督查专员1", "局长2", "专员3", "副市长0",
)  # fmt: skip


def text_of(response: Any) -> str:
    if response["Content-Type"].startswith("application/vnd"):
        supervision_order = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
        return str(supervision_order.to_python())
    return str(response.content.decode("utf-8-sig"))


@pytest.fixture
def timeline(make_task: MakeTask, office: Any) -> Task:
    """A released task full of what is inside, beside tasks that are not released."""
    now, officer, head = timezone.now(), office.people["commerce-officer"], office.people["commerce-head"]
    make_task(title="内部草稿任务", words="未公开原话")
    make_task(title="未公开任务", words="未公开原话", state="in_progress", kind="livelihood")
    task = make_task(
        title="建设社区菜店40个", words="年内建设社区菜店40个。", state="in_progress", released_at=now, section="保障和改善民生",
        kind="livelihood", origin_words="来源内情", verdict_words="审核内情", due=date(2026, 9, 30), first_due=DAY, light="red",
    )  # fmt: skip
    for state, words in (
        ("draft", "草稿进展"), ("awaiting_signature", "待签进展"), ("awaiting_review", "待审进展"), ("returned", "退回进展"),
        ("accepted", "已建成菜店22个"),
    ):  # fmt: skip
        ProgressEntry.objects.create(
            task=task, as_of=DAY, amount=22 if state == "accepted" else 391706, words=words, next_step="下一步内情", state=state,
            written_by=officer, signed_by=head, returned_reason="退回缘由", claim="at_risk",
        )  # fmt: skip
    Evidence.objects.create(
        task=task,
        name="证据文件名.pdf",
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        added_by=officer,
    )
    Obstacle.objects.create(task=task, words="问题内情", entered_by=officer)
    SupervisionOrder.objects.create(
        key="d-1", task=task, unit=office.units["commerce"], colour="red", issued_on=DAY, answer_due=DAY, words="督办内情",
        issued_by=officer,
    )  # fmt: skip
    Event.objects.create(
        task=task, at=now, action="grant_extension", reason="汛期停工，顺延一季度", public=True, person_name="督查专员1",
        post_name="市政府督查室 督查专员", before={"due": "2026-06-30", "own_verdict": "自评内情", "sponsor": "专员换人"},
        after={"due": "2026-09-30", "own_verdict": "自评内情", "sponsor": "专员换人"},
    )  # fmt: skip
    Event.objects.create(
        task=task, at=now, action="send_back", reason="内部经过", public=False, person_name="局长2"
    )
    return task


@pytest.mark.parametrize("who", [None, "admin", "office"])
def test_nothing_that_is_inside_ever_leaves(who: str | None, timeline: Task, office: Any) -> None:
    client = office.client(who)
    for address in ("/", f"/public/{timeline.key}/", "/?by=unit", "/?q=菜店", *DOWNLOADS):
        response = client.get(address)
        assert response.status_code == 200, address
        shown = text_of(response)
        if who is not None:
            shown = shown.replace(office.people[who].name, "")  # one's own name in the masthead
        assert "建设社区菜店40个" in shown, address
        assert [words for words in INSIDE if words in shown] == [], address
        assert "391706" not in shown, address


@pytest.mark.parametrize("words", ["来源内情", "未公开", "待审进展", "内部草稿", "审核内情"])
def test_search_does_not_tell_what_is_inside(words: str, timeline: Task, office: Any) -> None:
    assert office.client(None).get(f"/?q={words}").context["counts"]["total"] == 0


def test_task_that_is_not_released_does_not_exist(timeline: Task, office: Any) -> None:
    client = office.client(None)
    for task in Task.objects.filter(released_at__isnull=True):
        assert client.get(f"/public/{task.key}/").status_code == 404
    assert client.get("/public/no-such/").status_code == 404
    Task.objects.update(released_at=None)
    assert client.get(f"/public/{timeline.key}/").status_code == 404


def test_page_tells_words_deeds_and_dated_reasons(timeline: Task, office: Any) -> None:
    page = office.client(None).get(f"/public/{timeline.key}/").content.decode()
    for words in (
        "年内建设社区菜店40个。",
        "已建成菜店22个",
        "同意延期",
        "汛期停工，顺延一季度",
        "2026-06-30 → 2026-09-30",
        "市政府督查室 督查专员",
        "原定时限",
    ):
        assert words in page


@pytest.mark.parametrize("is_released", [True, False])
def test_words_open_in_the_report_where_that_is_released(
    is_released: bool, timeline: Task, office: Any
) -> None:
    report = Report.objects.create(
        key="r1", file_name="报告.docx", stored="x", size=1, sha256="1" * 64, state="read", place="青岚市", year=2026,
        released_at=timezone.now() if is_released else None,
    )  # fmt: skip
    promise = Promise.objects.create(
        key="r1-p1", report=report, start=0, end=3, text="年内建设", kind="livelihood"
    )
    Task.objects.filter(pk=timeline.pk).update(promise=promise, report=report)
    assert (
        "/reports/r1/#" in office.client(None).get(f"/public/{timeline.key}/").content.decode()
    ) is is_released
    assert ("青岚市" in office.client(None).get("/").content.decode()) is is_released


def test_livelihood_items_come_first_then_sections_or_units(make_task: MakeTask, office: Any) -> None:
    now = timezone.now()
    for title, fields in {
        "甲": {"section": "一、发展", "section_order": 1},
        "乙": {"section": "二、民生", "section_order": 2, "kind": "livelihood"},
        "丙": {"section": "二、民生", "section_order": 2, "lead_unit": office.units["water"]},
        "丁": {"section": "", "section_order": 9},
    }.items():
        make_task(title=title, state="in_progress", released_at=now, **fields)
    client = office.client(None)

    def groups(address: str) -> list[tuple[str, str, list[str]]]:
        shown = client.get(address).context["groups"]
        return [(kind, name, [task.title for task in tasks]) for kind, name, tasks in shown]

    assert groups("/") == [
        ("livelihood", "", ["乙"]), ("section", "一、发展", ["甲"]), ("section", "二、民生", ["丙"]), ("section", "", ["丁"]),
    ]  # fmt: skip
    assert groups("/?by=unit") == [
        ("livelihood", "", ["乙"]),
        ("unit", "市商务局", ["甲", "丁"]),
        ("unit", "市水务局", ["丙"]),
    ]
    assert groups("/?unit=water") == [("section", "二、民生", ["丙"])]
    assert groups("/?section=一、发展&kind=task&verdict=none") == [("section", "一、发展", ["甲"])]
    assert groups("/?verdict=kept") == []
    assert groups("/?year=1999") == []


def test_downloads_hold_what_the_page_shows(timeline: Task, make_task: MakeTask, office: Any) -> None:
    make_task(title="=1+1", words="=1+1", state="done", verdict="kept", released_at=timezone.now())
    client = office.client(None)
    data = json.loads(client.get("/public/tasks.json").content)
    (shops,) = [task for task in data["tasks"] if task["key"] == timeline.key]
    assert shops["done"] == [{"as_of": "2026-06-30", "amount": 22.0, "words": "已建成菜店22个"}]
    assert shops["events"][0]["changed"] == [{"field": "due", "before": "2026-06-30", "after": "2026-09-30"}]
    assert shops["state"] == "working"
    assert [
        task["title"] for task in json.loads(client.get("/public/tasks.json?verdict=kept").content)["tasks"]
    ] == ["=1+1"]
    assert ",'=1+1," in text_of(client.get("/public/tasks.csv"))
    assert "汛期停工" in text_of(client.get("/public/tasks.xlsx"))


@pytest.mark.parametrize("state", ["awaiting_review", "returned", "extension_asked", "in_progress"])
def test_the_offices_own_steps_look_the_same_from_outside(
    state: str, make_task: MakeTask, office: Any
) -> None:
    make_task(state=state, released_at=timezone.now())
    shown = json.loads(office.client(None).get("/public/tasks.json").content)["tasks"]
    assert shown[0]["state"] == "working"


def test_before_anything_is_released_the_page_says_so(make_task: MakeTask, office: Any) -> None:
    make_task(state="in_progress")
    page = office.client(None).get("/").content.decode()
    assert "还没有公开的内容" in page
    assert json.loads(office.client(None).get("/public/tasks.json").content)["tasks"] == []


def test_pages_of_a_long_list_keep_the_filters(make_task: MakeTask, office: Any) -> None:
    for _ in range(51):
        make_task(state="in_progress", released_at=timezone.now())
    page = office.client(None).get("/?q=菜店&by=unit&page=2")
    assert page.context["page"].number == 2
    assert "by=unit&amp;page=1" in page.content.decode()


@pytest.mark.parametrize("address", ["/", "/public/2026-0001/", *DOWNLOADS])
def test_number_of_queries_is_the_same_for_more_rows(
    address: str, make_task: MakeTask, office: Any, django_assert_max_num_queries: Any
) -> None:
    client, most = office.client(None), []
    for count in (1, 20):
        for _ in range(count):
            task = make_task(state="in_progress", released_at=timezone.now())
            ProgressEntry.objects.create(
                task=task,
                as_of=DAY,
                words="甲",
                state="accepted",
                written_by=office.people["commerce-officer"],
            )
            Event.objects.create(
                task=task, at=timezone.now() - timedelta(days=1), action="issue", public=True
            )
        with django_assert_max_num_queries(12) as counted:
            client.get(address)
        most.append(len(counted.captured_queries))
    assert most[0] == most[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_public_fields_have_words(language: Any) -> None:
    for field in words_of("public")["fields"]:
        value = {"verdict": "kept", "target_bound": "at_least"}.get(field, "x")
        assert changed_words(Changed(field, "", value), language)[1] == "—"
