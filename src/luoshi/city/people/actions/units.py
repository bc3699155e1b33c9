"""Adding, changing and closing units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.writing import writes
from luoshi.city.people.actions.holdings import end_holdings
from luoshi.city.people.actions.records import give, save_changed
from luoshi.city.people.actions.roles import require_for_role
from luoshi.city.people.actors import Actor
from luoshi.city.people.locking import check_administrators, check_days, free_key, locked
from luoshi.city.people.models import Holding, Post, Unit
from luoshi.city.people.permissions import require
from luoshi.city.site.errors import ConflictError


@dataclass(frozen=True, kw_only=True)
class UnitFields:
    """What a unit is given."""

    name: str
    kind: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    parent: Unit | None = None
    position: int = 0
    since: date | None = None
    until: date | None = None


@writes
def add_unit(*, actor: Actor, given: UnitFields, key: str = "") -> Unit:
    """A new unit. Raises ``ForbiddenError``, ``ConflictError``."""
    signature = actor.signature(require(actor, "unit.manage"))
    unit = Unit(key=free_key(Unit, key, "unit"))
    _take(unit, given)
    unit.save(force_insert=True)
    record(signature, "unit.add", unit, name=unit.name)
    return unit


@writes
def change_unit(*, actor: Actor, key: str, given: UnitFields) -> Unit:
    """Give the unit other fields. Raises ``ForbiddenError``, ``NotFoundError``, ``ConflictError``."""
    signature = actor.signature(require(actor, "unit.manage"))
    unit = locked(Unit, key)
    if given.until is not None and unit.until is None:
        check_may_close(unit, given.until)
    before = unit.recorded()
    _take(unit, given)
    save_changed(signature, unit, before)
    return unit


@writes
def close_unit(*, actor: Actor, key: str, on: date) -> Unit:
    """The unit ends with the day ``on``, and with it its posts and who holds them.

    Raises ``ForbiddenError``, ``NotFoundError``, ``ConflictError`` where a unit below it is open.
    """
    signature = actor.signature(require(actor, "unit.manage"))
    unit = locked(Unit, key)
    check_days(unit.since, on)
    check_may_close(unit, on)
    after = on + timedelta(days=1)
    for post in locked_rows(Post.objects.open_on(after).filter(unit=unit)):
        require_for_role(actor, post.role)
        post.until = on
        post.save(update_fields=["until"])
        record(signature, "post.close", post, on=on)
    end_holdings(signature, Holding.objects.filter(post__unit=unit), on)
    unit.until = on
    unit.save(update_fields=["until"])
    record(signature, "unit.close", unit, on=on)
    check_administrators(timezone.localdate())
    return unit


def check_may_close(unit: Unit, on: date) -> None:
    """``ConflictError`` where a unit below it goes on after the day ``on``."""
    open_units = Unit.objects.open_on(on + timedelta(days=1))
    below = open_units.filter(parent=unit).order_by("position", "key").first()
    if below is not None:
        raise ConflictError("people_unit_has_open_units", unit=unit.name, below=below.name)


def check_name(name: str, named: Unit | None, unit: Unit) -> None:
    """``ConflictError`` where another unit, ``named``, has the name."""
    if named is not None and named.pk != unit.pk:
        raise ConflictError("people_unit_name_taken", name=name)


def check_above(unit: Unit, name: str, parent: Unit | None, above_of: Mapping[int, int | None]) -> None:
    """``ConflictError`` where the unit would stand above itself; ``above_of`` has the unit above each."""
    above: int | None = parent.pk if parent is not None and unit.pk is not None else None
    while above is not None and above != unit.pk:
        above = above_of.get(above)
    if above is not None:
        raise ConflictError("people_unit_above_itself", unit=name)


def _take(unit: Unit, given: UnitFields) -> None:
    check_days(given.since, given.until)
    check_name(given.name, Unit.objects.filter(name=given.name).exclude(pk=unit.pk).first(), unit)
    check_above(unit, given.name, given.parent, dict(Unit.objects.values_list("pk", "parent_id")))
    give(unit, given)
