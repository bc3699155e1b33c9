"""Files from outside are opened in children: two at a time on this machine, behind the pages.

One place is for pages alone, so that a reading that takes minutes keeps nobody from a small table; jobs take
the other one only. A few requests of a process may wait for a place; more are told to come again, for threads
that wait serve nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.conf import settings

from luoshi.confinement import BusyError, Limits, Slots, confined

_PATIENCE_OF_PAGES = 15.0
_PATIENCE_OF_JOBS = 3600.0
_MOST_WAITING = 4
_MEGABYTE = 1024 * 1024

T = TypeVar("T")


def opened_for_page(function: Callable[..., object], *arguments: object, answer: type[T]) -> T:
    """What ``function`` makes of a file while somebody waits for the page.

    Raises what it refuses, ``OutOfBoundsError``, and ``BusyError`` where others are being served.
    """
    limits = Limits(
        memory_bytes=settings.OPENING_MEMORY_MB * _MEGABYTE,
        processor_seconds=settings.OPENING_SECONDS,
        deadline_seconds=2 * settings.OPENING_SECONDS,
        niceness=settings.OPENING_NICENESS,
    )
    waiting = _waiting()
    if not waiting.acquire(blocking=False):
        raise BusyError("confined_busy")
    try:
        with _slots().taken(("pages", "jobs"), _PATIENCE_OF_PAGES):
            return confined(function, *arguments, answer=answer, limits=limits)
    finally:
        waiting.release()


def opened_in_job(
    function: Callable[..., object],
    *arguments: object,
    answer: type[T],
    minutes: int,
    told: Callable[[int], object],
    wanted: Callable[[], bool],
) -> T:
    """What ``function`` makes of a file in a job, in ``minutes`` at most; the rest as for ``confined``."""
    limits = Limits(
        memory_bytes=settings.READING_MEMORY_MB * _MEGABYTE,
        processor_seconds=60 * minutes,
        # The processor may be busy with pages.
        deadline_seconds=120 * minutes,
        niceness=settings.OPENING_NICENESS,
    )
    with _slots().taken(("jobs",), _PATIENCE_OF_JOBS, wanted):
        return confined(function, *arguments, answer=answer, limits=limits, told=told, wanted=wanted)


@cache
def _slots() -> Slots:
    return Slots(settings.DATA / "places")


@cache
def _waiting() -> threading.BoundedSemaphore:
    """How many requests of this process may open files at once: fewer than it serves, by any server."""
    return threading.BoundedSemaphore(max(1, min(_MOST_WAITING, settings.THREADS // 2)))
