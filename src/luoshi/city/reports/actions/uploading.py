"""Uploading a report, change request for another reading, taking an upload away."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.writing import writes, writing
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require
from luoshi.city.reports import jobs
from luoshi.city.reports.actions.locking import locked_report
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.reports.opening import package_kind
from luoshi.city.reports.phases import readings_in
from luoshi.city.reports.queries import may_be_removed
from luoshi.city.reports.reading import reader_name
from luoshi.city.rules.states import reading_lifecycle
from luoshi.city.site import leftovers, uploads
from luoshi.city.site.errors import StaleError
from luoshi.city.site.openings import opened_for_page
from luoshi.reading.intake.kinds import kind_of

FORMATS = ("txt", "md", "html", "docx", "pdf", "png", "jpg", "csv")
"""Kinds of content that an upload may have: what the reader reads; JSON Lines are text."""


def upload_report(*, actor: Actor, file: File[Any]) -> tuple[Report, bool]:
    """Keep a file and queue its reading; the report, and whether it is new.

    The same file again is the report that is there already. Raises ``InputError`` for a format that is
    not read, ``FileRefusedError``, ``DiskFullError``. The file is kept before the row: a process killed
    between the two leaves no row, and the next upload of the file finds its place.
    """
    post = require(actor, "report.upload")
    _require_readable(file)
    sha256 = ""
    try:
        with leftovers.kept([file], allowed=FORMATS) as (kept,), writing():
            sha256 = kept.sha256
            known = Report.objects.filter(sha256=sha256).first()
            if known is not None:
                if not known.stored:  # refused for what it is, and its bytes with it
                    uploads.discard(kept.sha256)
                return known, False
            report = Report.objects.create(
                key=f"r{kept.sha256[:12]}",
                file_name=kept.name,
                stored=kept.sha256,
                size=kept.size,
                sha256=kept.sha256,
                uploaded_by=actor.person,
            )
            record(actor.signature(post), "report.upload", report, file_name=kept.name, size=kept.size)
            jobs.enqueue(report)
    except IntegrityError:
        # The same file, uploaded by somebody else in the same moment.
        return Report.objects.get(sha256=sha256), False
    return report, True


@writes
def read_again(*, actor: Actor, key: str) -> Report:
    """Queue another reading: of one that failed or hangs, or by a newer reader. Corrections stay."""
    post = require(actor, "report.upload")
    report = locked_report(key)
    if not report.stored:
        raise StaleError("report_file_refused", key=key)
    _ask(report, actor.signature(post))
    return report


def reread_all(*, only_older: bool = True) -> int:
    """Queue every report that an older reader read (or all); how many. For the command after an upgrade."""
    signature = Signature.program("reread")
    rows = Report.objects.filter(readings_in("settled"), asked_at__isnull=True)
    if only_older:
        rows = rows.exclude(reader=reader_name())
    keys = list(rows.values_list("key", flat=True))
    for key in keys:
        with writing():
            _ask(locked_report(key), signature)
    return len(keys)


@writes
def remove_upload(*, actor: Actor, key: str) -> None:
    """Take an upload away: waiting, being read, failed, or read where nothing rests on it.

    A reading that is under way ends by itself. The log keeps that it was there; the bytes go with the last
    record that rests on them. ``StaleError`` where the public sees it or tasks were made of it.
    """
    post = require(actor, "report.upload")
    report = locked_report(key)
    if report.is_released:
        raise StaleError("report_is_public", key=key)
    if not may_be_removed(report):
        raise StaleError("report_has_tasks", key=key)
    signature = actor.signature(post)
    for row in Correction.objects.filter(report=report):
        record(signature, "correction.remove", row, report=report.key)
        row.delete()
    record(signature, "report.remove", report, file_name=report.file_name, sha256=report.sha256)
    stored = report.stored
    Figure.objects.filter(report=report).delete()
    Promise.objects.filter(report=report).delete()
    report.delete()
    transaction.on_commit(lambda: leftovers.forget(stored))


@writes
def stop_reading(*, actor: Actor, key: str) -> Report:
    """Call off another reading of a report that was read before; the last reading holds."""
    post = require(actor, "report.upload")
    report = locked_report(key)
    if report.phase == "settled" and report.asked_at is not None:
        report.progress, report.asked_at, report.begun_at, report.begins = 100, None, None, 0
        report.save(update_fields=["progress", "asked_at", "begun_at", "begins"])
        record(actor.signature(post), "report.stop_reading", report)
    return report


def _require_readable(file: File[Any]) -> None:
    """The reader's own words for a format that it does not take: they say what to turn it into."""
    if file.size > settings.MAX_UPLOAD:
        return
    name = uploads.safe_name(file.name or "")
    file.seek(0)
    is_package = file.read(2) == b"PK"
    file.seek(0)
    if is_package:
        opened_for_page(package_kind, file.read(), name, answer=str)
    else:
        kind_of(cast("BinaryIO", file), name)
    file.seek(0)


def _ask(report: Report, signature: Signature) -> None:
    asking = reading_lifecycle().move("ask")
    if report.state in asking.sources:
        report.state, report.failure = asking.to, {}
        report.save(update_fields=["state", "failure"])
    record(signature, "report.read_again", report, reader=reader_name())
    jobs.enqueue(report)
