"""Hostile texts through the real forms into every text field, and out again on pages, in files and in papers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html
from python_calamine import CalamineWorkbook

from luoshi.city.chain.verifying import faults
from luoshi.city.people.models import Person, Unit
from luoshi.city.tasks.models import ChangeRequest, Obstacle, ProgressEntry, SupervisionOrder, Task

pytestmark = pytest.mark.django_db
MARK = "zq"  # in what the texts would make of a page, were they not text
NASTY = (
    f"<script>{MARK}(1)</script>",
    f'"><img src={MARK} onerror={MARK}(1)>',
    f"'><svg/onload={MARK}(1)>",
    f"</textarea></title><iframe src={MARK}>",
    "{{7*7}}{% raw %}{% load x %}{{ config }}",
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-1-cmd",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    f"javascript:{MARK}(1)",
    "\u202e甲乙\u202c丙",
    "长" * 290,
)
FORMULA = re.compile(r"^[=+\-@\t\r]")


def put(client: Client, address: str, **fields: Any) -> None:
    """Send a form that must be taken."""
    answer = client.post(address, fields)
    assert answer.status_code == 302, (address, answer.content.decode()[-2000:])


def now(task: Task) -> int:
    return Task.objects.values_list("version", flat=True).get(pk=task.pk)


@pytest.fixture
def filled(office: Any) -> Task:
    """A task in whose every field stand all the texts, and people and units named by them."""
    desk, head, officer, admin = (
        office.client(name) for name in ("office", "commerce-head", "commerce-officer", "admin")
    )
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=9)
    every = "\n".join(NASTY)[:4000]
    short = "".join(NASTY[:10])
    put(admin, "/people/units/add/", name=NASTY[1], kind="department", short_name=NASTY[5], aliases=NASTY[4])
    put(admin, "/people/persons/add/", person_name=short[:100], email="a@example.org")
    unit = Unit.objects.get(name=NASTY[1])
    put(admin, f"/people/units/{unit.key}/posts/add/", name=short[:100], role="unit_officer", position=1)
    put(admin, "/people/posts/commerce-head/change/", name=NASTY[5] + NASTY[0], role="unit_head")
    put(
        desk, "/tasks/other-sources/", origin="meeting", origin_words=short[:300], words=every, title=short[:300],
        lead="other", lead_name="市商务局", supporting_names="", sponsor="", officer="", start="2026-01-01",
        due="2026-12-31", kind="task", target_bound="exact", target_low="40", target_high="40",
        target_unit=NASTY[5], progress_interval_days="30", submission="nasty",
    )  # fmt: skip
    task = Task.objects.get()
    root = f"/tasks/{task.key}/"
    put(desk, f"{root}move/issue/", version=now(task))
    put(head, f"{root}move/accept/", version=now(task))
    put(
        officer, f"{root}progress/", submission="nasty", version=now(task), as_of=today, amount="3", words=every,
        next_step=every, obstacle=every, then="send",
        evidence=SimpleUploadedFile("=cmd|' x'!A0<img src=zq onerror=zq>.txt", b"words"),
    )  # fmt: skip
    report = ProgressEntry.objects.get()
    put(head, f"{root}progress/{report.pk}/sign/", version=now(task))
    put(desk, f"{root}progress/{report.pk}/return/", version=now(task), reason=short[:500])
    put(head, f"{root}ask/suspension/", version=now(task), reason=every)
    put(
        desk,
        f"{root}change-requests/{ChangeRequest.objects.get().pk}/",
        version=now(task),
        granted="no",
        reason=every,
    )
    put(desk, f"{root}obstacles/{Obstacle.objects.get().pk}/settle/", version=now(task), words=every)
    for colour in ("blue", "yellow", "red"):
        put(
            desk,
            f"{root}supervision-orders/",
            version=now(task),
            unit="commerce",
            colour=colour,
            words=every,
            answer_due=later,
        )
    put(head, f"/tasks/supervision-orders/{SupervisionOrder.objects.first().key}/", answer=every)  # type: ignore[union-attr]
    shown = desk.get(f"{root}release/")
    assert made_of_texts(shown.content.decode()) == []
    put(desk, f"{root}release/", released="1", version=now(task))
    return task


def addresses(task: Task) -> tuple[tuple[str, str | None], ...]:
    person = Person.objects.get(email="a@example.org")
    unit = Unit.objects.get(name=NASTY[1])
    root = f"/tasks/{task.key}/"
    supervision_order = SupervisionOrder.objects.first()
    assert supervision_order is not None
    return (
        *((root, who) for who in ("office", "commerce-head", "commerce-officer", "auditor", "mayor")),
        ("/", None), (f"/public/{task.key}/", None), ("/tasks/", "office"), ("/tasks/?q=<script>zq(1)", "office"),
        ('/tasks/?unit="><img src=zq onerror=zq(1)>&next=javascript:zq', "office"), ("/tasks/obstacles/", "office"),
        ("/tasks/supervision-orders/", "office"), (f"/tasks/supervision-orders/{supervision_order.key}/", "commerce-head"), ("/tasks/review/", "office"),
        ("/tasks/notifications/", "commerce-head"), ("/tasks/notifications/", "office"), ("/dashboards/office/", "office"),
        ("/dashboards/leader/", "mayor"), ("/dashboards/unit/", "commerce-officer"), ("/dashboards/units/", "mayor"),
        ("/audit/", "auditor"), ("/people/", "office"), (f"/people/units/{unit.key}/", "admin"),
        (f"/people/units/{unit.key}/change/", "admin"), (f"/people/persons/{person.key}/", "admin"),
        ("/people/persons/", "admin"), (f"/people/persons/{person.key}/change/", "admin"),
        (f"/people/posts/{unit.posts.get().key}/", "admin"), ("/documents/", "office"),
        (f"{root}progress/{ProgressEntry.objects.get().pk}/", "commerce-officer"), (f"{root}change/", "office"),
        ("/tasks/other-sources/", "office"), (f"{root}move/suspend/", "office"),
    )  # fmt: skip


def made_of_texts(page: str) -> list[str]:
    """Elements and attributes that the texts made, and scripts of any kind in the page."""
    tree = html.fromstring(page)
    found = [f"<{one.tag}> {one.attrib}" for one in tree.iter() if isinstance(one.tag, str) and (
        one.tag in ("iframe", "object", "embed", "base")
        or MARK in one.tag
        or (one.tag == "script" and (one.text or "").strip())
        or any(name.startswith("on") or name == "style" for name in one.attrib)
        or (one.tag == "img" and MARK in one.get("src", ""))
        or one.get("href", "").strip().lower().startswith(("javascript:", "data:"))
    )]  # fmt: skip
    return found + (["49"] if "49{" in page else [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_texts_stay_texts_on_every_page(filled: Task, office: Any, language: str) -> None:
    for address, who in addresses(filled):
        client = office.client(who)
        client.cookies["language"] = language
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert made_of_texts(answer.content.decode()) == [], address
    page = office.client("office").get(f"/tasks/{filled.key}/").content.decode()
    text = html.fromstring(page).text_content()
    for nasty in NASTY[:5]:
        assert nasty in text
    assert list(faults()) == []


def test_workbooks_hold_texts_and_no_formula(filled: Task, office: Any) -> None:
    for address, who in (
        ("/tasks/export/xlsx/", "office"), ("/people/exchange/export/", "admin"), ("/public/tasks.xlsx", None),
    ):  # fmt: skip
        answer = office.client(who).get(address)
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {
                name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")
            }
        for name, part in parts.items():
            assert "<f>" not in part, (address, name)
            assert "<f " not in part, (address, name)
            assert "<hyperlink" not in part, (address, name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        cells = [
            cell
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        ]
        wanted = NASTY[5] if who != "admin" else NASTY[1]
        assert any(isinstance(cell, str) and wanted in cell for cell in cells), address


def test_csv_runs_nothing_in_a_spreadsheet(filled: Task, office: Any) -> None:
    for address, who in (
        ("/tasks/export/csv/", "office"),
        ("/public/tasks.csv", None),
        ("/audit/export/", "auditor"),
    ):
        answer = office.client(who).get(address)
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) > 1
        for row in rows:
            for cell in row:
                started = FORMULA.match(cell.lstrip(" \u202e"))
                assert not started or re.fullmatch(r"-?\d+(\.\d+)?", cell), (address, cell[:60])


def test_documents_hold_texts_as_texts(filled: Task, office: Any) -> None:
    desk = office.client("office")
    month = f"{timezone.localdate():%Y-%m}"
    papers = [
        f"/documents/supervision-orders/{supervision_order.key}.docx"
        for supervision_order in SupervisionOrder.objects.all()
    ]
    told = {"month": month, "remarks": "<w:p>{{7*7}}", "lists": ["units", "overdue", "obstacles"]}
    for address in (*papers, "/documents/bulletin.docx"):
        answer = desk.get(address) if address in papers else desk.post(address, told)
        assert answer.status_code == 200, address
        data = b"".join(answer.streaming_content)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            document = package.read("word/document.xml").decode()
            assert not [name for name in package.namelist() if "vba" in name.lower()]
        root = html.etree.fromstring(document.encode())
        assert {
            html.etree.QName(one).localname for one in root.iter() if isinstance(one.tag, str)
        }.isdisjoint(
            {"script", "img", "iframe", "fldSimple", "instrText", "object", "altChunk"}
            - _in_template(document)
        ), address
        if address in papers:
            text = "".join(root.itertext())
            assert NASTY[0] in text
            assert "{{7*7}}" in text
            assert "=cmd|' /C calc'!A0" in text


def _in_template(document: str) -> set[str]:
    """Page numbers are fields of the template's own."""
    return {"instrText"} if re.search(r"<w:instrText[^>]*>\s*PAGE\s*<", document) else set()
