"""Commands of the office: the log checked, the first administrator, jobs that a killed worker left."""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from luoshi.city.chain.verifying import faults
from luoshi.city.config.administration import add_first_administrator, head
from luoshi.city.config.tables import migrate
from luoshi.city.config.worker import take_up_lost_jobs, worker_name
from luoshi.city.people.actors import actor_for
from luoshi.city.people.models import Person
from luoshi.city.tasks.models import Task
from luoshi.cli import main
from luoshi.errors import UsageError

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
PASSWORD = "a long and unusual one 8"  # noqa: S105 - for tests only


def administrator(password: str = PASSWORD, username: str = "sinan") -> Person:
    return add_first_administrator(
        username=username, name="司南", unit="系统管理", post="系统管理员", password=password
    )


def test_a_log_that_fits_is_said_to(make_task: MakeTask, capsys: pytest.CaptureFixture[str]) -> None:
    make_task()
    number, digest = head()
    assert main(["city", "verify-log", "--since", f"{number}:{digest}", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The log and all records fit together.",
        f"{number}:{digest}",
    ]


@pytest.mark.parametrize(("language", "words"), [("zh", "被绕过程序改动过"), ("en", "was changed behind")])
def test_faults_are_named_in_words(
    make_task: MakeTask, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    task = make_task()
    Task.objects.filter(pk=task.pk).update(due="2027-12-31")
    assert main(["city", "verify-log", "--lang", language]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(f"task:{task.pk}")
    assert words in first


@pytest.mark.parametrize("since", ["1", "x:1", "1:abc", "1:" + "g" * 64])
def test_a_noted_hash_must_be_one(since: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["city", "verify-log", "--since", since]) == 2
    assert since in capsys.readouterr().err


def test_the_first_administrator_holds_the_post_and_nothing_else(db: None) -> None:
    actor = actor_for(administrator(), timezone.localdate())
    assert actor.roles() == {"administrator"}
    assert actor.person is not None
    assert actor.person.check_password(PASSWORD)
    assert list(faults()) == []


def test_there_is_one_first_administrator(db: None) -> None:
    administrator()
    with pytest.raises(UsageError) as refused:
        administrator(username="another")
    assert refused.value.code == "administrator_exists"


def test_a_weak_password_makes_no_administrator(db: None) -> None:
    with pytest.raises(UsageError) as refused:
        administrator(password="12345678")  # noqa: S106 - weak on purpose
    assert refused.value.code == "weak_password"
    assert not Person.objects.exists()


def test_the_password_is_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["city", "first-administrator", "sinan", "--name", "司南", "--lang", "en"]) == 0
    assert PASSWORD not in capsys.readouterr().out
    assert Person.objects.get().name == "司南"


@pytest.mark.parametrize(
    ("username", "name", "said"),
    [
        ("司南 <x>", "司南", "user name"),
        ("a", "司南", "user name"),
        ("a" * 61, "司南", "user name"),
        ("sinan", "南" * 101, "at most 100"),
        ("sinan", "  ", "at most 100"),
        ("sinan", "司\x00南", "at most 100"),
    ],
)
def test_what_the_first_administrator_cannot_be_called_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], username: str, name: str, said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["city", "first-administrator", username, "--name", name, "--lang", "en"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert said in error
    assert not Person.objects.exists()


def test_a_long_user_name_makes_an_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["city", "first-administrator", "a" * 60, "--lang", "en"]) == 0
    person = Person.objects.get()
    assert (person.username, len(person.key) <= 40) == ("a" * 60, True)
    assert list(faults()) == []


def test_a_user_name_that_another_has_in_other_letters_is_taken(db: None) -> None:
    Person.objects.create(key="x", username="SINAN", name="某人")
    with pytest.raises(UsageError) as refused:
        administrator()
    assert refused.value.code == "username_taken"


def test_an_unknown_name_is_not_unlocked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["city", "unlock", "nobody", "--lang", "en"]) == 2
    assert "nobody" in capsys.readouterr().err


def test_the_only_administrator_is_unlocked_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    administrator()
    form = {"login": "sinan", "password": "wrong"}
    for _ in range(5):
        Client().post("/account/login/", form)
    assert Client().post("/account/login/", form | {"password": PASSWORD}).status_code == 429
    assert main(["city", "unlock", "sinan", "--lang", "en"]) == 0
    assert "sinan is unlocked" in capsys.readouterr().out
    assert Client().post("/account/login/", form | {"password": PASSWORD}).status_code == 302
    assert list(faults()) == []


def test_the_daily_run_says_what_it_did(make_task: MakeTask, capsys: pytest.CaptureFixture[str]) -> None:
    make_task(state="in_progress")
    assert main(["city", "daily", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("Tasks looked at: 1;")
    assert list(faults()) == []


def job(worker: str) -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        status="RUNNING", args_kwargs={"args": [], "kwargs": {}}, task_path="luoshi.nowhere", backend_name="default",
        run_after=get_date_max(), worker_ids=[worker], exception_class_path="", traceback="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("process", "taken_up"),
    [("999999999", True), (str(os.getppid()), False), (str(os.getpid()), True)],
    ids=["gone", "running", "own"],
)
def test_jobs_of_a_process_that_is_gone_are_taken_up(process: str, taken_up: bool) -> None:
    host = worker_name().partition(":")[0]
    one = job(f"{host}:{process}:abc")
    assert take_up_lost_jobs() == taken_up
    one.refresh_from_db()
    assert one.status == ("READY" if taken_up else "RUNNING")


def test_jobs_of_another_machine_are_left_alone() -> None:
    job("elsewhere:1:abc")
    assert take_up_lost_jobs() == 0


def test_tables_of_another_version_are_left_alone(db: None) -> None:
    MigrationRecorder(connection).record_applied("tasks", "0002_of_another_version")
    with pytest.raises(UsageError) as refused:
        migrate()
    assert refused.value.code == "tables_of_another_version"
