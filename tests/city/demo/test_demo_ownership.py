"""The demonstration opens only databases that it filled, and an office none of those."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from city.office import Office
from luoshi.city.chain.models import Entry
from luoshi.city.chain.writing import writing
from luoshi.city.config import ownership
from luoshi.city.config.ownership import Gate, check_owner
from luoshi.city.demo.city import add_city
from luoshi.city.demo.filling import fill_once
from luoshi.city.demo.mark import owner
from luoshi.cli import main
from luoshi.errors import UsageError


def refusal_of(demo: bool, settings: Settings) -> str:
    settings.DEMO = demo
    try:
        check_owner()
    except UsageError as error:
        return error.code
    return ""


@pytest.mark.django_db
def test_an_empty_database_is_nobodys_yet(settings: Settings) -> None:
    assert owner() == "nobody"
    assert [refusal_of(demo, settings) for demo in (True, False)] == ["", ""]


@pytest.mark.django_db
def test_what_the_demonstration_filled_is_opened_by_it_alone(settings: Settings) -> None:
    with writing():
        add_city()
    assert owner() == "demo"
    assert [refusal_of(demo, settings) for demo in (True, False)] == ["", "office_opens_demo"]


def test_what_an_office_wrote_is_opened_by_it_alone(office: Office, settings: Settings) -> None:
    assert owner() == "office"
    assert [refusal_of(demo, settings) for demo in (True, False)] == ["demo_opens_office", ""]
    settings.DEMO = True
    written = Entry.objects.count()
    with pytest.raises(UsageError) as refused:
        fill_once()
    assert (refused.value.code, Entry.objects.count()) == ("demo_opens_office", written)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tables", "whose"),
    [([], "nobody"), (["django_migrations", "people_person"], "nobody"), (["customers"], "office")],
    ids=["none", "a migration that was killed", "of another program"],
)
def test_tables_tell_before_the_log_does(
    tables: list[str], whose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", lambda: tables)
    assert owner() == whose


def test_a_site_looks_again_until_the_database_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Mock(side_effect=[OperationalError("away"), UsageError("office_opens_demo"), True])
    monkeypatch.setattr(ownership, "check_owner", looked)
    gate = Gate()
    found = [gate.refusal() for _ in range(4)]
    assert [one and one.code for one in found] == [None, "office_opens_demo", None, None]
    assert looked.call_count == 3


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """In place of what makes tables and fills them."""
    made = Mock(side_effect=UsageError("port_taken", port=1))
    for name in ("LUOSHI_DATA", "LUOSHI_DEMO", "LUOSHI_SECRET_KEY", "LUOSHI_DATABASE_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("luoshi.city.config.tables.make_tables_ready", made)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "filled"), [((), False), (("--fill-database-url",), True)], ids=["by itself", "asked"]
)
def test_an_empty_database_that_the_environment_names_is_filled_only_when_asked(
    options: tuple[str, ...], filled: bool, opened: Mock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LUOSHI_DATABASE_URL", "postgres://luoshi@/luoshi")
    monkeypatch.setenv("LUOSHI_DATA", str(tmp_path))
    assert main(["serve", "--demo", *options]) == 2
    assert opened.called == filled


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("there", "free"),
    [
        ((), True),
        (("files", "secret-key"), False),
        (("secret-key",), False),
        (("luoshi.sqlite3", "secret-key"), True),
    ],
)
def test_the_folder_of_another_site_is_left_alone(
    there: tuple[str, ...],
    free: bool,
    opened: Mock,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in there:
        (tmp_path / name).touch()
    monkeypatch.setenv("LUOSHI_DATA", str(tmp_path))
    assert main(["serve", "--demo"]) == 2
    assert opened.called == free
    assert (str(tmp_path) in capsys.readouterr().err) == (not free)
