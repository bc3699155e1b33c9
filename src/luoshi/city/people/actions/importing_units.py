"""The sheets of units and posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.city.chain.locking import locked_rows
from luoshi.city.people.actions.import_run import Count, GivenPost, Import, is_new, open_holding, open_post
from luoshi.city.people.actions.posts import PostFields, gives_more, holdings_to_check
from luoshi.city.people.actions.records import give
from luoshi.city.people.actions.roles import check_not_oneself, check_separation, may_give, tell_auditors
from luoshi.city.people.actions.units import UnitFields, check_above, check_may_close
from luoshi.city.people.locking import check_days
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.site.errors import ConflictError
from luoshi.city.site.tables.columns import CellFault
from luoshi.city.site.tables.read import Row, Table


def import_units(work: Import, table: Table) -> Count:
    """Write the units; those above others may stand anywhere in the sheet."""
    work.load_units()
    count = Count(table.sheet, notices=table.notices)
    seen: dict[int, int] = {}
    taken: list[tuple[Row, Unit, dict[str, Any] | None, int]] = []
    for row in table.rows:
        unit = _unit_of(work, table, row)
        if unit is None:
            continue
        if id(unit) in seen:
            work.at(table, row, "name", "people_import_twice", row=seen[id(unit)])
            continue
        before = None if is_new(unit) else unit.recorded()
        unit.name, unit.kind = row["name"], row["kind"]
        if before is None:
            unit.save()  # so that units below it can point to it; logged below
        seen[id(unit)] = row.number
        work.units[unit.name] = work.units_by_key[unit.key] = unit
        taken.append((row, unit, before, unit.position))
    by_id = {unit.pk: unit for unit in work.units.values()}
    above_of = {unit.pk: unit.parent_id for unit in by_id.values()}
    for row, unit, before, position in taken:
        _take_unit(work, table, row, unit, by_id, above_of)
        if not work.faults:
            if before is None:
                unit.save()
            work.settle(count, unit, before, moved=position != unit.position)
        was = before and before["until"]
        work.when_done(lambda row=row, unit=unit, was=was: _unit_end(table, row, unit, was))  # type: ignore[misc]
    if not work.faults:
        work.write_new(Unit)
    return count


def _unit_of(work: Import, table: Table, row: Row) -> Unit | None:
    """The unit that the row is about; a new one where there is none; ``None`` with a fault."""
    if not work.key_is_fit(table, row):
        return None
    named = work.units.get(row["name"])
    if not row["key"]:
        return named or Unit(key=work.new_key("unit", work.units_by_key))
    unit = work.units_by_key.get(row["key"])
    if named is not None and named is not unit:
        work.at(table, row, "name", "people_unit_name_taken", name=row["name"])
        return None
    if unit is None:
        return Unit(key=row["key"])
    work.units.pop(unit.name, None)
    return unit


def _take_unit(
    work: Import,
    table: Table,
    row: Row,
    unit: Unit,
    by_id: Mapping[int, Unit],
    above_of: dict[int, int | None],
) -> None:
    """Give the unit what its row says; a column that the table lacks leaves what was."""
    parent = by_id.get(unit.parent_id or 0)
    if "parent" in table.places:
        parent = work.units.get(row["parent"]) if row["parent"] else None
        if row["parent"] and parent is None:
            work.at(table, row, "parent", "people_import_no_unit", name=row["parent"])
    aliases = tuple(unit.aliases)
    if "aliases" in table.places:
        aliases = tuple(name.strip() for name in row["aliases"].split("、") if name.strip())
    given = UnitFields(
        name=row["name"],
        kind=row["kind"],
        aliases=aliases,
        parent=parent,
        position=unit.position if row["position"] is None else max(row["position"], 0),
        **{
            name: row[name] if name in table.places else getattr(unit, name)
            for name in ("short_name", "since", "until")
        },
    )
    fit = work.holds(table, row, lambda: check_days(given.since, given.until))
    if work.holds(table, row, lambda: check_above(unit, given.name, given.parent, above_of)) and fit:
        give(unit, given)
        above_of[unit.pk] = unit.parent_id


def _unit_end(table: Table, row: Row, unit: Unit, was: object) -> CellFault | None:
    """What goes on in or below the unit after its end; ``was`` is the end that it had before."""
    if unit.until is not None and was is None:
        try:
            check_may_close(unit, unit.until)
        except ConflictError as error:
            return table.fault(row, "until", error.code, **error.details)
    post = open_post(unit)
    if post is None:
        return None
    return table.fault(
        row, "until", "people_unit_has_open_posts", unit=unit.name, until=unit.until, post=post.name
    )


def import_posts(work: Import, table: Table) -> Count:
    """Write the posts."""
    work.load_posts()
    count = Count(table.sheet, notices=table.notices)
    seen: dict[int, int] = {}
    for row in table.rows:
        post = _post_of(work, table, row)
        if post is None:
            continue
        if id(post) in seen:
            work.at(table, row, "name", "people_import_twice", row=seen[id(post)])
            continue
        held = None if is_new(post) else post.recorded()
        role, position = post.role, post.position
        given = _post_fields(table, row, post)
        work.holds(table, row, lambda given=given: check_days(given.since, given.until))  # type: ignore[misc]
        give(post, given)
        if held != post.recorded() and not may_give(work.actor, role, post.role):
            work.at(table, row, "role", "people_import_guarded")
        if work.faults:
            continue
        work.settle(count, post, held, moved=position != post.position)
        seen[id(post)] = row.number
        work.posts[post.unit.key, post.name] = work.posts_by_key[post.key] = post
        work.when_done(lambda row=row, post=post: _post_end(table, row, post))  # type: ignore[misc]
        if held is not None and gives_more(held, post.recorded()):
            _check_holders(work, table, row, post)
    if not work.faults:
        work.write_new(Post)
    return count


def _check_holders(work: Import, table: Table, row: Row, post: Post) -> None:
    """Nobody gives their own post another role; who holds it holds none that the role excludes."""
    locked_rows(Person.objects.all())  # as the sheet of people does, which comes behind
    giver = work.actor.person.pk if work.actor.person else None
    for holding in holdings_to_check(post):
        if not work.holds(
            table,
            row,
            lambda holding=holding: check_not_oneself(giver, holding.person_id),  # type: ignore[misc]
            {"people_not_oneself": "role"},
        ):
            return
        tell_auditors(work.signature, holding)
        work.given.append(GivenPost(table, row, "role", holding))


def check_given(work: Import) -> None:
    """The faults of rows whose post excludes another that the person holds, when all sheets are written."""
    if not work.given:
        return
    held: dict[int, list[Holding]] = {}
    for one in Holding.objects.select_related("person", "post__unit").order_by("since", "pk"):
        held.setdefault(one.person_id, []).append(one)
    for table, row, key, holding in work.given:
        of_person = held[holding.person_id]
        fresh = next(one for one in of_person if one.pk == holding.pk)
        try:
            check_separation(fresh, [one for one in of_person if one is not fresh])
        except ConflictError as impossible:
            work.at(table, row, key, impossible.code, **impossible.details)


def _post_of(work: Import, table: Table, row: Row) -> Post | None:
    """The post that the row is about; a new one where there is none; ``None`` with a fault."""
    if not work.key_is_fit(table, row):
        return None
    unit = work.units.get(row["unit"])
    if unit is None:
        work.at(table, row, "unit", "people_import_no_unit", name=row["unit"])
        return None
    named = work.posts.get((unit.key, row["name"]))
    if not row["key"]:
        return named or Post(key=work.new_key("post", work.posts_by_key), unit=unit)
    post = work.posts_by_key.get(row["key"])
    if named is not None and named is not post:
        work.at(table, row, "name", "people_post_name_taken", unit=unit.name, name=row["name"])
        return None
    if post is None:
        return Post(key=row["key"], unit=unit)
    if post.unit_id != unit.pk:
        work.at(table, row, "unit", "people_import_post_moves", key=post.key, unit=post.unit.name)
        return None
    work.posts.pop((unit.key, post.name), None)
    return post


def _post_fields(table: Table, row: Row, post: Post) -> PostFields:
    """What the row says of the post; a column that the table lacks leaves what was."""
    return PostFields(
        name=row["name"],
        role=row["role"],
        position=post.position if row["position"] is None else max(row["position"], 0),
        **{name: row[name] if name in table.places else getattr(post, name) for name in ("since", "until")},
    )


def _post_end(table: Table, row: Row, post: Post) -> CellFault | None:
    holding = open_holding(post)
    if holding is None:
        return None
    return table.fault(
        row, "until", "people_post_has_holders", post=post.name, until=post.until, person=holding.person.name
    )
