"""Papers as Word files: what stands in them, who may make them, which templates are taken."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from docx import Document

import documents as papers_tool
from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.models import Head
from luoshi.city.chain.verifying import faults
from luoshi.city.documents.actions import templates
from luoshi.city.documents.fields import report_words, scaled, target_words
from luoshi.city.documents.filling import TemplateFaultError, filled
from luoshi.city.documents.models import KINDS, PaperKind, Template
from luoshi.city.documents.rendering import built_in, fill
from luoshi.city.documents.samples import sample
from luoshi.city.documents.template_views import fields_of
from luoshi.city.reports.models import Report
from luoshi.city.site.uploads import path_of
from luoshi.city.tasks.models import Milestone, Obstacle, SupervisionOrder, Support, Task

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from city.office import Office

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
SYSTEM = Signature.program("tests")
SILENT = {"code": "silent", "details": {"since": "2026-01-01", "days": "60", "interval": "30"}}
HOSTILE = "{{ 7*7 }} <w:t>注入</w:t> & =cmd|' /C calc'!A0 {% raw %}\x0b"


def words_of(data: bytes) -> str:
    """Every text of a Word file, tables, header and footer too."""
    paper = Document(io.BytesIO(data))
    parts = [paper.element.body, *(section.footer._element for section in paper.sections)]
    texts = (node.text or "" for part in parts for node in part.iter() if node.tag.endswith("}t"))
    return "\n".join(texts)


def fetched(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return words_of(answer.getvalue())


def template(text: str) -> SimpleUploadedFile:
    """An office's template with one paragraph."""
    paper, stream = Document(), io.BytesIO()
    paper.add_paragraph(text)
    paper.save(stream)
    return SimpleUploadedFile("本单位模板.docx", stream.getvalue())


@pytest.fixture
def client(office: Office) -> Client:
    return office.client("office")


@pytest.fixture
def report(db: None) -> Report:
    found = Report.objects.create(
        key="qinglan-2026", file_name="r.txt", stored="x", size=1, sha256="0" * 64, state="read", year=2026,
        place="青岚市", title="青岚市2026年政府工作报告",
    )  # fmt: skip
    record(SYSTEM, "report.add", found)
    return found


@pytest.fixture
def supervision_order(office: Office, make_task: MakeTask) -> SupervisionOrder:
    task = make_task(
        state="in_progress",
        title=HOSTILE,
        light="red",
        light_reasons=[{"code": "overdue", "details": {"due": "2026-06-30", "days": 3}}],
    )
    found = SupervisionOrder.objects.create(
        key=f"{task.key}-1", task=task, unit=office.units["commerce"], colour="red", issued_on=date(2026, 7, 3),
        answer_due=date(2026, 7, 10), words="请说明原因", issued_by=office.people["office"],
    )  # fmt: skip
    record(SYSTEM, "supervision_order.issue", found)
    return found


@pytest.fixture(scope="module")
def made_now() -> dict[str, bytes]:
    """The templates as the tool makes them today."""
    return papers_tool.templates()


@pytest.mark.parametrize("kind", KINDS)
def test_the_built_in_templates_are_those_of_the_tool_and_are_filled(
    kind: PaperKind, made_now: dict[str, bytes]
) -> None:
    made = made_now[kind]
    with zipfile.ZipFile(io.BytesIO(made)) as new, zipfile.ZipFile(io.BytesIO(built_in(kind))) as kept:
        assert new.read("word/document.xml") == kept.read("word/document.xml")
    said = words_of(filled(built_in(kind), sample(kind)))
    assert "{{" not in said
    assert "{%" not in said
    assert "青岚市" in said


def test_every_field_of_the_samples_is_documented(pytestconfig: pytest.Config) -> None:
    written = (pytestconfig.rootpath / "docs" / "documents.md").read_text(encoding="utf-8")
    for kind in KINDS:
        for name, _ in fields_of(sample(kind)):
            assert f"`{name}`" in written, name


def test_documents_look_as_the_standard_asks() -> None:
    paper = Document(io.BytesIO(built_in("circular")))
    first, last = paper.sections[0], paper.sections[-1]
    assert [round(one.mm) for one in (first.top_margin, first.left_margin) if one is not None] == [37, 28]
    assert (last.page_width or 0) > (last.page_height or 0)
    xml = paper.element.xml
    assert 'w:eastAsia="仿宋_GB2312"' in xml
    assert 'w:eastAsia="黑体"' in xml
    assert "w:tblHeader" in xml


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "40个"),
        ({"target_bound": "at_least"}, "不低于40个"),
        (
            {"target_low": None, "target_bound": "at_most", "target_high": 5.5, "target_unit": "%"},
            "不超过5.5%",
        ),
        ({"target_low": 6.0, "target_high": 6.5, "target_unit": "%", "target_bound": "between"}, "6—6.5%"),
        ({"target_low": 500000.0, "target_high": 500000.0, "target_unit": "亩"}, "50万亩"),
        ({"target_low": None, "target_high": None}, ""),
    ],
)
def test_a_target_in_words(make_task: MakeTask, fields: dict[str, object], words: str) -> None:
    assert target_words(make_task(**fields)) == words


@pytest.mark.parametrize(
    ("title", "year", "words"),
    [
        ("政府工作报告", 2026, "青岚市2026年政府工作报告"),
        ("青岚市政府工作报告", 2026, "青岚市2026年政府工作报告"),
        ("青岚市2026年政府工作报告", 2026, "青岚市2026年政府工作报告"),
        ("2026年政府工作报告", 2026, "青岚市2026年政府工作报告"),
        ("政府工作报告", None, "青岚市政府工作报告"),
    ],
)
def test_a_report_is_called_with_place_and_year(title: str, year: int | None, words: str) -> None:
    assert report_words(title, "青岚市", year) == words


def test_amounts_are_scaled_where_they_divide() -> None:
    assert [scaled(one) for one in (120000000.0, 12345.0, 123456789.0, 0.5)] == [
        "1.2亿",
        "1.2345万",
        "123456789",
        "0.5",
    ]


def test_a_notice_holds_the_table_with_hostile_words_as_text(
    client: Client, report: Report, make_task: MakeTask
) -> None:
    task = make_task(report=report, section="一、扩大消费", words=HOSTILE, target_bound="at_least")
    node = Milestone.objects.create(task=task, due=date(2026, 6, 30), amount=20, words="过半")
    record(SYSTEM, "milestone.add", node)
    assert client.get(f"/documents/circular/{report.key}/").status_code == 200
    said = fetched(
        client, f"/documents/circular/{report.key}/circular.docx?number=青政督〔2026〕1号&to={{{{to}}}}"
    )
    for words in (
        "{{ 7*7 }} <w:t>注入</w:t> & =cmd|' /C calc'!A0 {% raw %}",
        "不低于40个",
        "20个 过半",
        "市商务局",
        "一、扩大消费",
        "青政督〔2026〕1号",
        "{{to}}",
    ):
        assert words in said
    assert "49" not in said
    assert "市政府督查室文件" in said


def test_a_notice_without_tasks_is_refused(client: Client, report: Report) -> None:
    answer = client.get(f"/documents/circular/{report.key}/circular.docx")
    assert answer.status_code == 400
    assert "先分解立项" in answer.content.decode()


def test_a_sheet_in_its_colour(client: Client, supervision_order: SupervisionOrder) -> None:
    data = client.get(f"/documents/supervision-orders/{supervision_order.key}.docx").getvalue()
    said = words_of(data)
    for words in ("督 办 单", "请说明原因", "红灯", "已逾期 3 天", "{{ 7*7 }}", "2026-07-10", "市水务局"):
        assert words in said
    assert "C8101E" in Document(io.BytesIO(data)).element.xml
    for colour, name in (("blue", "督 办 提 醒 单"), ("yellow", "督 办 催 办 单")):
        SupervisionOrder.objects.filter(pk=supervision_order.pk).update(colour=colour)
        assert name in fetched(client, f"/documents/supervision-orders/{supervision_order.key}.docx")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("mayor", 200),
        ("auditor", 200),
        ("commerce-officer", 200),
        ("water-head", 200),
        ("admin", 403),
        (None, 302),
    ],
)
def test_who_reads_a_sheet(
    office: Office, supervision_order: SupervisionOrder, name: str | None, status: int
) -> None:
    assert (
        office.client(name).get(f"/documents/supervision-orders/{supervision_order.key}.docx").status_code
        == status
    )


def test_a_unit_reads_no_sheet_of_others(office: Office, supervision_order: SupervisionOrder) -> None:
    Support.objects.all().delete()
    assert (
        office.client("water-head")
        .get(f"/documents/supervision-orders/{supervision_order.key}.docx")
        .status_code
        == 404
    )
    assert supervision_order.key not in office.client("water-head").get("/documents/").content.decode()
    # whoever got a supervision order reads it after the task went elsewhere
    Task.objects.update(lead_unit=office.units["water"])
    assert (
        office.client("commerce-head")
        .get(f"/documents/supervision-orders/{supervision_order.key}.docx")
        .status_code
        == 200
    )


def test_the_bulletin_counts_and_prints_the_head_of_the_log(
    client: Client, office: Office, make_task: MakeTask
) -> None:
    today = timezone.localdate()
    year = today.year
    issued = timezone.now() - timedelta(days=500)
    base = {"year": year, "start": date(year - 1, 1, 1), "issued_at": issued}
    done = {
        "state": "closed",
        "verdict": "kept",
        "done_on": date(year - 1, 6, 1),
        "closed_on": date(year - 1, 6, 2),
    }
    make_task(**base, **done, due=date(year - 1, 12, 31), lead_unit=office.units["water"])
    late = make_task(**base, state="in_progress", due=date(year - 1, 12, 31), title="逾期任务", light="red",
                     light_reasons=[{"code": "nothing_late", "details": {}}, SILENT])  # fmt: skip
    make_task(**base, state="drafted", due=date(year, 12, 31), title="草稿不通报")
    obstacle = Obstacle.objects.create(task=late, words="用地手续未办结", entered_by=office.people["office"])
    record(SYSTEM, "obstacle.add", obstacle)
    assert client.get("/documents/bulletin/").status_code == 200
    answer = client.post(
        "/documents/bulletin.docx",
        {
            "month": f"{year}-03", "issue": "第3期", "remarks": "加快进度", "lists": ["overdue", "obstacles"],
            "praised": ["water"], "criticised": ["commerce"], "silent": ["commerce"],
        },
    )  # fmt: skip
    head = str(Head.objects.get(pk=1))  # of after it; the paper prints the one of before
    said = words_of(answer.getvalue())
    for words in (
        f"{year}年3月", "第3期", "已下达任务2项", "办结销号1项", "按期率50 %（1 / 2", "逾期任务", "用地手续未办结", "加快进度",
        "市商务局（1项）", "予以表扬：市水务局。", "批评：市商务局（逾期1项，红灯1项）", "兑现1项", f"：{int(head.partition(':')[0]) - 1}:",
    ):  # fmt: skip
        assert words in said.replace("\n", ""), words
    assert "草稿不通报" not in said


def test_queries_stay_the_same_with_more_tasks(
    client: Client, report: Report, make_task: MakeTask, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make_task(report=report, section="一、扩大消费", state="in_progress")
    for address in (
        f"/documents/circular/{report.key}/circular.docx",
        "/documents/bulletin/?month=2026-03",
        "/documents/",
        "/documents/templates/",
    ):
        with django_assert_max_num_queries(24):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(24):
        assert client.post("/documents/bulletin.docx", {"month": "2026-03"}).status_code == 200


def test_an_office_changes_its_template_and_goes_back(
    client: Client, supervision_order: SupervisionOrder
) -> None:
    address = "/documents/templates/supervision_order_red/"
    data = template("{{ unit }}：{{ words }}").read()
    for _ in range(2):  # the same file again is no other template
        assert client.post(address, {"file": SimpleUploadedFile("本单位模板.docx", data)}).status_code == 302
    assert Template.objects.count() == 1
    assert (
        fetched(client, f"/documents/supervision-orders/{supervision_order.key}.docx").strip()
        == "市商务局：请说明原因"
    )
    assert "本单位模板.docx" in client.get("/documents/templates/").content.decode()
    assert "用地手续" not in fetched(client, address + "sample.docx")
    assert fetched(client, address + "template.docx").strip() == "{{ unit }}：{{ words }}"
    client.post(address + "back/")
    assert "督 办 单" in fetched(client, f"/documents/supervision-orders/{supervision_order.key}.docx")
    assert list(faults()) == []


def test_a_template_of_before_is_used_again_once_uploaded_again(
    client: Client, supervision_order: SupervisionOrder
) -> None:
    one, other = template("一：{{ words }}").read(), template("二：{{ words }}").read()
    for data in (one, other, one):
        client.post(
            "/documents/templates/supervision_order_red/", {"file": SimpleUploadedFile("模板.docx", data)}
        )
    assert (
        fetched(client, f"/documents/supervision-orders/{supervision_order.key}.docx").strip()
        == "一：请说明原因"
    )
    assert list(faults()) == []


def test_a_lost_template_is_said_to_be_missing(client: Client, supervision_order: SupervisionOrder) -> None:
    client.post("/documents/templates/supervision_order_red/", {"file": template("{{ words }}")})
    path_of(Template.objects.get().sha256).unlink()
    for address in (
        f"/documents/supervision-orders/{supervision_order.key}.docx",
        "/documents/templates/supervision_order_red/template.docx",
    ):
        answer = client.get(address)
        assert (answer.status_code, "没有这个文件" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize(
    "text",
    [
        "{{ unknown_field }}",
        "{{ unit",
        "{% for one in obstacles %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ words.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% for a in range(10**9) %}x{% endfor %}",
        "{{ 'a' * 10000000000 }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    ],
)
def test_a_template_that_does_not_fill_is_not_taken(client: Client, text: str) -> None:
    answer = client.post("/documents/templates/supervision_order_red/", {"file": template(text)})
    assert answer.status_code == 400
    assert not Template.objects.exists()


ENDLESS = {
    "loops in loops": "{% for a in range(12000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "a text joined to itself": "{% set t = namespace(x='aaaaaaaa') %}{% for i in range(60) %}"
    "{% set t.x = t.x ~ t.x %}{% endfor %}{{ t.x }}",
    "a text centred in much space": "{{ 'a'.center(8000000000) }}",
    "a wide format": "{{ '%8000000000d' % 1 }}",
    "much joined": "{{ range(99999) | join('a'.center(900000)) }}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are the system's")
@pytest.mark.parametrize("kind", ENDLESS)
def test_a_template_without_end_is_not_taken_and_keeps_nobody_waiting(
    client: Client, kind: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPENING_SECONDS, settings.OPENING_MEMORY_MB = 3, 256
    waited: list[bool] = []
    before = {path for path in settings.FILES.rglob("*") if path.is_file()}

    def watched(*given: Any, **named: Any) -> Any:
        # The test itself is one transaction; the page opens none beside it.
        waited.append(len(connection.savepoint_ids) > 0)
        return fill(*given, **named)

    monkeypatch.setattr(templates, "fill", watched)
    answer = client.post("/documents/templates/supervision_order_red/", {"file": template(ENDLESS[kind])})
    assert answer.status_code == 400
    assert not Template.objects.exists()
    assert {path for path in settings.FILES.rglob("*") if path.is_file()} == before
    assert waited == [False]


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"%PDF-1.7", b"plain words"])
def test_what_is_no_word_file_is_not_taken(client: Client, data: bytes) -> None:
    answer = client.post("/documents/templates/circular/", {"file": SimpleUploadedFile("a.docx", data)})
    assert answer.status_code == 400
    assert client.post("/documents/templates/circular/", {}).status_code == 400
    assert client.get("/documents/templates/letter/sample.docx").status_code == 404


def test_a_word_file_without_document_is_bad() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/x.xml", "<x/>")
    with pytest.raises(TemplateFaultError):
        filled(stream.getvalue(), {})


@pytest.mark.parametrize("name", [None, "mayor", "commerce-head", "auditor", "admin"])
def test_only_the_office_makes_the_bulletin_and_changes_templates(office: Office, name: str | None) -> None:
    client = office.client(name)
    for address in (
        "/documents/bulletin/",
        "/documents/bulletin.docx?month=2026-03",
        "/documents/templates/",
    ):
        assert client.get(address).status_code == (403 if name else 302)
    assert client.post("/documents/templates/circular/", {"file": template("x")}).status_code == (
        403 if name else 302
    )
