"""Who reads: this process, several on this machine, or a Dask cluster. The rows are the same."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import Generic, Protocol, TypeVar

from luoshi.errors import InputError
from luoshi.ledger.panels.jobs import Failure, Read, Settings, Task, read_task, reader_fingerprint

_WAITING_A_JOB = 3
_MOST_BYTES_WAITING = 64_000_000
_TRIES_ALONE = 2

Done = tuple[Task, Read]
F = TypeVar("F")


class JobExecutor(Protocol):
    """Reads tasks, in any order; what cannot be read comes back as a failure."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Every task with what became of it; takes tasks only as fast as they are read."""
        ...


class Serial:
    """This process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """One task after the other."""
        for task in tasks:
            yield task, read_task(task, self._settings)


class Processes:
    """``jobs`` processes of this machine. What was lost with a process that died is read again, alone."""

    def __init__(self, settings: Settings, jobs: int) -> None:
        self._settings = settings
        self._jobs = jobs

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Tasks as they are done; a task that ends its process twice, alone, is given up."""
        queue: Queue[Future[Read]] = Queue(tasks, self._jobs)
        while not queue.is_empty():
            pool = self._pool(self._jobs)
            try:
                yield from self._until_broken(pool, queue)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
            yield from self._one_by_one(queue.take_back())

    def _until_broken(self, pool: ProcessPoolExecutor, queue: Queue[Future[Read]]) -> Iterator[Done]:
        try:
            while queue.fill(lambda task: pool.submit(read_task, task, self._settings)):
                done, _ = wait(queue.running, return_when=FIRST_COMPLETED)
                for future in done:
                    result = future.result()
                    yield queue.running.pop(future), result
        except BrokenProcessPool:
            return

    def _one_by_one(self, lost: Iterable[Task]) -> Iterator[Done]:
        """Each in a process that reads nothing else, so that only the guilty one can fail."""
        pool = self._pool(1)
        try:
            for task in lost:
                result = None
                for _ in range(_TRIES_ALONE):
                    try:
                        result = pool.submit(read_task, task, self._settings).result()
                        break
                    except BrokenProcessPool:
                        pool.shutdown(wait=False)
                        pool = self._pool(1)
                yield task, result or given_up(task)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_ignore_interrupts)


class Queue(Generic[F]):
    """Tasks handed out but not yet done, few enough and small enough that memory stays flat."""

    def __init__(self, tasks: Iterable[Task], jobs: int) -> None:
        self._tasks = iter(tasks)
        self._next = next(self._tasks, None)
        self._jobs = jobs
        self.running: dict[F, Task] = {}

    def is_empty(self) -> bool:
        """Whether nothing is left to hand out."""
        return self._next is None

    def fill(self, submit: Callable[[Task], F]) -> bool:
        """Hand out tasks while there is room; whether any is running."""
        while self._next is not None and self._has_room(self._next):
            task = self._next
            self.running[submit(task)] = task
            self._next = next(self._tasks, None)
        return bool(self.running)

    def take_back(self) -> list[Task]:
        """The tasks that are still out, which are then out no more."""
        lost = list(self.running.values())
        self.running.clear()
        return lost

    def _has_room(self, task: Task) -> bool:
        if len(self.running) >= self._jobs * _WAITING_A_JOB:
            return False
        held = sum(one.size for one in self.running.values())
        return not self.running or held + task.size <= _MOST_BYTES_WAITING


def given_up(task: Task) -> Read:
    """What became of a task whose reading ends every process that tries."""
    failure = Failure.of(InputError("worker_died", task.name))
    return Read(b"", 0, (failure,), reader_fingerprint())


def _context() -> BaseContext:
    # A plain fork would copy the threads' locks of the progress bar and of polars.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _ignore_interrupts() -> None:
    """Ctrl-C is for the parent, which ends the workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
