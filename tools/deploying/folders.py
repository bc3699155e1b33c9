"""Folders and ports of its own, with this machine's packages: for who is not root, or has no debootstrap.

The page's paths lie below one folder, its ports are free ones, its users are whoever walks; ``systemctl`` is
``deploying.units``.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import postgres
from deploying.machine import CannotWalkError, copy_source
from deploying.units import Units
from load_supervised import free_port, unset

INSTEAD = (
    "the source is copied in rather than fetched",
    "every path lies below a folder, every port is a free one",
    "adduser, chown, runuser, install --owner do nothing: all is done by whoever walks",
    "apt-get installs nothing: PostgreSQL, nginx and Python are those of this machine",
    "systemctl is a program of this walk: it does what the units say, without confining them",
    "what systemd itself says is not asked (checks, timers, journal), nor are other users tried",
)
_PATHS = re.compile(r"(?<![\w.])/(?=(?:etc|opt|var|run|usr/local)/)")
_LISTEN = re.compile(r"^(\s*listen )(\d+)", re.MULTILINE)
_LISTEN_IPV6 = re.compile(r"^\s*listen \[::\].*\n", re.MULTILINE)
_KEPT = re.compile(r"(?:cd|export|unset) ")
_NOTHING = ("apt-get", "adduser", "chown", "invoke-rc.d", "logrotate")
_SHIMS = {
    "runuser": 'shift 2; [ "$1" = -- ] && shift; exec "$@"',
    "createuser": "exit 0",
    "createdb": 'for name; do :; done; dropdb --if-exists "$name"; exec {programs}/createdb "$@"',
    "dropdb": 'exec {programs}/dropdb "$@"',
    "psql": 'exec {programs}/psql "$@"',
    "python3": 'exec {python} "$@"',
    "nginx": 'exec {nginx} -c {root}/nginx.conf "$@"',
    "install": 'for word; do shift; case "$word" in --owner|--group) skip=1;; '
    '*) [ -z "$skip" ] && set -- "$@" "$word"; skip=;; esac; done; exec /usr/bin/install "$@"',
}
_NGINX = """{user}
pid {root}/run/nginx.pid;
error_log {root}/var/log/nginx/error.log;
events {{}}
http {{
    access_log {root}/var/log/nginx/access.log;
    client_body_temp_path {root}/run/body;
    proxy_temp_path {root}/run/proxy;
    fastcgi_temp_path {root}/run/fastcgi;
    uwsgi_temp_path {root}/run/uwsgi;
    scgi_temp_path {root}/run/scgi;
    include {root}/etc/nginx/conf.d/*.conf;
}}
"""


class Folders:
    """The place: commands are translated to it and run, files written into it."""

    way, instead, whole = "folders and ports of its own, with this machine's packages", INSTEAD, False

    def __init__(self, folder: Path, running: postgres.Cluster) -> None:
        self.root = folder / "root"
        self.ports = {port: free_port() for port in (443, 80, 8443)}
        self._cluster, self._texts = running, dict[str, str]()
        self._nginx = _found("nginx")
        self._units = Units(self.root, self._nginx, running)
        self._lay_out(postgres.programs())

    def _lay_out(self, programs: Path) -> None:
        for name in ("etc", "run", "opt", "var/lib/luoshi", "var/log/nginx", "usr/local/sbin", "shims"):
            (self.root / name).mkdir(parents=True)
        copy_source(self.root / "usr/local/src/luoshi")
        known = {"programs": programs, "python": sys.executable, "nginx": self._nginx, "root": self.root}
        for name, text in {**dict.fromkeys(_NOTHING, "exit 0"), **_SHIMS}.items():
            shim = self.root / "shims" / name
            shim.write_text(f"#!/bin/sh\n{text.format(**known) if name in _SHIMS else text}\n")
            shim.chmod(0o755)
        user = "user root;" if os.geteuid() == 0 else ""
        (self.root / "nginx.conf").write_text(_NGINX.format(user=user, root=self.root))

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """A file of the page, with its paths and ports translated."""
        self._texts[path] = text
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.startswith("/etc/nginx/"):
            text = _LISTEN.sub(lambda one: f"{one[1]}{self.ports[int(one[2])]}", _LISTEN_IPV6.sub("", text))
        place.write_text(self._here(text), encoding="utf-8")
        place.chmod(mode)

    def read(self, path: str) -> str:
        """A file as the page has it."""
        return self._texts[path]

    def _here(self, text: str) -> str:
        home = self._cluster.url.partition("@")[2].rpartition("/")[0]
        return _PATHS.sub(f"{self.root}/", text.replace(quote("/var/run/postgresql", safe=""), home))

    def ask_network(self, commands: str) -> tuple[int, str]:
        """Run commands that may ask the network."""
        return self.command(commands)

    def boot(self) -> None:
        """Nothing: this machine runs."""

    def command(self, commands: str, *, told: str = "") -> tuple[int, str]:
        """Run commands line by line, ``systemctl`` by our own; they end at the first that fails."""
        kept, said = "", ""
        for line in re.split(r"\n|; (?=systemctl)", commands.strip()):
            if line.startswith("systemctl "):
                status, more = self._units.asked(line.split()[1:])
            else:
                status, more = self._run(f"{kept}{line}\n", told)
                kept += f"{line}\n" if _KEPT.match(line) else ""
            said += more
            if status:
                return status, said
        return 0, said

    def _run(self, commands: str, told: str) -> tuple[int, str]:
        home = self._cluster.url.partition("@")[2].rpartition("/")[0]
        environment = {
            **unset(),
            "PATH": f"{self.root}/shims:{self.root}/usr/local/sbin:{os.environ['PATH']}:/usr/sbin",
            "PGHOST": home.replace("%2F", "/"),
            "PGUSER": "luoshi",
            "PGDATABASE": "postgres",
            "LANG": "C.UTF-8",
        }
        done = subprocess.run(
            ["/bin/sh", "-ec", self._here(commands)],
            env=environment,
            input=told,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        return done.returncode, done.stdout + (done.stderr if done.returncode else "")

    def stop(self) -> None:
        """Stop what was started."""
        self._units.stop_all()


@contextlib.contextmanager
def folders(*, keep: bool = False) -> Iterator[Folders]:
    """A place with nothing in it; gone afterwards. Raises ``CannotWalkError``."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-deploy-"))
    folder.chmod(0o755)
    try:
        with postgres.cluster() as running:
            made = Folders(folder, running)
            try:
                yield made
            finally:
                made.stop()
    finally:
        if keep:
            print(f"kept: {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _found(program: str) -> str:
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        raise CannotWalkError(f"no {program} here; on Debian: apt-get install {program}")
    return found
