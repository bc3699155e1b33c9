"""Running a function in a child: started, watched, ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import forkserver, spawn
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any, TypeVar

import msgspec

from luoshi.confinement.child import ANSWER, FAULT, MEMORY, PROGRESS, Fault, work
from luoshi.confinement.limits import Bound, DroppedError, Limits, OutOfBoundsError
from luoshi.errors import InputError, LuoshiError

_LOOKED_EVERY = 0.5
_SIGNALS: dict[int, Bound] = {-getattr(signal, "SIGXCPU", 24): "processor"}

T = TypeVar("T")


def prepare(modules: Sequence[str]) -> None:
    """Let children start with ``modules`` loaded; before the first child."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.get_context("forkserver").set_forkserver_preload(
            ["luoshi.confinement.child", *modules]
        )


def confined(
    function: Callable[..., object],
    *arguments: object,
    answer: type[T],
    limits: Limits,
    told: Callable[[int], object] | None = None,
    wanted: Callable[[], bool] | None = None,
) -> T:
    """What ``function`` gives for ``arguments``, as ``answer``, worked out in a child within ``limits``.

    ``function``  importable by name; its answer is what msgspec encodes.
    ``told``      is called with percents; ``function`` then takes ``tell``, to be called with them.
    ``wanted``    is asked now and then whether anybody still waits; ``DroppedError`` where nobody does.

    Raises what ``function`` refuses (``LuoshiError``), and ``OutOfBoundsError``.
    """
    context = _context()
    here, there = context.Pipe(duplex=False)
    held, lifeline = context.Pipe(duplex=False)
    # The child holds the reading end, this process the writing one: it closes when this process ends.
    process = context.Process(
        target=work,
        args=(function, arguments, limits, told is not None, there, held),
        daemon=True,
    )
    try:
        with _without_main():
            process.start()
        there.close()
        held.close()
        message = _answer(here, limits, told, wanted)
        if message is None:
            process.join(1)
            raise OutOfBoundsError.of(_SIGNALS.get(process.exitcode or 0, "died"))
        return _decoded(message, answer)
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
            process.close()
        for end in (here, lifeline, there, held):
            end.close()


def _answer(
    line: Connection,
    limits: Limits,
    told: Callable[[int], object] | None,
    wanted: Callable[[], bool] | None,
) -> bytes | None:
    """The last message of the child; ``None`` where it ended without one."""
    until = time.monotonic() + limits.deadline_seconds
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise OutOfBoundsError.of("deadline")
        if not line.poll(min(left, _LOOKED_EVERY)):
            if wanted is not None and not wanted():
                raise DroppedError("confined_dropped")
            continue
        try:
            message = line.recv_bytes(limits.answer_bytes)
        except EOFError:
            return None
        except OSError:
            raise OutOfBoundsError.of("answer") from None
        if message[:1] != PROGRESS:
            return message
        if told is not None and message[1:].isdigit():
            told(int(message[1:4]))


def _decoded(message: bytes, answer: type[T]) -> T:
    kind, content = message[:1], message[1:]
    if kind == MEMORY:
        raise OutOfBoundsError.of("memory")
    if kind == FAULT:
        raise _error(msgspec.msgpack.decode(content, type=Fault))
    if kind != ANSWER:
        raise OutOfBoundsError.of("died")
    return msgspec.msgpack.decode(content, type=answer)


def _error(fault: Fault) -> LuoshiError:
    """The refusal of the child, of the same class."""
    known = {kind.__qualname__: kind for kind in _subclasses(LuoshiError)}
    kind = known.get(fault.kind, LuoshiError)
    details: dict[str, Any] = dict(fault.details)
    if issubclass(kind, InputError):
        return kind(fault.code, str(details.pop("source", "")), **details)
    return kind(fault.code, **details)


def _subclasses(kind: type[LuoshiError]) -> Iterator[type[LuoshiError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _subclasses(one)


def _context() -> ForkServerContext | SpawnContext:
    """Children are forked from a process without threads where the system can, else begun anew."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("forkserver")
    return multiprocessing.get_context("spawn")


_STARTING = threading.local()


@contextmanager
def _without_main() -> Iterator[None]:
    """Start a child that does not run the parent's main program again, which may do anything."""
    _STARTING.ours = True
    try:
        yield
    finally:
        _STARTING.ours = False


def _preparation(name: str, known: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    data = known(name)
    if getattr(_STARTING, "ours", False):
        data.pop("init_main_from_name", None)
        data.pop("init_main_from_path", None)
    return data


# The library offers no other way to say so.
spawn.get_preparation_data = partial(_preparation, known=spawn.get_preparation_data)


def _leave_the_server() -> None:
    """A forked process has no part in its parent's server of children; it begins one of its own."""
    server: Any = forkserver._forkserver  # noqa: SLF001 - the library looks after threads only
    server._forkserver_pid = server._forkserver_alive_fd = None  # noqa: SLF001


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_the_server)
