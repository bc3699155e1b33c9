"""Showing a report to the public, and taking that back."""

from __future__ import annotations

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require
from luoshi.city.reports.actions.locking import locked_report, read_report_locked
from luoshi.city.reports.models import Report
from luoshi.city.reports.public import public_digest
from luoshi.city.site.errors import StaleError

_PERMISSION = "report.release"


@writes
def release_report(*, actor: Actor, key: str, seen: str = "") -> Report:
    """From now on the public reads the report, as corrected, without who corrected what.

    ``seen`` is ``public_digest`` of what the person looked at: ``StaleError`` where it reads otherwise by
    now.
    """
    post = require(actor, _PERMISSION)
    report = read_report_locked(key)
    if seen and seen != public_digest(report):
        raise StaleError("report_changed_since", key=key)
    if report.released_at is None:
        report.released_at = timezone.now()
        report.save(update_fields=["released_at"])
        record(actor.signature(post), "report.release", report)
    return report


@writes
def withhold_report(*, actor: Actor, key: str) -> Report:
    """The public does not see the report any more."""
    post = require(actor, _PERMISSION)
    report = locked_report(key)
    if report.released_at is not None:
        report.released_at = None
        report.save(update_fields=["released_at"])
        record(actor.signature(post), "report.withhold", report)
    return report
