"""Backup and restore: the database and every uploaded file in one tar, each with its hash."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from luoshi.city.config import postgres
from luoshi.city.config.administration import head
from luoshi.city.people.second_factor import holders_of_sealed_factors
from luoshi.city.site.leftovers import sweep
from luoshi.errors import InputError, UsageError

_MANIFEST = "manifest.json"
_DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_FORM = 1
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Contents:
    """What a backup holds: how many files, and number and hash of the log's newest entry.

    ``sealed`` is of how many people the second factor does not open with the present key.
    """

    files: int
    number: int
    hash: str
    sealed: int = 0


def back_up(target: Path) -> Contents:
    """Write database and files to ``target``; there is never half a backup. The site may run meanwhile.

    The database is copied first and files are never changed once stored, so every file that the copy
    names is in the backup. The secret key is left out.
    """
    if target.exists():
        raise UsageError("backup_exists", path=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep()
    unfinished = target.with_name(f".{target.name}.unfinished")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        database = Path(folder) / _DATABASE[connection.vendor]
        number, digest = _copy_database(database)
        # Those with a dot are on their way in or out.
        found = (path for path in settings.FILES.rglob("*") if not path.name.startswith("."))
        stored = sorted(path for path in found if path.is_file())
        names = {f"files/{path.relative_to(settings.FILES).as_posix()}": path for path in stored}
        names[database.name] = database
        manifest = {
            "form": _FORM,
            "vendor": connection.vendor,
            "made_at": timezone.now().isoformat(),
            "log": {"number": number, "hash": digest},
            "migrations": sorted(".".join(one) for one in MigrationRecorder(connection).applied_migrations()),
            "sha256": {name: _sha256(path) for name, path in names.items()},
        }
        try:
            _write(unfinished, manifest, names)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    return Contents(len(stored), number, digest)


def restore(source: Path) -> Contents:
    """Put the backup ``source`` into an empty database and an empty folder; then check every hash.

    Raises ``UsageError`` where something is there already or the backup is of another kind of database,
    ``InputError`` where the backup is damaged. Nothing is left where it fails.
    """
    _require_empty()
    try:
        with tarfile.open(source, "r:") as tar:
            manifest = _manifest(tar, source)
            _unpack(tar, manifest, source)
    except FileNotFoundError:
        raise InputError("missing_file", str(source)) from None
    except (tarfile.TarError, EOFError):
        raise InputError("backup_damaged", str(source), part=source.name) from None
    number, digest = head()
    if (number, digest) != (manifest["log"]["number"], manifest["log"]["hash"]):
        raise InputError("backup_damaged", str(source), part="log")
    files = sum(name.startswith("files/") for name in manifest["sha256"])
    return Contents(files, number, digest, len(holders_of_sealed_factors()))


def _copy_database(target: Path) -> tuple[int, str]:
    """A consistent copy, and the log's newest entry in it."""
    if connection.vendor == "postgresql":
        return postgres.dump(target)
    connection.ensure_connection()
    name = settings.DATABASES["default"]["NAME"]
    with closing(sqlite3.connect(name)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        number, digest = copy.execute("SELECT number, hash FROM chain_head WHERE id = 1").fetchone()
    return int(number), str(digest)


def _write(target: Path, manifest: dict[str, Any], names: dict[str, Path]) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
            information = tarfile.TarInfo(_MANIFEST)
            information.size = len(text)
            tar.addfile(information, io.BytesIO(text))
            for name, path in names.items():
                tar.add(path, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())


def _require_empty() -> None:
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        if Path(database["NAME"]).exists():
            raise UsageError("restore_not_empty", place=database["NAME"])
    elif connection.introspection.table_names():
        raise UsageError("restore_not_empty", place=database["NAME"])
    if settings.FILES.exists() and any(settings.FILES.iterdir()):
        raise UsageError("restore_not_empty", place=settings.FILES)


def _manifest(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == _MANIFEST else None
    if file is None:
        raise InputError("not_a_backup", str(source))
    manifest: dict[str, Any] = json.load(file)
    if manifest["form"] != _FORM or manifest["vendor"] != connection.vendor:
        raise UsageError("backup_of_other_database", found=manifest["vendor"], here=connection.vendor)
    known = {".".join(one) for one in _known_migrations()}
    if not set(manifest["migrations"]) <= known:
        raise UsageError("backup_of_newer_version")
    return manifest


def _known_migrations() -> Iterator[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    yield from MigrationLoader(None).disk_migrations


def _unpack(tar: tarfile.TarFile, manifest: dict[str, Any], source: Path) -> None:
    """Bring in the files, each against its hash, then the database, which makes the restore count."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA) as folder:
        waiting = dict(manifest["sha256"])
        for member in tar:
            if member.name == _MANIFEST:
                continue
            file = tar.extractfile(member)
            if file is None or member.name not in waiting:
                raise InputError("backup_damaged", str(source), part=member.name)
            place = Path(folder) / Path(member.name)
            if not place.resolve().is_relative_to(Path(folder).resolve()):
                raise InputError("backup_damaged", str(source), part=member.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            if _stored(file, place) != waiting.pop(member.name):
                raise InputError("backup_damaged", str(source), part=member.name)
        if waiting:
            raise InputError("backup_damaged", str(source), part=min(waiting))
        _put_in_place(Path(folder))


def _put_in_place(folder: Path) -> None:
    files, database = folder / "files", folder / _DATABASE[connection.vendor]
    files.mkdir(exist_ok=True)
    if settings.FILES.exists():
        settings.FILES.rmdir()
    files.replace(settings.FILES)
    try:
        if connection.vendor == "postgresql":
            postgres.load(database)
        else:
            connections.close_all()
            database.replace(settings.DATABASES["default"]["NAME"])
    except BaseException:
        shutil.rmtree(settings.FILES)
        raise


def _stored(file: Any, place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("wb") as target:
        os.fchmod(target.fileno(), 0o600)
        for block in _blocks(file):
            digest.update(block)
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in _blocks(file):
            digest.update(block)
    return digest.hexdigest()


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block
