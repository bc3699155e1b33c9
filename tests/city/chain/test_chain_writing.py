"""One write: its log is chained at its end, its rows are locked in one order, and lost ones begin again."""

from __future__ import annotations

import ast
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError, connection
from django.db.utils import Error
from django.test.utils import CaptureQueriesContext

import luoshi.city
from luoshi.city.chain import writing as log
from luoshi.city.chain.entries import Signature, record, record_rows
from luoshi.city.chain.locking import LockedOutOfOrder, locked_rows
from luoshi.city.chain.models import Entry, Head
from luoshi.city.chain.verifying import faults
from luoshi.city.chain.writing import taken_back, writes, writing
from luoshi.city.people.models import Person, Post, Unit
from luoshi.city.tasks.models import Task

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
CITY = Path(luoshi.city.__file__).parent
SIGNATURE = Signature.program("tests")
MakeTask = Callable[..., Task]


def noted() -> list[str]:
    return list(
        Entry.objects.filter(action__startswith="note.").order_by("number").values_list("action", flat=True)
    )


def test_the_head_is_locked_last_and_once(office: Office) -> None:
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        writing(),
    ):
        for unit in locked_rows(Unit.objects.all()):
            unit.position += 1
            unit.save()
            record(SIGNATURE, "unit.change", unit)
    statements = [one["sql"].split()[0:4] for one in asked.captured_queries]
    heads = [at for at, one in enumerate(asked.captured_queries) if "chain_head" in one["sql"]]
    changes = [at for at, one in enumerate(asked.captured_queries) if 'UPDATE "people_unit"' in one["sql"]]
    assert len(changes) == len(office.units), statements
    assert len(heads) == 2  # read and locked, then written
    assert min(heads) > max(changes)
    assert list(faults()) == []


def test_what_fails_inside_leaves_no_entry_and_what_follows_does() -> None:
    @writes
    def half() -> None:
        record(SIGNATURE, "note.half", "note:1")
        raise ValueError("half")

    with writing():
        record(SIGNATURE, "note.first", "note:1")
        with pytest.raises(ValueError, match="half"):
            half()
        record(SIGNATURE, "note.last", "note:1")
    assert noted() == ["note.first", "note.last"]


def test_what_is_taken_back_was_written_as_everything_is(office: Office) -> None:
    def queries(wrapped: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as asked, writing(), wrapped():  # type: ignore[attr-defined]
            record(SIGNATURE, "note.tried", "note:1")
        return sum("chain_" in one["sql"] for one in asked.captured_queries)

    before = Head.objects.get(pk=1).number
    assert queries(taken_back) == queries(writing)
    assert Head.objects.get(pk=1).number == before + 1
    assert list(faults()) == []


def test_one_entry_speaks_of_many_rows(office: Office) -> None:
    units = list(Unit.objects.all())
    with writing():
        for unit in locked_rows(Unit.objects.all()):
            Unit.objects.filter(pk=unit.pk).update(short_name=f"{unit.pk}")
        record_rows(SIGNATURE, "unit.change", "unit", list(Unit.objects.all()))
    assert list(faults()) == []
    Unit.objects.filter(pk=units[0].pk).update(short_name="")
    assert [(one.code, one.subject) for one in faults()] == [("changed", units[0].subject())]


def test_rows_are_locked_in_the_order_of_models_and_keys(office: Office, make_task: MakeTask) -> None:
    first, second = make_task(), make_task()
    with writing():
        locked_rows(Person.objects.all())
        locked_rows(Task.objects.filter(pk__in=[second.pk, first.pk]))
        locked_rows(Task.objects.filter(pk=first.pk))  # held already
    for before, after in (
        (Task.objects.filter(pk=second.pk), Task.objects.filter(pk=first.pk)),
        (Task.objects.filter(pk=first.pk), Post.objects.all()),
    ):
        with writing():
            locked_rows(before)
            with pytest.warns(LockedOutOfOrder):
                locked_rows(after)


def test_rows_are_locked_within_a_write_only(office: Office) -> None:
    with pytest.raises(RuntimeError):
        locked_rows(Unit.objects.all())


class LostError(Error):
    """What psycopg says."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__()
        self.sqlstate = sqlstate


@pytest.mark.parametrize(("sqlstate", "tries"), [("40P01", 3), ("40001", 3), ("55P03", 1), ("57014", 1)])
def test_a_write_that_lost_to_another_begins_again(
    monkeypatch: pytest.MonkeyPatch, sqlstate: str, tries: int
) -> None:
    monkeypatch.setattr(log, "_PAUSE", 0)
    tried: list[int] = []

    @writes
    def write() -> str:
        tried.append(len(tried))
        record(SIGNATURE, "note.tried", f"note:{len(tried)}")
        if len(tried) < 3:
            raise OperationalError from LostError(sqlstate)
        return "done"

    if tries == 3:
        assert write() == "done"
        assert list(Entry.objects.filter(action="note.tried").values_list("subject", flat=True)) == ["note:3"]
    else:
        with pytest.raises(OperationalError):
            write()
        assert not noted()
    assert len(tried) == tries


def test_a_part_of_a_write_does_not_begin_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_PAUSE", 0)
    tried: list[str] = []

    @writes
    def part() -> None:
        tried.append("part")
        raise OperationalError from LostError("40P01")

    @writes
    def whole() -> None:
        tried.append("whole")
        part()

    with pytest.raises(OperationalError):
        whole()
    assert tried == ["whole", "part"] * 5


# Where a transaction or a lock is the database's own matter and nothing is logged.
_OWN = {
    "transaction.atomic": {"config/postgres.py", "config/worker.py", "site/database.py", "search/index.py"},
    "select_for_update": {"config/worker.py"},
}


@pytest.mark.parametrize("name", sorted(_OWN))
def test_transactions_and_locks_are_taken_in_one_place(name: str) -> None:
    wanted = name.rpartition(".")[2]
    found = {
        path.relative_to(CITY).as_posix()
        for path in CITY.rglob("*.py")
        if "migrations" not in path.parts and "chain" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == wanted
    }
    assert found == _OWN[name]


@pytest.mark.django_db(transaction=True)
def test_two_that_wait_for_each_other_both_get_done(office: Office, make_task: MakeTask) -> None:
    keys = [make_task().pk, make_task().pk]
    met = threading.Barrier(2)
    tried: list[int] = []

    @writes
    def write(first: int, second: int) -> None:
        tried.append(first)
        for pk in (first, second):
            (task,) = locked_rows(Task.objects.filter(pk=pk))
            task.version += 1
            task.save()
            record(SIGNATURE, "note.both", task)
            if pk == first:
                _meet(met)

    def run(order: list[int]) -> None:
        try:
            write(*order)
        finally:
            connection.close()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LockedOutOfOrder)
        threads = [threading.Thread(target=run, args=(order,)) for order in (keys, keys[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert set(Task.objects.values_list("version", flat=True)) == {2}
    assert len(noted()) == 4
    assert list(faults()) == []
    assert len(tried) == (3 if connection.vendor == "postgresql" else 2)


def _meet(barrier: threading.Barrier) -> None:
    """Wait for the other, who on SQLite cannot come before the first is done, and after a lost try comes no more."""
    with suppress(threading.BrokenBarrierError):
        barrier.wait(0.3)
