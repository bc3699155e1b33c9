"""The worker of jobs: a process of its own in an office, a thread of the site where there is one process."""

from __future__ import annotations

import logging
import os
import socket
import threading

from django.db import connections, transaction
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from luoshi.city.frame.database import let_go

_LOGGER = logging.getLogger("luoshi.worker")
_INTERVAL = 0.5
_AGAIN_AFTER = 5.0


def worker_name() -> str:
    """``host:process:random``: tells whether the process of a job that stands as running still lives."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{get_random_string(8)}"


def job_worker() -> Worker:
    """A worker of every job of this site."""
    return Worker(
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
                job.status = "READY"
                job.save(update_fields=["status"])
                lost += 1
    return lost


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def run_worker() -> None:
    """Do jobs until the process is told to stop; a running job is finished first."""
    take_up_lost_jobs()
    worker = job_worker()
    worker.configure_signals()
    worker.run()


class WorkerThread:
    """Does jobs beside the site, in the same process."""

    def __init__(self) -> None:
        self._worker = job_worker()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Take up what a killed process left, then begin."""
        take_up_lost_jobs()
        self._thread.start()

    def stop(self, seconds: float = 10) -> None:
        """Finish the running job; one that takes longer is begun again at the next start."""
        self._stopped.set()
        self._worker.running = False
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopped.is_set():
            failed = False
            try:
                self._worker.run()
            except Exception:
                # The database was away, say; jobs wait until it is back.
                _LOGGER.exception("the worker of jobs stopped; it starts again")
                failed = True
            if failed:
                let_go()
                self._stopped.wait(_AGAIN_AFTER)
        connections.close_all()
