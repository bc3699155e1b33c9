"""Who works: this process, or several on this machine. The results are the same."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.context import BaseContext
from typing import Generic, Protocol, TypeVar

import msgspec

from luoshi.parallel.queue import Queue, Sized

_TRIES_ALONE = 2

T = TypeVar("T", bound=Sized)
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Work(msgspec.Struct, Generic[T, R], frozen=True):
    """What is done with each task.

    ``function``  from a task to its result; importable by name (or a ``partial`` of such a function), since
                  it goes to other processes, which import its module before the first task.
    ``give_up``   the result of a task that ends every process that works on it; called in this process.
    """

    function: Callable[[T], R]
    give_up: Callable[[T], R]


class Executor(Protocol[T, R_co]):
    """Does tasks; an exception of the function ends the run."""

    def run(self, tasks: Iterable[T]) -> Iterator[tuple[T, R_co]]:
        """Every task with its result; takes tasks only as fast as they are done."""
        ...


class Serial(Generic[T, R]):
    """This process."""

    def __init__(self, work: Work[T, R]) -> None:
        self._work = work

    def run(self, tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """One task after the other."""
        for task in tasks:
            yield task, self._work.function(task)


class Processes(Generic[T, R]):
    """``jobs`` processes of this machine. What was lost with a process that died is done again, alone.

    ``ordered``: results come in the order of the tasks; else as they are done.
    On an error, Ctrl-C or when the caller stops, what is waiting is dropped.
    """

    def __init__(self, work: Work[T, R], jobs: int, *, ordered: bool = False) -> None:
        self._work = work
        self._jobs = jobs
        self._ordered = ordered

    def run(self, tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Tasks with their results; a task that ends its process twice, alone, is given up."""
        queue: Queue[T, Future[R]] = Queue(tasks, self._jobs)
        while not queue.is_empty():
            pool = self._pool(self._jobs)
            try:
                yield from self._until_broken(pool, queue)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
            yield from self._one_by_one(queue.take_back())

    def _until_broken(self, pool: ProcessPoolExecutor, queue: Queue[T, Future[R]]) -> Iterator[tuple[T, R]]:
        try:
            while queue.fill(lambda task: pool.submit(self._work.function, task)):
                for future in self._next_done(queue.running):
                    result = future.result()
                    yield queue.running.pop(future), result
        except BrokenProcessPool:
            return

    def _next_done(self, running: Iterable[Future[R]]) -> Iterable[Future[R]]:
        """Futures to take results of; of the first task only, where results keep the order."""
        if self._ordered:
            return [next(iter(running))]
        return wait(running, return_when=FIRST_COMPLETED).done

    def _one_by_one(self, lost: Iterable[tuple[Future[R], T]]) -> Iterator[tuple[T, R]]:
        """Each in a process that does nothing else, so that only the guilty one can fail."""
        pool = self._pool(1)
        try:
            for future, task in lost:
                attempt = future
                for _ in range(_TRIES_ALONE):
                    if not _is_lost(attempt):
                        break
                    attempt = pool.submit(self._work.function, task)
                    if _is_lost(attempt):
                        pool.shutdown(wait=False)
                        pool = self._pool(1)
                yield task, self._work.give_up(task) if _is_lost(attempt) else attempt.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            jobs, mp_context=_context(self._work.function), initializer=_ignore_interrupts
        )


def _is_lost(future: Future[R]) -> bool:
    """Whether the process that worked on ``future`` died; waits until that is known."""
    try:
        return isinstance(future.exception(), BrokenProcessPool)
    except CancelledError:
        return True


def _context(function: Callable[[T], R]) -> BaseContext:
    """How processes start: with the module of ``function`` loaded once, wherever that can be done."""
    # A plain fork would copy the threads' locks of the progress bar and of polars.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    while isinstance(function, partial):
        function = function.func
    context.set_forkserver_preload([function.__module__])
    return context


def _ignore_interrupts() -> None:
    """Ctrl-C is for the parent, which ends the workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
