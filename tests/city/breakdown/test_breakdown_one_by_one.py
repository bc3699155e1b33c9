"""The sitting over HTTP: proposals, saving, nothing lost, coverage, bulk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.city.chain.verifying import faults
from luoshi.city.reports.models import Promise, Report
from luoshi.city.site.models import FormDraft
from luoshi.city.tasks.models import Task

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from city.office import Office

pytestmark = pytest.mark.django_db
Numbered = Callable[[int], Promise]


def page(promise: Promise) -> str:
    return f"/tasks/breakdown/{promise.report.key}/{promise.key}/"


def form(**fields: Any) -> dict[str, Any]:
    return {
        "submission": "f1", "title": "建设社区商业网点", "lead": "other", "lead_name": "商务局", "sponsor": "usual",
        "officer": "usual", "start": "2026-01-01", "due": "2026-12-31", "kind": "task", "progress_interval_days": "30",
        "target_low": "40", "target_high": "40", "target_unit": "个", "node_due_1": "2026-06-30", "node_amount_1": "20",
    } | fields  # fmt: skip


@pytest.fixture
def client(office: Office) -> Client:
    return office.client("office")


def test_a_promise_shows_proposals_with_reasons(client: Client, promise: Numbered) -> None:
    shown = client.get(page(promise(1))).content.decode()
    assert promise(1).text in shown
    assert "市商务局" in shown
    assert "等词" in shown
    # the target is proposed, the end is that of the words
    assert 'value="40.0"' in shown or 'value="40"' in shown
    assert 'value="2026-06-30"' in shown


def test_saving_goes_on_to_the_next_and_ends_at_the_overview(
    client: Client, report: Report, promise: Numbered
) -> None:
    for number, following in ((1, 2), (2, 3), (3, None)):
        answer = client.post(
            page(promise(number)), form(submission=f"f{number}", supporting_names="水务局、审计局")
        )
        target = page(promise(following)) if following else f"/tasks/breakdown/{report.key}/"
        assert answer.headers["Location"] == target
    task = Task.objects.get(promise=promise(1))
    assert task.lead_unit is not None
    assert task.lead_unit.key == "commerce"
    assert task.officer is not None
    assert task.officer.key == "commerce-officer"
    assert {support.unit.key for support in task.supports.all()} == {"water", "audit"}
    assert "未处理 0" in client.get(f"/tasks/breakdown/{report.key}/").content.decode()
    assert list(faults()) == []


def test_the_usual_sponsor_is_learnt(client: Client, office: Office, promise: Numbered) -> None:
    client.post(page(promise(1)), form(sponsor="mayor"))
    client.post(page(promise(2)), form(submission="f2"))
    assert Task.objects.get(promise=promise(2)).sponsor == office.posts["mayor"]


def test_the_same_form_twice_is_one_task(client: Client, promise: Numbered) -> None:
    for _ in range(2):
        assert client.post(page(promise(1)), form()).status_code == 302
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lead_name": "市火星局"}, "没有叫“市火星局”的单位"),
        ({"supporting_names": "水务局，火星局"}, "没有叫“火星局”的单位"),
        ({"due": "2025-01-01"}, "早于开始日期"),
        ({"node_due_1": ""}, "没有日期"),
        ({"title": ""}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, promise: Numbered, fields: dict[str, str], words: str
) -> None:
    answer = client.post(page(promise(1)), form(target_unit="处", **fields))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert 'value="处"' in answer.content.decode()
    assert not Task.objects.exists()


def test_what_is_typed_survives_the_browser(client: Client, office: Office, promise: Numbered) -> None:
    place = {"place": f"promise:{promise(1).key}", "form_key": "k1"}
    kept = client.post("/form-drafts/", form(title="改过的名称", supporting=["water"]) | place)
    assert "已暂存" in kept.content.decode()
    elsewhere = office.client("office")
    shown = elsewhere.get(page(promise(1))).content.decode()
    assert "改过的名称" in shown
    assert "还没有保存" in shown
    # a keystroke that arrives after the save restores nothing
    client.post(page(promise(1)), form() | place)
    client.post("/form-drafts/", form(title="迟到的") | place)
    assert "迟到的" not in client.get(page(promise(1))).content.decode()
    client.post(page(promise(1)), {"fresh": "yes"})
    assert not FormDraft.objects.exists()


def test_excluding_needs_a_reason_and_counts(
    client: Client, report: Report, promise: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    def excluded(**given: Any) -> Promise:
        assert given["reason"] == "属于日常工作"
        row = Promise.objects.get(key=given["key"])
        row.state, row.exclusion_reason = "excluded", given["reason"]
        row.save()
        return row

    monkeypatch.setattr("luoshi.city.tasks.breakdown.views.one_by_one.exclude_promise", excluded)
    answer = client.post(page(promise(1)) + "exclude/", {"reason": "属于日常工作"})
    assert answer.headers["Location"] == page(promise(2))
    shown = client.get(f"/tasks/breakdown/{report.key}/?mark=excluded").content.decode()
    assert "属于日常工作" in shown
    assert "已排除 1" in shown


def test_one_promise_becomes_a_task_for_each_target(client: Client, promise: Numbered) -> None:
    first = promise(1).figures.get()
    first.pk, first.key, first.low, first.high, first.quote = None, "second", 20.0, 20.0, "20个"
    first.start += promise(1).text.index("20个") - promise(1).text.index("40个")
    first.save()
    client.post(page(promise(1)) + "split/", {"submission": "s"})
    assert sorted(Task.objects.values_list("title", "target_high")) == [
        ("6月底前完成20个", 20.0),
        ("建设社区商业网点40个", 40.0),
    ]


def test_a_section_at_once_after_a_look(client: Client, report: Report, promise: Numbered) -> None:
    address = f"/tasks/breakdown/{report.key}/section/1/"
    shown = client.get(address).content.decode()
    fields = dict(re.findall(r'name="((?:lead|due)-[^"]+)"[^>]*value="([^"]*)"', shown))
    first, second = promise(1).key, promise(2).key
    wrong = client.post(
        address, fields | {f"take-{first}": "on", f"lead-{first}": "火星局", "submission": "x"}
    )
    assert wrong.status_code == 400
    assert not Task.objects.exists()
    given = fields | {
        f"take-{first}": "on",
        f"take-{second}": "on",
        f"lead-{second}": "市水务局",
        "submission": "x",
    }
    for _ in range(2):
        client.post(address, given)
    assert sorted(Task.objects.values_list("promise__position", "lead_unit__key")) == [
        (1, "commerce"),
        (2, "water"),
    ]
    assert list(faults()) == []


@pytest.mark.parametrize("due", ["2026-03-31", "2026-05-31", "2026-09-30"])
def test_another_due_date_of_a_section_keeps_the_full_target_as_last_milestone(
    client: Client, report: Report, promise: Numbered, due: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 3, 2))
    key = promise(1).key
    given = {f"take-{key}": "on", f"lead-{key}": "市商务局", f"due-{key}": due, "submission": "x"}
    assert client.post(f"/tasks/breakdown/{report.key}/section/1/", given).status_code == 302
    nodes = [(f"{one.due}", one.amount) for one in Task.objects.get().milestones.order_by("due")]
    assert nodes[-1] == (due, 40.0)
    assert [day for day, _ in nodes[:-1]] == [day for day in ("2026-03-31",) if day < due]


def test_a_due_date_before_the_start_is_said_at_its_row_of_the_section(
    client: Client, report: Report, promise: Numbered
) -> None:
    first, second = promise(1).key, promise(2).key
    given = {
        f"take-{first}": "on", f"lead-{first}": "市商务局", f"due-{first}": "2025-06-30",
        f"take-{second}": "on", f"lead-{second}": "市水务局", f"due-{second}": "2026-10-15", "submission": "x",
    }  # fmt: skip
    answer = client.post(f"/tasks/breakdown/{report.key}/section/1/", given)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert re.findall(r'id="fault-([^"]+)">\s*<li>[^<]*早于开始日期', shown) == [first]
    for typed in ("2025-06-30", "市水务局", "2026-10-15"):
        assert f'value="{typed}"' in shown
    assert not Task.objects.exists()


def test_drafts_are_issued_together_and_changed_before(
    client: Client, report: Report, promise: Numbered
) -> None:
    client.post(page(promise(1)), form())
    task = Task.objects.get()
    shown = client.get(f"/tasks/drafts/{task.key}/").content.decode()
    assert task.words in shown
    answer = client.post(
        f"/tasks/drafts/{task.key}/",
        form(version=task.version, lead_name="市水务局", officer="water-officer", sponsor=""),
    )
    assert answer.status_code == 302
    outdated = client.post(f"/tasks/drafts/{task.key}/", form(version=task.version, officer="", sponsor=""))
    assert outdated.status_code == 409
    assert "有人改过" in outdated.content.decode()
    listed = f"/tasks/breakdown/{report.key}/drafts/"
    assert task.key in client.get(listed).content.decode()
    client.post(listed, {"task": [task.key, "2026-0777"]})
    task.refresh_from_db()
    assert (task.state, task.lead_unit and task.lead_unit.key) == ("awaiting_acceptance", "water")
    assert client.post(f"/tasks/drafts/{task.key}/remove/", {"version": task.version}).status_code == 400


def test_a_draft_is_removed(client: Client, promise: Numbered) -> None:
    client.post(page(promise(1)), form())
    task = Task.objects.get()
    client.post(f"/tasks/drafts/{task.key}/remove/", {"version": task.version})
    assert not Task.objects.exists()
    assert list(faults()) == []


def test_a_task_from_elsewhere_by_form(client: Client) -> None:
    assert client.get("/tasks/other-sources/").status_code == 200
    source = {"origin": "meeting", "origin_words": "市政府第3次常务会议", "words": "推进<i>冷链</i>物流"}
    assert client.post("/tasks/other-sources/", form(**source)).status_code == 302
    assert Task.objects.get().words == source["words"]
    shown = client.get("/tasks/other-sources/drafts/").content.decode()
    assert Task.objects.get().key in shown
    assert client.post("/tasks/other-sources/", form(**source | {"words": ""})).status_code == 400


@pytest.mark.parametrize("name", [None, "mayor", "commerce-head", "auditor", "admin"])
def test_the_sitting_is_the_offices(
    office: Office, report: Report, promise: Numbered, name: str | None
) -> None:
    client = office.client(name)
    for address in (
        "/tasks/breakdown/",
        f"/tasks/breakdown/{report.key}/",
        page(promise(1)),
        "/tasks/other-sources/",
    ):
        assert client.get(address).status_code == (403 if name else 302)


def test_a_hundred_promises_ask_no_more_than_three(
    client: Client,
    report: Report,
    promise: Numbered,
    office: Office,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(4, 104):
        row = Promise.objects.create(
            key=f"more-{number}", report=report, position=number, start=0, end=4, text=f"办好第{number}件实事",
            kind="task", section=number // 10, section_path=[f"第{number // 10}节"],
        )  # fmt: skip
        if number % 2:
            Task.objects.create(
                key=f"2026-{number:04}", year=2026, number=number, title="x", words="x", promise=row, report=report,
                lead_unit=office.units["water"], start="2026-01-01", due="2026-12-31",
            )  # fmt: skip
    for address in (
        f"/tasks/breakdown/{report.key}/",
        page(promise(1)),
        "/tasks/breakdown/",
        f"/tasks/breakdown/{report.key}/section/5/",
    ):
        with django_assert_max_num_queries(22):
            assert client.get(address).status_code == 200


def test_pages_are_complete_in_english(client: Client, report: Report, promise: Numbered) -> None:
    client.cookies["language"] = "en"
    shown = client.get(page(promise(1))).content.decode()
    assert "Keep as draft, go on" in shown
    assert "because of the words" in shown
