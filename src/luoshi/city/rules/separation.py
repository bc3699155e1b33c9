"""Which posts nobody holds at the same time, from ``separation.toml``; nobody gives a post to themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from luoshi.errors import Language
from luoshi.knowledge import toml_table


@dataclass(frozen=True)
class Held:
    """A post of ``role`` held from ``since`` to ``until``, both days included; ``None`` has no end there."""

    role: str
    since: date | None
    until: date | None
    name: str = ""


@cache
def _table() -> dict[str, Any]:
    return toml_table("luoshi.city.rules", "separation.toml")


@cache
def privileged_roles() -> frozenset[str]:
    """The roles that give much: a second factor is needed, and auditors are told."""
    return frozenset(_table()["privileged"]["roles"])


@cache
def guarded_roles() -> frozenset[str]:
    """The roles that only who manages accounts gives and takes."""
    return frozenset(_table()["guarded"]["roles"])


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of posts; the one named first gives permissions where older data has several together."""
    return tuple(kind["key"] for kind in _kinds())


@cache
def kind_of(role: str) -> str:
    """The kind that the role is of; ``KeyError`` for a role of none."""
    key: str = next(kind["key"] for kind in _kinds() if role in kind["roles"])
    return key


def kind_words(kind: str, language: Language) -> str:
    """What the kind is called."""
    words: str = next(one["words"][language] for one in _kinds() if one["key"] == kind)
    return words


def clash(wanted: Held, others: Iterable[Held]) -> Held | None:
    """The first of ``others`` that excludes ``wanted``: of another kind, on a day that both would hold."""
    kind = kind_of(wanted.role)
    return next((one for one in others if kind_of(one.role) != kind and _overlap(wanted, one)), None)


def effective_kind(roles: Iterable[str]) -> str | None:
    """The one kind of posts that gives permissions to who holds ``roles`` on a day; ``None`` without any."""
    found = {kind_of(role) for role in roles}
    return next((kind for kind in kinds() if kind in found), None)


def _overlap(one: Held, other: Held) -> bool:
    begins = one.until is None or other.since is None or other.since <= one.until
    return begins and (other.until is None or one.since is None or one.since <= other.until)


def _kinds() -> list[dict[str, Any]]:
    kinds: list[dict[str, Any]] = _table()["kind"]
    return kinds
