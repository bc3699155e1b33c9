"""States with their phases, and the moves of tasks and of progress entries."""

from __future__ import annotations

import tomllib
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ROOT
from luoshi.city.rules.states import (
    Attribute,
    Move,
    MoveRefusedError,
    Need,
    Phase,
    ProgressState,
    TaskState,
    apply,
    move,
    moves_from,
    progress_lifecycle,
    task_lifecycle,
)
from luoshi.city.rules.words import choices

RULES = ROOT / "src" / "luoshi" / "city" / "rules"
STATES: tuple[TaskState, ...] = get_args(TaskState)
NEEDS = frozenset(get_args(Need))

# from, move, what is needed, to, permission
TABLE = [
    ("drafted", "issue", "", "awaiting_acceptance", "task.issue"),
    ("awaiting_acceptance", "accept", "", "in_progress", "task.accept"),
    ("awaiting_acceptance", "send_back", "reason", "drafted", "task.accept"),
    ("in_progress", "submit", "evidence claim", "awaiting_review", "task.sign"),
    ("returned", "submit", "evidence claim", "awaiting_review", "task.sign"),
    ("awaiting_review", "return_for_more", "reason", "returned", "task.review"),
    ("awaiting_review", "approve", "verdict", "done", "task.review"),
    ("done", "close", "evidence verdict", "closed", "task.review"),
    ("in_progress", "ask_extension", "new_due reason", "extension_asked", "task.sign"),
    ("returned", "ask_extension", "new_due reason", "extension_asked", "task.sign"),
    ("extension_asked", "grant_extension", "reason", "in_progress", "task.decide"),
    ("extension_asked", "refuse_extension", "reason", "in_progress", "task.decide"),
    ("awaiting_acceptance", "suspend", "reason", "suspended", "task.decide"),
    ("in_progress", "suspend", "reason", "suspended", "task.decide"),
    ("returned", "suspend", "reason", "suspended", "task.decide"),
    ("extension_asked", "suspend", "reason", "suspended", "task.decide"),
    ("suspended", "resume", "reason", "in_progress", "task.decide"),
    ("awaiting_acceptance", "transfer", "new_unit reason", "awaiting_acceptance", "task.decide"),
    ("in_progress", "transfer", "new_unit reason", "awaiting_acceptance", "task.decide"),
    ("returned", "transfer", "new_unit reason", "awaiting_acceptance", "task.decide"),
    ("extension_asked", "transfer", "new_unit reason", "awaiting_acceptance", "task.decide"),
    ("suspended", "transfer", "new_unit reason", "awaiting_acceptance", "task.decide"),
    ("done", "reopen", "reason", "in_progress", "task.decide"),
    ("closed", "reopen", "reason", "in_progress", "task.decide"),
]
PROGRESS = [
    ("draft", "send_for_signature", "", "awaiting_signature", "progress.write"),
    ("returned", "send_for_signature", "", "awaiting_signature", "progress.write"),
    ("awaiting_signature", "take_back", "", "draft", "progress.write"),
    ("awaiting_signature", "decline", "reason", "returned", "task.sign"),
    ("awaiting_signature", "sign", "", "awaiting_review", "task.sign"),
    ("awaiting_review", "accept", "", "accepted", "task.review"),
    ("awaiting_review", "return", "reason", "returned", "task.review"),
]


def test_the_table_of_tasks_is_this_and_no_more() -> None:
    found = {
        (state, one.name, frozenset(one.needs), one.to, one.permission)
        for state in STATES
        for one in moves_from(state)
    }
    assert found == {(a, b, frozenset(needs.split()), c, d) for a, b, needs, c, d in TABLE}


def test_the_table_of_progress_is_this_and_no_more() -> None:
    states: tuple[ProgressState, ...] = get_args(ProgressState)
    found = {
        (state, one.name, frozenset(one.needs), one.to, one.permission)
        for state in states
        for one in progress_lifecycle().moves_from(state)
    }
    assert found == {(a, b, frozenset(needs.split()), c, d) for a, b, needs, c, d in PROGRESS}


@given(
    st.sampled_from(STATES), st.sampled_from(task_lifecycle().moves), st.sets(st.sampled_from(sorted(NEEDS)))
)
def test_a_move_is_made_where_the_table_has_it_and_its_needs_are_met(
    state: TaskState, one: Move[TaskState], given_with: set[str]
) -> None:
    allowed = state in one.sources and set(one.needs) <= given_with
    if allowed:
        assert apply(state, one.name, given_with) == one.to
    else:
        with pytest.raises(MoveRefusedError) as refused:
            apply(state, one.name, given_with)
        assert refused.value.message("zh")
        assert one.en in refused.value.message("en")


@pytest.mark.parametrize(
    ("state", "name", "given_with", "words"),
    [
        ("in_progress", "submit", {"claim"}, "“报请审核”还缺：佐证材料；请补上再办。"),
        ("in_progress", "submit", set(), "“报请审核”还缺：佐证材料、单位自评；请补上再办。"),
        ("closed", "issue", set(), "现在是“已销号”，不能“下达”；只有在这些状态下可以：拟立项。"),
    ],
)
def test_a_refusal_names_what_is_missing(
    state: TaskState, name: str, given_with: set[str], words: str
) -> None:
    with pytest.raises(MoveRefusedError) as refused:
        apply(state, name, given_with)
    assert str(refused.value) == words


def test_a_move_that_does_not_exist_is_refused() -> None:
    with pytest.raises(MoveRefusedError, match="没有“delete”这个动作"):
        move("delete")


def reachable(start: TaskState, without: frozenset[str] = frozenset()) -> set[TaskState]:
    """The states that can be reached from ``start`` by moves that need nothing of ``without``."""
    found, waiting = {start}, [start]
    while waiting:
        for one in moves_from(waiting.pop()):
            if one.to not in found and not without & set(one.needs):
                found.add(one.to)
                waiting.append(one.to)
    return found


def test_every_state_can_be_reached() -> None:
    assert reachable("drafted") == set(STATES)


@pytest.mark.parametrize("state", [state for state in STATES if state != "closed"])
@pytest.mark.parametrize("need", ["evidence", "verdict"])
def test_no_way_to_closed_avoids_evidence_or_verdict(state: TaskState, need: str) -> None:
    assert "closed" not in reachable(state, frozenset({need}))


def test_closed_is_only_reopened() -> None:
    assert [one.name for one in moves_from("closed")] == ["reopen"]


@pytest.mark.parametrize("state", STATES)
def test_every_state_leads_to_closed(state: TaskState) -> None:
    assert "closed" in reachable(state)


PHASES: dict[Phase, tuple[str, str]] = {
    "draft": ("drafted", "draft"),
    "waiting": ("awaiting_acceptance", "awaiting_signature"),
    "working": ("in_progress returned extension_asked", "returned"),
    "review": ("awaiting_review", "awaiting_review"),
    "paused": ("suspended", ""),
    "settled": ("done closed", "accepted"),
}
ATTRIBUTES: dict[Attribute, tuple[str, str]] = {
    "owes_progress": ("in_progress returned", ""),
    "counts": ("", "awaiting_review accepted"),
    "editable": ("", "draft returned"),
}


@pytest.mark.parametrize("phase", get_args(Phase))
def test_states_of_a_phase(phase: Phase) -> None:
    found = task_lifecycle().states_in(phase), progress_lifecycle().states_in(phase)
    assert tuple(" ".join(states) for states in found) == PHASES[phase]


@pytest.mark.parametrize("attribute", get_args(Attribute))
def test_states_with_an_attribute(attribute: Attribute) -> None:
    found = task_lifecycle().states_with(attribute), progress_lifecycle().states_with(attribute)
    assert tuple(" ".join(states) for states in found) == ATTRIBUTES[attribute]


def test_the_tables_name_the_states_of_the_types_and_where_a_record_begins() -> None:
    assert tuple(task_lifecycle().states) == STATES
    assert tuple(progress_lifecycle().states) == get_args(ProgressState)
    assert (task_lifecycle().initial, progress_lifecycle().initial) == ("drafted", "draft")


@pytest.mark.parametrize("kind", ["task", "progress"])
def test_moves_are_named_once_and_have_words(kind: str) -> None:
    moves = task_lifecycle().moves if kind == "task" else progress_lifecycle().moves
    assert len({one.name for one in moves}) == len(moves)
    assert len({one.zh for one in moves}) == len(moves)
    assert all(one.label("zh") and one.label("en") and one.sources for one in moves)


def test_every_permission_that_a_move_asks_for_exists() -> None:
    known = tomllib.loads((RULES / "permissions.toml").read_text(encoding="utf-8"))["permissions"]
    asked = {one.permission for one in task_lifecycle().moves}
    assert asked | {one.permission for one in progress_lifecycle().moves} <= set(known)


@pytest.mark.parametrize(
    ("kind", "values"),
    [("task_state", STATES), ("progress_state", get_args(ProgressState)), ("need", get_args(Need))],
)
def test_every_state_and_need_has_a_name(kind: str, values: tuple[str, ...]) -> None:
    assert [value for value, _ in choices(kind)] == list(values)
