"""Files through the real forms: names that lead elsewhere, files that are something else, too much of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from luoshi.city.chain.verifying import faults
from luoshi.city.tasks.models import Evidence, Task

pytestmark = pytest.mark.django_db
NAMES = (
    "../../../../etc/cron.d/evil.txt", "/etc/passwd.txt", "C:\\Windows\\System32\\evil.txt", "..\\..\\evil.txt",
    "evil\u202etxt.exe.txt", "a\r\nContent-Type: text/html.txt", "名" * 200 + ".txt", "....//....//evil.txt",
    "%2e%2e%2fevil.txt", "con.txt", ".htaccess.txt", "evil.txt\t",
)  # fmt: skip


@pytest.fixture
def task(make_task: Callable[..., Task]) -> Task:
    return make_task(state="in_progress")


def send(client: Client, task: Task, name: str, content: bytes) -> Any:
    """The request byte by byte: Django's test client would take the path off the name."""
    sent = name.replace("\r", "").replace("\n", "").replace('"', "")
    head = f'--b\r\nContent-Disposition: form-data; name="evidence"; filename="{sent}"\r\n'
    body = head.encode() + b"Content-Type: image/png\r\n\r\n" + content + b"\r\n--b--\r\n"
    address = f"/tasks/{task.key}/evidence/"
    return client.post(address, body, content_type="multipart/form-data; boundary=b")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_leads_nowhere(office: Any, task: Task, settings: Settings, name: str) -> None:
    client = office.client("commerce-officer")
    assert send(client, task, name, b"words").status_code == 302
    kept = Evidence.objects.get()
    assert "/" not in kept.name
    assert "\\" not in kept.name
    assert kept.name.isprintable()
    assert len(kept.name) <= 150
    files = [path for path in Path(settings.FILES).parent.rglob("*") if path.is_file()]
    assert files == [Path(settings.FILES) / kept.sha256[:2] / kept.sha256]
    served = client.get(f"/tasks/{task.key}/evidence/{kept.pk}/")
    assert served.headers["Content-Type"].startswith(("text/plain", "application/octet-stream"))
    assert served.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "\n" not in served.headers["Content-Disposition"]
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    served.close()
    assert list(faults()) == []


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def declared_small() -> bytes:
    """A package whose directory says that its part is small."""
    data = bytearray(packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"0" * 6_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.png", b"<html><script>alert(1)</script>"),
        ("图.png", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("文.pdf", b"MZ\x90\x00" + bytes(100)),
        ("文.docx", b"PK\x03\x04" + bytes(100)),
        ("文.docx", packed({"run.sh": b"#!/bin/sh"})),
        (
            "文.docx",
            packed({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}),
        ),
        ("空.txt", b""),
        ("文.txt", b"\x7fELF" + bytes(100)),
    ],
)
def test_what_is_something_else_is_not_taken(office: Any, task: Task, name: str, content: bytes) -> None:
    client = office.client("commerce-officer")
    answer = send(client, task, name, content)
    assert answer.status_code == 400
    form = {"submission": "x", "as_of": "2026-01-01", "words": "x", "then": "draft", "version": task.version}
    file = SimpleUploadedFile(name, content)
    assert client.post(f"/tasks/{task.key}/progress/", form | {"evidence": file}).status_code == 400
    assert not Evidence.objects.exists()


def test_a_polyglot_is_served_as_what_runs_nowhere(office: Any, task: Task) -> None:
    client = office.client("commerce-officer")
    content = b"%PDF-1.7\n<html><script>alert(1)</script></html>"
    assert send(client, task, "文.html", content).status_code == 400
    assert send(client, task, "文.pdf", content).status_code == 302
    kept = Evidence.objects.get()
    served = client.get(f"/tasks/{task.key}/evidence/{kept.pk}/")
    assert served.headers["Content-Type"] == "application/pdf"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert served.headers["Content-Disposition"].startswith("attachment")
    served.close()


def test_too_large_is_refused_everywhere(office: Any, task: Task, settings: Settings) -> None:
    settings.MAX_UPLOAD = 1000
    assert send(office.client("commerce-officer"), task, "大.txt", b"x" * 1001).status_code == 400
    desk = office.client("office")
    for address in ("/reports/upload/", "/tasks/other-sources/import/", "/people/exchange/"):
        answer = desk.post(address, {"file": SimpleUploadedFile("大.xlsx", b"x" * 1001)})
        assert answer.status_code == 400, address


@pytest.mark.parametrize(
    "address", ["/tasks/other-sources/import/", "/people/exchange/", "/documents/templates/circular/"]
)
@pytest.mark.parametrize("bomb", ["honest", "lying", "many"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    office: Any, monkeypatch: pytest.MonkeyPatch, address: str, bomb: str
) -> None:
    monkeypatch.setattr("luoshi.city.site.zip_guard.MOST_UNPACKED", 5_000_000)
    if bomb == "lying":
        data = declared_small().replace(b"word/document.xml", b"xl/worksheets/s1x")
    elif bomb == "many":
        data = packed({f"xl/{number}": b"" for number in range(20_000)} | {"[Content_Types].xml": b""})
    else:
        data = packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"0" * 6_000_000})
    answer = office.client("office").post(address, {"file": SimpleUploadedFile("表.xlsx", data)})
    assert answer.status_code == 400


def test_a_workbook_asks_for_no_file_outside(office: Any) -> None:
    """Entities of XML are not followed."""
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><workbook>&x;</workbook>'
    )
    data = packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": evil, "_rels/.rels": b""})
    for address in ("/tasks/other-sources/import/", "/people/exchange/"):
        answer = office.client("office").post(address, {"file": SimpleUploadedFile("表.xlsx", data)})
        assert answer.status_code == 400
        assert "root:" not in answer.content.decode()


def test_files_are_reached_by_those_who_see_the_task_only(
    office: Any, make_task: Callable[..., Task]
) -> None:
    task = make_task(state="in_progress", supported=False)
    send(office.client("commerce-officer"), task, "a.txt", b"words")
    kept = Evidence.objects.get()
    address = f"/tasks/{task.key}/evidence/{kept.pk}/"
    for who, status in (("water-head", 404), ("admin", 404), (None, 404), ("auditor", 200)):
        answer = office.client(who).get(address)
        assert answer.status_code == status, who
        answer.close()
    for guessed in (f"/files/{kept.sha256}", f"/static/../files/{kept.sha256[:2]}/{kept.sha256}",
                    f"/static/%2e%2e/files/{kept.sha256}", f"/media/{kept.name}",
                    f"/tasks/{task.key}/evidence/{kept.sha256}/"):  # fmt: skip
        assert office.client("office").get(guessed).status_code == 404, guessed


def test_more_fields_or_files_than_a_form_has_are_refused(office: Any, task: Task) -> None:
    client = office.client("commerce-officer")
    many = {f"f{number}": "x" for number in range(6000)}
    assert client.post(f"/tasks/{task.key}/obstacles/", many).status_code == 400
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(150)]
    assert client.post(f"/tasks/{task.key}/evidence/", {"evidence": files}).status_code == 400
    assert client.post(f"/tasks/{task.key}/obstacles/", {"words": "长" * 4_000_000}).status_code in (400, 413)
    assert not Evidence.objects.exists()
