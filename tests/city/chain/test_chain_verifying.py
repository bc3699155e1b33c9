"""The log: append-only, chained, and checked against the records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from luoshi.city.chain import guards
from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.models import Entry, Head
from luoshi.city.chain.verifying import faults
from luoshi.city.people.models import Unit
from luoshi.city.site import uploads
from luoshi.city.tasks.actions.progress import ProgressInput, write_progress
from luoshi.city.tasks.models import Evidence, ProgressEntry, Support, Task

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]


def found() -> list[tuple[str, str]]:
    return [(fault.code, fault.subject) for fault in faults()]


def test_records_written_by_the_program_fit_the_log(make_task: MakeTask) -> None:
    make_task()
    make_task()
    assert Entry.objects.count() > 7
    assert found() == []


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_entries(make_task: MakeTask, change: str) -> None:
    make_task()
    entries = Entry.objects.filter(number=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entries.update(person="someone") if change == "update" else entries.delete()


def test_a_record_changed_behind_the_programs_back_is_named(make_task: MakeTask) -> None:
    task = make_task()
    Task.objects.filter(pk=task.pk).update(due="2027-12-31")
    assert found() == [("changed", f"task:{task.pk}")]


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (Task, {"verdict_words": "没有说过的话"}),
        (ProgressEntry, {"signed_by_id": None}),
        (ProgressEntry, {"written_at": datetime(2026, 1, 1, tzinfo=UTC)}),
        (Evidence, {"added_at": datetime(2026, 1, 1, tzinfo=UTC)}),
    ],
)
def test_who_said_what_when_is_covered(
    office: Office,
    make_task: MakeTask,
    model: type[Task | ProgressEntry | Evidence],
    changed: dict[str, object],
) -> None:
    task = make_task(state="in_progress")
    content = ProgressInput(
        as_of=timezone.localdate(),
        amount=1.0,
        words="在建",
        files=(uploads.store(SimpleUploadedFile("验收单.txt", b"ok")),),
    )
    write_progress(
        actor=office.actor("commerce-head"), key=task.key, content=content, submission="s", then="sign"
    )
    assert found() == []
    model.objects.update(**changed)
    (fault,) = found()
    assert fault[0] == "changed"
    assert fault[1].startswith(f"{model._meta.model_name}:")


def test_a_record_added_or_removed_behind_the_programs_back_is_named(make_task: MakeTask) -> None:
    task = make_task()
    support = task.supports.get().pk
    Support.objects.all().delete()
    unit = Unit.objects.create(key="shadow", name="影子局", kind="department")
    assert found() == [("unlogged", f"unit:{unit.pk}"), ("missing", f"support:{support}")]


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (lambda: Entry.objects.filter(number=3).update(person_name="别人"), ("hash", "3")),
        (lambda: Entry.objects.filter(number=3).delete(), ("number", "3")),
        (lambda: Entry.objects.order_by("-number")[:1].get().delete(), ("head", None)),
    ],
)
def test_a_chain_changed_with_the_triggers_away_is_broken(
    make_task: MakeTask, tamper: Callable[[], object], expected: tuple[str, str | None]
) -> None:
    make_task()
    guards.remove(connection)
    tamper()
    guards.install(connection)
    code, subject = expected
    assert (code, subject or str(Head.objects.get(pk=1).number)) in found()


def test_a_chain_made_anew_from_its_start_does_not_pass_a_noted_hash(make_task: MakeTask) -> None:
    make_task()
    assert list(faults(since=(2, Entry.objects.get(number=2).hash))) == []
    assert [fault.code for fault in faults(since=(2, "f" * 64))] == ["chain"]


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record(Signature.program("tests"), "task.add", "task:1")
