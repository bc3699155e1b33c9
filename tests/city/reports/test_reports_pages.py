"""The pages of reports: what each person sees, and each act without JavaScript and with htmx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html
from pytest_django.fixtures import Settings

from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.reports import jobs
from luoshi.city.reports.actions.correcting import (
    confirm_promise,
    confirm_rest,
    exclude_promise,
    include_promise,
)
from luoshi.city.reports.actions.releasing import release_report
from luoshi.city.reports.actions.uploading import remove_upload
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.reports.queries import coverage, promises_of
from luoshi.city.reports.reading import as_read

pytestmark = pytest.mark.django_db
Upload = Callable[..., Report]
HTMX = {"HX-Request": "true"}


def promise(report: Report, words: str) -> Promise:
    return Promise.objects.get(report=report, present=True, text__contains=words)


def seen(one: Promise) -> dict[str, Any]:
    return {"seen_start": one.start, "seen_end": one.end}


def send(client: Any, name: str, content: bytes) -> Any:
    return client.post("/reports/upload/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_uploading_reads_the_report_and_the_same_file_again_leads_to_it(office: Any, report: Report) -> None:
    client = office.client("office")
    answer = send(client, "别名.txt", report.text.encode())
    assert answer.redirect_chain == [(f"/reports/{report.key}/", 302)]
    assert "早已上传" in answer.content.decode()
    assert Report.objects.count() == 1
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("place", "of_another"), [("四平市", True), ("220300", True), ("青岚市", False), ("", False)]
)
def test_a_report_of_another_place_is_called_so(
    office: Any, report: Report, settings: Settings, place: str, of_another: bool
) -> None:
    settings.PLACE = place
    client = office.client("office")
    page = client.get(f"/reports/{report.key}/").content.decode()
    assert ("外地报告：这是青岚市的报告，本站是四平市" in page) == of_another
    assert ("外地报告" in client.get("/reports/").content.decode()) == of_another
    # the public is told nothing of that
    release_report(actor=office.actor("office"), key=report.key)
    assert "外地报告" not in office.client(None).get(f"/reports/{report.key}/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words", "status"),
    [
        ("空.txt", b"", "空", 400),
        ("程序.exe", b"MZ\x90\x00" + b"\0" * 200, "格式", 400),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, ".doc", 400),
        ("表.xlsx", b"PK\x03\x04broken", "", 400),
    ],
)
def test_files_that_are_no_report_are_refused_at_once(
    office: Any, name: str, content: bytes, words: str, status: int
) -> None:
    answer = send(office.client("office"), name, content)
    assert (answer.status_code, Report.objects.count()) == (status, 0)
    assert words in answer.content.decode()


def test_an_upload_beyond_the_limit_is_refused(office: Any, settings: Any) -> None:
    settings.MAX_UPLOAD = 1024 * 1024
    answer = send(office.client("office"), "大.txt", "青".encode() * 500_000)
    assert (answer.status_code, Report.objects.count()) == (400, 0)


def test_no_file_at_all(office: Any) -> None:
    answer = office.client("office").post("/reports/upload/", {})
    assert answer.status_code == 400
    assert "请选择一个文件" in answer.content.decode()


def test_what_reads_as_no_report_fails_with_its_words_and_may_be_taken_away(
    office: Any, uploaded: Upload
) -> None:
    report = uploaded("今天天气很好。\n我们去公园散步。\n", "日记.txt")
    client = office.client("office")
    page = client.get(f"/reports/{report.key}/").content.decode()
    assert report.state == "failed"
    assert "不像政府工作报告" in page
    client.cookies["language"] = "en"
    assert (
        "does not look like a government work report"
        in client.get(f"/reports/{report.key}/").content.decode()
    )
    assert client.post(f"/reports/{report.key}/remove/").status_code == 302
    assert Report.objects.count() == 0
    assert Entry.objects.filter(action="report.remove").count() == 1
    assert list(faults()) == []
    assert uploaded("今天天气很好。\n我们去公园散步。\n", "日记.txt").state == "failed"


@pytest.mark.parametrize("state", ["queued", "reading", "failed", "read"])
def test_an_upload_is_taken_away_at_any_time(office: Any, report: Report, state: str) -> None:
    confirm_promise(actor=office.actor("office"), report_key=report.key, key=promises_of(report)[0].key)
    asked = None if state in ("failed", "read") else timezone.now()
    Report.objects.update(state=state, asked_at=asked, begun_at=asked if state == "reading" else None)
    page = office.client("office").get(f"/reports/{report.key}/").content.decode()
    assert f"/reports/{report.key}/remove/" in page
    assert office.client("office").post(f"/reports/{report.key}/remove/").status_code == 302
    assert not Report.objects.exists()
    assert list(faults()) == []
    jobs.read_report.call(report.pk)
    assert not Report.objects.exists()


def test_a_report_that_the_public_sees_stays(office: Any, report: Report) -> None:
    release_report(actor=office.actor("office"), key=report.key)
    client = office.client("office")
    assert f"/reports/{report.key}/remove/" not in client.get(f"/reports/{report.key}/").content.decode()
    assert client.post(f"/reports/{report.key}/remove/").status_code == 409


def test_a_reading_under_way_ends_when_its_upload_is_taken_away(
    office: Any, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    Report.objects.update(state="queued", asked_at=timezone.now())

    def removed_meanwhile(read: Report) -> Any:
        result = as_read(Report.objects.get(pk=read.pk))
        remove_upload(actor=office.actor("office"), key=read.key)
        return result

    monkeypatch.setattr(jobs, "read_upload", removed_meanwhile)
    jobs.read_report.call(report.pk)
    assert not Report.objects.exists()
    assert list(faults()) == []


def test_another_reading_is_called_off_and_the_last_one_holds(office: Any, report: Report) -> None:
    Report.objects.update(asked_at=timezone.now())
    client = office.client("office")
    assert f"/reports/{report.key}/stop/" in client.get(f"/reports/{report.key}/").content.decode()
    assert client.post(f"/reports/{report.key}/stop/").status_code == 302
    jobs.read_report.call(report.pk)
    report.refresh_from_db()
    assert (report.state, report.asked_at, promises_of(report).count()) == ("read", None, 6)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(office: Any, uploaded: Upload) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "0" * 70_000_000)
    answer = send(office.client("office"), "报告.docx", packed.getvalue())
    report = Report.objects.first()
    assert answer.status_code in (200, 400)
    assert report is None or report.failure["code"] == "zip_bomb"


def test_html_in_a_report_stays_text(office: Any, uploaded: Upload, report_text: str) -> None:
    evil = report_text.replace(
        "建成云溪路步行桥", "<script>alert(1)</script><b onclick=x>建成云溪路步行桥</b>"
    )
    report = uploaded(evil, "<img src=x onerror=alert(1)>.txt")
    client = office.client("office")
    addresses = [f"/reports/{report.key}/", "/reports/"]
    addresses += [f"/reports/{report.key}/promises/{one.key}/" for one in promises_of(report)]
    for address in addresses:
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b onclick" not in page
        assert "<img src=x" not in page
    page = client.get(f"/reports/{report.key}/").content.decode()
    shown = unescape(re.sub(r"<[^>]+>", "", page))
    assert "<script>alert(1)</script><b onclick=x>建成云溪路步行桥</b>" in shown


def test_the_report_shows_its_text_its_list_and_how_many_are_judged(office: Any, report: Report) -> None:
    one = promise(report, "步行桥")
    page = office.client("office").get(f"/reports/{report.key}/").content.decode()
    assert 'id="p0004"' in page
    assert f'href="/reports/{report.key}/promises/{one.key}/"' in page
    assert "6 项承诺：已确认 0，待确认 6，已排除 0" in page
    assert 'style="' not in page.lower().replace('rel="stylesheet"', "")


@pytest.mark.parametrize("address", ["", "promises/{promise}/", "figures/{figure}/", "progress/"])
def test_pages_take_few_queries_however_many_promises(
    office: Any, uploaded: Upload, django_assert_max_num_queries: Any, address: str
) -> None:
    lines = "".join(f"（{n}）建设第{n}中学，新建校舍{n + 2}栋，扩建操场{n + 1}个。\n" for n in range(1, 120))
    report = uploaded(f"青岚市政府工作报告\n二、2026年工作安排\n{lines}")
    assert promises_of(report).count() > 100
    one, figure = promises_of(report)[5], Figure.objects.filter(report=report)[5]
    client = office.client("office")
    with django_assert_max_num_queries(20):
        answer = client.get(f"/reports/{report.key}/" + address.format(promise=one.key, figure=figure.key))
    assert answer.status_code in (200, 302)


def test_the_list_takes_few_queries(
    office: Any, uploaded: Upload, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        uploaded(
            f"青岚市政府工作报告\n二、202{number}年工作安排\n建设学校{number + 2}所，修路{number + 3}公里，植树{number + 4}万株。"
        )
    client = office.client("office")
    with django_assert_max_num_queries(12):
        assert client.get("/reports/").status_code == 200


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_confirming_shows_the_next(office: Any, report: Report, headers: dict[str, str]) -> None:
    first, second = promises_of(report)[:2]
    answer = office.client("office").post(
        f"/reports/{report.key}/promises/{first.key}/confirm/",
        seen(first) | {"next": "yes"},
        headers=headers,
        follow=True,
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert second.text in page
    assert coverage(report)["confirmed"] == 1
    assert ("<!doctype html>" in page) == (not headers)
    assert ("hx-swap-oob" in page) == bool(headers)


def test_each_step_without_javascript(office: Any, report: Report) -> None:
    client, base = office.client("office"), f"/reports/{report.key}/promises"
    one = promise(report, "步行桥")
    moved = client.get(f"{base}/{one.key}/", {"move": "end-left", "start": one.start, "end": one.end})
    assert f'name="end" value="{report.text.index("，加强食品")}"' in moved.content.decode()
    given = seen(one) | {"start": one.start, "end": report.text.index("，加强食品"), "kind": "project"}
    assert client.post(f"{base}/{one.key}/edit/", given).status_code == 302
    one.refresh_from_db()
    assert (one.text, one.kind) == ("建成云溪路步行桥，推进东湖湿地修复", "project")
    given = seen(one) | {"start": one.start, "end": one.end, "kind": "task", "words": "建成云溪路\n步行桥"}
    client.post(f"{base}/{one.key}/edit/", given)
    one.refresh_from_db()
    assert one.text == "建成云溪路步行桥"
    given = seen(one) | {"reason": "duplicate", "own_words": "见第 3 项"}
    client.post(f"{base}/{one.key}/exclude/", given)
    one.refresh_from_db()
    assert (one.state, one.exclusion_reason) == ("excluded", "与其他承诺重复：见第 3 项")
    client.post(f"{base}/{one.key}/include/", seen(one))
    shops = promise(report, "菜店40个")
    cut = report.text.index("改造老旧小区52个")
    client.post(f"{base}/{shops.key}/split/", seen(shops) | {"cut": [cut]})
    assert promise(report, "小区52个").text == "改造老旧小区52个"
    shops = promise(report, "菜店40个")
    client.post(f"{base}/{shops.key}/join/", {"with": promise(report, "小区52个").key})
    assert promise(report, "菜店40个").text == "新建社区菜店40个，改造老旧小区52个"
    client.post(f"/reports/{report.key}/add/", {"words": "加强食品安全监管", "kind": "task"})
    assert promise(report, "食品安全").state == "confirmed"
    client.post(f"/reports/{report.key}/confirm/", {"section": "3"})
    assert coverage(report)["unconfirmed"] == 2
    number = Correction.objects.filter(kind="add").get().pk
    client.post(f"/reports/{report.key}/corrections/{number}/withdraw/")
    assert not promises_of(report).filter(text="加强食品安全监管").exists()
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("name", "given", "status"),
    [
        ("exclude", {}, 400),
        ("exclude", {"reason": "other", "own_words": " "}, 400),
        ("split", {}, 400),
        ("split", {"cut": ["99999999999999", "x"]}, 400),
        ("edit", {"start": "0", "end": "99999", "kind": "task"}, 400),
        ("edit", {"start": "1", "end": "9", "kind": "nonsense"}, 400),
        ("edit", {"start": "1", "end": "9", "kind": "task", "words": "没有这句话"}, 400),
        ("join", {"with": "no-such"}, 404),
        ("confirm", {"seen_start": "1"}, 409),
        ("confirm", {"seen_start": "x"}, 400),
    ],
)
def test_unclear_forms_change_nothing_and_say_why(
    office: Any, report: Report, name: str, given: dict[str, Any], status: int
) -> None:
    one = promise(report, "步行桥")
    answer = office.client("office").post(
        f"/reports/{report.key}/promises/{one.key}/{name}/", seen(one) | given
    )
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert Correction.objects.count() == 0


def test_figures_are_corrected_on_their_page(office: Any, report: Report) -> None:
    client = office.client("office")
    figure = Figure.objects.get(report=report, quote="36亿元")
    address = f"/reports/{report.key}/figures/{figure.key}/"
    assert 'value="36亿"' in client.get(address).content.decode()
    given = {
        "subject": "枢纽总投资",
        "low": "36.5亿",
        "unit": "元",
        "measure": "level",
        "bound": "about",
        "status": "target",
        "tone": "",
        "period": "2026",
    }
    assert client.post(f"{address}correct/", given).status_code == 302
    figure.refresh_from_db()
    assert (figure.low, figure.high, figure.bound, figure.subject) == (3.65e9, 3.65e9, "about", "枢纽总投资")
    assert set(Correction.objects.get().detail["fields"]) == {"subject", "low", "high", "bound", "tone"}
    for act, state in (("exclude", "excluded"), ("include", "confirmed")):
        client.post(f"{address}correct/", {"act": act})
        figure.refresh_from_db()
        assert figure.state == state
    for wrong in ({"low": "许多"}, {"high": "1"}, {"period": "今年"}, {"subject": ""}):
        assert client.post(f"{address}correct/", given | wrong).status_code == 400
    one = promise(report, "海水淡化")
    add = f"/reports/{report.key}/promises/{one.key}/figures/add/"
    assert client.get(add).status_code == 200
    answer = client.post(add, given | {"words": "日产淡水", "subject": "日"}, follow=True)
    assert answer.status_code == 200
    assert Figure.objects.filter(report=report, promise=one).count() == 2
    assert client.post(add, given | {"words": "步行桥"}).status_code == 400


def test_the_public_sees_a_released_report_without_corrections(office: Any, report: Report) -> None:
    public, address = office.client(None), f"/reports/{report.key}/"
    one, shops = promise(report, "步行桥"), promise(report, "菜店40个")
    exclude_promise(actor=office.actor("office"), report_key=report.key, key=one.key, reason="内部理由")
    assert public.get(address).status_code == 404
    release_report(actor=office.actor("office"), key=report.key)
    page = public.get(address).content.decode()
    assert "新建社区菜店40个" in page
    for inside in (
        "内部理由",
        "已排除",
        "已确认",
        "待确认",
        "原文件",
        "更正",
        f"{one.key}/",
        "unconfirmed",
        " confirmed",
    ):
        assert inside not in page, inside
    assert public.get(f"{address}promises/{one.key}/").status_code == 404
    own = public.get(f"{address}promises/{shops.key}/").content.decode()
    assert "待确认" not in own
    assert "unconfirmed" not in own
    assert '<form method="post" action="/reports' not in own
    assert public.get(f"{address}file/").status_code == 404
    assert public.get(f"{address}records/all.xlsx").status_code == 200
    assert public.get("/reports/").content.decode().count("<tbody>") == 1
    office.client("office").post(f"{address}release/", {"withhold": "yes"})
    assert public.get(address).status_code == 404


def test_a_report_is_released_from_its_preview_only(office: Any, report: Report) -> None:
    client, address = office.client("office"), f"/reports/{report.key}/release/"
    exclude_promise(
        actor=office.actor("office"), report_key=report.key, key=promise(report, "步行桥").key, reason="内情"
    )
    preview = html.fromstring(client.get(address).content)
    shown = preview.get_element_by_id("text")
    assert client.post(address).status_code == 200
    assert office.client(None).get(f"/reports/{report.key}/").status_code == 404
    (form,) = [one for one in preview.forms if one.get("id") == "release"]
    fields = dict(form.form_values())
    assert "内情" not in preview.text_content()

    confirm_rest(
        actor=office.actor("office"), report_key=report.key, section=None
    )  # inside: outsiders read the same
    exclude_promise(
        actor=office.actor("office"), report_key=report.key, key=promise(report, "菜店40个").key, reason="错"
    )
    late = client.post(address, fields)
    assert late.status_code == 409
    assert "有人改过" in late.content.decode()
    include_promise(actor=office.actor("office"), report_key=report.key, key=promise(report, "菜店40个").key)
    assert client.post(address, fields).status_code == 302
    page = html.fromstring(office.client(None).get(f"/reports/{report.key}/").content)
    now = page.get_element_by_id("text")
    assert html.tostring(now, with_tail=False) == html.tostring(shown, with_tail=False)


@pytest.mark.parametrize("name", ["mayor", "commerce-head", "commerce-officer", "auditor"])
def test_others_read_and_change_nothing(office: Any, report: Report, name: str) -> None:
    client, one = office.client(name), promise(report, "步行桥")
    page = client.get(f"/reports/{report.key}/promises/{one.key}/").content.decode()
    assert "/confirm/" not in page
    assert "待确认" in page
    for address in (f"promises/{one.key}/confirm/", "add/", "confirm/", "release/", "read-again/", "remove/"):
        assert client.post(f"/reports/{report.key}/{address}", seen(one)).status_code == 403


def test_files(office: Any, report: Report) -> None:
    client = office.client("auditor")
    original = client.get(f"/reports/{report.key}/file/")
    assert b"".join(original.streaming_content).decode() == report.text
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    lines = b"".join(client.get(f"/reports/{report.key}/records/promises.jsonl").streaming_content)
    assert len(lines.splitlines()) == 6
    for kind, suffix, magic in (("all", "xlsx", b"PK"), ("figures", "parquet", b"PAR1")):
        answer = client.get(f"/reports/{report.key}/records/{kind}.{suffix}")
        assert b"".join(answer.streaming_content).startswith(magic)
    assert client.get(f"/reports/{report.key}/records/nonsense.xlsx").status_code == 404


def test_the_progress_is_asked_for_until_it_is_read(office: Any, report: Report) -> None:
    from django.utils import timezone

    client = office.client("office")
    Report.objects.update(state="reading", asked_at=timezone.now(), begun_at=timezone.now(), progress=60)
    page = client.get(f"/reports/{report.key}/").content.decode()
    assert "60%" in page
    assert 'hx-trigger="every 2s"' in page
    assert "<noscript>" in page
    assert "60%" in client.get(f"/reports/{report.key}/progress/", headers=HTMX).content.decode()
    Report.objects.update(state="read", asked_at=None)
    assert client.get(f"/reports/{report.key}/progress/", headers=HTMX).headers["HX-Refresh"] == "true"
