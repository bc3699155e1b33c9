"""The sheets of units and posts."""

from __future__ import annotations

from typing import Any

from luoshi.city.chain.locking import locked_rows
from luoshi.city.people.actions.posts import gives_more, holdings_to_check
from luoshi.city.people.actions.roles import check_separation, tell_auditors
from luoshi.city.people.importing import Count, GivenPost, Import, is_new, open_holding, open_post
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.rules.separation import guarded_roles
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
        position = unit.position
        _take_unit(table, row, unit)
        if before is None:
            unit.save()  # so that units below it can point to it; logged below
        seen[id(unit)] = row.number
        work.units[unit.name] = work.units_by_key[unit.key] = unit
        taken.append((row, unit, before, position))
    for row, unit, before, position in taken:
        _place(work, table, row, unit)
        if not work.faults:
            if before is None:
                unit.save()
            work.settle(count, unit, before, moved=position != unit.position)
        work.when_done(lambda row=row, unit=unit: _unit_end(table, row, unit))  # type: ignore[misc]
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


def _take_unit(table: Table, row: Row, unit: Unit) -> None:
    unit.name, unit.kind = row["name"], row["kind"]
    for name in ("short_name", "since", "until"):
        if name in table.places:
            setattr(unit, name, row[name])
    if "aliases" in table.places:
        unit.aliases = [name.strip() for name in row["aliases"].split("、") if name.strip()]
    if row["position"] is not None:
        unit.position = max(row["position"], 0)


def _place(work: Import, table: Table, row: Row, unit: Unit) -> None:
    """Put the unit below the one above it; check that the days and the order of units hold."""
    if unit.since is not None and unit.until is not None and unit.until < unit.since:
        work.at(table, row, "until", "people_ends_before_start", since=unit.since, until=unit.until)
    if "parent" not in table.places:
        return
    above = work.units.get(row["parent"]) if row["parent"] else None
    if row["parent"] and above is None:
        work.at(table, row, "parent", "people_import_no_unit", name=row["parent"])
        return
    unit.parent = above
    by_id = {one.pk: one for one in work.units.values()}
    walked = {unit.pk}
    while above is not None:
        if above.pk in walked:
            work.at(table, row, "parent", "people_unit_above_itself", unit=unit.name)
            unit.parent = None
            return
        walked.add(above.pk)
        above = by_id.get(above.parent_id or 0)


def _unit_end(table: Table, row: Row, unit: Unit) -> CellFault | None:
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
        _take_post(table, row, post)
        changed = held != post.recorded()
        if changed and not work.manages_accounts and guarded_roles() & {role, post.role}:
            work.at(table, row, "role", "people_import_guarded")
        if post.since is not None and post.until is not None and post.until < post.since:
            work.at(table, row, "until", "people_ends_before_start", since=post.since, until=post.until)
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
    for holding in holdings_to_check(post):
        if holding.person_id == work.giver_id:
            work.at(table, row, "role", "people_not_oneself")
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


def _take_post(table: Table, row: Row, post: Post) -> None:
    post.name, post.role = row["name"], row["role"]
    for name in ("since", "until"):
        if name in table.places:
            setattr(post, name, row[name])
    if row["position"] is not None:
        post.position = max(row["position"], 0)


def _post_end(table: Table, row: Row, post: Post) -> CellFault | None:
    holding = open_holding(post)
    if holding is None:
        return None
    return table.fault(
        row, "until", "people_post_has_holders", post=post.name, until=post.until, person=holding.person.name
    )
