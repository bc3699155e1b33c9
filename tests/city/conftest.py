"""The office in which the city's tests take place."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from pytest_django.plugin import blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from city.logged import record
from luoshi.city.chain import guards
from luoshi.city.chain.entries import Signature, record_rows
from luoshi.city.chain.models import Head, Recorded
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor, actor_for
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.site import openings
from luoshi.city.tasks.models import Support, Task

# What only a database server can show, where the tests run on one.
collect_ignore = [] if connection.vendor == "postgresql" else ["config/test_config_database_gone.py"]

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


CHILDREN_IN = frozenset(("site", "documents", "reports", "test_attacks_uploads"))
"""The folders and files of tests in which files are opened in children; elsewhere that would only take time."""


@pytest.fixture(autouse=True)
def _files_opened_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound files are opened in this process, and their content takes the same way as from a child."""
    if not CHILDREN_IN & {request.path.parent.name, request.path.stem}:
        monkeypatch.setattr(openings, "confined", opened_here)


def opened_here(
    function: Callable[..., object],
    *arguments: object,
    answer: type[Any],
    told: Callable[[int], object] | None = None,
    **_limits: object,
) -> Any:
    """What a child would give."""
    tells = {} if told is None else {"tell": told}
    return msgspec.msgpack.decode(msgspec.msgpack.encode(function(*arguments, **tells)), type=answer)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Settings) -> None:
    """Uploads of a test lie in the test's own folder."""
    settings.FILES = tmp_path / "files"


@pytest.fixture(autouse=True, scope="session")
def _requests_end_within_the_test() -> Iterator[None]:
    """The end of a request does not close the connection on which the test's own transaction is open."""
    of_a_server = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def of_a_test(self: BaseDatabaseWrapper) -> None:
        if not self.in_atomic_block:
            of_a_server(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", of_a_test)
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_found_once() -> Iterator[None]:
    """Each browser of the tests is an application of its own; the files that all of them serve are the same."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def once(self: WhiteNoiseMiddleware) -> None:
        if self.static_prefix not in found:
            look(self)
            found[self.static_prefix] = dict(self.files)
        self.files.update(found[self.static_prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


def empties(item: pytest.Item) -> bool:
    """Whether the database is emptied after the test."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & fixtures
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """A database that was emptied gets back what its tables begin with: the tests behind come in any order."""
    yield
    if nextitem is not None and empties(item):
        with item.config.stash[blocking_manager_key].unblock():
            Head.objects.get_or_create(pk=1)
            guards.install(connection)


@pytest.fixture(autouse=True)
def _guards_down_when_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that empty the database afterwards start with a log and its triggers, and end without."""
    if not empties(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    Head.objects.get_or_create(pk=1)
    guards.remove(connection)
    guards.install(connection)
    yield
    guards.remove(connection)


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


SYSTEM = Signature.program("tests")


@cache
def _hashed_password() -> str:
    return make_password(PASSWORD)


def _log_added(*models: Iterable[Recorded]) -> None:
    """Log many new rows, an entry a model."""
    for added in models:
        rows = [copy(row) for row in added]
        for row in rows:
            row._state = (
                ModelState()
            )  # as before it was written: nothing refers to it yet, and nothing is asked
        name = f"{rows[0]._meta.model_name}"
        record_rows(SYSTEM, f"{name}.add", name, rows)


@pytest.fixture
@writes
def office(db: None) -> Office:
    """One person in each post, with the post's name as user name."""
    units = {
        key: Unit(key=key, name=name, kind=kind, position=number, since=SINCE)
        for number, (key, (name, kind)) in enumerate(UNITS.items())
    }
    Unit.objects.bulk_create(units.values())
    posts = {
        key: Post(key=key, unit=units[unit], name=name, role=role, since=SINCE)
        for key, (unit, name, role) in POSTS.items()
    }
    Post.objects.bulk_create(posts.values())
    hashed = _hashed_password()
    people = {
        key: Person(key=key, username=key, password=hashed, name=f"{post.name}{number}")
        for number, (key, post) in enumerate(posts.items())
    }
    Person.objects.bulk_create(people.values())
    holdings = [Holding(person=people[key], post=post, since=SINCE) for key, post in posts.items()]
    Holding.objects.bulk_create(holdings)
    _log_added(units.values(), posts.values(), people.values(), holdings)
    return Office(units, posts, people)


@pytest.fixture
def make_task(office: Office) -> Callable[..., Task]:
    """A task of 市商务局, supported by 市水务局, in any state; fields can be given."""

    @writes
    def make(*, supported: bool = True, **fields: object) -> Task:
        number = Task.objects.count() + 1
        values: dict[str, object] = {
            "key": f"2026-{number:04}",
            "year": 2026,
            "number": number,
            "title": f"建设社区菜店{number}个",
            "words": f"建设社区菜店{number}个",
            "lead_unit": office.units["commerce"],
            "sponsor": office.posts["mayor"],
            "officer": office.posts["commerce-officer"],
            "start": date(2026, 1, 1),
            "due": date(2026, 12, 31),
            "target_low": 40.0,
            "target_high": 40.0,
            "target_unit": "个",
        } | fields
        task = Task.objects.create(**values)
        record(SYSTEM, "task.add", task)
        if supported:
            record(SYSTEM, "support.add", Support.objects.create(task=task, unit=office.units["water"]))
        return task

    return make
