"""The office in which the city's tests take place: its units, posts and people."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Manager
from django.db.models.base import ModelState
from django.test import Client
from django.utils import timezone

from luoshi.city.chain.entries import Signature, record_rows
from luoshi.city.chain.models import Entry, Head, Recorded
from luoshi.city.chain.writing import writing
from luoshi.city.people.actors import Actor, actor_for
from luoshi.city.people.models import Holding, Person, Post, Unit

SINCE = date(2020, 1, 1)
UNITS = {
    "gov": ("市政府领导", "leadership"),
    "supervision": ("市政府督查室", "supervision_office"),
    "commerce": ("市商务局", "department"),
    "water": ("市水务局", "department"),
    "audit": ("市审计局", "department"),
    "it": ("市政务信息中心", "other"),
}
POSTS = {
    "mayor": ("gov", "副市长", "leader"),
    "office": ("supervision", "督查专员", "supervision_office"),
    "commerce-head": ("commerce", "局长", "unit_head"),
    "commerce-officer": ("commerce", "专员", "unit_officer"),
    "water-head": ("water", "局长", "unit_head"),
    "water-officer": ("water", "专员", "unit_officer"),
    "auditor": ("audit", "审计员", "auditor"),
    "admin": ("it", "管理员", "administrator"),
}
PASSWORD = "correct horse battery staple"  # noqa: S105 - for tests only
SYSTEM = Signature.program("tests")


@dataclass
class Office:
    """Units, posts and people of the tests, by short name."""

    units: dict[str, Unit]
    posts: dict[str, Post]
    people: dict[str, Person]

    def actor(self, name: str) -> Actor:
        """The person who holds post ``name``, as acting today."""
        return actor_for(self.people[name], timezone.localdate())

    def client(self, name: str | None) -> Client:
        """A browser in which the holder of post ``name`` is signed in; of the public for ``None``."""
        client = Client()
        if name is not None:
            client.force_login(self.people[name], backend="luoshi.city.people.backends.PersonBackend")
        return client


def open_office() -> Office:
    """One person in each post, with the post's name as user name; their rows are put into the database.

    Most tests begin with these rows: they are made and logged once a process, and then put in as they are.
    """
    statements, pickled = _made()
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
    office: Office = pickle.loads(pickled)  # noqa: S301 - of this process
    return office


@cache
def _made() -> tuple[list[tuple[str, Any]], bytes]:
    """The statements that put the rows in, those of the log among them, and the office."""
    statements: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            statements.append((sql, values))
        return execute(sql, values, many, context)

    with transaction.atomic():
        with writing(foreign=True):
            office = _make()
        models = (Unit, Post, Person, Holding, Entry)
        managers: list[Manager[Any]] = [model._base_manager for model in models]
        tables = [(manager, list(manager.all())) for manager in managers]
        head = Head.objects.values("number", "hash").get(pk=1)
        transaction.set_rollback(True)
    # once more, with the numbers that the database gave
    with transaction.atomic(), connection.execute_wrapper(keep):
        for manager, rows in tables:
            manager.bulk_create(rows)
        Head.objects.filter(pk=1).update(**head)
        transaction.set_rollback(True)
    return statements, pickle.dumps(office)


def _make() -> Office:
    units = {
        key: Unit(key=key, name=name, kind=kind, position=number, since=SINCE)
        for number, (key, (name, kind)) in enumerate(UNITS.items())
    }
    posts = {
        key: Post(key=key, unit=units[unit], name=name, role=role, since=SINCE)
        for key, (unit, name, role) in POSTS.items()
    }
    password = make_password(PASSWORD)
    people = {
        key: Person(key=key, username=key, password=password, name=f"{post.name}{number}")
        for number, (key, post) in enumerate(posts.items())
    }
    holdings = [Holding(person=people[key], post=post, since=SINCE) for key, post in posts.items()]
    for added in (units.values(), posts.values(), people.values(), holdings):
        _add(added)
    return Office(units, posts, people)


def _add(added: Iterable[Recorded]) -> None:
    """Write many new rows of a model, in one entry of the log."""
    written = list(added)
    type(written[0])._base_manager.bulk_create(written)
    rows = [copy(row) for row in written]
    for row in rows:
        row._state = ModelState()  # as before it was written: nothing refers to it yet, and nothing is asked
    name = f"{rows[0]._meta.model_name}"
    record_rows(SYSTEM, f"{name}.add", name, rows)
