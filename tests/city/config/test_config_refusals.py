"""What an office may get wrong at the command line is one clear line and code 2, never an error of the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import DatabaseError, DataError, OperationalError

from luoshi.city.config import administration
from luoshi.city.config.databases import database_settings
from luoshi.city.config.environment import Environment, secret_in
from luoshi.cli import main
from luoshi.errors import UsageError


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which ``luoshi`` ends."""
    assert main([*arguments, "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "report" not in said.lower()
    return said


@pytest.mark.parametrize("zone", ["Asia/Beijing", "北京", "UTC+8", "../etc/passwd", "/etc/localtime", "Asia"])
def test_a_time_zone_that_is_none_is_named(zone: str) -> None:
    with pytest.raises(UsageError, match="LUOSHI_TIME_ZONE") as error:
        Environment({"LUOSHI_TIME_ZONE": zone}).zone("TIME_ZONE", "Asia/Shanghai")
    assert zone in str(error.value)


@pytest.mark.parametrize("zone", ["", "Asia/Shanghai", "Asia/Urumqi", "UTC"])
def test_a_time_zone_is_taken(zone: str) -> None:
    assert Environment({"LUOSHI_TIME_ZONE": zone}).zone("TIME_ZONE", "Asia/Shanghai") == (
        zone or "Asia/Shanghai"
    )


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a:geheim@b/c",
        "oracle://geheim",
        "geheim",
        "postgres://a:geheim@b:port/c",
        "postgres://[geheim",
    ],
)
def test_a_database_of_another_kind_is_refused_without_showing_the_address(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="LUOSHI_DATABASE_URL") as error:
        database_settings(url, tmp_path)
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("", "sqlite3"),
        ("sqlite:////srv/a.sqlite3", "sqlite3"),
        ("postgres://luoshi@%2Frun%2Fpostgresql/luoshi", "postgresql"),
        ("postgresql://luoshi:p%40ss@10.0.0.2:5433/luoshi?sslmode=require", "postgresql"),
    ],
)
def test_the_databases_that_there_are(url: str, engine: str, tmp_path: Path) -> None:
    assert database_settings(url, tmp_path)["ENGINE"].endswith(engine)


def test_a_secret_key_that_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret-key").mkdir()
    with pytest.raises(OSError, match="secret-key"):
        secret_in(tmp_path)


@pytest.mark.parametrize("command", ["daily", "worker"])
def test_a_command_before_the_tables_says_which_comes_first(command: str, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "luoshi.cli", "city", command, "--data", tmp_path, "--lang", "en"],
        env=kept, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "luoshi city migrate" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("city", "daily", "--data", "/dev/null/office"),
        ("serve", "--data", "/dev/null/office"),
        ("serve", "--demo", "--data", "/dev/null/office"),
    ],
)
def test_a_data_folder_that_cannot_be_used(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LUOSHI_DATA", "LUOSHI_DEMO", "LUOSHI_SECRET_KEY"):
        monkeypatch.setenv(name, "")
    assert "/dev/null/office" in refused(capsys, *arguments)


@pytest.mark.django_db
def test_a_backup_to_where_nothing_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert "/dev/null" in refused(capsys, "city", "backup", "/dev/null/office.tar")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("connection failed: refused\n\tmore"), "(connection failed: refused)"),
        (DatabaseError("file is not a database"), "(file is not a database)"),
        (DataError("value too long for type character varying(30)"), "character varying(30)"),
    ],
    ids=["away", "damaged", "too long"],
)
def test_what_the_database_refuses(
    error: Exception, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(administration, "daily", Mock(side_effect=error))
    assert words in refused(capsys, "city", "daily")
