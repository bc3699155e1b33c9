"""How many children work at a time, counted over all processes of this machine."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from luoshi.confinement.limits import DroppedError
from luoshi.errors import LuoshiError

if sys.platform != "win32":
    import fcntl

_LOOKED_EVERY = 0.05


class BusyError(LuoshiError):
    """Others are being served; pages and API answer 429."""

    status = 429
    retry_after = 10


class Slots:
    """Places that are taken by locked files in ``folder``: a process that dies gives its place back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._here: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @contextmanager
    def taken(
        self, names: Sequence[str], patience: float, wanted: Callable[[], bool] | None = None
    ) -> Iterator[str]:
        """One of the places ``names``, the first that is free.

        ``wanted`` is asked now and then whether anybody still waits. Raises ``BusyError`` where no
        place is free within ``patience`` seconds, ``DroppedError`` where nobody waits.
        """
        until = time.monotonic() + patience
        while True:
            for name in names:
                with self._guard:
                    lock = self._here.setdefault(name, threading.Lock())
                if not lock.acquire(blocking=False):
                    continue
                descriptor = None
                try:
                    descriptor = self._locked(name)
                    if descriptor is not None:
                        yield name
                        return
                finally:
                    if descriptor is not None:
                        os.close(descriptor)
                    lock.release()
            if time.monotonic() >= until:
                raise BusyError("confined_busy")
            if wanted is not None and not wanted():
                raise DroppedError("confined_dropped")
            time.sleep(_LOOKED_EVERY)

    def _locked(self, name: str) -> int | None:
        """A descriptor that holds the place until it is closed; ``None`` where another process has it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        if sys.platform == "win32":
            return descriptor  # counted in this process only
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor
