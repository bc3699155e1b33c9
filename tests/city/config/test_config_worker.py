"""The worker outlives its database: it says so once, waits longer and longer, and takes up what was running."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from unittest.mock import Mock

import pytest
from django.db import OperationalError, ProgrammingError
from django_tasks_db.models import DBTaskResult, get_date_max

from luoshi.city.config import worker as working
from luoshi.city.config.worker import JobWorker, Told, keep_working, worker_name
from luoshi.city.reports import jobs
from luoshi.city.reports.models import Report

AWAY = OperationalError("connection to server failed: Connection refused\n\tIs the server running?")


class Lines:
    """What was said, in order, and how long was paused between."""

    def __init__(self, worker: Mock) -> None:
        self.said: list[str] = []
        self.pauses: list[float] = []
        self._worker = worker
        self.told = Told(lambda reason: self.said.append(f"gone: {reason}"), lambda: self.said.append("back"))

    def rest(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if len(self.pauses) > 50:
            self._worker.running = False


@pytest.fixture
def taken_up(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """In place of looking into the database for what was running."""
    looked = Mock(return_value=0)
    for asked in ("require_tables", "check_owner", "let_go", "close_old_connections"):
        monkeypatch.setattr(working, asked, Mock())
    monkeypatch.setattr(working, "take_up_lost_jobs", looked)
    return looked


def worked(looked: Mock, looks: Iterable[object], runs: Iterable[object]) -> Lines:
    """What is said where looking and running end so, one after the other; the last run is told to stop."""
    worker = Mock(running=True)
    ends = iter(runs)

    def run() -> None:
        end = next(ends, None)
        if isinstance(end, Exception):
            raise end
        worker.running = False

    worker.run.side_effect = run
    looked.side_effect = looks
    lines = Lines(worker)
    keep_working(worker, lines.rest, lines.told)
    return lines


def test_a_database_that_goes_and_comes_back_is_told_once_each(taken_up: Mock) -> None:
    lines = worked(taken_up, [0, AWAY, AWAY, 1], [AWAY])
    assert lines.said == ["gone: connection to server failed: Connection refused", "back"]
    assert len(lines.pauses) == 3
    assert lines.pauses == sorted(lines.pauses)


def test_a_start_without_the_database_waits(taken_up: Mock) -> None:
    lines = worked(taken_up, [*[AWAY] * 20, 0], [])
    assert lines.said == ["gone: connection to server failed: Connection refused", "back"]
    assert max(lines.pauses) == lines.pauses[-1] <= 30


def test_pauses_grow_over_short_returns(taken_up: Mock) -> None:
    lines = worked(taken_up, [0] * 6, [AWAY] * 5)
    assert lines.pauses == sorted(lines.pauses)
    assert lines.pauses[0] < lines.pauses[-1]


def test_another_failure_is_not_waited_out(taken_up: Mock) -> None:
    with pytest.raises(ProgrammingError):
        worked(taken_up, [0], [ProgrammingError("no such relation")])


def test_a_signal_while_it_waits_ends_it(taken_up: Mock) -> None:
    taken_up.side_effect = AWAY
    told = Told(Mock(), Mock())
    with pytest.raises(SystemExit):
        keep_working(Mock(running=True), Mock(side_effect=SystemExit(0)), told)
    assert told.gone.call_count == 1  # type: ignore[attr-defined]


@pytest.fixture
def queued(db: None) -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        status="RUNNING", args_kwargs={"args": [7], "kwargs": {}}, worker_ids=[worker_name()], traceback="",
        task_path="luoshi.city.reports.jobs.read_report", backend_name="default", run_after=get_date_max(),
        exception_class_path="",
    )  # fmt: skip


@pytest.fixture
def job_worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], JobWorker]:
    def make(error: BaseException) -> JobWorker:
        monkeypatch.setattr(jobs, "_begin", Mock(side_effect=error))
        return working.job_worker()

    return make


def test_a_job_that_failed_of_the_database_is_queued_again(
    queued: DBTaskResult[..., object], job_worker: Callable[[BaseException], JobWorker]
) -> None:
    with pytest.raises(OperationalError, match="refused"):
        job_worker(OperationalError("refused")).run_task(queued)
    queued.refresh_from_db()
    assert (queued.status, queued.finished_at, queued.traceback) == ("READY", None, "")


def test_a_job_that_failed_of_itself_has_failed(
    queued: DBTaskResult[..., object], job_worker: Callable[[BaseException], JobWorker]
) -> None:
    job_worker(ValueError("of itself")).run_task(queued)
    queued.refresh_from_db()
    assert queued.status == "FAILED"


def test_a_reading_broken_off_by_the_database_has_not_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = Mock()
    monkeypatch.setattr(jobs, "_begin", Mock(return_value=Report(pk=1, file_name="a.txt")))
    monkeypatch.setattr(jobs, "read_upload", Mock(side_effect=OperationalError("gone")))
    monkeypatch.setattr(jobs, "_fail", failed)
    with pytest.raises(OperationalError):
        jobs.read_report.call(1)
    assert not failed.called
