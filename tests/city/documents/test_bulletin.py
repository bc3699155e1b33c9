"""The bulletin names nobody by itself: a person picks, and the log says who picked whom."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from lxml import html

from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.models import Obstacle, Task

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
TODAY = timezone.localdate()
YEAR = TODAY.year
PAGE, FILE = f"/documents/bulletin/?month={YEAR}-03", "/documents/bulletin.docx"


def words_of(data: bytes) -> str:
    paper = Document(io.BytesIO(data))
    texts = (node.text or "" for node in paper.element.body.iter() if node.tag.endswith("}t"))
    return "".join(texts)


@pytest.fixture
def client(office: Office) -> Client:
    return office.client("office")


@pytest.fixture
def standing(office: Office, make_task: MakeTask) -> dict[str, Task]:
    """市商务局 has a task overdue and a silent one, 市水务局 settled one in time."""
    base: dict[str, Any] = {
        "year": YEAR, "start": date(YEAR - 1, 1, 1), "issued_at": timezone.now() - timedelta(days=400),
    }  # fmt: skip
    due = date(YEAR - 1, 12, 31)
    late = make_task(
        **base, state="in_progress", due=due, title="逾期的任务", light="red", last_progress_on=TODAY,
        light_reasons=[{"code": "overdue", "details": {"due": f"{due}", "days": "30"}}],
    )  # fmt: skip
    silent = make_task(
        **base, state="in_progress", due=TODAY + timedelta(days=90), title="不报进展的任务", light="yellow",
        light_reasons=[{"code": "silent", "details": {"since": "2026-01-01", "days": 60, "interval": 30}}],
    )  # fmt: skip
    done = make_task(
        **base, state="closed", verdict="kept", due=due, submitted_on=due, done_on=due, closed_on=due,
        lead_unit=office.units["water"], title="按期办结的任务", light_reasons=[{"code": "settled", "details": {}}],
    )  # fmt: skip
    obstacle = Obstacle.objects.create(task=late, words="用地手续未办结", entered_by=office.people["office"])
    record(Signature.program("tests"), "obstacle.add", obstacle)
    return {"late": late, "silent": silent, "done": done}


def made(client: Client, **given: Any) -> str:
    answer = client.post(FILE, {"month": f"{YEAR}-03"} | given)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return words_of(answer.getvalue())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_candidates_come_with_numbers_and_tasks_and_unticked(
    client: Client, standing: dict[str, Task], language: str
) -> None:
    client.post("/language/", {"language": language})
    shown = client.get(PAGE).content.decode()
    page = html.fromstring(shown)
    boxes = page.xpath("//input[@type='checkbox']")
    named = {(box.get("name"), box.get("value")) for box in boxes}
    assert named == {
        ("criticised", "commerce"), ("silent", "commerce"), ("praised", "water"),
        ("lists", "units"), ("lists", "overdue"), ("lists", "obstacles"),
    }  # fmt: skip
    assert not [box for box in boxes if box.get("checked") is not None]
    for box in boxes:
        assert page.xpath(f"//label[@for='{box.get('id')}']")
    for task in standing.values():
        assert f"/tasks/{task.key}/" in shown
        assert task.title in shown


def test_without_picks_the_paper_names_nobody(client: Client, standing: dict[str, Task]) -> None:
    said = made(client, issue="第3期", remarks="加快进度")
    for words in ("已下达任务3项", "逾期任务1项", "待解决的问题1个", "第3期", "加快进度", "按期率50 %"):
        assert words in said, words
    for words in (
        "市商务局", "市水务局", "表扬", "批评", "未按约定报送", "各单位", "逾期的任务", "暂无", "用地手续",
    ):  # fmt: skip
        assert words not in said, words


@pytest.mark.parametrize(
    ("given", "there", "not_there"),
    [
        ({"criticised": ["commerce"]}, ["市商务局（逾期1项，红灯1项）", "二、"], ["市水务局", "表扬：", "三、"]),
        ({"praised": ["water"]}, ["予以表扬：市水务局。"], ["市商务局", "批评："]),
        ({"silent": ["commerce"]}, ["市商务局（1项）"], ["市水务局"]),
        ({"lists": ["overdue"]}, ["逾期的任务"], ["市水务局", "用地手续"]),
        ({"lists": ["obstacles"]}, ["用地手续未办结"], ["市水务局", "按期办结的任务"]),
        ({"lists": ["units"], "praised": ["water"]}, ["二、各单位按期率", "三、表扬", "市商务局"], ["批评："]),
    ],
)  # fmt: skip
def test_only_what_was_picked_is_named(
    client: Client, standing: dict[str, Task], given: dict[str, Any], there: list[str], not_there: list[str]
) -> None:
    said = made(client, **given)
    assert [words for words in there if words not in said] == []
    assert [words for words in not_there if words in said] == []


def test_what_was_issued_behind_its_due_date_is_counted_apart(client: Client, make_task: MakeTask) -> None:
    make_task(
        year=YEAR, state="in_progress", start=date(YEAR - 1, 1, 1), due=date(YEAR - 1, 12, 31),
        issued_at=timezone.now(), runs_from=TODAY,
    )  # fmt: skip
    said = made(client)
    assert "交办时时限已过、不计入按期率的1项" in said
    assert "逾期任务0项" in said


def test_the_log_says_who_picked_whom(client: Client, office: Office, standing: dict[str, Task]) -> None:
    made(client, criticised=["commerce"], praised=["water"], lists=["units"], issue="第3期")
    entry = Entry.objects.get(action="bulletin.make")
    assert entry.person == office.people["office"].key
    assert entry.subject == f"bulletin:{YEAR}-03"
    assert entry.detail["criticised"] == ["市商务局"]
    assert entry.detail["praised"] == ["市水务局"]
    assert entry.detail["lists"] == ["units"]
    assert entry.detail["silent"] == []
    assert list(faults()) == []


@pytest.mark.parametrize(
    "given", [{"criticised": ["water"]}, {"praised": ["commerce"]}, {"silent": ["nobody"]}, {"lists": ["secrets"]}]
)  # fmt: skip
def test_who_is_no_candidate_is_not_named(
    client: Client, standing: dict[str, Task], given: dict[str, Any]
) -> None:
    answer = client.post(FILE, {"month": f"{YEAR}-03", "issue": "第3期", "criticised": ["commerce"]} | given)
    assert answer.status_code == 409
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//input[@name='issue']")[0].get("value") == "第3期"
    assert not Entry.objects.filter(action="bulletin.make").exists()


def test_what_was_picked_stays_picked_when_something_is_wrong(
    client: Client, standing: dict[str, Task]
) -> None:
    given = {"month": f"{YEAR}-03", "criticised": ["commerce", "water"], "remarks": "加快进度"}
    page = html.fromstring(client.post(FILE, given).content.decode())
    ticked = [box.get("value") for box in page.xpath("//input[@type='checkbox'][@checked]")]
    assert ticked == ["commerce"]
    assert "加快进度" in page.xpath("//textarea")[0].text


def test_change_request_for_the_file_by_an_address_writes_nothing(client: Client) -> None:
    assert client.get(f"{FILE}?month={YEAR}-03").status_code == 405


@pytest.mark.parametrize(("who", "status"), [("mayor", 403), ("commerce-head", 403), ("auditor", 403)])
def test_who_may_pick(office: Office, who: str, status: int) -> None:
    assert office.client(who).get(PAGE).status_code == status
    assert office.client(who).post(FILE, {"month": f"{YEAR}-03"}).status_code == status


def test_a_month_that_is_none_is_refused(client: Client) -> None:
    assert client.get("/documents/bulletin/?month=三月").status_code == 400
    assert client.post(FILE, {"month": "三月"}).status_code == 400


def test_a_task_issued_today_with_what_was_proposed_is_no_reason_to_name_anybody(
    client: Client, office: Office, make_task: MakeTask
) -> None:
    task = make_task(
        year=YEAR, state="drafted", start=date(YEAR, 1, 1), due=max(date(YEAR, 12, 31), TODAY),
        target_low=None, target_high=None,
    )  # fmt: skip
    move_task(actor=office.actor("office"), key=task.key, name="issue", given=TransitionInput())
    move_task(actor=office.actor("commerce-head"), key=task.key, name="accept", given=TransitionInput())
    page = html.fromstring(client.get(PAGE).content.decode())
    assert not page.xpath("//input[@name='criticised' or @name='silent']")


def test_what_is_typed_into_the_bulletin_survives_the_browser(
    client: Client, standing: dict[str, Task]
) -> None:
    kept = {
        "place": f"bulletin:{YEAR}-03",
        "remarks": "请各单位抓紧",
        "criticised": "commerce",
        "form_key": "one",
    }
    client.post("/form-drafts/", kept)
    page = client.get(PAGE).content.decode()
    assert "请各单位抓紧" in page
    assert html.fromstring(page).xpath("//input[@name='criticised'][@value='commerce']/@checked")
    assert (
        client.post(FILE, {"month": f"{YEAR}-03", "remarks": "请各单位抓紧", "form_key": "one"}).status_code
        == 200
    )
    assert "请各单位抓紧" not in client.get(PAGE).content.decode()
