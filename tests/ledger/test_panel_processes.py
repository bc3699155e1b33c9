"""However many processes or machines read, and whichever of them die, the panel is the same."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from luoshi.errors import UsageError
from luoshi.ledger.panels import Plan, Settings, build_panel
from luoshi.ledger.panels.jobs import Task, reading
from luoshi.parallel import Processes

REPORTS = 24


def text(number: int) -> str:
    """A made-up report, long enough to be in work for a moment."""
    more = "".join(
        f"新建第{one}所学校，完成投资{one + number}.5亿元，增长{one % 9 + 1}%。\n" for one in range(100)
    )
    return (
        f"吉林省四平市政府工作报告\n\n——{1980 + number}年1月10日在四平市第九届人民代表大会第三次会议上\n\n各位代表：\n\n"
        f"一、{1979 + number}年工作回顾\n\n全市地区生产总值增长{number % 7 + 1}.5%。\n{more}\n"
        f"二、{1980 + number}年工作安排\n\n主要预期目标是：地区生产总值增长{number % 5 + 4}%左右。\n"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reports")
    for number in range(REPORTS):
        (made / f"{number:03}.txt").write_text(text(number), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The panel as one process writes it."""
    out = tmp_path_factory.mktemp("alone") / "panel.parquet"
    assert build_panel([folder], out).read == REPORTS
    return out.read_bytes()


class AtFirst:
    """Does something once, when the first file is done and others are in work."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self.acted = 0

    def found(self, count: int) -> None:
        """Nothing."""

    def done(self) -> None:
        self.acted += 1
        if self.acted == 1:
            self._act()


def test_two_processes_write_the_same_bytes(folder: Path, alone: bytes, tmp_path: Path) -> None:
    out = tmp_path / "panel.parquet"
    assert build_panel([folder], out, Plan(jobs=2)).read == REPORTS
    assert out.read_bytes() == alone


def test_process_killed_in_the_middle_changes_nothing(folder: Path, alone: bytes, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill_a_worker() -> None:
        # Workers are the children of the fork server, which is a child of this process.
        own = [two for one in psutil.Process().children() for two in one.children()]
        killed.append(own[0].pid)
        os.kill(own[0].pid, signal.SIGKILL)

    out = tmp_path / "panel.parquet"
    built = build_panel([folder], out, Plan(jobs=2), AtFirst(kill_a_worker))
    assert killed
    assert (built.read, built.failures) == (REPORTS, ())
    assert out.read_bytes() == alone


class Deadly:
    """Ends the process that unpacks it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (os._exit, (9,))


def test_file_that_ends_its_process_is_given_up_and_the_rest_is_read() -> None:
    report = text(1).encode()
    tasks = [
        Task(number, f"{number}.txt", hashlib.sha256(bytes([number])).hexdigest(), report)
        for number in range(6)
    ]
    tasks[2] = DeadlyTask(2, "deadly.txt", "2", b"")
    done = {task.name: result for task, result in Processes(reading(Settings()), 2).run(tasks)}
    assert len(done) == 6
    assert [failure.code for failure in done["deadly.txt"].failures] == ["worker_died"]
    assert sum(result.reports for result in done.values()) == 5


class DeadlyTask(Task, frozen=True):
    def __reduce__(self) -> tuple[Any, ...]:
        return Deadly().__reduce__()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A Dask cluster of two workers on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as made:
        yield made


def test_cluster_writes_the_same_bytes_also_when_a_worker_is_killed(
    cluster: Any, folder: Path, alone: bytes, tmp_path: Path
) -> None:
    whole, hurt = tmp_path / "whole.parquet", tmp_path / "hurt.parquet"
    plan = Plan(scheduler=cluster.scheduler_address)
    assert build_panel([folder], whole, plan).read == REPORTS
    assert whole.read_bytes() == alone

    victim = next(iter(cluster.workers.values())).pid

    def kill_it() -> None:
        os.kill(victim, signal.SIGKILL)

    built = build_panel([folder], hurt, plan, AtFirst(kill_it))
    assert _is_gone(victim)
    assert (built.read, built.failures) == (REPORTS, ())
    assert hurt.read_bytes() == alone


def _is_gone(pid: int) -> bool:
    for _ in range(50):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_absent_scheduler_is_one_clear_error(
    folder: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("luoshi.ledger.panels.cluster._SECONDS_TO_CONNECT", 0.2)
    with pytest.raises(UsageError) as caught:
        build_panel([folder], tmp_path / "p.csv", Plan(scheduler=address))
    assert caught.value.code == "cluster_unreachable"
    assert address in str(caught.value)
    assert not (tmp_path / "p.csv").exists()


def test_cluster_with_another_reader_is_refused(
    cluster: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoshi.ledger.panels.cluster.reader_fingerprint", lambda: "another")
    with pytest.raises(UsageError) as caught:
        build_panel([folder], tmp_path / "p.csv", Plan(scheduler=cluster.scheduler_address))
    assert caught.value.code == "cluster_differs"
