"""The sheet of people and what they hold."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from luoshi.city.chain.locking import locked_rows
from luoshi.city.people.actions.holdings import check_hold
from luoshi.city.people.actions.import_run import Count, GivenPost, Import, is_new
from luoshi.city.people.actions.persons import needed_for
from luoshi.city.people.actions.roles import check_not_oneself, may_give, tell_auditors
from luoshi.city.people.models import Holding, Person, Post
from luoshi.city.people.permissions import granting_post
from luoshi.city.site.tables.read import Row, Table

_Held = dict[tuple[str, str], list[Holding]]


class _People:
    """People by key and name, locked, and which row spoke of whom first."""

    def __init__(self) -> None:
        self.by_key: dict[str, Person] = {}
        self.by_name: dict[str, list[Person]] = {}
        self.rows: dict[str, Row] = {}
        for person in locked_rows(Person.objects.prefetch_related(*Person.RECORDED_WITH)):
            self.add(person)

    def add(self, person: Person) -> None:
        """Know the person."""
        self.by_key[person.key] = person
        self.by_name.setdefault(person.name, []).append(person)


def import_holdings(work: Import, table: Table) -> Count:
    """Write people and holdings; a row without a post is about the person only.

    A row counts as added or changed where its person or its holding is.
    """
    work.load_posts()
    people = _People()
    held: _Held = {}
    for holding in locked_rows(Holding.objects.select_related("person", "post")):
        held.setdefault((holding.person.key, holding.post.key), []).append(holding)
    given: list[tuple[Row, Holding]] = []
    count = Count(table.sheet, notices=table.notices)
    seen: dict[int, int] = {}
    for row in table.rows:
        inner = Count(table.sheet)
        person = _person(work, table, row, people, inner)
        if person is None:
            continue
        of_row = _holding(work, table, row, person, held, inner, given)
        if of_row is not None and seen.setdefault(id(of_row), row.number) != row.number:
            work.at(table, row, "post", "people_import_twice", row=seen[id(of_row)])
        kind = "added" if inner.added else "changed" if inner.changed else "left"
        setattr(count, kind, getattr(count, kind) + 1)
    if not work.faults:
        work.write_new(Person)
        work.write_new(Holding)
        for row, holding in given:
            tell_auditors(work.signature, holding)
            work.given.append(GivenPost(table, row, "post", holding))
    return count


def _person(work: Import, table: Table, row: Row, people: _People, count: Count) -> Person | None:
    if not work.key_is_fit(table, row):
        return None
    named = people.by_name.get(row["name"], [])
    person = people.by_key.get(row["key"]) if row["key"] else None
    if not row["key"] and len(named) > 1:
        work.at(table, row, "name", "people_import_name_many", name=row["name"])
        return None
    if person is None and not row["key"] and named:
        person = named[0]
    before: dict[str, Any] | None = None
    if person is None:
        person = Person(key=row["key"] or work.new_key("person", people.by_key))
        person.set_unusable_password()
    else:
        before = person.recorded()
    first = people.rows.get(person.key)
    if first is not None:
        if (first["name"], first["email"]) != (row["name"], row["email"]):
            key = "name" if first["name"] != row["name"] else "email"
            work.at(table, row, key, "people_import_two_values", row=first.number)
        return person
    if not _email_is_fit(work, table, row, person):
        return None
    person.name = row["name"]
    if "email" in table.places:
        person.email = row["email"]
    work.settle(count, person, before)
    people.rows[person.key] = row
    if before is None:
        people.add(person)
    return person


def _email_is_fit(work: Import, table: Table, row: Row, person: Person) -> bool:
    if "email" not in table.places or row["email"] == person.email:
        return True
    if granting_post(work.actor, needed_for(person, row["email"])) is None:
        work.at(table, row, "email", "people_import_guarded")
        return False
    try:
        if row["email"]:
            validate_email(row["email"])
    except ValidationError:
        work.at(table, row, "email", "people_import_email", value=row["email"])
        return False
    return True


def _holding(
    work: Import,
    table: Table,
    row: Row,
    person: Person,
    held: _Held,
    count: Count,
    given: list[tuple[Row, Holding]],
) -> Holding | None:
    """The holding of the row, ``None`` where it has none or a fault; into ``given`` where it gives a post."""
    filled = [bool(row[key]) for key in ("unit", "post", "since")]
    if not any(filled):
        return None
    if not all(filled):
        key = ("unit", "post", "since")[filled.index(False)]
        work.at(table, row, key, "people_import_half")
        return None
    post = _post(work, table, row)
    if post is None:
        return None
    since, until = row["since"], row["until"]
    of_both = held.setdefault((person.key, post.key), [])
    same = next((one for one in of_both if one.since == since), None)
    if same is not None and same.until == until:
        count.left += 1
        return same
    if not _may_hold(work, table, row, person, post, [one for one in of_both if one is not same]):
        return None
    before = same.recorded() if same is not None else None
    longer = same is None or (same.until is not None and (until is None or until > same.until))
    giver = work.actor.person.pk if work.actor.person else None
    if (
        longer
        and not is_new(person)
        and not work.holds(table, row, lambda: check_not_oneself(giver, person.pk))
    ):
        return None
    holding = same or Holding(person=person, post=post, since=since)
    holding.until = until
    work.settle(count, holding, before)
    if longer:
        given.append((row, holding))
    if same is None:
        of_both.append(holding)
    return holding


def _post(work: Import, table: Table, row: Row) -> Post | None:
    unit = work.units.get(row["unit"])
    if unit is None:
        work.at(table, row, "unit", "people_import_no_unit", name=row["unit"])
        return None
    post = work.posts.get((unit.key, row["post"]))
    if post is None:
        work.at(table, row, "post", "people_import_no_post", unit=unit.name, name=row["post"])
    return post


def _may_hold(
    work: Import, table: Table, row: Row, person: Person, post: Post, others: list[Holding]
) -> bool:
    if not may_give(work.actor, post.role):
        work.at(table, row, "post", "people_import_guarded", person=person.name, post=post.name)
        return False
    return work.holds(table, row, lambda: check_hold(post, person, row["since"], row["until"], others))
