"""Reading an upload as a job: outside any write, then written in one transaction.

A job may be killed and run again at any point: it leaves either nothing or everything, and a second run
gives the same rows.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from luoshi.city.history.chain import Signature, record
from luoshi.city.reports.models import Report
from luoshi.city.reports.reading import fetch, read, reader_name, record_of, source_of
from luoshi.city.reports.settling import settle
from luoshi.errors import InputError
from luoshi.reading.records import Report as ReadReport

_LOGGER = logging.getLogger("luoshi.reports")
_SIGNATURE = Signature.program("read")
SILENT_FOR = timedelta(minutes=15)
"""A reading that gave no sign of life for so long has died; recognising a scanned report takes less."""


@task()
def read_report(report_pk: int) -> None:
    """Read the upload of a report and write what was read; a failure is kept with its words."""
    report = _begin(report_pk)
    if report is None:
        return
    try:
        _write(report_pk, _read(report))
    except InputError as error:
        _fail(report_pk, error)
    except Exception:
        # Whatever broke, the person who waits is told, and the log has the rest.
        _LOGGER.exception("reading report %s broke off", report_pk)
        _fail(report_pk, InputError("city_report_broken", report.file_name))


def requeue(silent_for: timedelta = SILENT_FOR) -> int:
    """Queue again every reading that gave no sign of life for so long; how many. For cron and at starting."""
    since = timezone.now() - silent_for
    with transaction.atomic():
        rows = Report.objects.select_for_update().filter(asked_at__lte=since).defer("text", "record")
        lost = [row for row in rows if row.begun_at is None or row.begun_at <= since]
        for row in lost:
            enqueue(row)
    return len(lost)


def enqueue(report: Report) -> None:
    """Ask for a reading, in the transaction of the write that wants it; the caller records that write."""
    report.asked_at, report.begun_at, report.progress = timezone.now(), None, 0
    report.save(update_fields=["asked_at", "begun_at", "progress"])
    read_report.enqueue(report.pk)


def _begin(report_pk: int) -> Report | None:
    """The report, now being read; ``None`` where nobody waits for it any more."""
    with transaction.atomic():
        report = Report.objects.select_for_update().defer("text", "record").filter(pk=report_pk).first()
        if report is None or report.asked_at is None:
            return None
        report.begun_at, report.progress, report.failure = timezone.now(), 5, {}
        begins = report.state in ("queued", "failed")
        if begins:
            report.state = "reading"
        report.save(update_fields=["begun_at", "progress", "failure", "state"])
        if begins:
            record(_SIGNATURE, "report.begin", report)
    return report


def _read(report: Report) -> ReadReport:
    """Each stage takes most of the time of some kind of file: fetching, recognising, reading."""
    data = fetch(report.stored, report.file_name)
    _reached(report, 15)
    source = source_of(data, report.file_name)
    _reached(report, 60)
    result = read(source)
    _reached(report, 85)
    return result


def _reached(report: Report, percent: int) -> None:
    Report.objects.filter(pk=report.pk).update(progress=percent, begun_at=timezone.now())


@transaction.atomic
def _write(report_pk: int, result: ReadReport) -> None:
    report = Report.objects.select_for_update().get(pk=report_pk)
    was, reader = report.text, reader_name()
    place = result.place
    report.text, report.record, report.reader = result.text, record_of(result), reader
    report.place = place.name[:100] if place else ""
    report.place_code = (place.code or "") if place else ""
    report.year = result.year
    report.title = (result.title or "")[:200]
    report.state, report.failure = "read", {}
    report.progress, report.asked_at, report.begun_at = 100, None, None
    report.save()
    settle(report, was=was or None)
    counts = {"promises": len(result.promises), "figures": len(result.figures)}
    record(_SIGNATURE, "report.read", report, reader=reader, **counts)


@transaction.atomic
def _fail(report_pk: int, error: InputError) -> None:
    """Keep why it failed. A report that was read before stays as it was read then."""
    report = Report.objects.select_for_update().defer("text", "record").get(pk=report_pk)
    report.failure = {"code": error.code, "details": {k: _plain(v) for k, v in error.details.items()}}
    report.progress, report.asked_at, report.begun_at = 0, None, None
    if report.state != "read":
        report.state = "failed"
    fields = ["failure", "progress", "asked_at", "begun_at", "state"]
    report.save(update_fields=fields)
    record(_SIGNATURE, "report.fail", report, code=error.code)


def _plain(value: object) -> object:
    return value if isinstance(value, (int, float, str)) else str(value)
