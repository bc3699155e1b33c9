"""The table of events: what the code makes happen is in it, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import luoshi.city
from luoshi.city.rules.publicity import bases, is_public
from luoshi.city.rules.states import progress_lifecycle, task_lifecycle
from luoshi.city.tasks.events import asking, event_words, events, granting, progress_event, refusing
from luoshi.city.tasks.models import CHANGE_REQUEST_KINDS

MOVES = {move.name for move in task_lifecycle().moves}
REQUESTS = {name for kind in CHANGE_REQUEST_KINDS for name in (asking(kind), granting(kind), refusing(kind))}
PROGRESS = {progress_event(move.name) for move in progress_lifecycle().moves}


def happening() -> Iterator[str]:
    """The names in every ``EventInput(…)`` of the code."""
    (root,) = luoshi.city.__path__
    for file in Path(root).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "EventInput":
                yield from (
                    one.value
                    for one in ast.walk(node.args[0])
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def test_every_event_that_happens_is_in_the_table_and_no_other() -> None:
    assert {*happening(), *MOVES, *REQUESTS, *PROGRESS} == set(events())


def test_every_event_has_words_in_both_languages_and_a_basis() -> None:
    for name, kind in events().items():
        for public in (False, True):
            assert not event_words(name, "zh", public=public).isascii(), name
            assert event_words(name, "en", public=public).isascii(), name
        assert is_public("event", name) == bases()[kind.basis].public


def test_outsiders_have_words_of_their_own_for_public_events_only() -> None:
    assert [name for name, kind in events().items() if kind.public and not is_public("event", name)] == []
    assert [
        name for name, kind in events().items() if not kind.in_timeline and is_public("event", name)
    ] == []
    assert event_words("suspend", "zh", public=True) == event_words("suspend", "zh") == "中止"
    assert event_words("suspend", "en", public=True) == "suspended"
    assert event_words("new", "zh") == "new"


@pytest.mark.parametrize("kind", CHANGE_REQUEST_KINDS)
def test_a_change_request_is_opened_granted_and_refused_by_one_event_each(kind: str) -> None:
    for column in ("asks", "grants", "refuses"):
        assert [getattr(one, column) for one in events().values()].count(kind) == 1
    assert granting(kind) in MOVES
