"""From paths to the file of the panel."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import polars as pl

from luoshi.batch import Watcher
from luoshi.errors import InputError, Language, UsageError
from luoshi.ledger.panels.choosing import choose
from luoshi.ledger.panels.columns import columns
from luoshi.ledger.panels.files import panel_format, write_panel
from luoshi.ledger.panels.jobs import Read, Settings, Task, reading, tasks
from luoshi.ledger.panels.merging import Index
from luoshi.ledger.panels.rows import part_schema, report_rows
from luoshi.ledger.panels.store import Store, opened_store
from luoshi.ledger.panels.wide import widened
from luoshi.parallel import Executor, Processes, Serial
from luoshi.reading.records import Report

_TO_READ_AGAIN = "-again"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How the panel is to be made.

    ``every``      all figures that could fill a cell, instead of the one that does.
    ``wide``       one row a place and year.
    ``jobs``       how many processes of this machine read; 0 for all processors.
    ``scheduler``  address of a Dask scheduler whose workers read instead.
    ``cache``      folder of what was read; ``None``: ``<name of the panel>.cache`` beside it.
    ``language``   of labels.
    """

    every: bool = False
    wide: bool = False
    jobs: int = 1
    scheduler: str | None = None
    cache: Path | None = None
    language: Language = "zh"
    settings: Settings = Settings()


class BuildResult(msgspec.Struct, frozen=True):
    """What was done.

    ``rows``      rows written; ``None`` where nothing could be read, and no file was written.
    ``read``      files and texts of collections read now; ``known`` are those found in the cache.
    ``failures``  what could not be read, in the order of the paths.
    """

    rows: int | None
    read: int
    known: int
    failures: tuple[InputError, ...]


_AS_USUAL = Plan()


def build_panel(
    paths: Sequence[str | os.PathLike[str]],
    out: Path,
    plan: Plan = _AS_USUAL,
    watcher: Watcher | None = None,
) -> BuildResult:
    """Read the reports at ``paths`` and write their panel to ``out`` (.parquet, .csv, .xlsx or .dta).

    The same reports give the same bytes, in whatever order, by whatever executor and after however many
    interruptions they were read. ``UsageError`` where the plan cannot be carried out.
    """
    panel_format(out)
    _check(paths, out, plan)
    cache = plan.cache or out.with_name(f"{out.stem}.cache")
    with opened_store(cache) as store:
        gathering = _Gathering(store, plan, watcher)
        gathering.gather([os.fspath(path) for path in paths])
        rows = (
            _write(out, gathering.index.panel(store, every=plan.every), plan) if gathering.reports else None
        )
    return BuildResult(rows, gathering.read, gathering.known, tuple(gathering.failures()))


def panel_of(reports: Iterable[Report], *, every: bool = False) -> pl.DataFrame:
    """The long panel of reports at hand, as ``build_panel`` would write it."""
    rows = pl.concat([pl.DataFrame(schema=part_schema()), *map(report_rows, reports)])
    owned = [
        choose(part, every=every) for part in rows.sort("owner").partition_by("owner", maintain_order=True)
    ]
    return pl.concat([choose(rows.clear(), every=every), *owned])


class _Gathering:
    """Reads what is not yet known, and remembers whose rows lie where."""

    def __init__(self, store: Store, plan: Plan, watcher: Watcher | None) -> None:
        self._store = store
        self._plan = plan
        self._watcher = watcher
        self._failed: list[tuple[int, InputError]] = []
        self._found = 0
        self._seen: set[str] = set()
        self.index = Index()
        self.read = 0
        self.known = 0
        self.reports = 0

    def gather(self, paths: Sequence[str]) -> None:
        """Read ``paths`` into the store."""
        for task, result in _executor(self._plan).run(self._unknown(paths)):
            self._take(task, result)
            self._done()

    def failures(self) -> list[InputError]:
        """What could not be read, in the order of the paths."""
        return [error for _, error in sorted(self._failed, key=lambda failure: failure[0])]

    def _unknown(self, paths: Sequence[str]) -> Iterator[Task]:
        """The tasks that the store does not know; every one once."""
        for task in tasks(paths, self._plan.settings):
            self._found += 1
            if self._watcher is not None:
                self._watcher.found(1)
            if isinstance(task, InputError):
                self._failed.append((self._found, task))
                self._done()
            elif task.key in self._seen or self._is_known(task):
                self._done()
            else:
                self._seen.add(task.key)
                yield task

    def _is_known(self, task: Task) -> bool:
        owners = self._store.owners(task.key)
        if owners is None:
            return False
        self._seen.add(task.key)
        self.index.add(task.key, owners)
        self.known += 1
        self.reports += 1
        return True

    def _take(self, task: Task, result: Read) -> None:
        self.read += 1
        self.reports += result.reports
        self._failed += [(task.number + 1, failure.error()) for failure in result.failures]
        if result.reports:
            # A file that was read in part only is not known: next time it may be better.
            name = task.key + (_TO_READ_AGAIN if result.failures else "")
            self._store.put(name, result.part)
            self.index.add(name, self._store.owners(name) or [])

    def _done(self) -> None:
        if self._watcher is not None:
            self._watcher.done()


def _executor(plan: Plan) -> Executor[Task, Read]:
    if plan.scheduler is not None:
        from luoshi.ledger.panels.cluster import Cluster

        return Cluster(plan.settings, plan.scheduler)
    jobs = plan.jobs or os.cpu_count() or 1
    work = reading(plan.settings)
    return Serial(work) if jobs == 1 else Processes(work, jobs)


def _write(out: Path, frames: Iterable[pl.DataFrame], plan: Plan) -> int:
    if not plan.wide:
        return write_panel(out, frames, columns(plan.language, every=plan.every), plan.language)
    with widened(frames, plan.language) as wide:
        return write_panel(out, wide.frames(), wide.columns, plan.language)


def _check(paths: Sequence[str | os.PathLike[str]], out: Path, plan: Plan) -> None:
    if plan.wide and plan.every:
        raise UsageError("wide_of_all")
    if any(os.fspath(path) != "-" and Path(path).resolve() == out.resolve() for path in paths):
        raise UsageError("output_is_input", path=str(out))
