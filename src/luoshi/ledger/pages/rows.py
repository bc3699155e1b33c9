"""Accounts, years and findings as flat rows: what the file formats write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from luoshi.errors import Language
from luoshi.ledger.pages.excerpts import one_line
from luoshi.ledger.pages.i18n import VERDICTS, LedgerView, label, reason_words
from luoshi.ledger.pages.view import views
from luoshi.ledger.records import Account, Evidence, Finding

Row = dict[str, Any]
ACCOUNT_COLUMNS = (
    "place", "year", "due", "verdict", "with_figure", "subject", "promised", "outcome", "reason", "notes",
    "kind", "section", "indicator", "answered", "promised_sentence", "outcome_sentence",
    "promised_file", "promised_start", "promised_end", "outcome_file", "outcome_start", "outcome_end",
    "reason_code",
)  # fmt: skip
YEAR_COLUMNS = ("place", "year", "answered", "promises", *VERDICTS, "in_words")
FINDING_COLUMNS = ("place", "kind", "grade", "reason", "quotes", "files", "reason_code")


def account_rows(ledger: LedgerView, language: Language) -> Iterator[Row]:
    """A dict for each promise, by place, year and text; ``promised`` and ``outcome`` are the quotes."""
    ordered = sorted(
        ledger.accounts,
        key=lambda account: (account.place, account.year, account.promised.start, account.promised.end),
    )
    for account in ordered:
        yield _account(account, language)


def year_rows(ledger: LedgerView) -> Iterator[Row]:
    """For each place and year how many promises with figures of each verdict, and how many without."""
    for view in views(ledger):
        for year in view.years:
            counts: Row = {verdict: year.counts.get(verdict, 0) for verdict in VERDICTS}
            yield {
                "place": view.place, "year": year.year, "answered": year.answered, "promises": year.promises,
                **counts, "in_words": sum(year.in_words.values()),
            }  # fmt: skip


def finding_rows(ledger: LedgerView, language: Language) -> Iterator[Row]:
    """A dict for each finding; its quotes and files are lists."""
    for finding in ledger.findings:
        yield _finding(finding, language)


def heading(column: str, language: Language) -> str:
    """What a column is called in Excel."""
    group = "verdict" if column in VERDICTS else "column"
    return label(group, column)[language]


def _in_order(account: Account) -> tuple[str, int, int, int]:
    return (account.place, account.year, account.promised.start, account.promised.end)


def _account(account: Account, language: Language) -> Row:
    return {
        "place": account.place,
        "year": account.year,
        "due": account.due,
        "verdict": account.verdict,
        "with_figure": account.figure is not None,
        "subject": one_line(account.subject),
        "kind": account.kind,
        "section": one_line(account.section),
        "indicator": account.indicator,
        "answered": account.answered,
        "reason": reason_words(account.reason)[language],
        "reason_code": account.reason.code,
        "notes": [reason_words(note)[language] for note in account.notes],
        **_side("promised", account.promised),
        **_side("outcome", account.outcome),
    }


def _side(name: str, evidence: Evidence | None) -> Row:
    return {
        name: one_line(evidence.quote) if evidence else None,
        f"{name}_sentence": one_line(evidence.sentence) if evidence else None,
        f"{name}_file": evidence.file if evidence else None,
        f"{name}_start": evidence.start if evidence else None,
        f"{name}_end": evidence.end if evidence else None,
    }


def _finding(finding: Finding, language: Language) -> Row:
    return {
        "place": finding.place,
        "kind": finding.kind,
        "grade": finding.grade,
        "reason": reason_words(finding.reason)[language],
        "quotes": [one_line(evidence.quote) for evidence in finding.evidence],
        "files": [evidence.file for evidence in finding.evidence],
        "reason_code": finding.reason.code,
    }
