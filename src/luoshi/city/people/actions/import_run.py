"""What the sheets of an import share: what is there, what was found wrong, what was done."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from luoshi.city.chain.entries import Signature
from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.models import Recorded
from luoshi.city.people.actions.records import save_added, save_changed
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Holding, Post, Unit
from luoshi.city.site.errors import ConflictError
from luoshi.city.site.tables.columns import CellFault
from luoshi.city.site.tables.read import Row, Table

_CELLS = {
    "people_ends_before_start": "until",
    "people_unit_name_taken": "name",
    "people_unit_above_itself": "parent",
    "people_unit_has_open_units": "until",
    "people_post_name_taken": "name",
    "people_person_left": "name",
    "people_outside_post": "since",
    "people_holds_already": "since",
    "people_not_oneself": "post",
}
"""The cell of a row in which a rule of the actions finds its fault."""
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass
class Count:
    """What became of the rows of a sheet; ``notices`` say what of it was not read as it stands."""

    sheet: str
    added: int = 0
    changed: int = 0
    left: int = 0
    notices: tuple[CellFault, ...] = ()


class GivenPost(NamedTuple):
    """A cell that gives somebody a post, or more of one than before."""

    table: Table
    row: Row
    key: str
    holding: Holding


class Import:
    """One import: the records by key and name, locked, and the faults so far."""

    def __init__(self, actor: Actor, signature: Signature) -> None:
        self.actor = actor
        self.signature = signature
        self.faults: list[CellFault] = []
        self._ends: list[Callable[[], CellFault | None]] = []
        self.units: dict[str, Unit] = {}
        self.units_by_key: dict[str, Unit] = {}
        self.posts: dict[tuple[str, str], Post] = {}
        self.posts_by_key: dict[str, Post] = {}
        self._numbers: dict[str, int] = {}
        self._new: dict[type[Recorded], list[Recorded]] = {}
        self.given: list[GivenPost] = []

    def load_units(self) -> None:
        """Bring the units in, locked until the end."""
        if not self.units:
            for unit in locked_rows(Unit.objects.all()):
                self.units[unit.name] = self.units_by_key[unit.key] = unit

    def load_posts(self) -> None:
        """Bring the posts in, locked until the end."""
        self.load_units()
        if not self.posts:
            for post in locked_rows(Post.objects.select_related("unit")):
                self.posts[post.unit.key, post.name] = self.posts_by_key[post.key] = post

    def at(self, table: Table, row: Row | int, key: str, code: str, /, **details: object) -> None:
        """Note a fault."""
        self.faults.append(table.fault(row, key, code, **details))

    def holds(
        self, table: Table, row: Row, check: Callable[[], None], cells: Mapping[str, str] | None = None
    ) -> bool:
        """Whether the rule ``check`` holds for the row; else its fault is noted, at its cell."""
        try:
            check()
        except ConflictError as error:
            key = (cells or {}).get(error.code) or _CELLS[error.code]
            self.at(table, row, key, error.code, **error.details)
            return False
        return True

    def key_is_fit(self, table: Table, row: Row) -> bool:
        """Whether the key of the row, if any, has the shape of a key."""
        if not row["key"] or _KEY.fullmatch(row["key"]):
            return True
        self.at(table, row, "key", "people_import_key_shape", key=row["key"])
        return False

    def new_key(self, kind: str, taken: Collection[str]) -> str:
        """A key that is none of ``taken``: ``unit-12``."""
        number = self._numbers.get(kind, len(taken)) + 1
        while f"{kind}-{number}" in taken:
            number += 1
        self._numbers[kind] = number
        return f"{kind}-{number}"

    def settle(
        self, count: Count, row: Recorded, before: dict[str, Any] | None, *, moved: bool = False
    ) -> None:
        """Save and log what differs from ``before``; what is new (``None``) waits for ``write_new``."""
        if before is None:
            self._new.setdefault(type(row), []).append(row)
            count.added += 1
            return
        if moved or before != row.recorded():
            save_changed(self.signature, row, before, imported=True)
            count.changed += 1
        else:
            count.left += 1

    def write_new(self, model: type[Recorded]) -> None:
        """Save and log the new rows of ``model``, all in few queries."""
        save_added(self.signature, model, self._new.pop(model, []), imported=True)

    def when_done(self, check: Callable[[], CellFault | None]) -> None:
        """Look at this when all sheets are written."""
        self._ends.append(check)

    def check_ends(self) -> None:
        """What was closed has nothing open in it."""
        self.faults += [fault for check in self._ends if (fault := check()) is not None]


def is_new(row: Recorded) -> bool:
    """Whether the record is not in the database yet."""
    return row.pk is None


def open_post(unit: Unit) -> Post | None:
    """A post that goes on after the unit's end."""
    if unit.until is None:
        return None
    posts = Post.objects.filter(unit=unit).order_by("pk")
    return next((post for post in posts if post.until is None or post.until > unit.until), None)


def open_holding(post: Post) -> Holding | None:
    """A holding that goes on after the post's end."""
    if post.until is None:
        return None
    held = Holding.objects.filter(post=post).select_related("person").order_by("pk")
    return next((one for one in held if one.until is None or one.until > post.until), None)
