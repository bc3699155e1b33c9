"""The log's page: found, read on, exported, in the words of those who write it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

import luoshi.city
from luoshi.city.audit.queries import LogFilters, entries
from luoshi.city.audit.wording import action_choices, action_words, subject_names
from luoshi.city.chain import registry
from luoshi.city.chain.models import Entry
from luoshi.city.chain.registry import Name, Naming, kinds
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.models import Task

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("action=task.add", 3),
        ("subject=2026-0002&action=task.add", 1),
        ("person=program:tests&action=task.add", 3),
        ("person=督查专员1", 0),
        ("since=2999-01-01", 0),
        ("until=2000-01-01", 0),
        (f"since={TODAY}&until={TODAY}&action=task.add", 3),
        ("since=nonsense&before=x&action=task.add", 3),
        ("until=9999-12-31&action=task.add", 3),
        ("since=0001-01-01&action=task.add", 3),
    ],
)
def test_log_is_found_by_person_subject_action_and_day(
    query: str, found: int, make_task: MakeTask, office: Any
) -> None:
    for _ in range(3):
        make_task()
    assert len(office.client("auditor").get(f"/audit/?{query}").context["rows"]) == found


def test_log_is_read_on_by_number_and_exported(make_task: MakeTask, office: Any) -> None:
    for _ in range(60):
        make_task()
    client = office.client("office")
    first = client.get("/audit/")
    numbers = [one.number for one, *_ in first.context["rows"]]
    assert len(numbers) == 100
    assert f"?before={numbers[-1]}" in first.content.decode()
    second = client.get(f"/audit/?before={numbers[-1]}")
    assert second.context["rows"][0][0].number == numbers[-1] - 1
    lines = client.get("/audit/export/?action=task.add").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 61
    assert "task.add" in lines[1]


def test_an_entry_about_many_rows_says_how_many(make_task: MakeTask, office: Any) -> None:
    task = make_task(state="drafted")
    move_task(actor=office.actor("office"), key=task.key, name="issue", given=TransitionInput())
    client = office.client("auditor")
    shown = {one.action: detail for one, _, _, detail in client.get("/audit/").context["rows"]}
    assert shown["notification.send"] == '{"rows": 2}'
    assert "notification:" in client.get("/audit/export/").content.decode()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("task.accept", "任务 · 签收"),
        ("progress.sign", "进展 · 签发"),
        ("progress.accept", "进展 · 采纳"),
        ("event.close", "任务经过 · 销号"),
        ("event.ask_transfer", "任务经过 · 申请移交"),
        ("unit.add", "单位 · 新增"),
        ("new.thing", "new · thing"),
    ],
)
def test_actions_have_words(action: str, words: str) -> None:
    assert action_words(action, "zh") == words
    assert all("." not in words for _, choices in action_choices("en") for _, words in choices)


def test_records_are_called_and_found_as_their_application_says(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pk = str(office.units["water"].pk)
    naming = Naming(
        lambda keys: {key: Name(f"局{key}", "/") for key in keys}, lambda typed: [pk] * (typed == "水")
    )
    monkeypatch.setitem(registry._NAMINGS, "unit", naming)
    entry = Entry(subject=f"unit:{pk}")
    assert subject_names([entry]) == {f"unit:{pk}": Name(f"局{pk}", "/")}
    assert list(entries(LogFilters(subject="水"))) == list(Entry.objects.filter(subject=f"unit:{pk}"))


# ── What is written and what is declared ─────────────────────────────────────────────────────────


TREES = {
    file: ast.parse(file.read_text(encoding="utf-8"))
    for root in luoshi.city.__path__
    for file in sorted(Path(root).rglob("*.py"))
}


def _written() -> Iterator[str]:
    """What calls of ``record``, and of whatever else takes an action, name, as patterns: ``progress\\.\\w+``."""
    nodes = [(tree, node) for tree in TREES.values() for node in ast.walk(tree)]
    writers = {
        node.name
        for _, node in nodes
        if isinstance(node, ast.FunctionDef) and "action" in (one.arg for one in node.args.args)
    }
    for tree, call in nodes:
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in writers:
            for part in (part for argument in call.args for part in ast.walk(argument)):
                if isinstance(part, ast.JoinedStr):
                    yield "".join(map(_pattern, part.values))
                elif isinstance(part, ast.Constant):
                    yield _pattern(part)
                elif isinstance(part, ast.Name):
                    yield from map(_pattern, _assigned(tree, part.id))


def _assigned(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    """What a constant of the module is."""
    return (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    )


def _pattern(part: ast.expr) -> str:
    return re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else r"\w+"


def test_what_the_code_writes_to_the_log_is_declared_and_nothing_else() -> None:
    declared = {f"{name}.{verb}" for name, kind in kinds().items() for verb in kind.actions}
    patterns = {text for text in _written() if re.fullmatch(r"(\w|\\w\+)+\\\.(\w|\\w\+)+", text)}
    assert {text for text in patterns if not any(re.fullmatch(text, one) for one in declared)} == set()
    assert {one for one in declared if not any(re.fullmatch(text, one) for text in patterns)} == set()
