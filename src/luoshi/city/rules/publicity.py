"""What outsiders get, from ``publicity.toml``: one list for pages, downloads, API and marks beside fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

import msgspec

from luoshi.city.rules.states import Phase
from luoshi.city.rules.words import table

Told = tuple[str, str]
"""A field of a record, or ``("event", action)``: where the words typed into a field go."""
Openness = Literal["public", "accepted", "either", "inner"]
"""What becomes of typed words: published; once accepted; as the person decides in the form; not published."""
Outlet = Literal["pages", "api"]
"""Where a record is published: on pages and in downloads, or at the API."""


class Basis(msgspec.Struct, frozen=True):
    """Why something is published or not."""

    public: bool
    law: str
    zh: str
    en: str


class Publicity(msgspec.Struct, frozen=True):
    """Whether a field is published.

    ``once``: not before its record is in that phase; empty for at once. ``only``: the one outlet that has the
    field; empty for every outlet of what is public, and for none of what is inner.
    """

    basis: str
    once: Phase | Literal[""] = ""
    only: Literal["", Outlet] = ""

    @property
    def public(self) -> bool:
        """Whether outsiders get it."""
        return bases()[self.basis].public

    def is_at(self, outlet: Outlet) -> bool:
        """Whether ``outlet`` has it: for outsiders what is public, for those inside the rest too."""
        return self.only == outlet or (self.public and not self.only)


@cache
def bases() -> dict[str, Basis]:
    """Every basis by name."""
    return msgspec.convert(_table()["basis"], dict[str, Basis])


def records() -> dict[str, tuple[str, ...]]:
    """Every record with its fields, in the order of the table."""
    return {name: tuple(fields) for name, fields in _table().items() if name != "basis"}


@cache
def publicity(record: str, field: str) -> Publicity:
    """What becomes of a field of a record; ``KeyError`` for one that the table does not name."""
    entry = _table()[record][field]
    return Publicity(entry) if isinstance(entry, str) else msgspec.convert(entry, Publicity)


def is_public(record: str, field: str) -> bool:
    """Whether outsiders get the field of a released task or report."""
    return publicity(record, field).public


@cache
def public_fields(record: str, outlet: Outlet | None = None) -> tuple[str, ...]:
    """The fields of a record that outsiders get (at ``outlet``), in the order of the table."""
    fields = _table()[record] if outlet is None else fields_at(record, outlet)
    return tuple(field for field in fields if is_public(record, field))


@cache
def fields_at(record: str, outlet: Outlet) -> tuple[str, ...]:
    """The fields of a record that ``outlet`` has, in the order of the table."""
    return tuple(field for field in _table()[record] if publicity(record, field).is_at(outlet))


def openness(told: Iterable[Told]) -> Openness:
    """What becomes of the words of a field that may go to any of ``told``."""
    entries = [publicity(record, field) for record, field in told]
    if not any(entry.public for entry in entries):
        return "inner"
    if not all(entry.public for entry in entries):
        return "either"
    return "accepted" if any(entry.once for entry in entries) else "public"


_REGISTERED: dict[str, dict[str, str]] = {}


def register_record(name: str, fields: Mapping[str, str]) -> None:
    """From now on ``name`` is a record whose fields, or kinds, an application's own table gives a basis."""
    _REGISTERED[name] = dict(fields)


def _table() -> dict[str, Any]:
    return table("publicity.toml") | _REGISTERED
