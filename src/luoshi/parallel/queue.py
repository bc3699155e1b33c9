"""What is handed out at a time, so that memory stays flat however many tasks there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

_WAITING_A_JOB = 3
_MOST_BYTES_WAITING = 64_000_000


class Sized(Protocol):
    """A task that knows how many bytes it holds in memory."""

    @property
    def size(self) -> int:
        """Bytes, or characters; 0 for a task that is only a name."""
        ...


T = TypeVar("T", bound=Sized)
F = TypeVar("F")


class Queue(Generic[T, F]):
    """Tasks handed out but not yet done, few enough and small enough that memory stays flat.

    ``running`` maps what stands for a task that is out (a future) to the task, in the order of the tasks.
    """

    def __init__(self, tasks: Iterable[T], jobs: int) -> None:
        self._tasks = iter(tasks)
        self._next = next(self._tasks, None)
        self._jobs = jobs
        self.running: dict[F, T] = {}

    def is_empty(self) -> bool:
        """Whether nothing is left to hand out."""
        return self._next is None

    def fill(self, submit: Callable[[T], F]) -> bool:
        """Hand out tasks while there is space; whether any is running."""
        while self._next is not None and self._has_space_for(self._next):
            task = self._next
            self.running[submit(task)] = task
            self._next = next(self._tasks, None)
        return bool(self.running)

    def take_back(self) -> list[tuple[F, T]]:
        """The tasks that are still out, in their order, which are then out no more."""
        lost = list(self.running.items())
        self.running.clear()
        return lost

    def _has_space_for(self, task: T) -> bool:
        if len(self.running) >= self._jobs * _WAITING_A_JOB:
            return False
        held = sum(running.size for running in self.running.values())
        return not self.running or held + task.size <= _MOST_BYTES_WAITING
