"""Settings: read with their kinds, documented each, fit for an office."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from corpus import ROOT
from luoshi.city.config.environment import ELSEWHERE, Environment, keep_secret, secret_in
from luoshi.city.config.logs import JsonLines
from luoshi.city.config.mail import Mail, mail_settings
from luoshi.cli.commands import luoshi_command
from luoshi.errors import UsageError

DEPLOY = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
CODE = "".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "src" / "luoshi" / "city" / "config").glob("*.py")
)


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    read = set(re.findall(r'_env\.\w+\(\s*"([A-Z_]+)"', CODE)) | ELSEWHERE - {"SHARED"}
    documented = set(re.findall(r"^\| `LUOSHI_([A-Z_]+)` \|", DEPLOY, re.MULTILINE))
    assert read == documented
    assert set(re.findall(r"LUOSHI_([A-Z_]+)", DEPLOY)) <= documented


def test_every_city_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    command = luoshi_command("en")
    assert isinstance(command, click.Group)
    city = command.commands["city"]
    assert isinstance(city, click.Group)
    assert [name for name in city.commands if f"`luoshi city {name}`" not in page] == []


@pytest.mark.parametrize(
    ("value", "flag"), [("1", True), ("yes", True), ("On", True), ("0", False), ("false", False), ("", True)]
)
def test_flags(value: str, flag: bool) -> None:
    assert Environment({"LUOSHI_HTTPS": value}).flag("HTTPS", default=True) is flag


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("flag", "maybe", "setting_flag"),
        ("number", "-1", "setting_number"),
        ("number", "3h", "setting_number"),
    ],
)
def test_a_wrong_value_is_named(kind: str, value: str, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        getattr(Environment({"LUOSHI_X": value}), kind)("X", 0)
    assert refused.value.code == code
    assert "LUOSHI_X" in str(refused.value)


def test_a_choice_is_one_of_those_allowed() -> None:
    with pytest.raises(UsageError, match="LUOSHI_SECURITY"):
        Environment({"LUOSHI_SECURITY": "none"}).choice("SECURITY", ("a", "b"), "a")


def test_variables_that_nothing_reads_are_named() -> None:
    variables = {"LUOSHI_HOST": "misspelt", "LUOSHI_HOSTS": "a", "LUOSHI_LANG": "zh", "PATH": ""}
    assert Environment(variables).unknown() == ["LUOSHI_HOST"]


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    assert secret_in(tmp_path) != secret_in(tmp_path)
    keep_secret(tmp_path)
    key = secret_in(tmp_path)
    keep_secret(tmp_path)
    assert secret_in(tmp_path) == key
    assert len(key) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", Mail()),
        ("smtp://mail.example.cn", Mail("smtp", "mail.example.cn", 25)),
        ("smtps://u:p%40ss@mail.example.cn", Mail("smtp", "mail.example.cn", 465, "u", "p@ss", ssl=True)),
        ("smtp+tls://u@mail.example.cn:2525", Mail("smtp", "mail.example.cn", 2525, "u", starttls=True)),
    ],
)
def test_mail_by_one_address(url: str, expected: Mail) -> None:
    mail = mail_settings(url)
    assert expected.backend.rpartition(".")[0] in mail.backend
    assert (mail.host, mail.port, mail.user, mail.password, mail.starttls, mail.ssl) == (
        expected.host,
        expected.port,
        expected.user,
        expected.password,
        expected.starttls,
        expected.ssl,
    )


@pytest.mark.parametrize("url", ["mail.example.cn", "http://a", "smtp://a:port"])
def test_a_wrong_mail_address_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        mail_settings(f"{url}secret")
    assert "secret" not in str(refused.value)


def test_log_lines_are_json() -> None:
    try:
        raise ValueError("bad")
    except ValueError:
        record = logging.LogRecord("luoshi", logging.ERROR, "", 1, "失败 %s", ("a",), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["message"]) == ("error", "失败 a")
    assert "ValueError: bad" in line["trace"]


def run(data: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """``luoshi city`` in a process of its own, with ``variables`` and none of the tests'."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "luoshi.cli", "city", *arguments, "--data", data, "--lang", "en"],
        env={**kept, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_settings_of_an_office_behind_https_have_no_fault(tmp_path: Path) -> None:
    done = run(tmp_path, "check-settings", LUOSHI_HOSTS="duban.example.cn", LUOSHI_BEHIND_PROXY="1")
    assert (done.returncode, done.stderr) == (0, "")


def test_settings_that_are_not_fit_are_named(tmp_path: Path) -> None:
    done = run(tmp_path, "check-settings", LUOSHI_HTTPS="0", LUOSHI_HOST="misspelt")
    assert done.returncode == 1
    assert "LUOSHI_HOST:" in done.stdout
    assert "security.W012" in done.stdout


def test_a_database_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    url = "postgres://luoshi:geheim@127.0.0.1:1/luoshi"
    done = run(
        tmp_path,
        "check-settings",
        LUOSHI_HOSTS="duban.example.cn",
        LUOSHI_BEHIND_PROXY="1",
        LUOSHI_DATABASE_URL=url,
    )
    assert done.returncode == 1
    assert done.stdout.count("\n") == 2
    assert "the database cannot be used (" in done.stdout
    assert "geheim" not in done.stdout + done.stderr


def test_no_site_starts_with_what_lets_everybody_in(tmp_path: Path) -> None:
    done = run(tmp_path, "worker", LUOSHI_HOSTS="*")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "LUOSHI_HOSTS" in done.stderr
