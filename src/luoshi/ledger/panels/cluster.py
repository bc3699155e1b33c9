"""A Dask cluster that reads: files travel to its workers, rows come back, so no disk need be shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from luoshi.errors import UsageError
from luoshi.ledger.panels.jobs import Read, Settings, Task, given_up, read_task, reader_fingerprint
from luoshi.parallel import Queue

_SECONDS_TO_CONNECT = 10
_LARGEST_TASK = "1GB"


class Cluster:
    """The workers of the scheduler at ``address``. Tasks of a worker that dies go to another."""

    def __init__(self, settings: Settings, address: str) -> None:
        self._settings = settings
        self._address = address

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Read]]:
        """Tasks as they are done.

        ``UsageError``: ``cluster_missing`` where Dask is not installed, ``cluster_unreachable`` where
        nobody answers or the connection is lost, ``cluster_differs`` where a worker has no Luoshi or
        another version of it.
        """
        try:
            from distributed import wait
            from distributed.scheduler import KilledWorker
        except ImportError as error:
            raise UsageError("cluster_missing") from error
        with self._client() as client:
            queue: Queue[Task, Any] = Queue(tasks, max(1, sum(client.ncores().values())))
            while queue.fill(lambda task: client.submit(read_task, task, self._settings, pure=False)):
                done = wait(list(queue.running), return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call]
                for future in done:
                    task = queue.running.pop(future)
                    try:
                        result = future.result()
                    except KilledWorker:
                        result = given_up(task)
                    yield task, _checked(result, self._address)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        import dask
        from distributed import CancelledError

        with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGEST_TASK}):
            client = self._connected()
            try:
                with client.as_current():
                    yield client
            except (OSError, CancelledError) as error:
                raise UsageError("cluster_unreachable", address=self._address) from error
            except ImportError as error:
                raise UsageError("cluster_differs", address=self._address) from error
            finally:
                client.close()

    def _connected(self) -> Any:
        from distributed import Client

        try:
            return Client(self._address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise UsageError("cluster_unreachable", address=self._address) from error


def _checked(result: Read, address: str) -> Read:
    if result.reader != reader_fingerprint():
        raise UsageError("cluster_differs", address=address)
    return result
