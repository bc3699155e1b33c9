"""What happens in the child: it binds itself, does the work and gives one answer.

Answers are plain msgpack, never pickles: a child that its file took over tells the parent nothing but values.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from luoshi.confinement.limits import Limits
from luoshi.errors import LuoshiError

if sys.platform != "win32":
    import fcntl
    import resource

_MOST_WRITTEN = 16 * 1024 * 1024
ANSWER, FAULT, PROGRESS, MEMORY = b"A", b"F", b"P", b"M"


class Fault(msgspec.Struct, frozen=True):
    """A refusal: its class by name, its code and the details of its words."""

    kind: str
    code: str
    details: dict[str, Any]


def work(
    function: Callable[..., object],
    arguments: tuple[object, ...],
    limits: Limits,
    tells: bool,
    line: Connection,
    lifeline: Connection,
) -> None:
    """Run ``function`` and send its answer down ``line``; the child's whole life."""
    _die_with(lifeline)
    _be_silent()
    bind(limits)
    try:
        told = {"tell": lambda percent: line.send_bytes(PROGRESS + str(percent).encode())} if tells else {}
        line.send_bytes(ANSWER + msgspec.msgpack.encode(function(*arguments, **told)))
    except MemoryError:
        line.send_bytes(MEMORY)
    except LuoshiError as error:
        details = {name: _plain(value) for name, value in error.details.items()}
        line.send_bytes(FAULT + msgspec.msgpack.encode(Fault(type(error).__qualname__, error.code, details)))
    line.close()
    # Nothing is tidied up: what the file did to the libraries must not run any more.
    os._exit(0)


def bind(limits: Limits) -> None:
    """Bind this process to ``limits``, for good, and behind everybody else."""
    if sys.platform == "win32":
        return  # a deadline and caps of size hold there
    os.nice(limits.niceness)
    memory = _addresses_now() + limits.memory_bytes
    seconds = limits.processor_seconds + int(sum(os.times()[:2]))
    for name, soft, hard in (
        ("RLIMIT_AS", memory, memory),
        ("RLIMIT_CPU", seconds, seconds + 1),
        ("RLIMIT_FSIZE", _MOST_WRITTEN, _MOST_WRITTEN),
        ("RLIMIT_CORE", 0, 0),
    ):
        kind = getattr(resource, name, None)
        if kind is not None:
            most = resource.getrlimit(kind)[1]
            if most != resource.RLIM_INFINITY:
                soft, hard = min(soft, most), min(hard, most)  # noqa: PLW2901 - never above what holds already
            resource.setrlimit(kind, (soft, hard))


def _addresses_now() -> int:
    """Bytes of addresses that the program takes before it opens anything; 0 where that is not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _die_with(lifeline: Connection) -> None:
    """End when the parent ends: a signal comes through where a library holds the interpreter, too."""
    if sys.platform == "win32":
        return
    try:
        descriptor = lifeline.fileno()
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_ASYNC)
    except OSError:
        return
    if lifeline.poll():  # it had ended before
        os._exit(1)


def _be_silent() -> None:
    """What libraries say as they abort is not for the site's log."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for this life


def _plain(value: object) -> object:
    return value if isinstance(value, (int, float, str)) or value is None else str(value)
