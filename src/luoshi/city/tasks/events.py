"""What can happen to a task, from ``events.toml``: what it is called, who is told, whether it is public."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

import msgspec

from luoshi.city.chain.registry import Words
from luoshi.city.rules.states import progress_lifecycle, task_lifecycle
from luoshi.errors import Language
from luoshi.knowledge import toml_table

ChangeRequestKind = Literal["extension", "suspension", "transfer"]
Recipient = Literal["heads", "officer", "sponsor", "office"]
_Request = ChangeRequestKind | Literal[""]


class NotificationRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is told of an event, and as what: that something ``moved``, or that something is ``asked``."""

    kind: Literal["moved", "asked"]
    to: tuple[Recipient, ...]


class EventKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``events.toml``; its head says what each field means. Empty words are those of the move."""

    basis: str
    zh: str = ""
    en: str = ""
    public: dict[Language, str] = {}
    notify: NotificationRule | None = None
    attention: bool = False
    progress: str = ""
    own_form: bool = False
    asks: _Request = ""
    grants: _Request = ""
    refuses: _Request = ""
    ends_requests: bool = False

    @property
    def in_timeline(self) -> bool:
        """Whether the timeline has it: the log has every event."""
        return not self.progress


@cache
def events() -> Mapping[str, EventKind]:
    """Every event by name, in the order of the table, with the words of its move where it has none."""
    kinds = msgspec.convert(toml_table("luoshi.city.tasks", "events.toml"), dict[str, EventKind])
    return MappingProxyType({name: _worded(name, kind) for name, kind in kinds.items()})


def _worded(name: str, kind: EventKind) -> EventKind:
    if kind.zh:
        return kind
    move = progress_lifecycle().move(kind.progress) if kind.progress else task_lifecycle().move(name)
    return msgspec.structs.replace(kind, zh=move.zh, en=move.en)


def event_words(name: str, language: Language, *, public: bool = False) -> str:
    """What happened, in words; ``public`` as outsiders read it. A name that is in no table stays as it is."""
    kind = events().get(name)
    if kind is None:
        return name
    words = kind.zh if language == "zh" else kind.en
    return kind.public.get(language, words) if public else words


def draws_attention(name: str) -> bool:
    """Whether the timeline sets it off."""
    kind = events().get(name)
    return kind is not None and kind.attention


def asking(request: str) -> str:
    """The event that opens a change request of this kind."""
    return _only("asks", request)


def granting(request: str) -> str:
    """The move that grants it."""
    return _only("grants", request)


def refusing(request: str) -> str:
    """The event that refuses it."""
    return _only("refuses", request)


def progress_event(move: str) -> str:
    """The event of a move of a progress entry."""
    return _only("progress", move)


def _only(column: str, value: str) -> str:
    (name,) = (name for name, kind in events().items() if getattr(kind, column) == value)
    return name


def is_move(name: str) -> bool:
    """Whether it takes the task from state to state."""
    return name in {move.name for move in task_lifecycle().moves}


def log_actions() -> Mapping[str, Mapping[str, Words]]:
    """What the log calls events, by the kind of record that they are about."""
    happens = {name: Words(kind.zh, kind.en) for name, kind in events().items()}
    dated = {name: happens[name] for name, kind in events().items() if kind.in_timeline}
    progress = {move.name: Words(move.zh, move.en) for move in progress_lifecycle().moves}
    return {"task": happens, "event": dated, "progress": progress}
