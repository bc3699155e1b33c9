"""The site as an office keeps it running: its processes are started again when they die, and watched."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

BIN = Path(sys.executable).parent
# On Linux whatever is started is killed when this program is gone, however it ended.
_SETPRIV = shutil.which("setpriv")
_END_WITH_US = [_SETPRIV, "--pdeathsig", "KILL"] if _SETPRIV else []
_LOOK_EVERY = 0.2
_START_AGAIN_AFTER = 1.0
_PATIENCE = 300
_MEBIBYTE = 1 << 20
Command = Sequence[str | Path]


def unset() -> dict[str, str]:
    """The variables of this process without those that say how a site of ours runs."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")}


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def whole_site(port: int, *options: str) -> list[Command]:
    """``luoshi serve``: pages and jobs in one process, as a small office runs it on SQLite."""
    return [[BIN / "luoshi", "serve", "--port", str(port), *options]]


def pages_and_worker(port: int) -> list[Command]:
    """Gunicorn and a worker of jobs, as an office runs them on PostgreSQL."""
    pages: Command = [
        "env", "LUOSHI_THREADS=4",
        BIN / "gunicorn", "luoshi.city.config.wsgi", "--workers", "2", "--threads", "4",
        "--bind", f"127.0.0.1:{port}", "--log-level", "error", "--keep-alive", "20",
    ]  # fmt: skip
    return [pages, [BIN / "luoshi", "city", "worker"]]


class Supervised:
    """Processes that run until they are told to stop. One that dies is started again, and that is a fault.

    ``most`` megabytes is what the machine has: beyond it the largest process is killed, as a system does that
    runs out of memory.
    """

    def __init__(
        self, commands: Sequence[Command], port: int, *, variables: Mapping[str, str], log: Path, most: int
    ) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.deaths: list[str] = []
        self.peak = 0
        self._commands, self._variables, self._log, self._most = commands, variables, log, most
        self._running: list[subprocess.Popen[bytes]] = []
        self._left: set[psutil.Process] = set()
        self._wanted = False
        self._lock = threading.Lock()
        threading.Thread(target=self._watch, daemon=True).start()

    def start(self) -> None:
        """Start all and wait until the site answers; ends the program where it never does."""
        with self._lock:
            self._running = [self._started(command) for command in self._commands]
            self._wanted = True
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/health/ready", timeout=10):  # noqa: S310 - our own
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        self.kill()
        sys.exit(f"load: the site did not get ready: {self._log.read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """SIGKILL for every process of the site; what they had begun beside them must end by itself."""
        with self._lock:
            self._wanted = False
            for process in self._running:
                tree = _tree(process.pid)
                own = {one for one in tree if one.pid == process.pid or _same_program(one, process.pid)}
                self._left |= {*tree} - own
                for one in own:
                    _kill(one)
                process.wait(30)
            self._running = []

    def stop(self) -> None:
        """SIGTERM, then whatever still runs is killed."""
        with self._lock:
            self._wanted = False
            trees = [*self._left, *(one for process in self._running for one in _tree(process.pid))]
            for process in self._running:
                process.terminate()
        psutil.wait_procs(trees, timeout=15)
        for one in trees:
            _kill(one)
        with self._lock:
            for process in self._running:
                process.wait(30)
            self._running = []

    def peak_since(self) -> int:
        """The most megabytes that all processes held together since this was asked."""
        peak, self.peak = self.peak, 0
        return peak

    def left_over(self) -> list[str]:
        """Processes that outlived the site that began them."""
        return [
            f"{one.pid}" for one in self._left if one.is_running() and one.status() != psutil.STATUS_ZOMBIE
        ]

    def _started(self, command: Command) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            parts = [*_END_WITH_US, *(str(part) for part in command)]
            return subprocess.Popen(parts, stdout=log, stderr=log, env=dict(self._variables))

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK_EVERY)
            with self._lock:
                self._weigh()
                dead = [one for one in self._running if self._wanted and one.poll() is not None]
                for command, one in zip(self._commands, self._running, strict=False):
                    if one in dead:
                        self.deaths.append(f"{Path(command[0]).name} died ({one.returncode})")
            if dead:
                time.sleep(_START_AGAIN_AFTER)
                with self._lock:
                    # Whoever stopped the site meanwhile has started it again himself, or will.
                    for index, one in enumerate(self._running):
                        if one in dead and self._wanted:
                            self._running[index] = self._started(self._commands[index])

    def _weigh(self) -> None:
        weights = {}
        for process in (*(one for root in self._running for one in _tree(root.pid)), *self._left):
            try:
                weights[process] = process.memory_info().rss // _MEBIBYTE
            except psutil.Error:
                continue
        total = sum(weights.values())
        self.peak = max(self.peak, total)
        if total > self._most:
            largest = max(weights, key=lambda one: weights[one])
            self.deaths.append(f"out of memory at {total} MB, the largest process held {weights[largest]} MB")
            _kill(largest)


def end_when_told() -> None:
    """SIGTERM ends this program as an exception does, so that what it started ends, too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _tree(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def _same_program(process: psutil.Process, pid: int) -> bool:
    """Whether it is a server's own worker, which runs the very same command."""
    try:
        own: bool = process.cmdline() == psutil.Process(pid).cmdline() and process.ppid() == pid
    except psutil.Error:
        return False
    return own


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.Error:
        return
