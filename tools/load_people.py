"""People at work on the site, each in a thread: how long every page takes them."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from load_pages import Keys, acts, form_of

_PATIENCE = 60


@dataclass
class Times:
    """Milliseconds by what was done, and what was not answered as it should be."""

    by_name: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, milliseconds: float, fault: str = "") -> None:
        """One answer."""
        with self._lock:
            if fault:
                self.faults.append(f"{name}: {fault}")
            else:
                self.by_name[name].append(milliseconds)


@dataclass(frozen=True)
class Worker:
    """One person: what kind, and the headers that say who."""

    kind: str
    username: str
    headers: dict[str, str]


class _Person(threading.Thread):
    def __init__(
        self, worker: Worker, address: str, keys: Keys, times: Times, *, until: float, pause: float
    ) -> None:
        super().__init__(daemon=True)
        self._worker, self._keys, self._times = worker, keys, times
        self._place = urlsplit(address).netloc
        self._until, self._pause = until, pause
        self._draw = random.Random(f"{worker.username}{worker.kind}")  # noqa: S311 - the same work every time
        self._connection = http.client.HTTPConnection(self._place, timeout=_PATIENCE)

    def run(self) -> None:
        time.sleep(self._draw.random() * self._pause)
        while time.monotonic() < self._until:
            choices = acts(self._worker.kind, self._worker.username, self._keys, self._draw)
            (act,) = self._draw.choices(choices, [one.share for one in choices])
            body = act.body
            if body == b"form":
                status, page = self._answer("GET", act.path, None)
                if status != 200:
                    self._times.add(act.name, 0, f"form {status}")
                    continue
                body = form_of(page, self._keys.today)
            self._measured(act.name, act.path, body)
            time.sleep(self._pause * (0.5 + self._draw.random()))
        self._connection.close()

    def _measured(self, name: str, path: str, body: bytes | None) -> None:
        begun = time.perf_counter()
        try:
            status, page = self._answer("POST" if body else "GET", path, body)
        except OSError as error:
            self._connection.close()
            self._times.add(name, 0, f"{path} {error}")
            return
        taken = 1000 * (time.perf_counter() - begun)
        good = status in (200, 201, 302, 303)
        self._times.add(name, taken, "" if good else f"{path} {status} {page[:120]!r}")

    def _answer(self, method: str, path: str, body: bytes | None) -> tuple[int, str]:
        headers = dict(self._worker.headers)
        if body is not None:
            json_ = path.startswith("/api/")
            headers["Content-Type"] = "application/json" if json_ else "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://{self._place}"
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError):
            # A server may close a connection that was idle; a browser opens another.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        return response.status, response.read().decode(errors="replace")


def let_work(workers: list[Worker], address: str, keys: Keys, *, seconds: float, pause: float) -> Times:
    """All work at once for ``seconds``, each waiting ``pause`` seconds on average between two pages."""
    times = Times()
    until = time.monotonic() + seconds
    people = [_Person(one, address, keys, times, until=until, pause=pause) for one in workers]
    for person in people:
        person.start()
    for person in people:
        person.join(seconds + 2 * _PATIENCE)
    return times
