"""The units of the page without systemd: what they say is started, watched, started again, told to stop."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

_SECONDS = 90.0


class Database(Protocol):
    """The cluster that stands for ``postgresql.service``."""

    def start(self) -> None:
        """Start it."""

    def stop(self) -> None:
        """Stop it."""


class Unit:
    """A service: its settings, the last of a name counts, and its process."""

    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self.process: subprocess.Popen[bytes] | None = None
        self._wanted, self._watching = threading.Event(), threading.Thread()
        folder = root / "etc/systemd/system"
        parts = [folder / name, *sorted((folder / f"{name.partition('-')[0]}-.service.d").glob("*.conf"))]
        lines = [
            line.partition("=") for part in parts for line in part.read_text().splitlines() if "=" in line
        ]
        self._settings = {one: value for one, _, value in lines}
        self._log = root / f"{name}.log"

    def get(self, name: str, default: str = "") -> str:
        """A setting."""
        return self._settings.get(name, default)

    @property
    def _folder(self) -> Path | None:
        name = self.get("RuntimeDirectory")
        return self._root / "run" / name if name else None

    def start(self) -> int:
        """Start it; one that runs once is waited for."""
        if self._folder:
            self._folder.mkdir(mode=int(self.get("RuntimeDirectoryMode", "755"), 8), exist_ok=True)
        if self._wanted.is_set():
            return 0
        self._spawn()
        if self.get("Type") == "oneshot":
            return self.process.wait() if self.process else 1
        self._wanted.set()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()
        return 0

    def _spawn(self) -> None:
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        for line in (self._root / "etc/luoshi.env").read_text().splitlines():
            name, _, value = line.partition("=")
            environment[name] = value.strip('"')
        name, _, value = self.get("Environment").partition("=")
        environment |= {name: value} if name else {}
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                shlex.split(self.get("ExecStart")),
                env=environment,
                umask=int(self.get("UMask", "022"), 8),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _watch(self) -> None:
        while self._wanted.is_set() and self.process:
            self.process.wait()
            if self._wanted.is_set():
                time.sleep(float(self.get("RestartSec", "0.1")))
            if self._wanted.is_set():
                self._spawn()

    def stop(self) -> None:
        """Tell it, or it and its children, to stop; then end what is left, and its folder."""
        self._wanted.clear()
        process = self.process
        if process and process.poll() is None:
            (os.kill if self.get("KillMode") == "mixed" else os.killpg)(process.pid, signal.SIGTERM)
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if self._watching.is_alive():
            self._watching.join(_SECONDS)
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def reload(self) -> int:
        """Do what the unit says for it."""
        main = str(self.process.pid) if self.process else ""
        return subprocess.run(
            shlex.split(self.get("ExecReload").replace("$MAINPID", main)), check=False
        ).returncode


class Units:
    """What ``systemctl`` is asked for."""

    def __init__(self, root: Path, nginx: str, database: Database) -> None:
        self._root, self._nginx, self._database = root, nginx, database
        self._units: dict[str, Unit] = {}
        self._proxy: subprocess.Popen[bytes] | None = None

    def asked(self, words: Sequence[str]) -> tuple[int, str]:
        """Status and answer of ``systemctl WORDS``."""
        verb, names = words[0], [one.strip("'") for one in words[1:] if not one.startswith("-")]
        options = [one for one in words[1:] if one.startswith("-")]
        if verb == "daemon-reload":
            for name, unit in list(self._units.items()):
                if unit.process is None or unit.process.poll() is not None:
                    del self._units[name]
            return 0, ""
        if verb == "enable":
            verb = "start" if "--now" in options else "nothing"
        status, said = 0, ""
        for name in names:
            if "@" in name or name.endswith(".timer") or name.startswith("systemd-"):
                continue
            if name.startswith("postgresql"):
                self._of_database(verb)
            elif name.startswith("nginx"):
                status |= self._of_proxy(verb)
            else:
                more, words_ = self._of_unit(verb, self._unit(name))
                status, said = status | more, said + words_
        return status, said

    def _unit(self, name: str) -> Unit:
        full = name if name.endswith(".service") else f"{name}.service"
        if full not in self._units:
            self._units[full] = Unit(self._root, full)
        return self._units[full]

    def _of_unit(self, verb: str, unit: Unit) -> tuple[int, str]:
        process = unit.process
        match verb:
            case "start":
                return unit.start(), ""
            case "stop":
                unit.stop()
            case "restart":
                unit.stop()
                return unit.start(), ""
            case "reload":
                return unit.reload(), ""
            case "kill" if process:
                process.kill()
            case "show":
                return 0, str(process.pid if process and process.poll() is None else 0)
        return 0, ""

    def _of_database(self, verb: str) -> None:
        if verb in ("stop", "restart"):
            self._database.stop()
        if verb in ("start", "restart"):
            self._database.start()

    def _of_proxy(self, verb: str) -> int:
        if verb in ("stop", "restart") and self._proxy:
            self._proxy.terminate()
            self._proxy.wait()
            self._proxy = None
        if verb in ("start", "restart") and self._proxy is None:
            command = [self._nginx, "-c", str(self._root / "nginx.conf"), "-g", "daemon off;"]
            self._proxy = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return 0

    def stop_all(self) -> None:
        """Stop every unit and the proxy."""
        for unit in self._units.values():
            unit.stop()
        self._of_proxy("stop")
