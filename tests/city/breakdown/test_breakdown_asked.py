"""What is asked before a promise becomes a task: another task of it, a day that is past, another place or year."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from lxml import html
from pytest_django.fixtures import Settings

from city.breakdown.bringing import book, rows
from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.chain.writing import writing
from luoshi.city.people.actors import actor_for
from luoshi.city.people.models import Holding, Person
from luoshi.city.reports.models import Promise, Report
from luoshi.city.site.confirmations import UnconfirmedError
from luoshi.city.tasks.actions.drafts import Wanted, draft_many, draft_tasks
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.terms import TaskTerms

if TYPE_CHECKING:
    from city.office import Office

Numbered = Callable[[int], Promise]
SYSTEM = Signature.program("tests")
MADE = "刚刚已立项 2026-0001；还要再立一项吗"


def page(promise: Promise) -> str:
    return f"/tasks/breakdown/{promise.report.key}/{promise.key}/"


def form(submission: str, **fields: Any) -> dict[str, Any]:
    return {
        "submission": submission, "title": "建设社区商业网点", "lead": "other", "lead_name": "商务局", "sponsor": "usual",
        "officer": "usual", "start": "2026-01-01", "due": "2026-12-31", "kind": "task", "progress_interval_days": "30",
        "target_low": "40", "target_high": "40", "target_unit": "个",
    } | fields  # fmt: skip


def asked(answer: Any) -> dict[str, Any]:
    """What the page asks, as it is sent back once ticked."""
    found = html.fromstring(answer.content.decode())
    keys = found.xpath("(//fieldset[contains(@class, 'asked')])[1]//input[@name='asked']/@value")
    return {"asked": keys, "sure": "yes"}


def known(answer: Any) -> list[str]:
    """The tasks that the form was opened with."""
    return list(
        html.fromstring(answer.content.decode()).xpath("//form[@id='draft']//input[@name='known']/@value")
    )


@pytest.fixture
def client(office: Office) -> Client:
    return office.client("office")


@pytest.fixture
def colleague(office: Office) -> Person:
    """A second person in the office."""
    with writing():
        person = Person.objects.create(key="fang", username="fang", name="方以诺")
        record(SYSTEM, "person.add", person)
        post = office.posts["office"]
        record(
            SYSTEM, "holding.add", Holding.objects.create(person=person, post=post, since=date(2020, 1, 1))
        )
    return person


@pytest.fixture
def made(office: Office, colleague: Person, promise: Numbered) -> Callable[..., Task]:
    """The colleague makes a task of the promise with a number."""

    def make(number: int = 1) -> Task:
        draft = TaskTerms(title="同事立的", start=date(2026, 1, 1), due=date(2026, 12, 31))
        keys = list(Task.objects.values_list("key", flat=True))
        return draft_tasks(
            actor=actor_for(colleague, date(2026, 3, 2)),
            promise=promise(number).key,
            drafts=[draft],
            known=keys,
        )[0]

    return make


pytestmark = pytest.mark.django_db


def test_a_task_that_a_colleague_made_meanwhile_is_asked_about(
    client: Client, promise: Numbered, made: Callable[..., Task]
) -> None:
    opened = known(client.get(page(promise(1))))
    made()
    typed = form("a", known=opened, title="我起的名称", target_unit="处")
    refused = client.post(page(promise(1)), typed)
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert f"方以诺{MADE}" in shown
    assert "我起的名称" in shown
    assert 'value="处"' in shown
    assert Task.objects.count() == 1
    # sent again as it is, it is asked again; confirmed, it is written
    assert client.post(page(promise(1)), typed | {"known": known(refused)}).status_code == 409
    assert (
        client.post(page(promise(1)), typed | {"known": known(refused)} | asked(refused)).status_code == 302
    )
    assert Task.objects.count() == 2
    assert list(faults()) == []


def test_one_more_task_is_another_question(
    client: Client, promise: Numbered, made: Callable[..., Task]
) -> None:
    typed = form("a")
    made()
    first = client.post(page(promise(1)), typed)
    made()
    again = client.post(page(promise(1)), typed | asked(first))
    assert again.status_code == 409
    assert "2026-0002" in again.content.decode()
    assert client.post(page(promise(1)), typed | asked(again)).status_code == 302


def test_another_task_on_purpose_is_not_asked_about(
    client: Client, promise: Numbered, made: Callable[..., Task]
) -> None:
    made()
    opened = known(client.get(page(promise(1))))
    assert opened == ["2026-0001"]
    assert client.post(page(promise(1)), form("a", known=opened)).status_code == 302
    assert (
        client.post(page(promise(1)), form("b", known=[*opened, "2026-0002"], stay="yes")).status_code == 302
    )
    assert Task.objects.count() == 3


@pytest.mark.parametrize("times", [2, 3])
def test_a_double_click_is_one_task_and_no_question(client: Client, promise: Numbered, times: int) -> None:
    for _ in range(times):
        assert client.post(page(promise(1)), form("a")).status_code == 302
    assert Task.objects.count() == 1


def test_a_task_of_long_ago_is_named_with_its_time(
    client: Client, promise: Numbered, made: Callable[..., Task]
) -> None:
    task = made()
    Task.objects.filter(pk=task.pk).update(created_at="2026-02-03T01:12:00Z")
    shown = client.post(page(promise(1)), form("a")).content.decode()
    assert "方以诺已于 2026-02-03 09:12 立项 2026-0001" in shown


def test_splitting_by_targets_asks_only_about_others(
    client: Client, promise: Numbered, made: Callable[..., Task]
) -> None:
    first = promise(1).figures.get()
    first.pk, first.key, first.low, first.high, first.quote = None, "second", 20.0, 20.0, "20个"
    first.start += promise(1).text.index("20个") - promise(1).text.index("40个")
    first.save()
    made()
    refused = client.post(page(promise(1)) + "split/", {"submission": "s"})
    assert refused.status_code == 409
    assert f"方以诺{MADE}" in refused.content.decode()
    assert Task.objects.count() == 1
    for _ in range(2):
        sent = client.post(page(promise(1)) + "split/", {"submission": "s"} | asked(refused))
        assert sent.status_code == 302
    assert Task.objects.count() == 3


def section(client: Client, report: Report, **more: Any) -> Any:
    address = f"/tasks/breakdown/{report.key}/section/1/"
    fields = {
        f"{name}-qinglan-2026-p{number:04}": value
        for number in (1, 2)
        for name, value in (("take", "on"), ("lead", "市商务局"), ("due", "2026-12-31"))
    }
    return client.post(address, fields | {"submission": "x"} | more)


def test_a_section_adopted_at_once_asks_about_what_a_colleague_made(
    client: Client, report: Report, made: Callable[..., Task]
) -> None:
    made()
    refused = section(client, report)
    assert refused.status_code == 409
    assert f"方以诺{MADE}" in refused.content.decode()
    assert refused.content.decode().count('type="checkbox" id="take-') == 2
    assert Task.objects.count() == 1
    for _ in range(2):
        assert section(client, report, **asked(refused)).status_code == 302
    assert Task.objects.count() == 3


def test_a_promise_excluded_meanwhile_is_named_and_not_dropped(
    client: Client, report: Report, promise: Numbered
) -> None:
    Promise.objects.filter(pk=promise(2).pk).update(state="excluded")
    refused = section(client, report)
    assert refused.status_code == 400
    assert "已经排除" in refused.content.decode()
    assert not Task.objects.exists()


def table(client: Client, report: Report, lines: Sequence[Sequence[Any]]) -> Any:
    data = book(rows(("编号", "工作任务", "牵头单位", "完成时限"), *lines))
    return client.post(
        f"/tasks/breakdown/{report.key}/import/", {"file": SimpleUploadedFile("表.xlsx", data)}
    )


def confirmed(client: Client, report: Report, preview: Any, *, sure: bool = True) -> Any:
    button = re.findall(r'name="confirm" value="([^"]+)"', preview.content.decode())[0]
    given = {"confirm": button} | (asked(preview) if sure else {})
    return client.post(f"/tasks/breakdown/{report.key}/import/", given)


def test_a_table_asks_about_tasks_that_it_does_not_name(
    client: Client, report: Report, promise: Numbered, made: Callable[..., Task]
) -> None:
    made()
    lines = [("", promise(1).text, "市商务局", "2026-12-31"), ("", promise(2).text, "市商务局", "2026-12-31")]
    preview = table(client, report, lines)
    assert preview.status_code == 200
    assert f"方以诺{MADE}" in preview.content.decode()
    assert "这条承诺已有任务 2026-0001" in preview.content.decode()
    assert confirmed(client, report, preview, sure=False).status_code == 409
    assert Task.objects.count() == 1
    assert confirmed(client, report, preview).status_code == 302
    assert Task.objects.count() == 3


def test_a_table_that_splits_a_promise_into_rows_asks_nothing(
    client: Client, report: Report, promise: Numbered, made: Callable[..., Task]
) -> None:
    task = made()
    own = ("", promise(2).text, "市商务局", "2026-12-31")
    beside = [(task.key, promise(1).text, "", "2026-12-31"), ("", promise(1).text, "市商务局", "2026-12-31")]
    preview = table(client, report, [*beside, own, own])
    assert asked(preview)["asked"] == []
    assert "已有任务" not in preview.content.decode()
    assert confirmed(client, report, preview, sure=False).status_code == 302
    assert Task.objects.count() == 4


def test_a_task_made_between_preview_and_confirmation_is_asked_about(
    client: Client, report: Report, promise: Numbered, made: Callable[..., Task]
) -> None:
    preview = table(client, report, [("", promise(1).text, "市商务局", "2026-12-31")])
    assert asked(preview)["asked"] == []
    made()
    refused = confirmed(client, report, preview, sure=False)
    assert refused.status_code == 409
    assert f"方以诺{MADE}" in refused.content.decode()
    assert confirmed(client, report, refused).status_code == 302


# -- days that are past


PAST = {"due": "2026-02-27", "target_low": "", "target_high": ""}


def test_a_draft_due_on_a_past_day_is_asked_about(client: Client, promise: Numbered) -> None:
    refused = client.post(page(promise(1)), form("a", **PAST))
    assert refused.status_code == 409
    assert "完成时限 2026-02-27 已经过去 3 天" in refused.content.decode()
    assert 'value="2026-02-27"' in refused.content.decode()
    other = form("a", **PAST | {"due": "2026-02-26"}) | asked(refused)
    assert client.post(page(promise(1)), other).status_code == 409  # another day is another question
    assert client.post(page(promise(1)), form("a", **PAST) | asked(refused)).status_code == 302
    # what was confirmed is not asked again where the day stays
    task = Task.objects.get()
    nobody = {"sponsor": "", "officer": ""}
    same = form("a", version=task.version, **PAST | nobody | {"title": "改名"})
    assert client.post(f"/tasks/drafts/{task.key}/", same).status_code == 302
    earlier = form("a", version=task.version + 1, **PAST | nobody | {"due": "2026-02-20"})
    refused = client.post(f"/tasks/drafts/{task.key}/", earlier)
    assert refused.status_code == 409
    assert client.post(f"/tasks/drafts/{task.key}/", earlier | asked(refused)).status_code == 302


def test_what_was_confirmed_is_kept_through_another_fault(client: Client, promise: Numbered) -> None:
    refused = client.post(page(promise(1)), form("a", **PAST))
    faulty = client.post(page(promise(1)), form("a", **PAST | {"lead_name": "火星局"}) | asked(refused))
    assert faulty.status_code == 400
    found = html.fromstring(faulty.content.decode())
    names = ("asked", "sure")
    sent = {
        name: found.xpath(f"//form[@id='draft']//input[@name='{name}'][@type='hidden']/@value")
        for name in names
    }
    assert client.post(page(promise(1)), form("a", **PAST) | sent).status_code == 302


def test_a_past_day_is_asked_about_from_elsewhere_in_a_section_and_in_a_table(
    client: Client, report: Report, promise: Numbered
) -> None:
    source = {"origin": "meeting", "origin_words": "市政府第3次常务会议", "words": "推进冷链物流"}
    refused = client.post("/tasks/other-sources/", form("e", **PAST, **source))
    assert refused.status_code == 409
    assert "推进冷链物流" in refused.content.decode()
    assert (
        client.post("/tasks/other-sources/", form("e", **PAST, **source) | asked(refused)).status_code == 302
    )
    days = {f"due-qinglan-2026-p{number:04}": "2026-02-27" for number in (1, 2)}
    refused = section(client, report, **days)
    assert refused.status_code == 409
    assert refused.content.decode().count("已经过去 3 天") == 2
    assert section(client, report, **days, **asked(refused)).status_code == 302
    preview = table(client, report, [("", promise(3).text, "市商务局", "2026-02-27")])
    assert "完成时限 2026-02-27 已经过了" in preview.content.decode()
    assert "已经过去 3 天" in preview.content.decode()
    assert confirmed(client, report, preview, sure=False).status_code == 409
    assert confirmed(client, report, preview).status_code == 302
    assert Task.objects.count() == 4


def test_issuing_what_is_past_says_which_and_how_long_and_asks(
    client: Client, report: Report, promise: Numbered
) -> None:
    for number, due in ((1, "2026-02-27"), (2, "2026-12-31")):
        first = client.post(page(promise(number)), form(f"f{number}", due=due, target_low="", target_high=""))
        if first.status_code == 409:
            client.post(page(promise(number)), form(f"f{number}", **PAST) | asked(first))
    past, fine = Task.objects.order_by("number")
    address = f"/tasks/breakdown/{report.key}/drafts/"
    assert "已过 3 天" in client.get(address).content.decode()
    refused = client.post(address, {"task": [past.key, fine.key]})
    assert refused.status_code == 409
    assert "2026-02-27 已经过去 3 天" in refused.content.decode()
    assert set(Task.objects.values_list("state", flat=True)) == {"drafted"}
    # the one that is not asked about goes on its own, and its tick is no confirmation of the other
    assert client.post(address, {"task": [fine.key]}).status_code == 302
    assert Task.objects.get(pk=fine.pk).state == "awaiting_acceptance"
    sent = client.post(f"/tasks/{past.key}/move/issue/", {"version": 0})
    assert sent.status_code == 409
    assert "已经过去 3 天" in sent.content.decode()
    assert client.post(f"/tasks/{past.key}/move/issue/", {"version": 0} | asked(sent)).status_code == 302
    assert Task.objects.get(pk=past.pk).state == "awaiting_acceptance"


# -- reports of another place, or of a year that is over


@pytest.fixture
def foreign(report: Report, settings: Settings) -> Report:
    """The report of another city, of years ago, in the site of 青岚市."""
    settings.PLACE = "青岚市"
    report.place, report.place_code, report.year = "四平市", "220300", 2020
    with writing():
        report.save()
        record(SYSTEM, "report.change", report)
    return report


def test_a_report_of_another_place_and_year_is_asked_about_once(
    client: Client, foreign: Report, promise: Numbered, office: Office
) -> None:
    past = {"start": "2020-01-01", "due": "2020-12-31"}
    opened = client.get(page(promise(1)))
    for words in ("这是四平市的报告，本站是青岚市", "这是 2020 年的报告"):
        assert words in opened.content.decode()
    refused = client.post(page(promise(1)), form("a", **past))
    assert refused.status_code == 409
    assert not Task.objects.exists()
    assert client.post(page(promise(1)), form("a", **past) | asked(opened)).status_code == 302
    # remembered, with who confirmed it in the log; days of that year are what is to be expected
    entry = Entry.objects.get(action="report.confirm")
    assert (entry.person, entry.detail["place"]) == (office.people["office"].key, "四平市")
    assert asked(client.get(page(promise(2))))["asked"] == []
    assert client.post(page(promise(2)), form("b", **past)).status_code == 302
    assert Entry.objects.filter(action="report.confirm").count() == 1
    # issued, it would be overdue the same day
    drafts = f"/tasks/breakdown/{foreign.key}/drafts/"
    assert client.post(drafts, {"task": "2020-0001"}).status_code == 409
    assert list(faults()) == []


def test_a_section_and_a_table_ask_about_the_report_too(
    client: Client, foreign: Report, promise: Numbered
) -> None:
    days = {f"due-qinglan-2026-p{number:04}": "2020-12-31" for number in (1, 2)}
    refused = section(client, foreign, **days)
    assert refused.status_code == 409
    assert not Task.objects.exists()
    preview = table(client, foreign, [("", promise(3).text, "市商务局", "2020-12-31")])
    assert "这是四平市的报告" in preview.content.decode()
    assert confirmed(client, foreign, preview, sure=False).status_code == 409
    assert confirmed(client, foreign, preview).status_code == 302
    assert section(client, foreign, **days).status_code == 302


def test_where_no_place_is_set_none_is_asked_about(
    client: Client, foreign: Report, promise: Numbered, settings: Settings
) -> None:
    settings.PLACE = ""
    Report.objects.update(year=2026)
    assert client.post(page(promise(1)), form("a")).status_code == 302


def test_the_overview_says_whose_report_it_is(client: Client, foreign: Report, settings: Settings) -> None:
    address = f"/tasks/breakdown/{foreign.key}/"
    assert "外地报告：这是四平市的报告，本站是青岚市" in client.get(address).content.decode()
    settings.PLACE = "220000"
    assert "外地报告" not in client.get(address).content.decode()


# -- at once


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_asked(office: Office, promise: Numbered) -> None:
    actor, key = office.actor("office"), promise(1).key
    draft = TaskTerms(title="任务", start=date(2026, 1, 1), due=date(2026, 12, 31))

    def save(place: int) -> str:
        try:
            draft_tasks(actor=actor, promise=key, drafts=[draft], submission=f"s{place}")
        except UnconfirmedError as error:
            return error.code
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(save, range(4)))
    assert answers == ["asks_another_just"] * 3 + ["saved"]
    assert Task.objects.count() == 1
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_adopt_the_same_promises_in_other_orders_wait_for_each_other(
    office: Office, promise: Numbered
) -> None:
    actor = office.actor("office")
    keys = [promise(number).key for number in (1, 2, 3)]
    draft = TaskTerms(title="任务", start=date(2026, 1, 1), due=date(2026, 12, 31))

    def adopt(place: int) -> str:
        order = keys if place % 2 else keys[::-1]
        wanted = [Wanted(promise=key, drafts=[draft], submission=f"s{place}-{key}") for key in order]
        try:
            draft_many(actor=actor, wanted=wanted)
        except UnconfirmedError as error:
            return f"asked {len(error.questions)}"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(adopt, range(6)))
    assert answers == ["asked 3"] * 5 + ["saved"]
    assert Task.objects.count() == 3
    assert list(faults()) == []
