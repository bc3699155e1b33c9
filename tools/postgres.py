"""Run a command beside a PostgreSQL of its own, which is gone afterwards.

usage: postgres.py [--durable] COMMAND…

Makes a cluster in a temporary folder from the programs that Debian's package ``postgresql`` installs (or
those on the path), reachable by a socket in that folder only, and runs COMMAND with
``LUOSHI_TEST_DATABASE_URL`` set. As root the cluster runs as another user, since PostgreSQL refuses root.
Without ``--durable`` it does not wait for the disk, which a test does not need and a measurement does.
"""

from __future__ import annotations

import argparse
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

_INSTALLED = Path("/usr/lib/postgresql")
_HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_ROOMY = ("shared_buffers=512MB", "work_mem=16MB", "max_wal_size=4GB", "random_page_cost=1.1")


def programs() -> Path:
    """The folder of ``initdb`` and ``pg_ctl``; ends the program with one line where there is none."""
    found = [one.parent for one in _INSTALLED.glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda one: int(re.sub(r"\D", "", one.parent.name)))
    on_path = shutil.which("initdb")
    if on_path is None:
        sys.exit("postgres: no PostgreSQL here; on Debian: apt-get install postgresql")
    return Path(on_path).resolve().parent


def _user() -> pwd.struct_passwd:
    """Whoever runs the cluster: this user, or as root one that is not."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("postgres: as root, a user postgres or nobody is needed to run PostgreSQL")


class Cluster:
    """A running cluster that can be stopped and started again; ``url`` is the address of its database."""

    def __init__(self, home: Path, options: Sequence[str]) -> None:
        self.url = f"postgres://luoshi@{quote(str(home), safe='')}/luoshi"
        self._home, self._options, self._programs, self._user = home, options, programs(), _user()
        (home / "said").touch(mode=0o666)
        if os.getuid() == 0:
            os.chown(home, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-D", self._data, "-U", "luoshi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self._run("createdb", "-h", str(home), "-U", "luoshi", "-T", "template0", "luoshi")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = (*self._options, "listen_addresses=", f"unix_socket_directories={self._home}")
        settings = " ".join(f"-c {one}" for one in options)
        self._run("pg_ctl", "-D", self._data, "-w", "-l", str(self._home / "log"), "-o", settings, "start")

    def stop(self) -> None:
        """Stop it at once, as a machine that fails does."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    @property
    def _data(self) -> str:
        return str(self._home / "data")

    def _run(self, program: str, *arguments: str) -> None:
        other: dict[str, Any] = {}
        if os.getuid() == 0:
            other = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": ()}
        # The server keeps what it inherits open, so that a pipe would never end.
        with (self._home / "said").open("ab") as said:
            command = [str(self._programs / program), *arguments]
            done = subprocess.run(command, cwd=self._home, stdout=said, stderr=said, check=False, **other)
        if done.returncode:
            sys.exit(f"postgres: {program} failed: {(self._home / 'said').read_text()[-2000:]}")


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A cluster with an empty database, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="luoshi-pg-") as name:
        running = Cluster(Path(name), (*_ROOMY, *(() if durable else _HASTY)))
        try:
            yield running
        finally:
            running.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(description="Run a command beside a PostgreSQL of its own.")
    parser.add_argument("--durable", action="store_true", help="wait for the disk at every commit")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args(arguments)
    if not given.command:
        parser.error("which command?")
    with cluster(durable=given.durable) as running:
        environment = {**os.environ, "LUOSHI_TEST_DATABASE_URL": running.url}
        return subprocess.run(given.command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
