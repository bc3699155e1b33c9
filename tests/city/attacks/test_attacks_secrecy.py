"""Whatever carries the mark of a state secret is refused at every door, and nothing of it is kept."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django.fixtures import Settings
from xlsxwriter import Workbook

from city.attacks.test_attacks_every_form import forms
from city.permissions.addresses import ADDRESSES, cases
from city.permissions.world import WHO, World, build, token
from luoshi.city.api.site import api
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.rules.permissions import Role, permissions
from luoshi.city.rules.secrecy import StateSecretError, refuse_secret_text
from luoshi.city.site.models import FormDraft
from luoshi.city.site.secrecy import UNLOOKED
from luoshi.city.site.uploads import discard, store
from luoshi.city.tasks.models import Evidence, Task

pytestmark = pytest.mark.django_db
MARKED = "关于某事项的请示 机密★1年 正文"
WORDS = "涉密系统"


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


def rows() -> dict[str, int]:
    """How many rows each table of ours has; the log may grow."""
    models = [
        model for model in apps.get_models() if model.__module__.startswith("luoshi") and model is not Entry
    ]
    return {model.__name__: model._default_manager.count() for model in models}


def files_in(settings: Settings) -> list[Path]:
    return sorted(path for path in Path(settings.FILES).rglob("*") if path.is_file())


def kept_anywhere(text: str) -> list[str]:
    """Every row of ours that has ``text`` in a field."""
    found = []
    for model in apps.get_models():
        if model.__module__.startswith(("luoshi", "django.contrib")):
            rows = (
                json.dumps(row, default=str, ensure_ascii=False) for row in model._default_manager.values()
            )
            found += [f"{model.__name__} {row}" for row in rows if text in row]
    return found


@pytest.mark.parametrize(
    "role", ["supervision_office", "unit_head", "unit_officer", "administrator", "leader"]
)
def test_no_form_takes_a_mark_in_any_field(world: World, settings: Settings, role: Role) -> None:
    client, sent, taken = world.office.client(WHO[role]), 0, []
    before, files = rows(), files_in(settings)
    seen = set()
    for name in ADDRESSES:
        case = next(cases(world, role, name, None, "GET"))
        for address, fields, typed in forms(client, reverse(name, kwargs=case.kwargs or None)):
            if (address, frozenset(fields)) in seen or address == "/account/logout/":
                continue
            seen.add((address, frozenset(fields)))
            for field in sorted(typed):
                sent += 1
                answer = client.post(address, fields | {field: MARKED})
                if answer.status_code != 422 or WORDS not in answer.content.decode():
                    taken.append((address, field, answer.status_code))
    assert taken == []
    assert sent > 10
    assert rows() == before
    assert files_in(settings) == files
    assert kept_anywhere("机密★") == []
    assert list(faults()) == []


@pytest.mark.parametrize("name", [None, "commerce-officer"])
def test_signing_in_and_the_change_of_language_take_no_mark_either(office: Any, name: str | None) -> None:
    client = office.client(name)
    for address, data in (
        ("/account/login/", {"login": MARKED, "password": "x"}),
        ("/language/", {"next": MARKED}),
    ):
        assert client.post(address, data).status_code == 422
    assert kept_anywhere("机密★") == []


def test_the_line_says_what_where_and_what_to_do(office: Any, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    answer = office.client("commerce-officer").post(f"/tasks/{task.key}/progress/", {"words": MARKED})
    page = answer.content.decode()
    for words in ("进展情况", "机密", "没有保存任何内容", "本系统不得存储、处理国家秘密"):
        assert words in page
    assert MARKED not in page


def test_what_autosave_sends_is_not_kept_and_the_page_says_so(world: World) -> None:
    report = world.reports["closed"]
    promise = report.promises.first()
    assert promise is not None
    place = f"promise:{promise.key}"
    client = world.office.client("office")
    before = FormDraft.objects.count()
    answer = client.post(
        reverse("keep_form"), {"title": MARKED, "place": place}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert FormDraft.objects.count() == before


def test_the_log_says_who_and_where_but_not_the_words(office: Any, make_task: Callable[..., Task]) -> None:
    task, client = make_task(state="in_progress"), office.client("commerce-officer")
    address = f"/tasks/{task.key}/progress/"
    for _ in range(3):
        client.post(address, {"words": MARKED})
    (entry,) = Entry.objects.filter(action="secrecy.refuse")
    assert (entry.person, entry.subject) == ("commerce-officer", f"address:{address}")
    assert "某事项" not in json.dumps(entry.detail, ensure_ascii=False)
    assert list(faults()) == []
    page = office.client("auditor").get("/audit/").content.decode()
    assert "密级检查 · 拒收" in page


def test_nobody_is_noted_for_what_another_page_sent(office: Any, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.people["commerce-officer"], backend="luoshi.city.people.backends.PersonBackend")
    assert client.post(f"/tasks/{task.key}/progress/", {"words": MARKED}).status_code == 403
    assert not Entry.objects.filter(action="secrecy.refuse").exists()


def docx(place: str) -> bytes:
    """A Word file with the mark in one place."""
    document = Document()
    document.add_paragraph("社区菜店进展")
    if place == "body":
        for run in ("机", "密", "★", "1年"):
            document.paragraphs[0].add_run(run)
    elif place == "header":
        document.sections[0].header.paragraphs[0].text = "机密★1年"
    elif place == "footer":
        document.sections[0].footer.paragraphs[0].text = "机密★1年"
    elif place == "table":
        document.add_table(1, 1).cell(0, 0).text = "机密★1年"
    elif place == "title":
        document.core_properties.title = "机密★1年 某事项"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx(place: str) -> bytes:
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    supervision_order = book.add_worksheet("秘密★1年" if place == "supervision_order" else "表")
    supervision_order.write_string(0, 0, "序号")
    if place == "cell":
        supervision_order.write_string(700, 9, "机密★1年")
    elif place == "hidden":
        hidden = book.add_worksheet("另表")
        hidden.write_string(3, 3, "机密★1年")
        hidden.hide()
    elif place == "comment":
        supervision_order.write_comment(0, 0, "绝密★长期")
    book.close()
    return stream.getvalue()


FILES = {
    "body.docx": docx("body"), "header.docx": docx("header"), "footer.docx": docx("footer"), "table.docx": docx("table"),
    "title.docx": docx("title"), "cell.xlsx": xlsx("cell"), "supervision_order.xlsx": xlsx("supervision_order"), "hidden.xlsx": xlsx("hidden"),
    "comment.xlsx": xlsx("comment"), "words.txt": MARKED.encode(), "gbk.txt": MARKED.replace("★", "☆").encode("gb18030"),
    "table.csv": "序号,标题\n1,秘密★10年\n".encode(), "机密★1年.txt": b"words",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_no_file_with_a_mark_becomes_evidence(
    office: Any, make_task: Callable[..., Task], settings: Settings, name: str
) -> None:
    task = make_task(state="in_progress")
    for address, more in (
        (f"/tasks/{task.key}/evidence/", {}),
        (
            f"/tasks/{task.key}/progress/",
            {"words": "建成3个", "as_of": "2026-03-01", "submission": "s", "then": "send"},
        ),
    ):
        answer = office.client("commerce-officer").post(
            address, more | {"evidence": SimpleUploadedFile(name, FILES[name])}
        )
        assert answer.status_code == 422
        assert "机密★" not in answer.content.decode()
    assert not Evidence.objects.exists()
    assert files_in(settings) == []
    assert Entry.objects.filter(action="secrecy.refuse").count() == 2


@pytest.mark.parametrize(
    ("who", "name", "kwargs", "file"),
    [
        ("office", "document_template_upload", {"kind": "notification"}, "header.docx"),
        ("office", "other_sources_import", {}, "cell.xlsx"),
        ("office", "other_sources_import", {}, "hidden.xlsx"),
        ("office", "other_sources_import", {}, "table.csv"),
        ("admin", "exchange", {}, "supervision_order.xlsx"),
        ("office", "reports:upload", {}, "header.docx"),
        ("office", "reports:upload", {}, "words.txt"),
    ],
)
def test_no_table_template_or_report_with_a_mark_is_kept(
    office: Any, settings: Settings, who: str, name: str, kwargs: dict[str, str], file: str
) -> None:
    before = rows()
    answer = office.client(who).post(
        reverse(name, kwargs=kwargs or None),
        {"file": SimpleUploadedFile(file, FILES[file]), "step": "import"},
    )
    assert answer.status_code == 422
    assert rows() == before
    assert files_in(settings) == []


def test_the_api_refuses_words_files_and_names_in_its_own_shape(world: World, settings: Settings) -> None:
    task = world.things["own"].rows["task"]
    head = {"Authorization": "Bearer whole-token-of-commerce-officer"}
    before, files, client = rows(), files_in(settings), Client()
    body = {"as_of": "2026-03-01", "words": MARKED, "submission": "a1b2c3d4"}
    answers = [
        client.post(
            f"/api/v1/tasks/{task.key}/progress",
            json.dumps(sent),
            content_type="application/json",
            headers=head,
        )
        for sent in (body, body | {"words": "建成3个", "next_step": "机密\u2605 10年"})
    ]
    answers += [
        client.post(
            f"/api/v1/tasks/{task.key}/evidence",
            {"file": SimpleUploadedFile(name, FILES[name])},
            headers=head,
        )
        for name in ("header.docx", "words.txt", "机密★1年.txt")
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] == "state_secret"
        assert "机密★" not in answer.content.decode()
    assert rows() == before
    assert files_in(settings) == files
    assert Entry.objects.filter(action="secrecy.refuse", person="commerce-officer").exists()


def test_every_operation_of_the_api_that_writes_looks_through_what_is_sent(world: World) -> None:
    client, head = Client(), {"Authorization": "Bearer whole-token-of-commerce-officer"}
    task = world.things["own"].rows["task"]
    tried = 0
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in set(operations) - {"get", "head"}:
            tried += 1
            address = path.replace("{key}", task.key)
            sent = {
                "as_of": "2026-03-01",
                "words": MARKED,
                "submission": "a1b2c3d4",
                "file": SimpleUploadedFile("a.txt", MARKED.encode()),
            }
            multipart = "multipart/form-data" in json.dumps(operations[method].get("requestBody", {}))
            data = (
                sent if multipart else json.dumps({name: one for name, one in sent.items() if name != "file"})
            )
            kind = {} if multipart else {"content_type": "application/json"}
            answer = getattr(client, method)(address, data, headers=head, **kind)
            assert (answer.status_code, answer.json()["error"]["code"]) == (422, "state_secret"), path
    assert tried >= 2


def test_a_job_that_opens_a_file_asks_the_same_question() -> None:
    refuse_secret_text("普通的报告", "报告.txt")
    with pytest.raises(StateSecretError, match=r"报告\.txt"):
        refuse_secret_text(MARKED, "报告.txt")


def test_a_file_that_must_not_lie_here_is_removed(settings: Settings) -> None:
    kept = store(SimpleUploadedFile("a.txt", b"words"))
    assert len(files_in(settings)) == 1
    for _ in range(2):
        discard(kept.sha256)
        assert files_in(settings) == []


def test_of_what_cannot_be_looked_at_the_page_and_the_api_tell(
    office: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoshi.reading.intake.recognition.is_installed", lambda: False)
    picture = b"\x89PNG\r\n\x1a\n" + b"no picture, but kept as one"
    task, client = world.things["own"].rows["task"], office.client("commerce-officer")
    answer = client.post(
        f"/tasks/{task.key}/evidence/", {"evidence": SimpleUploadedFile("现场.png", picture)}, follow=True
    )
    assert "无法检查密级标志" in answer.content.decode()
    answer = client.post(
        f"/tasks/{task.key}/evidence/", {"evidence": SimpleUploadedFile("a.txt", b"words")}, follow=True
    )
    assert "无法检查密级标志" not in answer.content.decode()
    answered = Client().post(
        f"/api/v1/tasks/{task.key}/evidence", {"file": SimpleUploadedFile("现场2.png", picture + b"2")},
        headers={"Authorization": "Bearer whole-token-of-commerce-officer"},
    )  # fmt: skip
    assert (answered.status_code, answered.headers[UNLOOKED]) == (201, "unchecked")


def test_of_what_could_not_be_looked_at_the_evidence_says_so_for_as_long_as_it_lies_here(
    office: Any, make_task: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoshi.reading.intake.recognition.is_installed", lambda: False)
    picture = b"\x89PNG\r\n\x1a\n" + b"no picture, but kept as one"
    task, client = make_task(state="in_progress"), office.client("commerce-head")
    fields = {"as_of": "2026-05-01", "words": "建成12个", "next_step": "", "then": "sign",
              "submission": "report-0001", "version": task.version}  # fmt: skip
    files = [SimpleUploadedFile("现场.png", picture), SimpleUploadedFile("台账.txt", b"words")]
    client.post(f"/tasks/{task.key}/progress/", fields | {"evidence": files})
    client.post(f"/tasks/{task.key}/evidence/", {"evidence": SimpleUploadedFile("全景", picture + b"2")})
    token(office.people["commerce-officer"], "of-the-officer", permissions())
    answered = Client().post(
        f"/api/v1/tasks/{task.key}/evidence", {"file": SimpleUploadedFile("夜景.png", picture + b"3")},
        headers={"Authorization": "Bearer of-the-officer"},
    )  # fmt: skip
    assert answered.json()["unchecked"] is True
    kept = {one.name: one.unchecked for one in task.evidence.all()}
    assert kept == {"现场.png": True, "台账.txt": False, "全景.png": True, "夜景.png": True}
    logged = [one.detail.get("unchecked", False) for one in Entry.objects.filter(action="evidence.add")]
    assert sorted(logged) == [False, True, True, True]
    for reader, address, times in (
        ("commerce-officer", f"/tasks/{task.key}/", 3),
        ("office", f"/tasks/{task.key}/", 3),
        ("office", "/tasks/review/", 1),
    ):
        page = office.client(reader).get(address).content.decode()
        assert page.count("未能全部检查密级标志") == times, (reader, address)
