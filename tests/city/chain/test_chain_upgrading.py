"""An upgrade that records more fields accuses nobody, and forgives nobody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from city.logged import record
from luoshi.city.chain import guards
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.models import Entry, Head, Recorded, chained
from luoshi.city.chain.upgrading import take_over
from luoshi.city.chain.verifying import faults, recorded_models
from luoshi.city.people.models import Person
from luoshi.city.tasks.models import Event, Notification, Task

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
FORMS = Path(__file__).with_name("forms.json")


@pytest.fixture
def earlier_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lists of a task's fields from before the one of today."""
    lists = [
        tuple(one for one in Task.RECORDED if one not in later)
        for later in (("done_amount", "claim"), ("done_amount",))
    ]
    monkeypatch.setattr(Task, "RECORDED_BEFORE", tuple(lists))


def written_by_an_earlier_version(form: int) -> None:
    """The log as a version that knew the first ``form`` lists of fields left it: without their numbers."""
    guards.remove(connection)
    Entry.objects.all().delete()
    head = Head.objects.get(pk=1)
    head.number, head.hash = 0, "0" * 64
    for model in recorded_models():
        for row in model._default_manager.order_by("pk"):
            entry = Entry(
                at=timezone.now(),
                person="program:earlier",
                person_name="落实",
                action=f"{model._meta.model_name}.add",
                subject=row.subject(),
                state=row.fingerprint(min(form, len(row.forms()))),
            )
            chained(entry, head)
            entry.save(force_insert=True)
    head.save()
    guards.install(connection)


def found() -> list[tuple[str, str]]:
    return [(one.code, one.subject) for one in faults()]


@pytest.mark.usefixtures("earlier_lists")
@pytest.mark.parametrize("form", [1, 2])
def test_records_of_an_earlier_version_fit_and_are_taken_over(
    office: Office, make_task: MakeTask, form: int
) -> None:
    task = make_task()
    written_by_an_earlier_version(form)
    assert found() == []
    assert take_over() > 0
    assert found() == []
    assert take_over() == 0
    Task.objects.filter(pk=task.pk).update(done_amount=40.0)  # no earlier list has it
    assert found() == [("changed", task.subject())]


@pytest.mark.usefixtures("earlier_lists")
def test_what_did_not_fit_before_is_not_taken_over(office: Office, make_task: MakeTask) -> None:
    task = make_task()
    written_by_an_earlier_version(1)
    Task.objects.filter(pk=task.pk).update(title="没有说过的话")
    assert found() == [("changed", task.subject())]
    take_over()
    assert found() == [("changed", task.subject())]


def test_a_model_that_was_not_recorded_is_taken_over_once(office: Office, make_task: MakeTask) -> None:
    def notification(key: str) -> Notification:
        return Notification.objects.create(
            key=key, post=office.posts["mayor"], task=task, kind="moved", on="2026-03-01"
        )

    task, before = make_task(), []
    before.append(notification("a"))
    assert found() == [("unlogged", before[0].subject())]
    take_over()
    assert found() == []
    late = notification("b")
    take_over()
    assert found() == [("unlogged", late.subject())]


def test_an_entry_whose_form_was_changed_is_named(office: Office, make_task: MakeTask) -> None:
    make_task()
    entry = Entry.objects.filter(form__isnull=False).order_by("number")[0]
    guards.remove(connection)
    Entry.objects.filter(pk=entry.pk).update(form=None)
    guards.install(connection)
    assert ("hash", f"{entry.number}") in found()


def test_a_changed_list_of_fields_is_a_new_list() -> None:
    """Each list ever used is kept: whoever changes ``RECORDED`` puts the one before into ``RECORDED_BEFORE``.

    Add the digest of the new list to ``forms.json``; never change one that is there.
    """
    known: dict[str, list[str]] = json.loads(FORMS.read_text(encoding="utf-8"))
    assert {f"{model._meta.model_name}": _digests(model) for model in recorded_models()} == known


def _digests(model: type[Recorded]) -> list[str]:
    return [hashlib.sha256(" ".join(sorted(form)).encode()).hexdigest()[:16] for form in model.forms()]


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (Person, {"password": "pbkdf2_sha256$1$x$y"}),
        (Person, {"must_change_password": True}),
        (Event, {"post_name": "别的岗位"}),
        (Event, {"person_name": "别人"}),
        (Event, {"public": False}),
        (Task, {"done_amount": 40.0}),
    ],
)
def test_passwords_authors_and_what_is_public_are_covered(
    office: Office, make_task: MakeTask, model: type[Recorded], changed: dict[str, object]
) -> None:
    from luoshi.city.tasks.actions.transitions import TransitionInput, move_task

    task = make_task(state="drafted")
    move_task(actor=office.actor("office"), key=task.key, name="issue", given=TransitionInput())
    assert found() == []
    row = model._default_manager.order_by("pk").last()
    assert row is not None
    model._default_manager.filter(pk=row.pk).update(**changed)
    assert found() == [("changed", row.subject())]


def test_a_removed_notice_and_a_removed_second_factor_are_named(office: Office, make_task: MakeTask) -> None:
    from allauth.mfa.models import Authenticator

    from luoshi.city.tasks.actions.transitions import TransitionInput, move_task

    task = make_task(state="drafted")
    person = office.people["mayor"]
    Authenticator.objects.create(user=person, type="totp", data={"secret": "sealed"})
    record(Signature.program("tests"), "account.second_factor_on", person)
    move_task(actor=office.actor("office"), key=task.key, name="issue", given=TransitionInput())
    assert found() == []
    notification = Notification.objects.order_by("pk")[0]
    Notification.objects.filter(pk=notification.pk).delete()
    Authenticator.objects.all().delete()
    assert found() == [("changed", person.subject()), ("missing", notification.subject())]
