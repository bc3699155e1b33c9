"""Several processes do what one does: in order where asked, with little in hand, whoever of them dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from luoshi.parallel import Executor, Processes, Queue, Serial, Work

DEADLY = 4


class Task(msgspec.Struct, frozen=True):
    number: int
    size: int = 0


def tripled(task: Task) -> int:
    return 3 * task.number


def tripled_or_dead(task: Task) -> int:
    if task.number == DEADLY:
        os._exit(9)
    return tripled(task)


def broken(task: Task) -> int:
    raise ArithmeticError(str(task.number))


def given_up(task: Task) -> int:
    return -task.number


@pytest.mark.parametrize(
    "executor", [Serial(Work(tripled, given_up)), Processes(Work(tripled, given_up), 2, ordered=True)]
)
def test_results_keep_the_order_of_the_tasks(executor: Executor[Task, int]) -> None:
    tasks = [Task(number) for number in range(20)]
    assert list(executor.run(tasks)) == [(task, tripled(task)) for task in tasks]
    assert list(executor.run([])) == []


@pytest.mark.parametrize("ordered", [True, False])
def test_task_that_ends_its_process_is_given_up_and_the_others_are_done(ordered: bool) -> None:
    executor = Processes(Work(tripled_or_dead, given_up), 2, ordered=ordered)
    done = [(task.number, result) for task, result in executor.run(Task(number) for number in range(12))]
    assert sorted(done) == [(number, -DEADLY if number == DEADLY else 3 * number) for number in range(12)]
    assert not ordered or done == sorted(done)


@pytest.mark.parametrize("executor", [Serial(Work(broken, given_up)), Processes(Work(broken, given_up), 2)])
def test_error_of_the_work_ends_the_run(executor: Executor[Task, int]) -> None:
    with pytest.raises(ArithmeticError, match="0"):
        list(executor.run([Task(0)]))


def test_tasks_are_taken_only_as_they_are_done() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Task]:
        for number in range(10_000):
            taken.append(number)
            yield Task(number, 1000)

    queue: Queue[Task, int] = Queue(endless(), jobs=2)
    assert queue.fill(lambda task: task.number)
    assert len(queue.running) == 6
    assert len(taken) == 7


def test_large_tasks_wait_for_each_other() -> None:
    queue: Queue[Task, Any] = Queue([Task(number, 40_000_000) for number in range(3)], jobs=4)
    queue.fill(lambda task: task.number)
    assert list(queue.running) == [0]
