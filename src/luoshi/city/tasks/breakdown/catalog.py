"""The units and posts of today, as a person finds them by any of their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Prefetch

from luoshi.city.people.models import Holding, Post, Unit
from luoshi.city.site.errors import InvalidError
from luoshi.city.tasks.breakdown.unit_names import UnitName, is_collective, unit_names
from luoshi.city.unit_suggestions import KnownUnit

_HOLDER = re.compile(r"[（(][^（()）]*[)）]\s*$")
_SPACE = re.compile(r"\s+")
_OFFICERS = ("unit_officer", "unit_head")
Named = TypeVar("Named", Unit, Post)


class Catalog:
    """Units that may lead or support, posts of leaders and officers; three queries."""

    def __init__(self, today: date) -> None:
        self.units: list[Unit] = list(Unit.objects.open_on(today).exclude(kind="leadership"))
        holdings = Holding.objects.on(today).select_related("person")
        posts = list(
            Post.objects.open_on(today)
            .filter(role__in=("leader", *_OFFICERS))
            .select_related("unit")
            .prefetch_related(Prefetch("holdings", holdings, to_attr="held_now"))
        )
        self.sponsors: list[Post] = [post for post in posts if post.role == "leader"]
        # the unit's officers stand before its head
        self.officers: list[Post] = sorted(
            (post for post in posts if post.role in _OFFICERS),
            key=lambda post: (post.unit.position, post.unit_id, _OFFICERS.index(post.role), post.position),
        )

    @cached_property
    def unit_by_key(self) -> dict[str, Unit]:
        """Units by key."""
        return {unit.key: unit for unit in self.units}

    @cached_property
    def _units_by_name(self) -> dict[str, list[Unit]]:
        return _by_name((unit, _unit_names(unit)) for unit in self.units)

    @cached_property
    def _sponsors_by_name(self) -> dict[str, list[Post]]:
        return _by_name((post, _post_names(post)) for post in self.sponsors)

    def unit(self, name: str) -> Unit:
        """The unit called ``name`` (name, short name, alias or key); ``InvalidError`` for none or several."""
        said = self._names_in(name)
        name = said[0].name if len(said) == 1 else name
        unknown = "draft_unit_collective" if is_collective(name) else "draft_unit_unknown"
        return _the_one(self._units_by_name, name, unknown, "draft_unit_twice", "units")

    def units_in(self, names: str) -> tuple[Unit, ...]:
        """The units of a list such as ``市财政局、市水务局``, once each. ``InvalidError`` as ``unit``."""
        found = {unit.pk: unit for unit in (self._named(one) for one in self._names_in(names))}
        return tuple(found.values())

    def lead_in(self, names: str) -> tuple[Unit | None, tuple[Unit, ...]]:
        """The unit that leads and those that support, of one cell: ``市财政局（牵头）、市水务局``.

        ``InvalidError`` as ``unit``, and for several units of which not one is said to lead.
        """
        named = self._names_in(names)
        units = {self._named(one): one for one in reversed(named)}
        leading = {self._named(one) for one in named if one.leads}
        if len(units) > 1 and len(leading) != 1:
            raise InvalidError("draft_lead_several", name="、".join(unit.name for unit in reversed(units)))
        lead = next(iter(leading or units), None)
        return lead, tuple(unit for unit in reversed(units) if unit != lead)

    def _names_in(self, names: str) -> tuple[UnitName, ...]:
        return unit_names(names, lambda name: _bare(name) in self._units_by_name)

    def _named(self, one: UnitName) -> Unit:
        return self.unit(one.name)

    def sponsor(self, name: str) -> Post:
        """The leader's post called ``name``, or held by a person of that name. ``InvalidError``."""
        return _the_one(self._sponsors_by_name, name, "draft_post_unknown", "draft_post_twice", "posts")

    def officer(self, name: str, unit: Unit | None) -> Post:
        """The officer called so, of ``unit`` where it is given. ``InvalidError``."""
        posts = self.officers_of(unit) if unit else self.officers
        named = _by_name((post, _post_names(post)) for post in posts)
        return _the_one(named, name, "draft_post_unknown", "draft_post_twice", "posts")

    def officers_of(self, unit: Unit) -> list[Post]:
        """The officers of a unit, then its head."""
        return [post for post in self.officers if post.unit_id == unit.pk]

    def known_units(self) -> tuple[KnownUnit, ...]:
        """The units as the proposer knows them."""
        return tuple(
            KnownUnit(unit.key, unit.name, tuple(filter(None, (unit.short_name, *unit.aliases))))
            for unit in self.units
        )


def label_of(post: Post) -> str:
    """A post as a person reads it: 市政府领导 副市长（周某）."""
    holders = "、".join(holding.person.name for holding in getattr(post, "held_now", ()))
    return f"{post.unit.called} {post.name}" + (f"（{holders}）" if holders else "")


def _unit_names(unit: Unit) -> Iterable[str]:
    names = (unit.name, unit.short_name, *unit.aliases)
    return (unit.key, *names, *(name.removeprefix("市") for name in names))


def _post_names(post: Post) -> Iterable[str]:
    for unit in (post.unit.name, post.unit.called):
        yield f"{unit}{post.name}"
    yield label_of(post)
    yield post.name
    yield post.key
    for holding in getattr(post, "held_now", ()):
        yield holding.person.name
        yield f"{post.name}{holding.person.name}"


def _by_name(rows: Iterable[tuple[Named, Iterable[str]]]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for row, names in rows:
        for name in dict.fromkeys(_bare(name) for name in names):
            if name:
                found.setdefault(name, []).append(row)
    return found


def _the_one(named: Mapping[str, Sequence[Named]], name: str, unknown: str, several: str, what: str) -> Named:
    found = named.get(_bare(name)) or (named.get(_bare(_HOLDER.sub("", name))) if what == "posts" else None)
    if not found:
        raise InvalidError(unknown, name=name.strip())
    if len(found) > 1:
        called = "、".join(_called(row) for row in found)
        raise InvalidError(several, name=name.strip(), **{what: called})
    return found[0]


def _called(row: Unit | Post) -> str:
    return label_of(row) if isinstance(row, Post) else row.name


def _bare(name: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", name)).casefold()
