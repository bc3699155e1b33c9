"""What outsiders get is said once: a line of the table decides it for page, downloads and API."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import luoshi.city
from city.public.test_public_pages import DOWNLOADS, text_of
from luoshi.city.rules import publicity
from luoshi.city.site.words import words_of
from luoshi.city.tasks.models import Task

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
CITY = Path(luoshi.city.__file__).parent
WHERE_RELEASE_IS_DECIDED = {  # the column with its scope, and the writes
    "tasks/models.py", "tasks/actions/release.py", "reports/models.py", "reports/actions/releasing.py",
}  # fmt: skip
WHERE_SCOPES_ARE = {"rules/permissions.py"}


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Lines of the table for fields of a task, for the time of a test."""
    read = (publicity.publicity, publicity.public_fields, publicity.fields_at)

    def seed(**fields: object) -> None:
        table = publicity._table()
        monkeypatch.setattr(publicity, "_table", lambda: table | {"task": table["task"] | fields})
        for function in read:
            function.cache_clear()

    yield seed
    monkeypatch.undo()
    for function in read:
        function.cache_clear()


def outlets(client: Client, key: str) -> dict[str, str]:
    addresses = (f"/public/{key}/", *DOWNLOADS, f"/api/v1/tasks/{key}", "/api/v1/tasks")
    texts = {address: text_of(client.get(address)) for address in addresses}
    return {
        address: json.dumps(json.loads(text), ensure_ascii=False) if "/api/" in address else text
        for address, text in texts.items()
    }


def test_line_of_the_table_publishes_a_field_everywhere(
    entries: Callable[..., None], make_task: MakeTask, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = make_task(state="in_progress", released_at=timezone.now(), verdict_words="审核意见一段")
    client = office.client(None)
    assert not [address for address, text in outlets(client, task.key).items() if "审核意见一段" in text]
    monkeypatch.setitem(words_of("public"), "verdict_words", {"zh": "审核意见", "en": "Opinion"})
    entries(verdict_words="outcome")
    shown = outlets(client, task.key)
    assert [address for address, text in shown.items() if "审核意见一段" not in text] == []
    assert "审核意见</dt>" in shown[f"/public/{task.key}/"]
    assert "审核意见" in shown["/public/tasks.csv"].splitlines()[0]


def test_line_of_the_table_withdraws_a_field_everywhere(
    entries: Callable[..., None], make_task: MakeTask, office: Any
) -> None:
    task = make_task(state="closed", released_at=timezone.now(), section="章节一段")
    client = office.client(None)
    assert all("章节一段" in text for text in outlets(client, task.key).values())
    entries(section={"basis": "inner", "only": "api"})
    assert not [address for address, text in outlets(client, task.key).items() if "章节一段" in text]
    assert office.client("office").get(f"/tasks/{task.key}/").status_code == 200


@pytest.mark.parametrize(
    "asked", ["origin=meeting", "state=in_progress", "light=red", "sponsor=mayor", "overdue=1"]
)
def test_outsiders_cannot_guess_by_filters_what_they_are_not_told(
    asked: str, make_task: MakeTask, office: Any
) -> None:
    """The list is the same as without the filter: it tells nothing of what it asks."""
    make_task(state="awaiting_review", released_at=timezone.now(), origin="report")
    make_task(
        state="in_progress", released_at=timezone.now(), origin="meeting", light="red", due=date(2026, 1, 2)
    )
    for who in (None, "admin"):
        page = office.client(who).get(f"/tasks/?year=2026&{asked}")
        assert page.context["counts"].total == 2
        assert 'class="late"' not in page.content.decode()


def names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def scopes_in(tree: ast.AST) -> Iterator[object]:
    """What scopes are compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and "request" not in ast.unparse(node):
            yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))


def files_with(found: Callable[[ast.AST], bool]) -> set[str]:
    return {
        str(file.relative_to(CITY))
        for file in CITY.rglob("*.py")
        if "migrations" not in file.parts and found(ast.parse(file.read_text(encoding="utf-8")))
    }


def test_nobody_else_decides_what_is_released() -> None:
    """Rows are released by one condition a record, and a scope is named where scopes are."""
    by_day = files_with(lambda tree: any(name.split("__")[0] == "released_at" for name in names_in(tree)))
    assert by_day <= WHERE_RELEASE_IS_DECIDED
    assert files_with(lambda tree: "released" in scopes_in(tree)) <= WHERE_SCOPES_ARE
