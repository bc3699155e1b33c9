"""The units of an office as kinds of department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from luoshi.city.unit_suggestions.knowledge import Department, departments, table
from luoshi.city.unit_suggestions.records import KnownUnit
from luoshi.reading.lexicon import alternation

# a zone is governed as a whole and is none of the city's departments, whatever its name holds
_ZONE = re.compile(r"管委会|开发区|高新区|示范区")
_SHORTEST = 3


class Named(NamedTuple):
    """A unit named in a text: its key, the name that stands there, and whether it only takes part."""

    key: str
    name: str
    takes_part: bool


def departments_of(name: str) -> tuple[str, ...]:
    """The kinds a unit is by its name: 市文化体育和旅游局 -> 文化和旅游局 and 体育局."""
    if _ZONE.search(name):
        return ()
    # 人民政府 would hold the 民政 of 民政局
    bare = name.replace("人民政府", "政府")
    found = [(_begins(kind, bare), kind.name) for kind in departments().values()]
    return tuple(kind for begins, kind in sorted(found) if begins >= 0)


def _begins(kind: Department, name: str) -> int:
    """Where the first core of ``kind`` begins in ``name``, -1 where none stands there."""
    return min((at for core in kind.cores if (at := name.find(core)) >= 0), default=-1)


class Units:
    """The units of one office: found by key, by kind of department, and by name in a text."""

    def __init__(self, units: Sequence[KnownUnit]) -> None:
        self.by_key = {unit.key: unit for unit in units}
        self._kinds = {unit.key: unit.departments or _kinds_of_names(unit) for unit in units}
        self._of_kind: dict[str, str] = {}
        # the unit that is this kind and nothing else stands before one that is several
        for unit in sorted(units, key=lambda one: len(self._kinds[one.key])):
            for kind in self._kinds[unit.key]:
                self._of_kind.setdefault(kind, unit.key)
        self._names = {name: unit.key for unit in units for name in _names(unit) if len(name) >= _SHORTEST}
        self._named = re.compile(alternation(self._names)) if self._names else None

    def __bool__(self) -> bool:
        return bool(self.by_key)

    def of(self, kind: str) -> str | None:
        """The key of the unit that is of ``kind``, or ``None``."""
        return self._of_kind.get(kind)

    def department(self, key: str) -> str:
        """The first kind of the unit ``key``; its name where it is of none."""
        kinds = self._kinds[key]
        return kinds[0] if kinds else self.by_key[key].name

    def named_in(self, text: str) -> tuple[Named, ...]:
        """The units named in ``text``, each once."""
        company = tuple(table("weights.toml")["company"]["words"].split())
        found: dict[str, Named] = {}
        for match in self._named.finditer(text) if self._named else ():
            key = self._names[match[0]]
            named = Named(key, match[0], text[: match.start()].endswith(company))
            if key not in found or found[key].takes_part:
                found[key] = named
        return tuple(found.values())

    def without_names(self, text: str) -> str:
        """``text`` with a comma for every name of a unit, whose words would speak for it once more."""
        return self._named.sub("，", text) if self._named else text


def _names(unit: KnownUnit) -> Iterable[str]:
    for name in (unit.name, *unit.aliases):
        yield name
        # 市商务局 is called 商务局 inside its city
        yield name.removeprefix("市")


def _kinds_of_names(unit: KnownUnit) -> tuple[str, ...]:
    found = (kind for name in (unit.name, *unit.aliases) for kind in departments_of(name))
    return tuple(dict.fromkeys(found))
