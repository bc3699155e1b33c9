"""Reading an upload as a job: in a child, outside any write, then written in one short transaction.

A job may be killed and run again at any point: it leaves either nothing or everything, and a second run
gives the same rows. One that died twice is not tried again by itself.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.locking import locked_row, locked_rows
from luoshi.city.chain.writing import writes, writing
from luoshi.city.reports.models import Report
from luoshi.city.reports.opening import opened
from luoshi.city.reports.projection import Settlement, basis_of, settlement
from luoshi.city.reports.reading import reader_name, record_of
from luoshi.city.rules.secrecy import StateSecretError
from luoshi.city.rules.states import reading_lifecycle
from luoshi.city.rules.years import is_taken
from luoshi.city.site.database import trouble_of
from luoshi.city.site.openings import opened_in_job
from luoshi.city.site.uploads import discard, path_of
from luoshi.confinement import DroppedError
from luoshi.errors import InputError, LuoshiError
from luoshi.reading.intake import recognition
from luoshi.reading.records import Report as ReadReport

_LOGGER = logging.getLogger("luoshi.reports")
_SIGNATURE = Signature.program("read")
SILENT_FOR = timedelta(minutes=15)
"""A reading that gave no sign of life for so long has died: one that lives gives one twice a minute."""
MOST_DEATHS = 2
"""So often a reading may die with its process before it is no longer tried."""
_SIGN_EVERY = timedelta(seconds=30)
_LOOKED_EVERY = timedelta(seconds=2)
_TRIES_TO_SETTLE = 3


@task()
def read_report(report_pk: int) -> None:
    """Read the upload of a report and write what was read; a failure is kept with its words."""
    report = _begin(report_pk)
    if report is None:
        return
    try:
        _keep(report_pk, read_upload(report))
    except DroppedError:
        return
    except LuoshiError as error:
        _fail(report_pk, error)
    except Exception as error:
        if isinstance(error, DatabaseFailure) and trouble_of(error) is not None:
            raise  # the worker waits until the database is back, and begins again
        # Whatever broke, the person who waits is told, and the log has the rest.
        _LOGGER.exception("reading report %s broke off", report_pk)
        _fail(report_pk, InputError("city_report_broken", report.file_name))


def requeue(silent_for: timedelta = SILENT_FOR) -> int:
    """Queue again every reading that gave no sign of life for so long; how many. For cron and at starting."""
    since = timezone.now() - silent_for
    with writing():
        rows = locked_rows(Report.objects.filter(asked_at__lte=since).defer("text", "record"))
        lost = [row for row in rows if row.begun_at is None or row.begun_at <= since]
        for row in lost:
            enqueue(row, begins=row.begins)
    return len(lost)


def enqueue(report: Report, *, begins: int = 0) -> None:
    """Ask for a reading, in the transaction of the write that wants it; the caller records that write."""
    report.asked_at, report.begun_at, report.progress, report.begins = timezone.now(), None, 0, begins
    report.save(update_fields=["asked_at", "begun_at", "progress", "begins"])
    read_report.enqueue(report.pk)


def read_upload(report: Report) -> ReadReport:
    """What a child reads in the upload.

    Its refusal, ``OutOfBoundsError``, or ``DroppedError`` where it was removed.
    """
    return opened_in_job(
        opened,
        str(path_of(report.stored)),
        report.file_name,
        answer=ReadReport,
        minutes=minutes_for(report),
        told=lambda percent: _reached(report, percent),
        wanted=_Waiting(report),
    )


def may_be_scanned(report: Report) -> bool:
    """Whether the upload is of a kind whose pages may be pictures."""
    return report.file_name.lower().endswith((".pdf", ".png", ".jpg", ".jpeg"))


def minutes_for(report: Report) -> int:
    """How much processor time its reading may take: recognising characters takes longer than all else."""
    longer = may_be_scanned(report) and recognition.is_present()
    minutes: int = settings.RECOGNITION_MINUTES if longer else settings.READING_MINUTES
    return minutes


class _Waiting:
    """Whether somebody still waits for a reading; asked often, it looks and gives a sign now and then."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._looked = timezone.now()
        self._signed = timezone.now()

    def __call__(self) -> bool:
        now = timezone.now()
        if now - self._looked < _LOOKED_EVERY:
            return True
        self._looked = now
        rows = Report.objects.filter(pk=self._report.pk)
        if now - self._signed >= _SIGN_EVERY:
            self._signed = now
            return bool(rows.filter(asked_at__isnull=False).update(begun_at=now))
        return rows.filter(asked_at__isnull=False).exists()


def _begin(report_pk: int) -> Report | None:
    """The report, now being read; ``None`` where nobody waits for it any more, or it died too often."""
    with writing():
        report = locked_row(Report.objects.defer("text", "record").filter(pk=report_pk))
        if report is None or report.asked_at is None:
            return None
        if report.begins >= MOST_DEATHS:
            _failed(report, InputError("city_report_died", report.file_name, count=report.begins))
            return None
        report.begins += 1
        report.begun_at, report.progress, report.failure = timezone.now(), 5, {}
        beginning = reading_lifecycle().move("begin")
        begins = report.state in beginning.sources
        if begins:
            report.state = beginning.to
        report.save(update_fields=["begins", "begun_at", "progress", "failure", "state"])
        if begins:
            record(_SIGNATURE, "report.begin", report)
    return report


def _reached(report: Report, percent: int) -> None:
    waited = Report.objects.filter(pk=report.pk, asked_at__isnull=False)
    waited.update(progress=percent, begun_at=timezone.now())


def _keep(report_pk: int, result: ReadReport) -> None:
    """Write what was read. What it makes of the rows is worked out first, with nobody waiting."""
    for _ in range(_TRIES_TO_SETTLE):
        report = Report.objects.filter(pk=report_pk).first()
        if report is None:
            return
        basis = basis_of(report)
        if _write(report_pk, result, (basis, settlement(report, result))):
            return
    # Somebody corrects without a pause: they wait a moment now.
    _write(report_pk, result, None)


@writes
def _write(report_pk: int, result: ReadReport, ready: tuple[object, Settlement] | None) -> bool:
    """Write a settlement that was worked out from a basis, and whether that still held.

    Without one it is worked out here, while others wait.
    """
    report = locked_row(Report.objects.filter(pk=report_pk))
    if report is None or report.asked_at is None:
        return True
    if ready is None:
        ready = None, settlement(report, result)
    elif ready[0] != basis_of(report):
        return False
    ready[1].write(report)
    reader, place = reader_name(), result.place
    report.text, report.record, report.reader = result.text, record_of(result), reader
    report.place = place.name[:100] if place else ""
    report.place_code = (place.code or "") if place else ""
    report.year = result.year if result.year and is_taken(result.year) else None
    report.title = (result.title or "")[:200]
    report.state, report.failure, report.begins = reading_lifecycle().move("finish").to, {}, 0
    report.progress, report.asked_at, report.begun_at = 100, None, None
    report.save()
    counts = {"promises": len(result.promises), "figures": len(result.figures)}
    record(_SIGNATURE, "report.read", report, reader=reader, **counts)
    return True


@writes
def _fail(report_pk: int, error: LuoshiError) -> None:
    """Keep why it failed; nothing where it was removed meanwhile."""
    report = locked_row(Report.objects.defer("text", "record").filter(pk=report_pk))
    if report is None:
        return
    if isinstance(error, StateSecretError):
        # Its words are not kept; that it was tried is.
        stored, report.stored = report.stored, ""
        report.save(update_fields=["stored"])
        transaction.on_commit(lambda: discard(stored))
        record(_SIGNATURE, "secrecy.refuse", report, level=error.details["level"])
    _failed(report, error)


def _failed(report: Report, error: LuoshiError) -> None:
    """Keep why the reading of a locked report failed. One that was read before stays as it was read then."""
    report.failure = {"code": error.code, "details": {k: _plain(v) for k, v in error.details.items()}}
    report.progress, report.asked_at, report.begun_at, report.begins = 0, None, None, 0
    failing = reading_lifecycle().move("fail")
    if report.state in failing.sources:
        report.state = failing.to
    fields = ["failure", "progress", "asked_at", "begun_at", "begins", "state"]
    report.save(update_fields=fields)
    record(_SIGNATURE, "report.fail", report, code=error.code)


def _plain(value: object) -> object:
    return value if isinstance(value, (int, float, str)) else str(value)
