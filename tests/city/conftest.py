"""What the city's tests share: the office, its tasks, and a database that every test finds as it should be."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django.fixtures import Settings
from pytest_django.plugin import blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from city.logged import record
from city.office import SYSTEM, Office, open_office
from luoshi.city.chain import guards
from luoshi.city.chain.models import Head
from luoshi.city.chain.writing import writes
from luoshi.city.site import openings
from luoshi.city.tasks.models import Support, Task

# What only a database server can show, where the tests run on one.
collect_ignore = [] if connection.vendor == "postgresql" else ["config/test_config_database_gone.py"]

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


@pytest.fixture(scope="session")
def _folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for each test, made where something is kept in it: ``tmp_path`` makes one for every test."""
    folder = tmp_path_factory.mktemp("files")
    return (folder / str(number) / "files" for number in count())


@pytest.fixture(autouse=True)
def _own_folder(_folders: Iterator[Path], settings: Settings) -> None:
    """Uploads of a test lie in the test's own folder."""
    settings.FILES = next(_folders)


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


@pytest.fixture
def office(db: None) -> Office:
    """One person in each post, with the post's name as user name."""
    return open_office()


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
