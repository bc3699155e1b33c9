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
    accounts = [account for account in ledger.accounts if place is None or account.place.startswith(place)]
    if place is not None and not accounts:
        names = "、".join(sorted({account.place for account in ledger.accounts}))
        raise UsageError("place_not_there", place=place, places=names)
    places = {account.place for account in accounts}
    some = [
        account
        for account in accounts
        if (year is None or account.year == year) and (not verdicts or account.verdict in verdicts)
    ]
    findings = [] if year is not None or verdicts else [
        finding for finding in ledger.findings if finding.place is None or finding.place in places
    ]  # fmt: skip
    files = {account.promised.file for account in some} | {
        account.outcome.file for account in some if account.outcome
    }
    files |= {evidence.file for finding in findings for evidence in finding.evidence}
    return Chosen(some, findings, [report for report in ledger.reports if report.source.name in files])
