"""Backup and restore, rehearsed on the database under test: into an empty place, with every hash checked."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection, connections
from pytest_django.fixtures import Settings

from luoshi.city.config.archive import Contents, back_up
from luoshi.city.tasks.models import Task
from luoshi.errors import UsageError

pytestmark = pytest.mark.django_db(transaction=True)
MakeTask = Callable[..., Task]


@pytest.fixture
def backup(make_task: MakeTask, settings: Settings, tmp_path: Path) -> tuple[Path, Contents]:
    """A backup of an office with two tasks and an upload."""
    make_task()
    make_task()
    stored = settings.FILES / "ab" / "abcd"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"evidence")
    target = tmp_path / "backup.tar"
    return target, back_up(target)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The variables of an empty place on the kind of database under test."""
    place = {"LUOSHI_DATA": str(tmp_path / "new"), "LUOSHI_HTTPS": "0"}
    if connection.vendor == "sqlite":
        yield place
        return
    given = connections["default"].settings_dict
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE rehearsal TEMPLATE template0")
    yield place | {
        "LUOSHI_DATABASE_URL": f"postgres://{given['USER']}@{quote(given['HOST'], safe='')}/rehearsal"
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE rehearsal WITH (FORCE)")


def luoshi(variables: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """``luoshi city`` in the place of ``variables``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "luoshi.cli", "city", *arguments, "--lang", "en"],
        env=kept | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_backup_is_restored_in_an_empty_place_and_fits_its_log(
    backup: tuple[Path, Contents], empty: dict[str, str]
) -> None:
    path, made = backup
    noted = f"{made.number}:{made.hash}"
    assert path.stat().st_mode & 0o077 == 0
    done = luoshi(empty, "restore", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == noted
    verified = luoshi(empty, "verify-log", "--since", noted)
    assert (verified.returncode, verified.stdout.splitlines()[-1]) == (0, noted)
    assert (Path(empty["LUOSHI_DATA"]) / "files" / "ab" / "abcd").read_bytes() == b"evidence"
    again = luoshi(empty, "restore", path)
    assert again.returncode == 2
    assert "holds data" in again.stderr


def _damaged(path: Path, target: Path, name: str, content: bytes | None) -> None:
    """A copy of the backup in which the part ``name`` has other ``content``, or is left out."""
    with tarfile.open(path) as source, tarfile.open(target, "w") as copy:
        for member in source:
            file = source.extractfile(member)
            data = file.read() if file else b""
            if member.name == name:
                if content is None:
                    continue
                data = content
                member.size = len(data)
            copy.addfile(member, io.BytesIO(data))


@pytest.mark.parametrize("content", [b"forged", None])
def test_a_damaged_backup_leaves_nothing(
    backup: tuple[Path, Contents], empty: dict[str, str], tmp_path: Path, content: bytes | None
) -> None:
    damaged = tmp_path / "damaged.tar"
    _damaged(backup[0], damaged, "files/ab/abcd", content)
    done = luoshi(empty, "restore", damaged)
    assert done.returncode == 2
    assert "files/ab/abcd" in done.stderr
    assert {one.name for one in Path(empty["LUOSHI_DATA"]).iterdir()} <= {"secret-key"}
    restored = luoshi(empty, "restore", backup[0])
    assert (restored.returncode, restored.stderr) == (0, "")


@pytest.mark.parametrize("content", [b"", b"no tar", b"\0" * 10240])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "no.tar").write_bytes(content)
    done = luoshi({"LUOSHI_DATA": str(tmp_path / "new")}, "restore", tmp_path / "no.tar")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_backup_carries_nothing_on_which_no_record_rests(
    make_task: MakeTask, settings: Settings, tmp_path: Path
) -> None:
    make_task()
    left = settings.FILES / "00" / ("0" * 64)
    left.parent.mkdir(parents=True)
    for path in (left, settings.FILES / ".part-new"):
        path.touch()
    os.utime(left, (1, 1))
    assert back_up(tmp_path / "backup.tar").files == 0


def test_a_backup_overwrites_nothing(backup: tuple[Path, Contents]) -> None:
    with pytest.raises(UsageError):
        back_up(backup[0])


def test_a_backup_that_fails_leaves_nothing(
    make_task: MakeTask, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_task()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "add", full)
    (tmp_path / "to").mkdir()
    with pytest.raises(OSError, match="No space"):
        back_up(tmp_path / "to" / "backup.tar")
    assert list((tmp_path / "to").iterdir()) == []


def test_the_manifest_names_every_part_with_its_hash(backup: tuple[Path, Contents]) -> None:
    with tarfile.open(backup[0]) as tar:
        names = tar.getnames()
        file = tar.extractfile("manifest.json")
        assert file is not None
        manifest = json.load(file)
    assert names[0] == "manifest.json"
    assert set(names[1:]) == set(manifest["sha256"])
    assert manifest["log"] == {"number": backup[1].number, "hash": backup[1].hash}


SIGNS_IN = """
import sys
from luoshi.city.config.setup import prepare
prepare()
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
client, new = Client(headers={"host": "localhost"}), "Qing-Lan-2026-xie"
client.post("/account/login/", {"login": "admin", "password": sys.argv[1]})
client.post("/account/password/change/", {"oldpassword": sys.argv[1], "password1": new, "password2": new})
assert "2fa/totp/activate" in client.get("/people/").headers["Location"]
secret = client.get("/account/2fa/totp/activate/").context["form"].secret
code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
client.post("/account/2fa/totp/activate/", {"code": code})
print(client.get("/people/").status_code)
"""


def test_a_restore_without_the_old_key_has_a_way_back_at_the_console(
    office: Any, settings: Settings, tmp_path: Path, empty: dict[str, str]
) -> None:
    for name in ("admin", "office"):
        TOTP.activate(office.people[name], "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(office.people[name])
    target = tmp_path / "backup.tar"
    made = back_up(target)
    restored = luoshi(empty, "restore", target)
    assert restored.returncode == 0
    assert "of 2 people do not open" in restored.stdout
    assert restored.stdout.splitlines()[-1] == f"{made.number}:{made.hash}"

    reset = luoshi(empty, "reset-second-factor", "admin")
    assert reset.returncode == 0, reset.stderr
    password = reset.stdout.split()[-1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    signed_in = subprocess.run(
        [sys.executable, "-c", SIGNS_IN, password],
        env=kept | empty,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (signed_in.stdout, signed_in.stderr[-800:]) == ("200\n", "")

    removed = luoshi(empty, "reset-second-factor", "--all-sealed-with-another-key", "--yes")
    assert removed.returncode == 0
    assert [line.split()[0] for line in removed.stdout.splitlines()[:-1]] == ["office"], (
        "the new factor stays"
    )
    verified = luoshi(empty, "verify-log", "--since", f"{made.number}:{made.hash}")
    assert verified.returncode == 0, verified.stdout
