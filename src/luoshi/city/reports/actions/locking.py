"""Finding the row that a write is about, and holding it until the write is done."""

from __future__ import annotations

from luoshi.city.chain.locking import locked_row
from luoshi.city.reports.models import Promise, Report
from luoshi.city.site.errors import NotFoundError, StaleError


def locked_report(key: str) -> Report:
    """The report ``key``, its row locked until the transaction ends: corrections come one after another."""
    report = locked_row(Report.objects.filter(key=key))
    if report is None:
        raise NotFoundError("report_missing", key=key)
    return report


def read_report_locked(key: str) -> Report:
    """``locked_report`` of one that was read."""
    report = locked_report(key)
    if report.phase != "settled":
        raise StaleError("report_not_read", key=key)
    return report


def promise_now(report: Report, key: str, seen: tuple[int, int] | None = None) -> Promise:
    """A promise of a locked report; ``seen`` is its extent as the person saw it."""
    promise = Promise.objects.filter(report=report, key=key).first()
    if promise is None:
        raise NotFoundError("report_promise_missing", key=key)
    if not promise.present or (seen is not None and seen != (promise.start, promise.end)):
        raise StaleError("report_promise_changed", key=key)
    return promise
