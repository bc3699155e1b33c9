"""The worker of jobs: a process of its own in an office, a thread of the site where there is one process."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error as DatabaseFailure
from django.db import InterfaceError, OperationalError, close_old_connections, connections, transaction
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from luoshi.city.config.ownership import check_owner
from luoshi.city.config.tables import require_tables
from luoshi.city.site.database import let_go, trouble_of

_LOGGER = logging.getLogger("luoshi.worker")
_INTERVAL = 0.5
_AGAIN_AFTER = 5.0
_PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
_LONG = 60.0
"""What worked for so many seconds works: the next failure is waited out from the beginning."""
_OF_THE_DATABASE = frozenset(
    f"django.db.utils.{kind.__name__}" for kind in (OperationalError, InterfaceError)
)
_LONGEST_REASON = 200


@dataclass(frozen=True)
class Told:
    """Whom to tell that the database is gone, and why, and that it is back."""

    gone: Callable[[str], object]
    back: Callable[[], object]


class JobWorker(Worker):
    """The library's worker; a job that failed because the database was away is begun again."""

    def run_task(self, db_task_result: DBTaskResult[..., object]) -> None:
        """Run a job. Raises ``OperationalError`` where the database failed it."""
        super().run_task(db_task_result)
        if db_task_result.status == "FAILED" and db_task_result.exception_class_path in _OF_THE_DATABASE:
            reason = db_task_result.traceback.strip().rpartition("\n")[2]
            _queue_again(db_task_result)
            raise OperationalError(reason)


def worker_name() -> str:
    """``host:process:random``: tells whether the process of a job that stands as running still lives."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{get_random_string(8)}"


def job_worker() -> JobWorker:
    """A worker of every job of this site."""
    return JobWorker(
        queue_names=["*"],
        interval=_INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_name(),
        excluded_queue_names=[],
    )


def take_up_lost_jobs() -> int:
    """Queue again the jobs whose process on this machine was killed in the middle; how many."""
    lost = 0
    with transaction.atomic():
        for job in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            host, _, rest = (job.worker_ids[-1] if job.worker_ids else "").partition(":")
            process = rest.partition(":")[0]
            ours = host == socket.gethostname()[:40] and process.isdecimal()
            if ours and (int(process) == os.getpid() or not _lives(int(process))):
                _queue_again(job)
                lost += 1
    return lost


def _queue_again(job: DBTaskResult[..., object]) -> None:
    job.status, job.finished_at, job.exception_class_path, job.traceback = "READY", None, "", ""
    job.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def keep_working(worker: Worker, rest: Callable[[float], object], told: Told) -> None:
    """Do jobs until the worker is told to stop, through every failure of the database.

    ``rest`` pauses for so many seconds. What was running when the database went is taken up again.
    """
    failures, gone = 0, False
    while worker.running:
        began = time.monotonic()
        try:
            require_tables()
            check_owner()
            take_up_lost_jobs()
            if gone:
                gone = False
                told.back()
            worker.run()
        except DatabaseFailure as error:
            if trouble_of(error) is None:
                raise
            if not gone:
                gone = True
                told.gone(reason_of(error))
        else:
            continue
        # Here the failure is over, so that nothing of it holds the connection.
        let_go()
        close_old_connections()
        if time.monotonic() - began > _LONG:
            failures = 0
        rest(_PAUSES[min(failures, len(_PAUSES) - 1)])
        failures += 1


def reason_of(error: BaseException) -> str:
    """What the database says, in one line."""
    first = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    return " ".join(first.split())[:_LONGEST_REASON]


def run_worker(told: Told) -> None:
    """Do jobs until the process is told to stop; a running job is finished first."""
    worker = job_worker()
    worker.configure_signals()
    keep_working(worker, time.sleep, told)


class WorkerThread:
    """Does jobs beside the site, in the same process."""

    def __init__(self) -> None:
        self._worker = job_worker()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Take up what a killed process left, then go on with what waits."""
        self._thread.start()

    def stop(self, seconds: float = 10) -> None:
        """Finish the running job; one that takes longer is begun again at the next start."""
        self._stopped.set()
        self._worker.running = False
        self._thread.join(seconds)

    def _run(self) -> None:
        told = Told(
            lambda reason: _LOGGER.warning(
                "the database cannot be used (%s); jobs wait until it can", reason
            ),
            lambda: _LOGGER.warning("the database is back; jobs go on"),
        )
        while not self._stopped.is_set():
            failed = False
            try:
                keep_working(self._worker, self._stopped.wait, told)
            except Exception:
                _LOGGER.exception("the worker of jobs stopped; it starts again")
                failed = True
            if failed:
                let_go()
                self._stopped.wait(_AGAIN_AFTER)
        connections.close_all()
