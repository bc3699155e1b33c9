"""What applications say of what they log: how actions are called, and how records are called and found.

``log.toml`` beside an application's ``apps.py`` names its kinds of records and what is done to them:

    [unit]
    zh = "单位"
    en = "unit"
    [unit.actions]
    add = { zh = "新增", en = "add" }
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from luoshi.errors import Language
from luoshi.knowledge import toml_table


class Words(msgspec.Struct, frozen=True):
    """Words in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The words in one of them."""
        return self.zh if language == "zh" else self.en


class Kind(Words, frozen=True):
    """What an action is about, with what can be done to it, by name."""

    actions: dict[str, Words] = {}


@dataclass(frozen=True)
class Name:
    """What people call a record, and the address of its page."""

    words: str
    address: str


@dataclass(frozen=True)
class Naming:
    """The names of the records of one kind.

    ``names`` gives those of many records by their key in the log (``task:12`` -> ``12``) in one query;
    ``find`` the keys of the records that somebody means by what was typed.
    """

    names: Callable[[Collection[str]], Mapping[str, Name]]
    find: Callable[[str], Iterable[str]]


_KINDS: dict[str, Kind] = {}
_NAMINGS: dict[str, Naming] = {}


def register_actions(package: str, more: Mapping[str, Mapping[str, Words]] | None = None) -> None:
    """Take over what ``log.toml`` of ``package`` declares, and ``more`` actions of its kinds.

    Called when the application is ready. ``ValueError`` for what is declared already.
    """
    for name, kind in msgspec.convert(toml_table(package, "log.toml"), dict[str, Kind]).items():
        added = (more or {}).get(name, {})
        twice = {name} & _KINDS.keys() or kind.actions.keys() & added.keys()
        if twice:
            raise ValueError(f"{package} declares again: {sorted(twice)}")
        _KINDS[name] = Kind(kind.zh, kind.en, {**added, **kind.actions})


def register_naming(kind: str, naming: Naming) -> None:
    """From now on the log calls records of ``kind`` by name, and finds them so."""
    _NAMINGS[kind] = naming


def kinds() -> Mapping[str, Kind]:
    """Every declared kind, in the order of the applications."""
    return _KINDS


def namings() -> Mapping[str, Naming]:
    """The namings by kind."""
    return _NAMINGS
