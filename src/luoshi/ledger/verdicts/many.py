"""The accounts of many places, in this process or in several."""

from __future__ import annotations

import os
from collections.abc import Sequence

import msgspec

from luoshi.batch import Unwatched, Watcher
from luoshi.ledger.records import Account
from luoshi.ledger.report_series import ReportSeries
from luoshi.ledger.verdicts.accounts import accounts
from luoshi.parallel import Executor, Processes, Serial, Work


class _Task(msgspec.Struct, frozen=True):
    series: ReportSeries

    @property
    def size(self) -> int:
        """Characters of the reports that it holds."""
        return sum(len(report.text) for report in self.series.reports)


def all_accounts(
    all_series: Sequence[ReportSeries], *, jobs: int = 1, watcher: Watcher | None = None
) -> list[tuple[Account, ...]]:
    """The accounts of each series, in their order; ``jobs`` processes (0: all processors) work on them."""
    told = watcher or Unwatched()
    told.found(len(all_series))
    work = Work(_accounts, _accounts)
    processes = min(jobs or os.cpu_count() or 1, len(all_series))
    executor: Executor[_Task, tuple[Account, ...]] = (
        Serial(work) if processes <= 1 else Processes(work, processes, ordered=True)
    )
    result = []
    for _, found in executor.run(map(_Task, all_series)):
        result.append(found)
        told.done()
    return result


def _accounts(task: _Task) -> tuple[Account, ...]:
    return accounts(task.series)
