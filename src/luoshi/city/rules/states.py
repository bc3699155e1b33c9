"""States with their phases, and the moves between them, from ``states.toml``."""

from __future__ import annotations

from collections.abc import Mapping
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
PromiseState = Literal["unconfirmed", "confirmed", "excluded"]
ReadingState = Literal["queued", "reading", "read", "failed"]
Phase = Literal["draft", "waiting", "working", "review", "paused", "settled"]
Attribute = Literal["owes_progress", "counts", "editable"]
Need = Literal["reason", "evidence", "new_due", "new_unit", "verdict", "claim"]
Name = TypeVar("Name", TaskState, ProgressState, PromiseState, ReadingState)

OPEN: tuple[Phase, ...] = ("waiting", "working", "review")
"""The phases in which the outcome is owed."""


class MoveRefusedError(LuoshiError):
    """A move that cannot be made; its message says what stands in the way."""


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a state has in common with those of other records: its phase, and its attributes."""

    phase: Phase
    attributes: tuple[Attribute, ...] = ()


class Move(msgspec.Struct, Generic[Name], frozen=True, rename={"sources": "from"}):
    """A move from one of the states ``sources`` to the state ``to``.

    ``permission`` is what the acting person must hold; ``needs`` is what must be given with the move.
    """

    name: str
    zh: str
    en: str
    sources: tuple[Name, ...]
    to: Name
    permission: str = ""
    needs: tuple[Need, ...] = ()

    def label(self, language: Language = "zh") -> str:
        """What the button says."""
        return self.zh if language == "zh" else self.en


class Lifecycle(msgspec.Struct, Generic[Name], frozen=True):
    """The states of one kind of record and its moves; ``kind`` names the states in ``words.toml``."""

    kind: str
    states: Mapping[Name, State]
    moves: tuple[Move[Name], ...]

    @property
    def initial(self) -> Name:
        """The state in which a record begins."""
        return next(iter(self.states))

    def states_in(self, *phases: Phase) -> tuple[Name, ...]:
        """The states of ``phases``, in the order of the table."""
        return tuple(name for name, state in self.states.items() if state.phase in phases)

    def states_with(self, attribute: Attribute) -> tuple[Name, ...]:
        """The states that have ``attribute``, in the order of the table."""
        return tuple(name for name, state in self.states.items() if attribute in state.attributes)

    def states_without(self, attribute: Attribute) -> tuple[Name, ...]:
        """The others."""
        return tuple(name for name in self.states if name not in self.states_with(attribute))

    def moves_from(self, state: Name) -> tuple[Move[Name], ...]:
        """The moves that can be made in ``state``, in the order of the table."""
        return tuple(move for move in self.moves if state in move.sources)

    def move(self, name: str) -> Move[Name]:
        """The move called ``name``; ``MoveRefusedError`` where there is none."""
        for move in self.moves:
            if move.name == name:
                return move
        raise MoveRefusedError(
            "city_rule_unknown_move", move=name, moves=" ".join(move.name for move in self.moves)
        )

    def apply(self, state: Name, name: str, given: AbstractSet[str]) -> Name:
        """The state after the move; ``given`` are the needs that are met.

        ``in_progress`` + 报请审核 with evidence and claim -> ``awaiting_review``. ``MoveRefusedError`` where
        the move cannot be made in ``state`` or where something it needs is missing.
        """
        move = self.move(name)
        if state not in move.sources:
            raise MoveRefusedError(
                "city_rule_wrong_state",
                move=move.zh,
                move_en=move.en,
                state=name_of(self.kind, state, "zh"),
                state_en=name_of(self.kind, state, "en"),
                sources="、".join(name_of(self.kind, source, "zh") for source in move.sources),
                sources_en=", ".join(name_of(self.kind, source, "en") for source in move.sources),
            )
        missing = [need for need in move.needs if need not in given]
        if missing:
            raise MoveRefusedError(
                "city_rule_missing_needs",
                move=move.zh,
                move_en=move.en,
                missing="、".join(name_of("need", need, "zh") for need in missing),
                missing_en=", ".join(name_of("need", need, "en") for need in missing),
            )
        return move.to


@cache
def task_lifecycle() -> Lifecycle[TaskState]:
    """The life of a task."""
    states = msgspec.convert(table("states.toml")["task_states"], dict[TaskState, State])
    moves = msgspec.convert(table("states.toml")["task"], tuple[Move[TaskState], ...])
    return Lifecycle("task_state", states, moves)


@cache
def progress_lifecycle() -> Lifecycle[ProgressState]:
    """The life of a progress entry."""
    states = msgspec.convert(table("states.toml")["progress_states"], dict[ProgressState, State])
    moves = msgspec.convert(table("states.toml")["progress"], tuple[Move[ProgressState], ...])
    return Lifecycle("progress_state", states, moves)


@cache
def promise_lifecycle() -> Lifecycle[PromiseState]:
    """The life of a promise or a figure of a report."""
    states = msgspec.convert(table("states.toml")["promise_states"], dict[PromiseState, State])
    moves = msgspec.convert(table("states.toml")["promise"], tuple[Move[PromiseState], ...])
    return Lifecycle("promise_state", states, moves)


@cache
def reading_lifecycle() -> Lifecycle[ReadingState]:
    """The life of the reading of an uploaded report."""
    states = msgspec.convert(table("states.toml")["reading_states"], dict[ReadingState, State])
    moves = msgspec.convert(table("states.toml")["reading"], tuple[Move[ReadingState], ...])
    return Lifecycle("reading_state", states, moves)


def phase_of(state: TaskState) -> Phase:
    """The phase of a task in ``state``."""
    return task_lifecycle().states[state].phase


def moves_from(state: TaskState) -> tuple[Move[TaskState], ...]:
    """The moves that a task can make in ``state``."""
    return task_lifecycle().moves_from(state)


def move(name: str) -> Move[TaskState]:
    """The move of a task called ``name``; ``MoveRefusedError`` where there is none."""
    return task_lifecycle().move(name)


def apply(state: TaskState, name: str, given: AbstractSet[str]) -> TaskState:
    """The state of a task after the move ``name``; see ``Lifecycle.apply``."""
    return task_lifecycle().apply(state, name, given)
