"""PostgreSQL's own programs for a copy of the database."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection, transaction

from luoshi.errors import UsageError

_VARIABLES = {
    "PGHOST": "HOST",
    "PGPORT": "PORT",
    "PGUSER": "USER",
    "PGPASSWORD": "PASSWORD",
    "PGDATABASE": "NAME",
}
_DEBIAN = Path("/usr/lib/postgresql")


def dump(target: Path) -> tuple[int, str]:
    """Write the database as ``pg_dump``'s custom format; number and hash of the log's newest entry in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        # The dump sees what this transaction sees, so that the log's head below is the dump's.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", "-f", target)
        cursor.execute("SELECT number, hash FROM chain_head WHERE id = 1")
        number, digest = cursor.fetchone()
    return number, digest


def load(source: Path) -> None:
    """Bring ``source`` into the empty database, in one transaction."""
    _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-acl", "-d", "", source)


def _run(program: str, *arguments: str | Path) -> None:
    database = connection.settings_dict
    # The password goes by the environment: arguments can be seen by every user of the machine.
    environment = os.environ | {name: str(database[key]) for name, key in _VARIABLES.items() if database[key]}
    given = [str(database["NAME"]) if one == "" else str(one) for one in arguments]
    done = subprocess.run(  # noqa: S603 - its own programs, no shell
        [_found(program), *given], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = " ".join(done.stderr.split())[:300]
        raise UsageError("postgresql_program_failed", program=program, reason=reason)


def _found(program: str) -> str:
    path = shutil.which(program)
    if path:
        return path
    installed = list(_DEBIAN.glob(f"*/bin/{program}"))
    if not installed:
        raise UsageError("postgresql_program_missing", program=program)
    return str(max(installed, key=lambda one: int(re.sub(r"\D", "", one.parts[-3]))))
