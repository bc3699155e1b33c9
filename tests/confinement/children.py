"""What the tests let children do; importable by name, as what the site lets them do is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from luoshi.confinement import Limits, confined
from luoshi.errors import InputError


def doubled(number: int) -> dict[str, int]:
    """An answer."""
    return {"doubled": 2 * number}


def refused(name: str) -> None:
    """A refusal."""
    raise InputError("empty_file", name)


def eats(size: int) -> int:
    """Memory."""
    return len(bytearray(size))


def counts() -> int:
    """Processor time, in one call into C that nothing interrupts."""
    return len(str(3**10**10))


def sleeps(seconds: float) -> None:
    """Time."""
    time.sleep(seconds)


def aborts() -> None:
    """What a library in C does that finds no memory."""
    os.abort()


def writes(path: str) -> None:
    """A file that would fill the disk."""
    Path(path).write_bytes(bytes(64 * 1024 * 1024))


def talks(size: int) -> str:
    """A long answer."""
    return "字" * size


def priority() -> int:
    """How far behind others."""
    return os.nice(0)


def goes_on(tell: Callable[[int], object]) -> str:
    """Says how far it is."""
    for percent in (10, 60):
        tell(percent)
    return "done"


def leaves_its_number(path: str) -> None:
    """Says who it is, then holds the interpreter in C."""
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    counts()


def parent(path: str) -> None:
    """What the parent does that is killed."""
    limits = Limits(memory_bytes=2**30, processor_seconds=60, deadline_seconds=60)
    confined(leaves_its_number, path, answer=type(None), limits=limits)
