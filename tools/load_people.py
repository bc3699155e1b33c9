"""People at work on the site, each in a thread: how long every page takes them."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from load_pages import Act, Keys, acts, form_of

_PATIENCE = 60
_SIGN_IN = "/account/login/"
_PATIENCE_OF_STEADY = 30


@dataclass
class Times:
    """Milliseconds by what was done, what was not answered as it should be, and how often each status came.

    ``every`` holds all answers, wrong ones too; status 0 stands for none.
    """

    by_name: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    every: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, milliseconds: float, status: int, fault: str = "") -> None:
        """One answer."""
        with self._lock:
            self.every.append(milliseconds)
            self.statuses[status] += 1
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
        self,
        worker: Worker,
        address: str,
        keys: Keys,
        times: Times,
        *,
        until: float,
        pause: float,
        steady: bool,
    ) -> None:
        super().__init__(daemon=True)
        self._worker, self._keys, self._times = worker, keys, times
        self._place = urlsplit(address).netloc
        self._until, self._pause, self._steady = until, pause, steady
        self._draw = random.Random(f"{worker.username}{worker.kind}")  # noqa: S311 - the same work every time
        self._patience = _PATIENCE_OF_STEADY if steady else _PATIENCE
        self._connection = http.client.HTTPConnection(self._place, timeout=self._patience)

    def run(self) -> None:
        due = time.monotonic() + self._draw.random() * self._pause
        while due < self._until:
            time.sleep(max(0, due - time.monotonic()))
            if time.monotonic() > self._until + self._patience:
                self._times.add(
                    "any page", 1000 * (time.monotonic() - due), 0, "could not be asked for in time"
                )
                due += self._pause * (0.5 + self._draw.random())
                continue
            choices = acts(self._worker.kind, self._worker.username, self._keys, self._draw)
            (act,) = self._draw.choices(choices, [one.share for one in choices])
            self._do(act, due if self._steady else time.monotonic())
            due = (due if self._steady else time.monotonic()) + self._pause * (0.5 + self._draw.random())
        self._connection.close()

    def _do(self, act: Act, begun: float) -> None:
        if act.body != b"form":
            self._measured(act.name, act.path, act.body, begun)
            return
        page = self._measured(act.name, act.path, None, begun, counts=False)
        if page is not None:
            self._measured(act.name, act.path, form_of(page, self._keys.today), time.monotonic())

    def _measured(
        self, name: str, path: str, body: bytes | None, begun: float, *, counts: bool = True
    ) -> str | None:
        """The page, ``None`` where it did not come; not every form that is opened ``counts``."""
        try:
            status, place, page = self._answer("POST" if body else "GET", path, body)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            self._times.add(name, 1000 * (time.monotonic() - begun), 0, f"{path} {error!r}")
            return None
        taken = 1000 * (time.monotonic() - begun)
        good = status in (200, 201, 302, 303) and not place.startswith(_SIGN_IN)
        if counts or not good:
            self._times.add(name, taken, status, "" if good else f"{path} {status} {place or page[:120]!r}")
        return page if good else None

    def _answer(self, method: str, path: str, body: bytes | None) -> tuple[int, str, str]:
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
        place = response.headers.get("Location", "")
        return response.status, place, response.read().decode(errors="replace")


def let_work(
    workers: list[Worker], address: str, keys: Keys, *, seconds: float, pause: float, steady: bool = False
) -> Times:
    """All work at once for ``seconds``, each waiting ``pause`` seconds on average between two pages.

    ``steady`` ones come at their own times, whether the last page came or not, and a page that could not even
    be asked for has taken as long as they waited.
    """
    times = Times()
    until = time.monotonic() + seconds
    people = [_Person(one, address, keys, times, until=until, pause=pause, steady=steady) for one in workers]
    for person in people:
        person.start()
    for person in people:
        person.join(seconds + 2 * _PATIENCE)
    return times
