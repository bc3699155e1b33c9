"""A part of a ledger: one place, one year, some verdicts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from luoshi.errors import UsageError
from luoshi.ledger.pages.i18n import LedgerView
from luoshi.ledger.records import Account, Finding
from luoshi.reading.records import Report


class Chosen(msgspec.Struct, frozen=True):
    """What was chosen, with the reports of all of it, so that every link has its page."""

    accounts: Sequence[Account]
    findings: Sequence[Finding]
    reports: Sequence[Report]


def chosen(
    ledger: LedgerView, *, place: str | None = None, year: int | None = None, verdicts: Collection[str] = ()
) -> Chosen:
    """The accounts of ``place`` in reports of ``year`` with one of ``verdicts`` (none given: all).

    A place is named in full or by its beginning (四平). Findings are those of the places; where a
    year or verdicts are asked for they are left out, since they are about several years.
    ``UsageError``: ``place_not_there``.
    """
    accounts = [one for one in ledger.accounts if place is None or one.place.startswith(place)]
    if place is not None and not accounts:
        names = "、".join(sorted({one.place for one in ledger.accounts}))
        raise UsageError("place_not_there", place=place, places=names)
    places = {one.place for one in accounts}
    some = [
        one
        for one in accounts
        if (year is None or one.year == year) and (not verdicts or one.verdict in verdicts)
    ]
    findings = [] if year is not None or verdicts else [
        one for one in ledger.findings if one.place is None or one.place in places
    ]  # fmt: skip
    files = {one.promised.file for one in some} | {one.outcome.file for one in some if one.outcome}
    files |= {evidence.file for one in findings for evidence in one.evidence}
    return Chosen(some, findings, [report for report in ledger.reports if report.source.name in files])
