"""The states of a task and of a progress report, and the moves between them, from ``states.toml``."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cache
from typing import Generic, Literal, TypeVar

import msgspec

from luoshi.city.rules.words import Language, name_of, table
from luoshi.errors import LuoshiError

TaskState = Literal[
    "drafted",
    "awaiting_acceptance",
    "in_progress",
    "awaiting_review",
    "returned",
    "extension_asked",
    "done",
    "closed",
    "suspended",
]
ProgressState = Literal["draft", "awaiting_signature", "awaiting_review", "accepted", "returned"]
Need = Literal["reason", "evidence", "new_due", "new_unit", "verdict", "claim"]
State = TypeVar("State", TaskState, ProgressState)

SETTLED: frozenset[TaskState] = frozenset({"done", "closed"})
"""The states in which nothing more is asked of the unit."""
RESTING: frozenset[TaskState] = frozenset({"drafted", "suspended"})
"""The states in which the schedule does not run."""
OPEN: frozenset[TaskState] = frozenset(
    {"awaiting_acceptance", "in_progress", "awaiting_review", "returned", "extension_asked"}
)
"""The states in which the unit owes the outcome."""


class MoveRefusedError(LuoshiError):
    """A move that cannot be made; its message says what stands in the way."""


class Move(msgspec.Struct, Generic[State], frozen=True, rename={"sources": "from"}):
    """A move from one of the states ``sources`` to the state ``to``.

    ``permission`` is what the acting person must hold; ``needs`` is what must be given with the move.
    """

    name: str
    zh: str
    en: str
    sources: tuple[State, ...]
    to: State
    permission: str
    needs: tuple[Need, ...] = ()

    def label(self, language: Language = "zh") -> str:
        """What the button says."""
        return self.zh if language == "zh" else self.en


class Lifecycle(msgspec.Struct, Generic[State], frozen=True):
    """The moves of one kind of record; ``states`` names its states in ``words.toml``."""

    states: str
    moves: tuple[Move[State], ...]

    def moves_from(self, state: State) -> tuple[Move[State], ...]:
        """The moves that can be made in ``state``, in the order of the table."""
        return tuple(one for one in self.moves if state in one.sources)

    def move(self, name: str) -> Move[State]:
        """The move called ``name``; ``MoveRefusedError`` where there is none."""
        for one in self.moves:
            if one.name == name:
                return one
        raise MoveRefusedError(
            "city_rule_unknown_move", move=name, moves=" ".join(one.name for one in self.moves)
        )

    def apply(self, state: State, name: str, given: AbstractSet[str]) -> State:
        """The state after the move; ``given`` are the needs that are met.

        ``in_progress`` + 报请审核 with evidence and claim -> ``awaiting_review``. ``MoveRefusedError`` where
        the move cannot be made in ``state`` or where something it needs is missing.
        """
        one = self.move(name)
        if state not in one.sources:
            raise MoveRefusedError(
                "city_rule_wrong_state",
                move=one.zh,
                move_en=one.en,
                state=name_of(self.states, state, "zh"),
                state_en=name_of(self.states, state, "en"),
                sources="、".join(name_of(self.states, source, "zh") for source in one.sources),
                sources_en=", ".join(name_of(self.states, source, "en") for source in one.sources),
            )
        missing = [need for need in one.needs if need not in given]
        if missing:
            raise MoveRefusedError(
                "city_rule_missing_needs",
                move=one.zh,
                move_en=one.en,
                missing="、".join(name_of("need", need, "zh") for need in missing),
                missing_en=", ".join(name_of("need", need, "en") for need in missing),
            )
        return one.to


@cache
def task_lifecycle() -> Lifecycle[TaskState]:
    """The moves of a task."""
    moves = msgspec.convert(table("states.toml")["task"], tuple[Move[TaskState], ...])
    return Lifecycle("task_state", moves)


@cache
def progress_lifecycle() -> Lifecycle[ProgressState]:
    """The moves of a progress report."""
    moves = msgspec.convert(table("states.toml")["progress"], tuple[Move[ProgressState], ...])
    return Lifecycle("progress_state", moves)


def moves_from(state: TaskState) -> tuple[Move[TaskState], ...]:
    """The moves that a task can make in ``state``."""
    return task_lifecycle().moves_from(state)


def move(name: str) -> Move[TaskState]:
    """The move of a task called ``name``; ``MoveRefusedError`` where there is none."""
    return task_lifecycle().move(name)


def apply(state: TaskState, name: str, given: AbstractSet[str]) -> TaskState:
    """The state of a task after the move ``name``; see ``Lifecycle.apply``."""
    return task_lifecycle().apply(state, name, given)
